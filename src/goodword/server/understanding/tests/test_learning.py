"""A new version learns from labels, is judged by what it has not seen, and comes into force, is refused or goes back."""

import random

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from goodword.core.errors import ConflictError, InputError
from goodword.core.ids import content_key
from goodword.server.audit.models import Entry
from goodword.server.jobs.facade import run_pending
from goodword.server.listening.facade import (
    Label,
    Mention,
    do_add_term,
    do_correct_labels,
    do_merge_terms,
    packed,
    taxonomy,
)
from goodword.server.listening.factories import make_mentions
from goodword.server.understanding import readers
from goodword.server.understanding.actions import do_retrain, do_roll_back, do_set_learning
from goodword.server.understanding.lessons import access_lessons, is_gold
from goodword.server.understanding.models import ModelVersion
from goodword.server.understanding.queries import (
    access_comparison,
    access_learning,
    access_progress,
    access_version,
    access_versions,
)
from goodword.server.understanding.sentences import reasons_in_words
from goodword.server.understanding.tasks import train_model

KIND, ANGRY = "the course was splendid", "the course was dreadful"


SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "pa", "do")


def noise(seed):
    """Words that no other text has, so that no two count as copies."""
    generator = random.Random(seed)
    return " ".join("".join(generator.choices(SYLLABLES, k=4)) for _ in range(8))


def key_of(text, reason):
    """A key of those that are drawn at random, or of the others."""
    return ("0" if reason == "random" else "f") + content_key(text)[1:]


def told(actor, brand, count, *, reason="free", kind="favourable", angry="unfavourable", start=0):
    """Label some mentions half splendid, half dreadful as a person."""
    texts = [f"{(KIND, ANGRY)[n % 2]} {noise(start + n)}" for n in range(count)]
    mentions = make_mentions(brand.pk, [{"text": text, "key": key_of(text, reason)} for text in texts])
    for n, mention in enumerate(mentions):
        do_correct_labels(actor, mention.pk, {"sentiment": (kind, angry)[n % 2]}, reason=reason)
    return mentions


def retrained(actor):
    version = do_retrain(actor)
    run_pending()
    version.refresh_from_db()
    return version


def test_what_people_taught_is_read_by_from_then_on(actor, brand):
    told(actor, brand, 60)
    unlabelled = make_mentions(brand.pk, [{"text": "splendid"}, {"text": "dreadful"}])
    version = retrained(actor)
    assert (version.state, version.number, version.base) == ("in_force", 1, "goodword-1")
    assert access_version(actor) == version
    assert version.labels["sentiment"]["n"] == 60
    assert readers.path_of(version).stat().st_size == version.size
    run_pending()
    found = Mention.objects.filter(pk__in=[each.pk for each in unlabelled]).order_by("pk")
    assert [(each.sentiment, each.sentiment_by) for each in found] == [
        ("favourable", "model"),
        ("unfavourable", "model"),
    ]
    assert access_progress(actor).left == 0
    words = {words for _label, words, _gain in version.features["sentiment"]}
    assert {"splendid", "dreadful"} <= words
    actions = list(Entry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-2:] == ["model.retrain", "model.promote"]


def test_few_labels_judge_each_other_and_gold_judges_as_soon_as_there_is_enough(actor, brand):
    told(actor, brand, 60)
    assert retrained(actor).metrics["sentiment"]["rule"] == "folds"
    told(actor, brand, 90, reason="random", start=60)
    version = retrained(actor)
    metrics = version.metrics["sentiment"]
    assert (metrics["rule"], metrics["accepted"]) == ("gold", True)
    assert metrics["n"] == access_learning(actor).gold["sentiment"] >= 30
    assert metrics["after"]["accuracy"]["value"] == 1.0
    assert sum(map(sum, metrics["after"]["confusion"])) == metrics["n"]
    curve = version.curve["sentiment"]
    assert curve[0][0] == 0
    assert curve[-1][1] == 1.0


