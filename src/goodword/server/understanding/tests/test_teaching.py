"""The queue in which people teach: answered, skipped, taken back, reloaded, and never to be made up."""

import re

import pytest

from goodword.server.jobs.facade import run_pending
from goodword.server.listening.facade import Label, Mention, do_correct_labels
from goodword.server.listening.factories import make_mentions
from goodword.server.understanding.actions import do_ask_reading

from .test_learning import noise
from .test_model_pages import HTMX, browse, plain

__all__ = ["browse"]
AHEAD = {**HTMX, "HX-Target": "teach-next"}


@pytest.fixture
def mentions(actor, brand):
    """Thirty mentions that the model has read."""
    rows = [
        {"text": f"{('good', 'bad late', 'hm')[n % 3]} <b> {noise(n)}", "key": f"{n * 56 % 240:02x}{n:030x}"}
        for n in range(30)
    ]
    made = make_mentions(brand.pk, rows)
    do_ask_reading(actor)
    run_pending()
    return made


def asked(html):
    """Return the ids of the mentions shown now and fetched beforehand."""
    return [int(pk) for pk in re.findall(r'id="asked-(\d+)"', html)]


def of(browse):
    return asked(browse.html("teach"))


def test_with_nothing_to_ask_the_page_says_how_to_go_on(browse):
    assert "Nothing to ask" in browse.html("teach")


def test_the_first_question_is_shown_and_the_second_fetched_beforehand(browse, mentions):
    html = browse.html("teach")
    now, ahead = asked(html)
    assert now != ahead
    assert "1 of 20" in plain(html)
    assert "<b>" not in re.search(r'class="teach-text".*?</div>', html)[0]
    assert of(browse) == [now, ahead]


def test_an_answer_is_kept_with_its_reason_and_the_next_but_one_comes(browse, mentions):
    now, ahead = of(browse)
    answer = browse.post(
        "teach-answer",
        {"sentiment": "unfavourable", "cause": "delivery", "intent": "complaint", "aspects": ["price"]},
        pk=now,
        headers=AHEAD,
    )
    assert len(asked(answer.content.decode())) == 1
    mention = Mention.objects.get(pk=now)
    assert (mention.sentiment, mention.cause, mention.intent, mention.aspects) == (
        "unfavourable", "delivery", "complaint", "|price|",
    )  # fmt: skip
    assert {label.task for label in Label.objects.filter(mention=now)} == {
        "sentiment", "cause", "intent", "aspects",
    }  # fmt: skip
    assert set(Label.objects.values_list("reason", flat=True)) == {"uncertain"}
    assert of(browse)[0] == ahead


def test_a_confirmation_teaches_too(browse, mentions):
    for _place in range(20):
        pk = of(browse)[0]
        if said := Mention.objects.get(pk=pk).sentiment:
            browse.post("teach-answer", {"sentiment": said}, pk=pk)
            assert Label.objects.get(mention=pk).value == said
            return
        browse.post("teach-skip", pk=pk)
    pytest.fail("no question had a reading")


def test_what_a_file_said_is_not_taken_for_the_models_reading(browse, actor, brand):
    given = {"sentiment": "neutral", "sentiment_by": "file", "key": "f" * 32}
    [mention] = make_mentions(brand.pk, [{"text": "it was bad and late", **given}])
    do_ask_reading(actor)
    run_pending()
    html = browse.html("teach")
    assert "The model does not dare to say" not in plain(html)
    assert re.search(r'value="unfavourable"[^>]*checked', html)
    assert re.search(r'value="delivery"[^>]*checked', html)
    browse.post("teach-answer", {"sentiment": "unfavourable", "cause": "delivery"}, pk=mention.pk)
    assert "The model was right 1 " in plain(browse.html("teach"))


def test_a_cause_counts_only_where_something_is_wrong(browse, mentions):
    now, _ahead = of(browse)
    browse.post("teach-answer", {"sentiment": "favourable", "cause": "delivery"}, pk=now)
    assert Mention.objects.get(pk=now).cause == ""


def test_without_a_sign_nothing_is_labelled(browse, mentions):
    now, _ahead = of(browse)
    answer = browse.post("teach-answer", {"cause": "price"}, pk=now, headers=AHEAD)
    assert answer.headers["HX-Refresh"] == "true"
    html = browse.html("teach")
    assert "Say first whether it is favourable" in html
    assert asked(html)[0] == now
    assert not Label.objects.exists()


def test_skip_and_undo_go_on_and_back(browse, mentions):
    first, second = of(browse)
    browse.post("teach-skip", pk=first)
    browse.post("teach-answer", {"sentiment": "neutral"}, pk=second)
    html = browse.post("teach-undo", headers={**HTMX, "HX-Target": "teach"}).content.decode()
    assert asked(html)[0] == second
    assert Mention.objects.get(pk=second).sentiment_by != "person"
    browse.post("teach-undo")
    assert of(browse) == [first, second]
    browse.post("teach-undo")
    assert "There is nothing to take back." in browse.html("teach")


def test_what_was_drawn_at_random_is_asked_without_the_models_reading(browse, mentions):
    for _place in range(20):
        html = re.search(r'id="teach-now">(.*)<div id="teach-next"', browse.html("teach"), re.DOTALL)[1]
        drawn = "Drawn at random" in html
        assert not (drawn and ("checked" in html or "evidence" in html or "The model" in plain(html)))
        pk = asked(html)[0]
        browse.post("teach-answer", {"sentiment": "neutral"}, pk=pk)
        label = Label.objects.get(mention=pk, task="sentiment")
        assert label.reason == ("random" if drawn else "uncertain")
    assert Label.objects.filter(reason="random", task="sentiment").count() == 3


def test_a_mention_that_is_not_asked_cannot_be_labelled_here(browse, mentions):
    shown = of(browse)
    other = next(each.pk for each in mentions if each.pk not in browse_queue(browse) and each.pk not in shown)
    browse.post("teach-answer", {"sentiment": "neutral"}, pk=other)
    assert "This mention is not asked any more." in browse.html("teach")
    assert not Label.objects.exists()


def browse_queue(browse):
    """Return every mention of the queue, by skipping through it and back."""
    found = []
    while shown := of(browse):
        found.append(shown[0])
        browse.post("teach-skip", pk=shown[0])
    for _pk in found:
        browse.post("teach-undo")
    return found


def test_a_mention_that_went_meanwhile_is_passed_over(browse, mentions):
    first, second = of(browse)
    Mention.objects.filter(pk=first).delete()
    assert of(browse)[0] == second


def test_a_mention_that_a_colleague_labelled_meanwhile_is_passed_over(browse, mentions, actor):
    first, second = of(browse)
    do_correct_labels(actor, first, {"sentiment": "neutral"})
    assert of(browse)[0] == second


def test_at_the_end_the_answers_are_weighed_and_twenty_more_wait(browse, mentions):
    for _place in range(20):
        browse.post("teach-answer", {"sentiment": "favourable"}, pk=of(browse)[0])
    html = browse.html("teach")
    assert "Done: 20 mentions labelled" in plain(html)
    # The mentions drawn are "good", "bad late" and "hm", of which the model makes nothing.
    assert "Of the 2 drawn at random on which it dared to say, it was right on 50%" in plain(html)
    assert "On 1 more it did not." in plain(html)
    assert "20 labels are new since the last version." in plain(html)
    assert asked(html) == []
    assert len(asked(browse.html("teach", "?more=1"))) == 2


def test_whoever_may_not_label_is_refused(client, cast):
    client.force_login(cast.members["sales"])
    assert client.get("/b/ada/model/teach/").status_code == 403
