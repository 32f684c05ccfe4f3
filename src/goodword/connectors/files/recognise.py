"""Which column of a file is which field, from its header and its values, with a confidence and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .conversions import choice_words
from .counts import count_title
from .messages import Reason, both, reason
from .platforms import known_platform
from .schema_types import FieldSpec, RecordSchema
from .schemas import normal_header
from .shapes import is_empty
from .source import Source
from .value_fit import Fit, fit

_SAMPLE = 500
_ENOUGH = 0.5
_NEAR = 0.86


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column, the field it seems to be (None: it stays in `extra`), how sure (0 to 1), and why in a sentence."""

    column: str
    field: str | None
    confidence: float
    reason: str
    reason_zh: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    confidence: float
    column: str
    field: str
    why: Reason
    against: bool = False


def recognise(schema: RecordSchema, source: Source) -> list[ColumnGuess]:
    """Return a guess for every column of a file, in its order; each field is given to one column at most."""
    rows = source.sample(_SAMPLE)
    candidates = _by_platform(schema, source, rows)
    for position, column in enumerate(source.columns):
        values = [value for value in (row.get(column, "") for row in rows) if not is_empty(value)]
        found = (_weigh(schema, spec, column, values) for spec in schema.fields)
        candidates += [candidate for candidate in found if candidate is not None]
        candidates += _by_position(schema, column, position, values)
    return _assign(schema, source.columns, candidates)


def guessed_mapping(guesses: Sequence[ColumnGuess]) -> dict[str, str]:
    """Return the mapping (field → column) that some guesses amount to.

    >>> guessed_mapping([ColumnGuess("tweet", "text", 0.9, ""), ColumnGuess("x", None, 0.0, "")])
    {'text': 'tweet'}
    """
    return {guess.field: guess.column for guess in guesses if guess.field is not None}


def _assign(
    schema: RecordSchema, columns: Sequence[str], candidates: Sequence[_Candidate]
) -> list[ColumnGuess]:
    chosen: dict[str, _Candidate] = {}
    holders: dict[str, str] = {}
    for candidate in sorted(candidates, key=lambda c: -c.confidence):
        if candidate.against or candidate.confidence < _ENOUGH or candidate.column in chosen:
            continue
        if candidate.field not in holders:
            chosen[candidate.column] = candidate
            holders[candidate.field] = candidate.column
    return [_guess(schema, column, chosen.get(column), candidates, holders) for column in columns]


def _guess(
    schema: RecordSchema,
    column: str,
    chosen: _Candidate | None,
    candidates: Sequence[_Candidate],
    holders: Mapping[str, str],
) -> ColumnGuess:
    if chosen is not None:
        return ColumnGuess(column, chosen.field, round(chosen.confidence, 2), chosen.why.en, chosen.why.zh)
    why = reason("answer" if schema.kind == "survey" else "nothing")
    if schema.kind == "mentions" and (counted := count_title(column)):
        why = reason("count", name=counted)
    ours = [c for c in candidates if c.column == column]
    against = next((c for c in ours if c.against), None)
    beaten = next((c for c in ours if c.confidence >= _ENOUGH and c.field in holders), None)
    if against is not None:
        why = both(against.why, why)
    elif beaten is not None:
        why = both(reason("taken", column=holders[beaten.field], field=beaten.field), why)
    return ColumnGuess(column, None, 0.0, why.en, why.zh)


def _weigh(schema: RecordSchema, spec: FieldSpec, column: str, values: Sequence[str]) -> _Candidate | None:
    strength, why = _header(spec, column)
    found = fit(schema, spec, values, words_for(spec) if spec.type == "choice" else {})
    if strength == 0:
        return _by_values(spec, column, found)
    if not values:
        return _Candidate(0.8 * strength, column, spec.name, why)
    share = f"{found.share:.0%}"
    if found.decisive and found.share < (0.8 if spec.type == "choice" else 0.6):
        if strength < 0.9:
            return None
        against = reason("values_against", field=spec.name, share=share)
        return _Candidate(0.0, column, spec.name, against, against=True)
    confidence = strength * (0.6 + 0.4 * found.share)
    return _Candidate(confidence, column, spec.name, both(why, reason("values_fit", share=share)))


def _by_values(spec: FieldSpec, column: str, found: Fit) -> _Candidate | None:
    """Weigh a column whose header says nothing: only values that leave little doubt count."""
    if found.telling and found.share >= 0.9:
        why = reason("values_only", share=f"{found.share:.0%}")
        return _Candidate(found.telling * found.share, column, spec.name, why)
    return None


def _by_platform(schema: RecordSchema, source: Source, rows: Sequence[Mapping[str, str]]) -> list[_Candidate]:
    """The columns of an export that is known, unless their values speak against it."""
    platform = known_platform(source) if schema.kind == "mentions" else None
    if platform is None:
        return []
    why = reason("platform", name=Reason(platform.name, platform.title_zh))
    found = []
    for name, column in platform.mapping(source).items():
        values = [value for value in (row.get(column, "") for row in rows) if not is_empty(value)]
        fits = fit(schema, schema.field(name), values, {})
        if not fits.decisive or fits.share >= 0.5:
            found.append(_Candidate(1.0 if name == "text" else 0.999, column, name, why))
    return found


def _by_position(schema: RecordSchema, column: str, position: int, values: Sequence[str]) -> list[_Candidate]:
    """An edge list without a header: the first two columns are who speaks and who hears."""
    if schema.kind != "graph" or position > 1 or not column.startswith("column_"):
        return []
    share = sum(len(value) <= 64 and not value[0].isspace() for value in values) / max(len(values), 1)
    why = reason("values_only", share=f"{share:.0%}")
    return [_Candidate(0.55 * share, column, ("source", "target")[position], why)]


def _header(spec: FieldSpec, column: str) -> tuple[float, Reason]:
    """Return how strongly a header points to a field (0 to 1), and why."""
    header = normal_header(column)
    names = _names(spec)
    if header in names:
        return 1.0 - 0.002 * min(names.index(header), 20), reason("header_exact")
    parts = set(header.split())
    if any(word in parts or (not word.isascii() and word in header) for word in spec.words):
        return 0.75, reason("header_words")
    near = max(names, key=lambda name: _likeness(name, header))
    if len(header) >= 5 and _likeness(near, header) >= _NEAR:
        return 0.75, reason("header_near", alias=near)
    return 0.0, reason("nothing")


@lru_cache(maxsize=4096)
def _likeness(name: str, header: str) -> float:
    if abs(len(name) - len(header)) > 3:
        return 0.0
    return SequenceMatcher(None, name, header).ratio()


@lru_cache(maxsize=256)
def _names(spec: FieldSpec) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normal_header(name) for name in (spec.name, *spec.aliases)))


@lru_cache(maxsize=64)
def words_for(spec: FieldSpec) -> Mapping[str, str]:
    """Return the spellings of a choice field; see `choice_words`."""
    return choice_words(spec)
