"""A list read page by page against the plain sorted truth, on whatever database the tests run on."""

import random
from datetime import timedelta

import pytest
from django.http import QueryDict

from goodword.server.listening.factories import FIRST_MOMENT, make_mention, make_mentions
from goodword.server.listening.lists import MENTIONS
from goodword.server.listening.models import Mention
from goodword.server.shell.lists import read

SENTIMENTS = ("favourable", "unfavourable", "neutral", "")


@pytest.fixture
def mentions(brand):
    """Eighty mentions, some at the same moment, some without one or without a rating."""
    chance = random.Random(7)
    rows = [
        {
            "text": f"Sentence {number} about logic",
            "published_at": None if number % 9 == 0 else FIRST_MOMENT + timedelta(hours=chance.randrange(20)),
            "rating": None if number % 4 == 0 else chance.choice([1.0, 2.5, 5.0]),
            "sentiment": chance.choice(SENTIMENTS),
            "language": chance.choice(["en", "zh"]),
            "source": chance.choice(["a.example", "b.example", ""]),
        }
        for number in range(80)
    ]
    return make_mentions(brand.pk, rows)


def asked(actor, query="", **kwargs):
    return read(MENTIONS, actor, QueryDict(query), **kwargs)


def walked(actor, query, size):
    """Every id from the first page to the last, and then back again."""
    pages, cursor = [], ""
    while True:
        page = asked(actor, f"{query}&cursor={cursor}" if cursor else query, size=size)
        assert not page.problems
        pages.append([row.pk for row in page.rows])
        cursor = page.next_cursor
        if not cursor:
            break
    back = [pages[-1]]
    while page.previous_cursor:
        page = asked(actor, f"{query}&cursor={page.previous_cursor}", size=size)
        back.insert(0, [row.pk for row in page.rows])
    return pages, back


def truth(mentions, name, *, descending):
    """Sorted by key then id, both in the same direction; rows without a key last."""
    present = sorted((getattr(m, name), m.pk) for m in mentions if getattr(m, name) is not None)
    missing = sorted(m.pk for m in mentions if getattr(m, name) is None)
    ids = [pk for _, pk in (present[::-1] if descending else present)]
    return ids + (missing[::-1] if descending else missing)


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("name", ["published_at", "rating"])
@pytest.mark.parametrize("size", [1, 7, 20, 100])
def test_pages_follow_each_other_without_gap_or_repeat_in_both_directions(actor, mentions, name, sign, size):
    pages, back = walked(actor, f"sort={sign}{name}", size)
    assert [pk for page in pages for pk in page] == truth(mentions, name, descending=sign == "-")
    assert back == pages


@pytest.mark.parametrize("size", [3, 50])
def test_a_filtered_list_pages_alike(actor, mentions, size):
    left = [m for m in mentions if m.sentiment in ("favourable", "") and m.language == "zh"]
    pages, back = walked(actor, "sentiment=favourable&sentiment=-&language=zh&sort=-published_at", size)
    assert [pk for page in pages for pk in page] == truth(left, "published_at", descending=True)
    assert back == pages


def test_rows_that_come_in_while_somebody_pages_shift_nothing(actor, brand, mentions):
    first = asked(actor, size=10)
    make_mention(brand.pk, "newest of all", published_at=FIRST_MOMENT + timedelta(days=9))
    second = asked(actor, f"cursor={first.next_cursor}", size=10)
    assert [m.pk for m in [*first.rows, *second.rows]] == truth(mentions, "published_at", descending=True)[
        :20
    ]
    again = asked(actor, f"cursor={second.previous_cursor}", size=10)
    assert [m.pk for m in again.rows] == [m.pk for m in first.rows]
    assert again.previous_cursor


def test_back_to_a_first_page_that_has_become_short_shows_a_whole_one(actor, mentions):
    second = asked(actor, f"cursor={asked(actor, size=10).next_cursor}", size=10)
    Mention.objects.filter(pk__in=truth(mentions, "published_at", descending=True)[:5]).delete()
    first = asked(actor, f"cursor={second.previous_cursor}", size=10)
    assert len(first.rows) == 10
    assert not first.previous_cursor


@pytest.mark.parametrize(
    "query",
    ["", "sentiment=favourable", "sentiment=neutral&language=en&source=-", "sentiment=-&sentiment=neutral"],
)
def test_every_filter_is_counted_without_itself(actor, mentions, query):
    page = asked(actor, query)
    chosen = {
        name: [each.replace("-", "") if each == "-" else each for each in values]
        for name, values in QueryDict(query).lists()
    }

    def left(but=""):
        return [m for m in mentions if all(getattr(m, n) in v for n, v in chosen.items() if n != but)]

    assert page.total == len(left()) == len(asked(actor, query, size=1000).rows)
    for name in ("sentiment", "language", "source"):
        expected: dict[str, int] = {}
        for mention in left(but=name):
            expected[getattr(mention, name)] = expected.get(getattr(mention, name), 0) + 1
        assert dict(page.counts.panels[name]) == expected
    assert sum(page.counts.inside["origin"].values()) == page.total


