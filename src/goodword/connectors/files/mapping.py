"""Which column goes into which field, as a person says it, and whether that can work."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import pyarrow as pa

from goodword.core.errors import InputError

from .conversions import Conversion
from .faults import Faults
from .formats import Formats
from .schema_types import RecordSchema
from .source import Source

ColumnMap = dict[str, str]
"""Field → column."""


def parse_map(pairs: Iterable[str]) -> ColumnMap:
    """Return the mapping in `--map` arguments; InputError for what is not FIELD=COLUMN or given twice.

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
            raise InputError(f"{flag} {pair!r} cannot be read. Write it as {form}.")
        if name in found:
            raise InputError(f"{flag} gives {name} twice. Keep one of them.")
        found[name] = value
    return found


def check_mapping(
    schema: RecordSchema,
    source: Source,
    mapping: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
) -> None:
    """Raise InputError where a mapping and constants cannot work for a file, saying what to give instead."""
    constants = constants or {}
    for name in (*mapping, *constants):
        _check_field(schema, name)
    for column in mapping.values():
        _check_column(source, column)
    twice = sorted(mapping.keys() & constants.keys())
    if twice:
        raise InputError(f"{twice[0]} is given by a column and by --set. Keep one of them.")
    _check_required(schema, source, {*mapping, *constants})
    for name, value in constants.items():
        _check_constant(schema, name, value)


def _check_field(schema: RecordSchema, name: str) -> None:
    if name not in schema.by_name:
        hint = _nearest(name, list(schema.by_name))
        raise InputError(f"{schema.kind} have no field {name!r}.{hint} Fields: {', '.join(schema.by_name)}.")


def _check_column(source: Source, column: str) -> None:
    if column not in source.columns:
        hint = _nearest(column, source.columns)
        raise InputError(
            f"{source.path.name} has no column {column!r}.{hint} Columns: {_listed(source.columns)}."
        )


def _check_required(schema: RecordSchema, source: Source, given: set[str]) -> None:
    missing = [spec.name for spec in schema.fields if spec.required and spec.name not in given]
    if missing:
        flags = " ".join(f"--map {name}=COLUMN" for name in missing)
        raise InputError(
            f"No column of {source.path.name} gives {' and '.join(missing)}. Pass {flags} "
            f"(columns: {_listed(source.columns)}), or --set {missing[0]}=VALUE for every row."
        )
    if "amount" in given and "currency" not in given:
        raise InputError("An amount needs a currency. Pass --map currency=COLUMN or --set currency=EUR.")


def _check_constant(schema: RecordSchema, name: str, value: str) -> None:
    faults = Faults()
    Conversion("UTC", Formats(), faults).convert(schema.field(name), None, pa.array([value]))
    for _, why, _ in faults.found.values():
        raise InputError(f"--set {name}={value} cannot be used. {why.en}")


def _nearest(name: str, known: Sequence[str]) -> str:
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return f" Did you mean {by_folded[near[0]]!r}?" if near else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
