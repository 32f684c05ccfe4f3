"""The five kinds of record and where each goes: the one place that knows all of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from goodword.connectors.files import Occurrences, RecordSchema, row_keys, schema_for
from goodword.core.errors import InputError
from goodword.core.vocabulary import TieKind
from goodword.server.accounts.facade import Actor, Right
from goodword.server.bulk import Added
from goodword.server.listening.facade import do_add_mentions
from goodword.server.studies.facade import do_add_answers
from goodword.server.talkers.facade import do_add_people, do_add_ties
from goodword.server.tracking.facade import count_known_events, do_add_events
from goodword.server.understanding.facade import do_ask_reading

from .options import Options

Add = Callable[[Actor, pa.Table, Options, int | None], Added]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its name, the right to add it, how it is added, and the page that shows it."""

    name: str
    label: str | Promise
    right: Right
    add: Add
    page: str

    def hashes(self, table: pa.Table) -> NDArray[np.uint64]:
        """Return what tells the rows of one import apart once they are stored, shape (n,)."""
        keys = _tie_keys(table) if self.name == "graph" else table.column("key").to_pylist()
        return np.array([int(key[:16], 16) for key in keys], dtype=np.uint64)

    @property
    def schema(self) -> RecordSchema:
        """The schema, no text longer than the database takes."""
        return _fitted(self.name)


def _add_mentions(actor: Actor, table: pa.Table, _options: Options, import_id: int | None) -> Added:
    added = do_add_mentions(actor, table, import_id=import_id)
    if added.added:
        do_ask_reading(actor)
    return added


def _add_answers(actor: Actor, table: pa.Table, options: Options, import_id: int | None) -> Added:
    return do_add_answers(actor, table, survey=options.survey or "", import_id=import_id)


def _tie_keys(table: pa.Table) -> list[str]:
    ends = table.select(["source", "target"])
    kinds = pc.fill_null(table.column("kind"), TieKind.KNOWS.value)
    return row_keys(
        ends.append_column("kind", kinds), identity=("source", "target", "kind"), seen=Occurrences()
    )


def would_add_events(actor: Actor, table: pa.Table) -> Added:
    """Return what adding events would do: the log cannot be rolled back, so a dry run asks instead."""
    return count_known_events(actor, table)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "mentions",
            gettext_lazy("Mentions"),
            Right.MENTIONS_WRITE,
            _add_mentions,
            "mention-list",
        ),
        Kind(
            "people",
            gettext_lazy("People"),
            Right.PEOPLE_WRITE,
            lambda actor, table, _options, run: do_add_people(actor, table, import_id=run),
            "person-list",
        ),
        Kind(
            "graph",
            gettext_lazy("Network"),
            Right.PEOPLE_WRITE,
            lambda actor, table, _options, run: do_add_ties(actor, table, import_id=run),
            "person-list",
        ),
        Kind(
            "events",
            gettext_lazy("Events"),
            Right.EVENTS_WRITE,
            lambda actor, table, *_: do_add_events(actor, table),
            "",
        ),
        Kind("survey", gettext_lazy("Survey answers"), Right.SURVEYS_WRITE, _add_answers, ""),
    )
}


def kind_of(name: str) -> Kind:
    """Return a kind by name; InputError when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise InputError(
            _("“%(kind)s” cannot be imported. Choose one of %(kinds)s.")
            % {"kind": name, "kinds": ", ".join(KINDS)}
        ) from None


# Where a kind's texts end up, and with them how long they may be.
_STORED_IN = {
    "mentions": "listening.Mention",
    "people": "talkers.Person",
    "graph": "talkers.Person",
    "survey": "studies.Answer",
}


@cache
def _fitted(name: str) -> RecordSchema:
    schema = schema_for(name)
    if name not in _STORED_IN:
        return schema
    model = apps.get_model(_STORED_IN[name])
    limits = {field.name: getattr(field, "max_length", None) for field in model._meta.concrete_fields}
    if name == "graph":
        limits = {"source": limits["external_id"], "target": limits["external_id"]}
    fields = tuple(
        replace(spec, longest=min(spec.longest, limits.get(spec.name) or spec.longest))
        for spec in schema.fields
    )
    return replace(schema, fields=fields)


def rows_in_words(count: int) -> str:
    """Return a number of rows as a person says it.

    >>> rows_in_words(1), rows_in_words(2)
    ('1 row', '2 rows')
    """
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": f"{count:,}"}