def test_gold_never_teaches_nor_does_a_copy_of_it(actor, brand):
    asked = told(actor, brand, 30, reason="random")
    gold = [each for each in asked if is_gold(each.key)]
    assert 10 < len(gold) < 30
    [copy] = make_mentions(brand.pk, [{"text": gold[0].text, "copy_of": gold[0].pk}])
    do_correct_labels(actor, copy.pk, {"sentiment": "neutral"})
    lessons = access_lessons(actor)
    assert {fact.text for fact in lessons.gold["sentiment"]} == {each.text for each in gold}
    assert {fact.text for fact in lessons.rest["sentiment"]}.isdisjoint(each.text for each in gold)
    do_correct_labels(actor, gold[0].pk, {"sentiment": "neutral"})
    assert len(access_lessons(actor).gold["sentiment"]) == len(gold)


def test_a_language_that_no_model_reads_is_no_test_of_its_sentiment(actor, brand):
    french = "Je trouve que ce cours est vraiment très mauvais et beaucoup trop cher"
    for reason in ("random", "free"):
        rows = [{"text": f"{french} {n}", "key": key_of(str(n), reason)} for n in range(9)]
        for mention in make_mentions(brand.pk, rows):
            said = {"sentiment": "unfavourable", "intent": "complaint"}
            do_correct_labels(actor, mention.pk, said, reason=reason)
    lessons = access_lessons(actor)
    assert "sentiment" not in {**lessons.gold, **lessons.rest}
    assert lessons.rest["intent"]


def test_a_version_that_is_worse_on_gold_is_refused_with_the_reason(actor, brand):
    told(actor, brand, 60)
    told(actor, brand, 90, reason="random", start=60)
    good = retrained(actor)
    told(actor, brand, 400, kind="unfavourable", angry="favourable", start=150)
    bad = retrained(actor)
    assert (bad.state, access_version(actor)) == ("refused", good)
    [reason] = reasons_in_words(bad, taxonomy(actor))
    assert reason.startswith("Sentiment: of ")
    with override("zh-hans"):
        assert reasons_in_words(bad, taxonomy(actor))[0]
    assert bad.metrics["sentiment"]["lost"] > bad.metrics["sentiment"]["gained"]
    assert not bad.file
    with pytest.raises(ConflictError, match="never read"):
        do_roll_back(actor, bad.number)


def test_one_task_may_stay_as_it_was_while_another_learns(actor, brand):
    told(actor, brand, 60)
    told(actor, brand, 90, reason="random", start=60)
    good = retrained(actor)
    told(actor, brand, 400, kind="unfavourable", angry="favourable", start=150)
    for mention in Mention.objects.order_by("-pk")[:60]:
        intent = "recommendation" if "splendid" in mention.text else "complaint"
        do_correct_labels(actor, mention.pk, {"intent": intent})
    version = retrained(actor)
    assert (version.state, [each["task"] for each in version.reasons]) == ("in_force", ["sentiment"])
    assert version.labels["sentiment"]["until"] == good.labels["sentiment"]["until"]
    assert version.labels["intent"]["n"] >= 30
    _classes, old = readers.loaded(good).probabilities("sentiment", [KIND, ANGRY])
    assert (readers.loaded(version).probabilities("sentiment", [KIND, ANGRY])[1] == old).all()


def test_a_task_that_stays_as_it_was_does_so_whatever_became_of_its_labels(actor, brand):
    first = told(actor, brand, 60)
    told(actor, brand, 90, reason="random", start=60)
    good = retrained(actor)
    for mention in first[:50]:  # wrong ones in the place of those it learned from
        swapped = {"favourable": "unfavourable", "unfavourable": "favourable"}
        said = Label.objects.filter(mention=mention).latest("pk").value
        do_correct_labels(actor, mention.pk, {"sentiment": swapped[said]})
        do_correct_labels(
            actor, mention.pk, {"intent": ("recommendation", "complaint")[said == "unfavourable"]}
        )
    version = retrained(actor)
    assert (version.state, [each["task"] for each in version.reasons]) == ("in_force", ["sentiment"])
    assert version.labels["sentiment"] == good.labels["sentiment"]
    _classes, old = readers.loaded(good).probabilities("sentiment", [KIND, ANGRY])
    assert (readers.loaded(version).probabilities("sentiment", [KIND, ANGRY])[1] == old).all()