def test_the_panels_offer_addresses_that_do_what_they_say(actor, mentions):
    page = asked(actor, "sentiment=favourable", path="/m/")
    option = next(o for o in page.panel("sentiment").first if o.value == "neutral")
    widened = asked(actor, option.url.removeprefix("/m/?"))
    assert widened.total == page.total + option.count
    active = next(o for o in page.panel("sentiment").first if o.current)
    assert asked(actor, active.url.removeprefix("/m/").removeprefix("?")).total == 80


def test_words_and_filters_together(actor, brand, mentions):
    make_mention(brand.pk, "我的行李丢了", language="zh", sentiment="unfavourable")
    assert asked(actor, "q=行李").total == 1
    assert asked(actor, "q=sentence&sentiment=neutral").total == sum(
        m.sentiment == "neutral" for m in mentions
    )
    assert asked(actor, 'q="about logic" -12').total == 79


def test_the_window_is_in_the_time_zone_of_the_brand(actor, brand):
    # 17:00 UTC on the 1st is 01:00 on the 2nd in Shanghai.
    make_mention(brand.pk, "late", published_at=FIRST_MOMENT + timedelta(hours=17))
    assert asked(actor, "since=2026-01-02&until=2026-01-02").total == 1
    assert asked(actor, "until=2026-01-01").total == 0


@pytest.mark.parametrize(
    ("query", "parameter", "word"),
    [
        ("sentiment=angry", "sentiment", "favourable"),
        ("sort=colour", "sort", "published_at"),
        ("columns=text,colour", "columns", "colour"),
        ("cursor=nonsense", "cursor", "first page"),
        ("when=soon", "when", "30d"),
        ("since=yesterday", "since", "2026-03-31"),
        ("since=2026-02-01&until=2026-01-01", "since", "Swap"),
        ("when=7d&since=2026-02-01", "when", "one of them"),
        ("since=0001-01-01", "since", "1900"),
        ("colour=red", "colour", "no filter"),
        ("import_id=abc", "import_id", "no value"),
        ("q=" + "x" * 4001, "q", "4000"),
        ("q=lost+OR+found+bag", "q", "Character 15"),
        ("source=%00", "source", "no value"),
    ],
)
def test_what_is_asked_wrongly_is_said_and_nothing_is_shown(actor, mentions, query, parameter, word):
    page = asked(actor, query)
    assert page.rows == []
    assert page.problems[0].parameter == parameter
    assert word in page.problems[0].sentence
    ((_problem, way_out, _fixed),) = page.problem_links
    assert not asked(actor, way_out.removeprefix("?")).problems or parameter in ("when", "since")


def test_a_cursor_of_another_order_or_list_is_refused(actor, mentions):
    cursor = asked(actor, "sort=rating", size=5).next_cursor
    assert "another list or order" in asked(actor, f"cursor={cursor}").problems[0].sentence
    tampered = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")
    assert asked(actor, f"sort=rating&cursor={tampered}").problems[0].parameter == "cursor"


def test_nobody_sees_another_brands_mentions(cast, mentions):
    make_mention(cast.bread.pk, "not theirs")
    assert asked(cast.actor("admin"), "q=theirs").total == 0


@pytest.fixture
def copies(brand):
    """An original and its two copies, one of them at another place, and a mention of its own."""
    first = make_mention(brand.pk, "Buy now", source="a.example")
    make_mention(brand.pk, "Buy now!", source="a.example", copy_of=first.pk)
    make_mention(brand.pk, "Buy now!!", source="b.example", copy_of=first.pk)
    make_mention(brand.pk, "Something else", source="b.example")
    return first


@pytest.mark.parametrize(
    ("query", "shown", "total"),
    [
        ("", ["Buy now", "Something else"], 4),
        ("copies=all", ["Buy now", "Buy now!", "Buy now!!", "Something else"], 4),
        ("source=b.example", ["Buy now!!", "Something else"], 2),
        ("q=buy", ["Buy now"], 3),
        ("source=b.example&q=buy", ["Buy now!!"], 1),
    ],
)
def test_copies_are_folded_where_their_original_is_found_and_counted_everywhere(
    actor, copies, query, shown, total
):
    page = asked(actor, query, folded=True)
    assert sorted(row.text for row in page.rows) == shown
    assert page.total == total


def test_only_who_folds_folds(actor, copies):
    assert len(asked(actor).rows) == 4
    page = asked(actor, "copies=some", folded=True)
    assert [problem.parameter for problem in page.problems] == ["copies"]
    assert "copies=all" in asked(actor, folded=True).fold_url
    assert "copies" not in asked(actor, "copies=all", folded=True).fold_url
