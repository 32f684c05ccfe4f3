"""What the text index finds, in both languages, whatever is typed."""

import re
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodword.server.listening.intake import do_add_mentions
from goodword.server.listening.models import Mention
from goodword.server.listening.search import forget, marked_words, matching, rebuild

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
        ("!!! ...", []),
        ("luggage !!!", [0, 1]),
        ('"lost lugg"*', []),
        ('"unclosed luggage', []),
        ("lost AND luggage", [0]),
        ("nothing-of-the-kind", []),
    ],
)
def test_a_query_finds_what_it_says(found, query, expected):
    assert found(query) == expected


@pytest.mark.parametrize(
    "query",
    ['"', '""', "*", "-", '-"', "a* b* -c*", "' OR 1=1 --", "NEAR(a b)", "tokens:a", "^a", "(((", "a\\", "\x00a", "ﷺ",
     "{a b}", ":*", "a:*", "!a & b | c <-> d", "\ud800", "a" * 5000, "x " * 5000, "行" * 5000, "-a " * 100],
)  # fmt: skip
def test_hostile_input_never_raises(found, query):
    assert isinstance(found(query), list)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=30))
def test_any_text_can_be_searched_for(found, query):
    assert set(found(query)) <= set(range(len(TEXTS)))


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
    query = " ".join([f'"{" ".join(words)}"' for words in wanted] + [f"-{word}" for word in unwanted])
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
    assert (find("tail"), find("word"), find("行行"), find("w" * 5000)) == (1, 1, 1, 1)


def test_a_page_learns_what_to_mark():
    assert marked_words('lost "my bag" -refund 行李*') == ["lost", "my bag", "行 李"]