def test_where_the_words_are_others_now_what_was_left_is_judged_again(actor, brand):
    texts = [f"{('dingy', 'tardy')[n % 2]} {noise(n)}" for n in range(120)]
    given = {"sentiment": "unfavourable", "sentiment_by": "file"}
    mentions = make_mentions(
        brand.pk, [{"text": text, "key": key_of(text, "random"), **given} for text in texts]
    )
    for mention in mentions:
        cause = "price" if "dingy" in mention.text else "delivery"
        do_correct_labels(actor, mention.pk, {"cause": cause}, reason="random")
    good = retrained(actor)
    assert good.state == "in_force"
    for mention in mentions:
        if not is_gold(mention.key):
            cause = "delivery" if "dingy" in mention.text else "price"
            do_correct_labels(actor, mention.pk, {"cause": cause})
    do_add_term(actor, "cause", "Dirt", "")
    bad = retrained(actor)
    assert (bad.state, access_version(actor)) == ("refused", good)
    assert [each["task"] for each in bad.reasons] == ["cause"]


def test_too_few_labels_or_nothing_new_is_said(actor, brand):
    told(actor, brand, 10)
    version = retrained(actor)
    assert (version.state, version.reasons) == ("refused", [{"code": "too_few", "labels": 10, "needed": 30}])
    told(actor, brand, 50, start=10)
    assert retrained(actor).state == "in_force"
    again = retrained(actor)
    assert (again.state, again.reasons) == ("refused", [{"code": "nothing_new"}])
    assert all(reasons_in_words(each, taxonomy(actor)) for each in (version, again))


def test_rolling_back_is_one_step_and_everything_is_read_again(actor, brand):
    told(actor, brand, 60)
    first = retrained(actor)
    told(actor, brand, 60, kind="neutral", angry="neutral", start=60)
    told(actor, brand, 120, kind="neutral", angry="neutral", start=120)
    second = retrained(actor)
    assert second.state == "in_force"
    run_pending()
    before = Mention.objects.filter(read_by=second.pk).count()
    assert do_roll_back(actor, 1) == first
    run_pending()
    assert Mention.objects.filter(read_by=first.pk).count() == before
    found = access_comparison(actor)
    assert (found.before, found.after) == (second, first)
    assert found.total == before
    assert found.changed > 0
    assert [each.state for each in access_versions(actor)] == ["retired", "in_force", "in_force"]
    with pytest.raises(ConflictError, match="already"):
        do_roll_back(actor, 1)
    shipped = do_roll_back(actor, 0)
    assert (shipped.brand_id, access_version(actor)) == (None, shipped)
    assert Entry.objects.filter(action="model.roll_back").count() == 2


def test_a_version_whose_file_is_damaged_does_not_come_back(actor, brand):
    told(actor, brand, 60)
    first = retrained(actor)
    do_roll_back(actor, 0)
    readers.path_of(first).write_bytes(b"")
    readers._loaded.cache_clear()
    with pytest.raises(InputError, match="damaged"):
        do_roll_back(actor, 1)
    with pytest.raises(InputError, match="no version 7"):
        do_roll_back(actor, 7)


def test_only_one_version_is_made_at_a_time_and_a_lost_one_is_given_up(actor, brand):
    first = do_retrain(actor)
    with pytest.raises(ConflictError, match="being made"):
        do_retrain(actor)
    first.made_at = first.made_at.replace(year=2020)
    first.save()
    second = do_retrain(actor)
    first.refresh_from_db()
    assert (first.state, first.reasons, second.number) == ("refused", [{"code": "interrupted"}], 2)


def test_making_a_version_twice_makes_it_once(actor, brand):
    told(actor, brand, 60)
    version = do_retrain(actor)
    assert train_model.func(version.pk) == "in_force"
    assert train_model.func(version.pk) == "in_force"
    assert Entry.objects.filter(action="model.promote").count() == 1


