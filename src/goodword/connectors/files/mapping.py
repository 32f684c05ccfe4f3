"""Which column goes into which field, as a person says it, and whether that can work."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import pyarrow as pa

from .conversions import Conversion
from .faults import Faults
from .formats import Formats
from .messages import Reason, listed
from .problems import hint, problem
from .schema_types import RecordSchema
from .source import Source

ColumnMap = dict[str, str]
"""Field → column."""


def parse_map(pairs: Iterable[str]) -> ColumnMap:
    """Return the mapping in `--map` arguments; FileError for what is not FIELD=COLUMN or given twice.

    >>> parse_map(["published_at=created", "text=tweet"])
    {'published_at': 'created', 'text': 'tweet'}
    """
    return _pairs(pairs, "--map", "field=column, for example --map text=review")


def parse_set(pairs: Iterable[str]) -> dict[str, str]:
    """Return the constants in `--set` arguments, field → value for every row.

    >>> parse_set(["source=twitter"])
    {'source': 'twitter'}
    """
    return _pairs(pairs, "--set", "field=value, for example --set source=twitter")


def _pairs(pairs: Iterable[str], flag: str, form: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name, value = name.strip(), value.strip()
        if not (equals and name and value):
            raise problem("not_a_pair", flag=flag, pair=pair, form=form)
        if name in found:
            raise problem("pair_twice", flag=flag, name=name)
        found[name] = value
    return found


def check_mapping(
    schema: RecordSchema,
    source: Source,
    mapping: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
) -> None:
    """Raise FileError where a mapping and constants cannot work for a file, saying what to give instead."""
    constants = constants or {}
    for name in (*mapping, *constants):
        _check_field(schema, name)
    for column in mapping.values():
        _check_column(source, column)
    twice = sorted(mapping.keys() & constants.keys())
    if twice:
        raise problem("column_and_constant", name=twice[0])
    _check_required(schema, source, {*mapping, *constants})
    for name, value in constants.items():
        _check_constant(schema, name, value)


def _check_field(schema: RecordSchema, name: str) -> None:
    if name not in schema.by_name:
        fields = list(schema.by_name)
        raise problem(
            "no_field", kind=schema.kind, name=name, hint=_nearest(name, fields), listed=listed(fields, 100)
        )


def _check_column(source: Source, column: str) -> None:
    if column not in source.columns:
        near = _nearest(column, source.columns)
        raise problem("no_column", name=source.name, column=column, hint=near, listed=listed(source.columns))


def _check_required(schema: RecordSchema, source: Source, given: set[str]) -> None:
    missing = [spec.name for spec in schema.fields if spec.required and spec.name not in given]
    if missing:
        flags = " ".join(f"--map {name}=COLUMN" for name in missing)
        raise problem(
            "column_needed",
            name=source.name,
            fields=Reason(" and ".join(missing), "和".join(missing)),
            flags=flags,
            listed=listed(source.columns),
            first=missing[0],
        )
    if "amount" in given and "currency" not in given:
        raise problem("currency_needed")


def _check_constant(schema: RecordSchema, name: str, value: str) -> None:
    faults = Faults()
    Conversion("UTC", Formats(), faults).convert(schema.field(name), None, pa.array([value]))
    for _, why, _ in faults.found.values():
        raise problem("bad_constant", name=name, value=value, why=why)


def _nearest(name: str, known: Sequence[str]) -> Reason:
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return hint("did_you_mean", near=by_folded[near[0]]) if near else Reason("", "")
