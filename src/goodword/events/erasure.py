"""Taking a person out of the log: amounts and counts stay, nothing in any file still spells their id.

In a row the person did or was the referrer of, `person_id` or `referrer_id` becomes null, and `extra` too.
Other texts that spell the person's id (`event_id`, `link_id`, `root_id`, `programme_id`, `segment`, `source`) become
`erased:` and their key, the same everywhere, so that cascades keep together and a late repeat of the event
is still recognised; an `extra` that spells it becomes null. Affected segments are written anew, so that no
statistic or dictionary page keeps a trace, and the old files are removed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goodword.events.errors import EventError
from goodword.events.keys import erased_id
from goodword.events.manifest import Manifest, Segment
from goodword.events.schema import events_schema
from goodword.events.segments import read_groups, write_segment
from goodword.events.store import Store
from goodword.events.verification import check_intact

_WHO = ("person_id", "referrer_id")
_SPELLING = ("event_id", "link_id", "root_id", "programme_id", "segment", "source")
_SEARCHED = (*_WHO, *_SPELLING, "extra")
_SHORT = 6  # shorter ids turn up by chance inside others: they are looked for as whole values only


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure did. `held_back` files wait for readers of an older version.

    While there are any, erase again later: `complete` says when nothing is left.
    """

    rows: int
    segments: int
    held_back: int

    @property
    def complete(self) -> bool:
        """Whether no file of the log holds the person any more."""
        return self.held_back == 0


def erase(store: Store, person_ids: Sequence[str]) -> Erasure:
    """Take the persons out of every segment; see the module's text for what becomes of their rows.

    The long part runs beside appends; what was appended meanwhile is erased before the change is committed.
    """
    search = _Search(person_ids)
    with store.maintaining():
        seen = store.manifest().segments
        work = _Rewritten(store, search)
        work.rewrite(seen)

        def rewrite_the_rest(current: Manifest) -> tuple[list[Segment], list[str]]:
            names = {segment.name for segment in seen}.union(work.removed)
            work.rewrite(segment for segment in current.segments if segment.name not in names)
            return work.added, work.removed

        store.change(rewrite_the_rest)
        _, held_back = store.sweep()
    return Erasure(work.rows, len(work.added), held_back)


class _Search:
    """Where in a table the persons are."""

    def __init__(self, person_ids: Sequence[str]) -> None:
        if not person_ids:
            raise EventError("No person is given to erase; expected at least one id.")
        for person in person_ids:
            if not isinstance(person, str) or not person:
                raise EventError(f"{person!r} is no person's id; expected a text.")
        self._persons = pa.array(person_ids, pa.string())
        self._plain = sorted(set(person_ids))
        long = "|".join(re.escape(person) for person in self._plain if len(person) >= _SHORT)
        short = "|".join(re.escape(person) for person in self._plain if len(person) < _SHORT)
        patterns = [f"(?:^|[^0-9A-Za-z])(?:{long})(?:[^0-9A-Za-z]|$)"] if long else []
        patterns += [f'(?:^|")(?:{short})(?:"|$)'] if short else []
        self._spelled = re.compile("|".join(patterns))

    def who(self, column: Any) -> Any:
        """Mark the rows whose value is one of the persons."""
        return pc.is_in(column, value_set=self._persons)

    def spelling(self, column: Any, *, json_text: bool = False) -> Any:
        """Mark the rows whose text spells one of the ids; JSON is also read behind its escapes."""
        looked_for = [*self._plain, "\\"] if json_text else self._plain
        found = [pc.match_substring(column, text) for text in looked_for]
        perhaps = pc.fill_null(reduce(pc.or_, found), False)
        if not pc.any(perhaps).as_py():
            return perhaps
        pairs = zip(perhaps.to_pylist(), column.to_pylist(), strict=True)
        marks = [check and self._spells(text, json_text) for check, text in pairs]
        return pa.chunked_array([marks], pa.bool_())

    def _spells(self, text: str, json_text: bool) -> bool:
        texts = [text, *_unescaped(text)] if json_text and "\\" in text else [text]
        return any(self._spelled.search(each) for each in texts)


def _unescaped(text: str) -> list[str]:
    """Return every text in a JSON document, keys too, as they read without escapes; none if it is no JSON."""
    try:
        open_ends = [json.loads(text)]
    except ValueError:
        return []
    texts: list[str] = []
    while open_ends:
        value = open_ends.pop()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            open_ends += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            open_ends += value
    return texts


class _Rewritten:
    """The segments that hold the persons, written anew without them."""

    def __init__(self, store: Store, search: _Search) -> None:
        self._store, self._search = store, search
        self.rows = 0
        self.added: list[Segment] = []
        self.removed: list[str] = []

    def rewrite(self, segments: Iterable[Segment]) -> None:
        for segment in segments:
            if self._holds(segment):
                check_intact(self._store, segment)
                keys = self._store.read_keys(segment)  # erased ids keep theirs
                self.added.append(write_segment(self._store, self._without(segment), keys))
                self.removed.append(segment.name)

    def _holds(self, segment: Segment) -> bool:
        return any(
            pc.any(mask).as_py()
            for table in read_groups(self._store.data(segment), list(_SEARCHED))
            for mask in _masks(table, self._search).values()
        )

    def _without(self, segment: Segment) -> Iterator[pa.Table]:
        for table in read_groups(self._store.data(segment)):
            masks = _masks(table, self._search)
            self.rows += pc.sum(reduce(pc.or_, masks.values())).as_py()
            yield _erased(table, masks)


def _masks(table: pa.Table, search: _Search) -> dict[str, Any]:
    """Return for each searched column which rows must change."""
    masks: dict[str, Any] = {}
    for name in _WHO:
        masks[name] = search.who(table.column(name))
    for name in _SPELLING:
        masks[name] = search.spelling(table.column(name))
    own = pc.or_(masks["person_id"], masks["referrer_id"])
    filled = pc.is_valid(table.column("extra"))
    masks["extra"] = pc.or_(pc.and_(own, filled), search.spelling(table.column("extra"), json_text=True))
    return masks


def _erased(table: pa.Table, masks: dict[str, Any]) -> pa.Table:
    columns = []
    for field in events_schema():
        column, mask = table.column(field.name), masks.get(field.name)
        if mask is None or not pc.any(mask).as_py():
            columns.append(column)
        elif field.name in _SPELLING:
            columns.append(_replaced(column, mask))
        else:
            columns.append(pc.if_else(mask, pa.scalar(None, pa.string()), column))
    return pa.Table.from_arrays(columns, schema=events_schema())


def _replaced(column: Any, mask: Any) -> Any:
    pairs = zip(column.to_pylist(), mask.to_pylist(), strict=True)
    return pa.array([erased_id(value) if hit else value for value, hit in pairs], pa.string())