def test_a_brands_own_words_are_learned_even_without_labels(actor, brand):
    do_add_term(actor, "aspect", "Pace", "节奏", ["slow", "太慢"])
    [mention] = make_mentions(brand.pk, [{"text": "it was slow"}])
    assert retrained(actor).state == "in_force"
    run_pending()
    mention.refresh_from_db()
    assert mention.aspects == "|pace|"


def test_an_aspect_is_found_by_its_name_whatever_signs_are_in_it(actor, brand):
    from goodword.text.reader import Reader  # the real one: the name is looked for by its rules

    do_add_term(actor, "aspect", "iOS|Android (beta)", "价格（高）")
    lessons = access_lessons(actor)
    taught = Reader.default().taught([], causes=lessons.causes, aspects=lessons.cues)
    [key] = [key for key in lessons.cues if key.startswith("ios")]
    assert [
        key in each.aspects for each in taught.read(["the iOS|Android (beta) app", "iOS", "价格（高）"])
    ] == [
        True,
        False,
        True,
    ]


def test_aspects_teach_yes_and_no_only_of_what_was_on_offer(actor, brand):
    early, late = make_mentions(brand.pk, [{"text": "early"}, {"text": "late"}])
    do_add_term(actor, "aspect", "Room", "")
    do_correct_labels(actor, early.pk, {"aspects": packed(["room"])})
    do_add_term(actor, "aspect", "Food", "")
    do_correct_labels(actor, late.pk, {"aspects": ""})
    rest = access_lessons(actor).rest
    assert [(fact.text, fact.label) for fact in rest["aspect:room"]] == [("early", "yes"), ("late", "no")]
    assert [(fact.text, fact.label) for fact in rest["aspect:food"]] == [("late", "no")]


def test_labels_mean_what_they_mean_now(actor, brand):
    [mention] = make_mentions(brand.pk, [{"text": "x", "sentiment": "unfavourable"}])
    do_correct_labels(actor, mention.pk, {"cause": "price"})
    do_merge_terms(actor, "cause", "price", "delivery")
    lessons = access_lessons(actor)
    assert [fact.label for fact in lessons.rest["cause"]] == ["delivery"]
    assert "price" not in lessons.causes


def test_labels_from_files_teach_when_the_brand_says_so(actor, brand):
    rows = [{"text": f"{KIND} {n}", "sentiment": "favourable", "sentiment_by": "file"} for n in range(5)]
    make_mentions(brand.pk, rows)
    assert "sentiment" not in access_lessons(actor).rest
    do_set_learning(actor, labels_from_files=True)
    assert len(access_lessons(actor).rest["sentiment"]) == 5
    first = Mention.objects.first()
    do_correct_labels(actor, first.pk, {"sentiment": "neutral"})
    labels = [fact.label for fact in access_lessons(actor).rest["sentiment"]]
    assert sorted(labels) == ["favourable"] * 4 + ["neutral"]
    assert Entry.objects.filter(action="model.settings").count() == 1


def test_a_new_version_is_suggested_when_it_is_worth_it(actor, brand):
    assert not access_learning(actor).suggested
    told(actor, brand, 60)
    state = access_learning(actor)
    assert (state.labels, state.new, state.suggested) == ({"sentiment": 60}, 60, True)
    retrained(actor)
    assert not access_learning(actor).suggested
    told(actor, brand, 90, reason="random", start=60)
    retrained(actor)
    state = access_learning(actor)
    assert state.new == 0
    assert 30 <= state.gold["sentiment"] < 90
    assert state.labels["sentiment"] == Label.objects.count()


def test_only_those_who_manage_the_model_do(cast):
    for who in ("sales", "after_sales", "legal"):
        with pytest.raises(PermissionDenied):
            do_retrain(cast.actor(who))
        with pytest.raises(PermissionDenied):
            do_roll_back(cast.actor(who), 0)
    assert not ModelVersion.objects.filter(brand=cast.brand).exists()
