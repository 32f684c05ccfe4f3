"""What the text index finds, in both languages, whatever is typed."""

import re
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodword.server.listening.factories import make_mentions
from goodword.server.listening.intake import do_add_mentions
from goodword.server.listening.models import Mention
from goodword.server.listening.query_problems import UnreadableQueryError
from goodword.server.listening.search import marked_words, matching
from goodword.server.listening.terms import do_add_term
from goodword.server.listening.text_index import forget, rebuild
from goodword.text import parse_query

TEXTS = [
    "Lost luggage again, and nobody answered.",
    "My luggage was lost in Vienna!",
    "行李丢了，客服没有人接电话。",
    "客服很好，行李很快找到了 👍",
    "Don't fly with them: REFUND refused",
    "refunded within a day",
    "Ａｉｒｌｉｎｅ ｆｕｌｌ ｗｉｄｔｈ",
]


@pytest.fixture
def found(cast):
    actor = cast.actor()
    keys = [f"{number:032d}" for number in range(len(TEXTS))]
    do_add_mentions(actor, pa.table({"text": TEXTS, "key": keys}))

    def search(query: str) -> list[int]:
        hits = Mention.objects.filter(matching(actor.brand_id, query)).values_list("text", flat=True)
        return sorted(TEXTS.index(text) for text in hits)

    return search


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lost luggage", [0, 1]),
        ('"lost luggage"', [0]),
        ("LUGGAGE -vienna", [0]),
        ('luggage -"was lost"', [0]),
        ("refund", [4]),
        ("refund*", [4, 5]),
        ("don't", [4]),
        ("don", [4]),
        ("行李", [2, 3]),
        ("行李 客服", [2, 3]),
        ("客服 -电话", [3]),
        ("李行", []),
        ("👍", [3]),
        ("airline", [6]),
        ("-luggage -行李", [4, 5, 6]),
        ("", [0, 1, 2, 3, 4, 5, 6]),
        ('"lost lugg*"', [0]),
        ("lost AND luggage", [0, 1]),
        ("lost OR refund*", [0, 1, 4, 5]),
        ("luggage NEAR/1 lost", [0, 1]),
        ("luggage NEAR/0 lost", [0]),
        ("(行李 OR luggage) -vienna", [0, 2, 3]),
        ("客服 -(电话 OR 电脑)", [3]),
        ("電話", [2]),
        ("nothing-of-the-kind", []),
    ],
)
def test_a_query_finds_what_it_says(found, query, expected):
    assert found(query) == expected


@pytest.mark.parametrize(
    "query",
    ['"', '""', "*", "-", '-"', "a* b* -c*", "' OR 1=1 --", "NEAR(a b)", "tokens:a", "^a", "(((", "a\\", "\x00a", "ﷺ",
     "{a b}", ":*", "a:*", "!a & b | c <-> d", "\ud800", "a" * 5000, "x " * 5000, "行" * 3999, "-a " * 100],
)  # fmt: skip
def test_hostile_input_is_read_or_refused_with_a_sentence(found, query):
    assert isinstance(read_or_refused(found, query), list)


def read_or_refused(found, query: str) -> list[int]:
    try:
        return found(query)
    except UnreadableQueryError as error:
        said = str(error)
    assert said.startswith("Character ")
    return []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=30))
def test_any_text_can_be_searched_for(found, query):
    assert set(read_or_refused(found, query)) <= set(range(len(TEXTS)))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lost OR found bag", "Character 15: AND and OR stand side by side, so the query can be read in two ways. Say with "
         "parentheses which is meant (words without an operator between count as AND). Did you mean: lost OR (found bag)"),
        ("!!!", "Character 1: !!! has no letter, digit or emoji, and nothing else can be searched for."),
        ("cause:nonsense", "Character 7: nonsense is no value of cause. The values are: "),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place_and_a_proposal(found, query, said):
    with pytest.raises(UnreadableQueryError) as caught:
        found(query)
    assert str(caught.value).startswith(said)


def naive_words(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff👍]|[^\W\u4e00-\u9fff]+", unicodedata.normalize("NFKC", text).lower())


WORDS = sorted({word for text in TEXTS for word in naive_words(text)})


