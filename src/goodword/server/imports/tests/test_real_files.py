"""Real files, as they are: every row is accounted for, and the second time adds nothing."""

from pathlib import Path

import pytest

from goodword.server.imports.facade import ImportRun
from goodword.server.listening.models import Mention
from goodword.server.listening.search import matching
from goodword.server.studies.models import Answer
from goodword.server.talkers.models import Person, Tie

pytestmark = pytest.mark.shared

FILES = [
    ("mentions", "text/en_airline.parquet", 10_808, 0),
    ("mentions", "text/en_coursera_reviews.parquet", 2_762, 0),
    ("graph", "marketing/medInnovations_edges.csv", 294, 0),
    ("people", "marketing/medInnovations_nodes.csv", 125, 0),
    ("people", "marketing/cdnow_summary.csv", 2_357, 0),
]
LARGE_FILES = [
    ("mentions", "text/zh_online_shopping_10_cats.parquet", 45_993, 0),
    ("people", "marketing/hillstrom.csv.gz", 64_000, 0),
    ("survey", "marketing/hillstrom.csv.gz", 64_000, 0),
]


def check(bring_in, path: Path, kind: str, added: int, there: int) -> None:
    options = {"survey": "Spring"} if kind == "survey" else {}
    first: ImportRun = bring_in(kind, path, **options)
    assert (first.state, first.added, first.already_there, first.rejected) == ("done", added, there, 0)
    again: ImportRun = bring_in(kind, path, **options)
    assert (again.state, again.added, again.already_there, again.rejected) == ("done", 0, added + there, 0)


@pytest.mark.parametrize(("kind", "name", "added", "there"), FILES)
def test_a_real_file_goes_in_as_it_is(shared, bring_in, kind, name, added, there):
    check(bring_in, shared / "data" / name, kind, added, there)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name", "added", "there"), LARGE_FILES)
def test_a_large_real_file_goes_in_as_it_is(shared, bring_in, kind, name, added, there):
    check(bring_in, shared / "data" / name, kind, added, there)


@pytest.mark.slow
def test_a_network_of_eight_hundred_thousand_ties_goes_in(shared, bring_in):
    run = bring_in("graph", shared / "data" / "graphs" / "epinions.parquet")
    assert (run.state, run.added, run.already_there, run.rejected) == ("done", 811_478, 0, 0)


def test_airline_tweets_are_understood(shared, bring_in, cast):
    bring_in("mentions", shared / "data" / "text" / "en_airline.parquet")
    tweets = Mention.objects.filter(brand=cast.brand)
    first = tweets.get(external_id="570301130888122368")
    assert first.text.startswith("@VirginAmerica plus you've added commercials")
    assert (first.sentiment, first.published_at.isoformat()) == ("favourable", "2015-02-24T19:15:59+00:00")
    assert first.extra["airline"] == "Virgin America"
    assert tweets.exclude(sentiment="").count() == 10_808
    lost = tweets.filter(matching(cast.brand.pk, "lost luggage"))
    assert lost.count() >= 20
    assert all(
        "lost" in text.lower() and "luggage" in text.lower() for text in lost.values_list("text", flat=True)
    )


def test_physicians_are_people_with_their_ties(shared, bring_in, cast):
    folder = shared / "data" / "marketing"
    bring_in("graph", folder / "medInnovations_edges.csv")
    bring_in("people", folder / "medInnovations_nodes.csv")
    first = Person.objects.get(brand=cast.brand, external_id="1001")
    assert first.extra == {"toa": "1", "group": "1"}
    assert Tie.objects.get(source__external_id="1078", target__external_id="1001").weight == 2


@pytest.mark.slow
def test_chinese_reviews_are_found_by_a_word_of_two_characters(shared, bring_in, cast):
    bring_in("mentions", shared / "data" / "text" / "zh_online_shopping_10_cats.parquet")
    found = Mention.objects.filter(matching(cast.brand.pk, "质量")).values_list("text", flat=True)
    assert len(found) == sum("质量" in text for text in Mention.objects.values_list("text", flat=True)) > 1000


@pytest.mark.slow
def test_a_table_of_figures_can_be_answers_to_a_survey(shared, bring_in):
    bring_in("survey", shared / "data" / "marketing" / "hillstrom.csv.gz", survey="Hillstrom")
    assert Answer.objects.first().values["segment"] == "Womens E-Mail"
