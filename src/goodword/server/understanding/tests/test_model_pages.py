"""The model page, empty and full: numbers with cards, mix-ups that open, a refusal in a sentence, and the way back."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goodword.server.jobs.facade import run_pending
from goodword.server.listening.factories import make_mentions
from goodword.server.understanding.actions import do_retrain, do_roll_back
from goodword.server.understanding.models import ModelVersion
from goodword.server.understanding.pictures import over_versions
from goodword.server.understanding.queries import access_version

from .test_learning import noise, retrained, told


@pytest.fixture
def browse(client, cast):
    """Ada's marketing person in a browser."""
    client.force_login(cast.members["marketing"])

    class Browser:
        def url(self, name, **kwargs):
            return reverse(name, kwargs={"brand": "ada", **kwargs})

        def get(self, name, query="", *, headers=None, **kwargs):
            return client.get(self.url(name, **kwargs) + query, headers=headers or {})

        def post(self, name, data=None, *, headers=None, **kwargs):
            return client.post(self.url(name, **kwargs), data or {}, headers=headers or {})

        def html(self, name, query="", **kwargs):
            answer = self.get(name, query, **kwargs)
            assert answer.status_code == 200, answer.content.decode()[:2000]
            return answer.content.decode()

    return Browser()


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


HTMX = {"HX-Request": "true"}


@pytest.fixture
def taught(actor, brand):
    """A version learned from sixty labels and judged by a gold set."""
    told(actor, brand, 60)
    told(actor, brand, 90, reason="random", start=60)
    version = retrained(actor)
    run_pending()
    return version


def test_without_any_label_the_page_says_what_is_missing(browse):
    assert browse.html("model-compared").strip() == ""
    text = plain(browse.html("model"))
    assert "The shipped model" in text
    assert "30 more answers to mentions drawn at random are needed." in text
    assert "It takes 30 labels of one kind; there are 0." in text
    assert "Cannot say yet." in text


@pytest.mark.parametrize("task", ["sentiment", "cause", "intent"])
def test_each_task_has_its_page_in_both_languages(browse, taught, task):
    for language in ("en", "zh-hans"):
        html = browse.html("model", f"?task={task}", headers={"Accept-Language": language})
        assert taught.name in html


def test_a_task_nobody_reads_is_refused(browse):
    assert browse.get("model", "?task=mood").status_code == 400


def test_the_full_page_shows_quality_mix_ups_and_what_was_learned(browse, taught):
    html = browse.html("model")
    text = plain(html)
    assert "Version 1 was accepted and reads now" in text
    assert "Quality over versions" in text
    assert "Confidence and truth" in text
    assert "splendid" in text
    [cell] = re.findall(
        r'href="([^"]+judged/\?task=sentiment&amp;said=favourable&amp;read=favourable)"', html
    )
    assert cell.endswith("read=favourable")


def test_every_number_opens_its_card(browse, taught):
    html = browse.html("model")
    cards = set(re.findall(r'href="([^"]+/model/numbers/[^"]+)"', html))
    assert len(cards) == 4
    for name in ("macro_f1", "accuracy", "kept", "calibration_error"):
        card = browse.html("model-number", "?task=sentiment", measure=name, headers=HTMX)
        assert "Observations" in card
        assert "<html" not in card
    assert browse.get("model-number", measure="beauty").status_code == 404


def test_a_cell_opens_the_labels_behind_it(browse, taught):
    html = browse.html("model-judged", "?task=sentiment&said=favourable&read=favourable")
    assert "splendid" in html
    assert "dreadful" not in html
    nothing = browse.html("model-judged", "?task=sentiment&said=neutral&read=favourable", headers=HTMX)
    assert "There is none." in nothing
    assert "<html" not in nothing
    assert "There is none." in browse.html("model-judged", "?task=mood&said=a&read=b")


def test_the_version_before_and_this_one_are_compared(browse, actor, brand):
    make_mentions(brand.pk, [{"text": f"splendid {noise(900 + n)}"} for n in range(3)])
    told(actor, brand, 60)
    run_pending()
    from goodword.server.understanding.actions import do_ask_reading

    do_ask_reading(actor)
    run_pending()
    retrained(actor)
    run_pending()
    html = browse.html("model-compared", "?task=sentiment")
    assert "are read otherwise now" in html
    [cell] = re.findall(r'href="([^"]+changed/\?task=sentiment&amp;before=&amp;after=favourable)"', html)
    listed = browse.html("model-changed", "?task=sentiment&before=&after=favourable")
    assert cell
    assert "splendid" in listed
    assert browse.get("model-changed", "?task=mood&before=&after=b").status_code == 404


def test_retraining_is_refused_without_anything_new(browse, taught):
    assert "Nothing new was taught since the last version." in browse.html("model")
    browse.post("model-retrain")
    assert ModelVersion.objects.filter(brand=taught.brand).count() == 1
    assert "Nothing new was taught" in browse.html("model")


