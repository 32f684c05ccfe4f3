"""The rows of a dropped file as mentions: read with the same engine as imports."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from goodword.core.time import from_microseconds
from goodword.core.vocabulary import SourceType

from ..files import (
    MENTION,
    Occurrences,
    Reject,
    check_mapping,
    find_formats,
    guessed_mapping,
    known_platform,
    open_source,
    prepare,
    recognise,
    row_keys,
)
from ..protocol import Author, Kind, Mention

ROWS = 5000


@dataclass(slots=True)
class Rows:
    """Some rows of a file: mentions, and the rows that could not be used."""

    mentions: list[Mention] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def read_rows(path: Path, name: str, zone: str) -> Iterator[Rows]:
    """Yield the rows of a file, some thousands at a time; raises `FileError` when it is no file of mentions.

    A row with an id is named by it (and its source); any other by all it holds.
    """
    source = open_source(path, name=name)
    mapping = guessed_mapping(recognise(MENTION, source))
    platform = known_platform(source)
    constants = (
        {name: value for name, value in platform.constants.items() if name not in mapping} if platform else {}
    )
    check_mapping(MENTION, source, mapping, constants)
    formats, seen = find_formats(source, MENTION, mapping), Occurrences()
    for batch in source.batches(rows=ROWS):
        prepared = prepare(batch, MENTION, mapping, constants, zone=zone, formats=formats)
        keys = row_keys(prepared.table, identity=MENTION.identity, seen=seen)
        rows = prepared.table.to_pylist()
        found = [_mention(row, key) for row, key in zip(rows, keys, strict=True)]
        yield Rows(found, [*batch.rejects, *prepared.rejects])


def _mention(row: dict[str, Any], key: str) -> Mention:
    place = row["source"] or ""
    rating = row["rating"]
    url = row["url"] or ""
    return Mention(
        native_id=_named(place, row["external_id"]) or key,
        text=row["text"] or "",
        title=row["title"] or "",
        url=url if url.startswith(("http://", "https://")) else "",
        kind=Kind.NOTE if rating is None else Kind.REVIEW,
        source=place,
        source_type=SourceType(row["source_type"]) if row["source_type"] else None,
        author=_author(row),
        published=None if row["published_at"] is None else from_microseconds(row["published_at"]),
        reply_to=_named(place, row["reply_to"]),
        thread=_named(place, row["thread_id"]),
        language=row["language"] or "",
        rating=rating,
    )


def _named(place: str, external_id: str | None) -> str:
    if not external_id:
        return ""
    return f"{place}/{external_id}" if place else external_id


def _author(row: dict[str, Any]) -> Author | None:
    name, identity = row["author"] or "", row["author_id"] or ""
    return Author(id=identity or name, name=name) if name or identity else None