def naive_phrase(words: list[str], text: str) -> bool:
    there = naive_words(text)
    return any(there[i : i + len(words)] == words for i in range(len(there)))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2), min_size=1, max_size=2),
    unwanted=st.lists(st.sampled_from(WORDS), max_size=1),
    which=st.integers(0, len(TEXTS) - 1),
    start=st.integers(0, 5),
)
def test_it_finds_what_a_reader_would(found, wanted, unwanted, which, start):
    there = naive_words(TEXTS[which])[start : start + 2]
    wanted = [*wanted, there] if there and start % 2 else [there or wanted[0]]
    query = " ".join([f'"{" ".join(words)}"' for words in wanted] + [f'-"{word}"' for word in unwanted])
    assert found(query) == [
        number
        for number, text in enumerate(TEXTS)
        if all(naive_phrase(words, text) for words in wanted)
        and not any(word in naive_words(text) for word in unwanted)
    ]


def test_a_search_sees_the_brand_asked_for_only(cast, found):
    assert not Mention.objects.filter(matching(cast.bread.pk, "luggage")).exists()


def test_what_is_forgotten_is_not_found_and_the_rest_still_is(cast, found):
    first = (
        Mention.objects.filter(matching(cast.brand.pk, "luggage"))
        .order_by("pk")
        .values_list("pk", flat=True)[:1]
    )
    forget(list(first))
    assert found("luggage") == [1]
    assert found("行李") == [2, 3]


def test_the_index_can_be_made_anew(found):
    assert rebuild() == len(TEXTS)
    assert found("行李") == [2, 3]
    assert found("lost luggage") == [0, 1]


def test_very_long_texts_and_words_are_taken(cast):
    texts = ["w" * 5000 + " tail", "word " * 60_000 + "end", "行" * 50_000]
    do_add_mentions(cast.actor(), pa.table({"text": texts, "key": ["1" * 32, "2" * 32, "3" * 32]}))
    find = lambda query: Mention.objects.filter(matching(cast.brand.pk, query)).count()  # noqa: E731
    assert (find("tail"), find("word"), find("行行"), find("w" * 3000)) == (1, 1, 1, 1)


LONG = [
    ("", "the " * 400 + "bag is lost"),
    ("far away", "word " * 17_000 + "far off, the end of it"),
    ("", "都是" * 300 + "行李"),
    ("the bag", "far " * 300),
    ("", "short: the bag is far away"),
]
PLACES = [
    '"the bag"', '"bag the"', '"the end"', '"far away"', '"away far"', "word NEAR/0 far", "the NEAR/1 is",
    "is NEAR/0 the", "is NEAR/50 the", "text:far", "title:far", 'title:"far away"', '-"the bag"', '"the bag" OR "the end"',
    'lost -("the end" OR nothing)', "是行", "行是", '"the ba*"', "text:the", "-text:the", "(the OR 都) NEAR/2 (bag OR 行)",
]  # fmt: skip


@pytest.mark.parametrize("query", PLACES)
def test_words_that_stand_together_are_found_in_very_long_texts(cast, query):
    titles, texts = zip(*LONG, strict=True)
    keys = [f"{number:032d}" for number in range(len(LONG))]
    do_add_mentions(cast.actor(), pa.table({"title": titles, "text": texts, "key": keys}))
    found = Mention.objects.filter(matching(cast.brand.pk, query)).values_list("title", "text")
    read = parse_query(query)
    assert sorted(found) == sorted((title, text) for title, text in LONG if read.matches(text, title=title))


def test_a_page_learns_what_to_mark(cast):
    brand_id, actor = cast.brand.pk, cast.actor()
    assert marked_words(brand_id, 'lost "my bag" -refund 行李*') == ["lost", "my bag", "行 李"]
    assert marked_words(brand_id, "lost OR") == []
    assert marked_words(brand_id, "cause:late_pick_up lost") == []
    do_add_term(actor, "cause", "Late pick-up", "取件太慢")
    assert marked_words(brand_id, "cause:late_pick_up lost") == ["lost"]
    assert marked_words(brand_id, "cause:取件太慢 lost") == ["lost"]


def test_mentions_of_which_nobody_knows_the_language_are_found(cast):
    rows = [{"text": each, "language": each} for each in ("en", "", "und")]
    make_mentions(cast.brand.pk, rows)
    found = Mention.objects.filter(matching(cast.brand.pk, "language:und")).values_list("text", flat=True)
    assert sorted(found) == ["", "und"]
    others = Mention.objects.filter(matching(cast.brand.pk, "-language:und")).values_list("text", flat=True)
    assert list(others) == ["en"]