def test_a_retrain_is_followed_while_it_runs_and_ends_with_a_whole_page(browse, actor, brand):
    told(actor, brand, 60)
    assert "disabled" not in re.search(r"<button[^>]*>[^<]*<svg[^>]*>.*?Retrain now", browse.html("model"))[0]
    browse.post("model-retrain")
    html = browse.html("model")
    assert 'hx-trigger="every 1s"' in html
    assert "A new version is being made" in html
    moving = browse.get("model-live", headers=HTMX)
    assert "HX-Refresh" not in moving.headers
    assert "No worker is running" in moving.content.decode()
    run_pending()
    run_pending()
    assert browse.get("model-live", headers=HTMX).headers["HX-Refresh"] == "true"


def test_a_refused_version_says_why_and_the_one_before_goes_on(browse, actor, brand, taught):
    told(actor, brand, 240, kind="unfavourable", angry="favourable", start=200)
    assert retrained(actor).state == "refused"
    text = plain(browse.html("model"))
    assert "Version 2 was refused: the one before it goes on reading" in text
    assert "wrong that were right." in text


def test_one_click_goes_back_and_undo_takes_it_back(browse, actor, taught):
    answer = browse.post("model-use", number=0)
    assert answer.status_code == 302
    assert access_version(actor).brand_id is None
    html = browse.html("model")
    assert "The shipped model reads from now on." in html
    undo = re.search(r'data-undo="([^"]+)"', html)[1]
    assert undo == browse.url("model-use", number=1)
    assert browse.post("model-use", number=1, headers=HTMX).status_code == 204
    assert access_version(actor) == taught


def test_back_to_a_version_that_is_not_there_is_refused_in_a_sentence(browse, actor, taught):
    browse.post("model-use", number=9)
    assert "There is no version 9 of this brand" in browse.html("model")
    browse.post("model-use", number=1)
    assert "This version reads already." in browse.html("model")
    assert access_version(actor) == taught


def test_whoever_may_not_manage_sees_no_buttons_and_is_refused(client, cast, taught):
    client.force_login(cast.members["sales"])
    html = client.get(reverse("model", kwargs={"brand": "ada"})).content.decode()
    assert "Retrain now" not in html
    assert "Let it read again" not in html
    for name, more in (("model-retrain", {}), ("model-use", {"number": 0}), ("model-settings", {})):
        assert client.post(reverse(name, kwargs={"brand": "ada", **more})).status_code == 403


def test_labels_of_files_alone_are_worth_a_version_too(browse, actor, brand):
    rows = [
        {
            "text": f"{('splendid', 'dreadful')[n % 2]} {noise(n)}",
            "sentiment": ("favourable", "unfavourable")[n % 2],
            "sentiment_by": "file",
        }
        for n in range(60)
    ]
    make_mentions(brand.pk, rows)
    assert "there are 0. Teach some more." in browse.html("model")
    browse.post("model-settings", {"labels_from_files": "on"})
    assert "Teach some more." not in browse.html("model")
    browse.post("model-retrain")
    run_pending()
    version = access_version(actor)
    assert (version.number, version.labels["sentiment"]["n"]) == (1, 60)
    assert "Nothing new was taught" in browse.html("model")
    make_mentions(brand.pk, [{**rows[0], "text": "one more, splendid"}])
    assert "Nothing new was taught" not in browse.html("model")


def test_after_a_way_back_what_was_taught_can_be_learned_again(browse, actor, brand, taught):
    browse.post("model-use", number=0)
    assert "Nothing new was taught" not in browse.html("model")
    browse.post("model-retrain")
    run_pending()
    assert access_version(actor).number == 2


def test_labels_of_files_are_switched_on_and_off(browse, actor):
    browse.post("model-settings", {"labels_from_files": "on"})
    assert re.search(r'name="labels_from_files" checked', browse.html("model"))
    browse.post("model-settings")
    assert not re.search(r'name="labels_from_files" checked', browse.html("model"))


def test_drift_is_told_once_there_are_enough_mentions(browse, actor, brand):
    assert "Too few mentions to say" in browse.html("model-drift")
    now = timezone.now()
    for days, word, label in ((3, "dreadful", "unfavourable"), (30, "splendid", "favourable")):
        moment = now - timezone.timedelta(days=days)
        rows = [
            {"text": f"{word} {noise(days * 1000 + n)}", "sentiment": label, "published_at": moment}
            for n in range(60)
        ]
        make_mentions(brand.pk, rows)
    text = plain(browse.html("model-drift"))
    assert "very different" in text
    assert "from 0% to 100%" in text or "from 100% to 0%" in text


def test_a_roll_back_and_a_retrain_stand_in_the_table(browse, actor, brand, taught):
    do_roll_back(actor, 0)
    told(actor, brand, 20, start=400)
    do_retrain(actor)
    run_pending()
    text = plain(browse.html("model"))
    assert "Put away" in text
    assert "Let it read again" in text


def test_a_task_that_was_left_as_it_was_keeps_its_quality_in_the_picture():
    scores = [{"macro_f1": {"value": v, "low": v, "high": v}, "accuracy": {"value": v}} for v in (0.6, 0.4)]
    stored = {"accepted": False, "before": scores[0], "after": scores[1]}
    versions = [
        ModelVersion(number=1, metrics={"sentiment": stored}, state=state)
        for state in ("in_force", "refused")
    ]
    kept, refused = (over_versions([each], "sentiment") for each in versions)
    assert list(kept.series[0].values) == [0.6, 0.6]
    assert list(refused.series[0].values) == [0.6, 0.4]
    assert refused.moments
