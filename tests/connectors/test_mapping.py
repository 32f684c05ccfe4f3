"""What a person may say about columns, and what they are told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from goodword.connectors.files import (
    FileError,
    Profile,
    Source,
    check_mapping,
    match,
    open_source,
    parse_map,
    parse_set,
    schema_for,
)
from goodword.core.errors import InputError

MENTION = schema_for("mentions")


@pytest.fixture
def source(write: Callable[..., Path]) -> Source:
    return open_source(write("reviews.csv", b"review,created,stars\nfine,2026-05-31,4\n"))


def test_a_sound_mapping_passes(source: Source) -> None:
    check_mapping(MENTION, source, {"text": "review"}, {"source": "shop", "sentiment": "好评"})


@pytest.mark.parametrize(
    ("mapping", "constants", "says"),
    [
        ({"txt": "review"}, {}, "Did you mean 'text'"),
        ({"text": "reviews"}, {}, "Did you mean 'review'"),
        ({"text": "x"}, {}, "Columns: review, created, stars"),
        ({}, {}, "--map text=COLUMN"),
        ({"text": "review"}, {"text": "x"}, "Keep one of them"),
        ({"text": "review"}, {"sentiment": "purple"}, "favourable, neutral, unfavourable"),
        ({"text": "review"}, {"published_at": "soon"}, "cannot be used"),
        ({"text": "review"}, {"colour": "red"}, "no field 'colour'"),
    ],
)
def test_an_unsound_mapping_says_what_to_do(
    source: Source, mapping: dict[str, str], constants: dict[str, str], says: str
) -> None:
    with pytest.raises(FileError, match=says) as refused:
        check_mapping(MENTION, source, mapping, constants)
    assert re.search("[\u4e00-\u9fff].*。$", refused.value.reason.zh)


def test_an_amount_needs_a_currency(write: Callable[..., Path]) -> None:
    source = open_source(write("events.csv", b"kind,ts,amount\nclick,2026-05-31,\n"))
    mapping = {"kind": "kind", "ts": "ts", "amount": "amount"}
    with pytest.raises(InputError, match="--set currency=EUR"):
        check_mapping(schema_for("events"), source, mapping, {})
    check_mapping(schema_for("events"), source, mapping, {"currency": "EUR"})


def test_unknown_kinds() -> None:
    with pytest.raises(InputError, match="mentions, people, graph, events, survey"):
        schema_for("mention")


def test_arguments_are_read() -> None:
    assert parse_map(["text=a=b", " rating = stars "]) == {"text": "a=b", "rating": "stars"}
    assert parse_set(["source=twitter"]) == {"source": "twitter"}


@pytest.mark.parametrize("pairs", [["text"], ["=x"], ["text="], ["text=a", "text=b"]])
def test_arguments_that_cannot_be_read(pairs: list[str]) -> None:
    with pytest.raises(InputError, match="--map"):
        parse_map(pairs)


def test_profiles_match_files_like_the_one_they_were_saved_for(source: Source) -> None:
    profile = Profile(
        "shop", "mentions", {"text": "Review"}, {"source": "shop"}, "dmy", ("Review", "Created", "Stars")
    )
    assert match(profile, source) == 1.0
    assert Profile.from_dict(profile.to_dict()) == profile
    near = Profile("near", "mentions", {"text": "review"}, columns=("review", "created", "stars", "more"))
    other = Profile("other", "mentions", {"text": "tweet"}, columns=("tweet", "created"))
    assert match(profile, source) > match(near, source) > match(other, source) == 0.0


@pytest.mark.parametrize(
    "data",
    [
        {"name": "x", "kind": "nothing"},
        {"name": "x", "kind": "mentions", "mapping": ["text"]},
        {"name": "x", "kind": "mentions", "mapping": {"colour": "c"}},
        {"name": "x", "kind": "mentions", "date_order": "ymd"},
        {"kind": "mentions"},
    ],
)
def test_broken_profiles_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Profile.from_dict(data)
