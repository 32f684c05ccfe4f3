"""The sample workspace: tables, the truth beside them, and a folder they can live in."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from goodword.core.errors import EnvironmentProblem, InputError

from .truth import Truth, as_json

_TRUTH: Final = "truth.json"


@dataclass(frozen=True)
class Workspace:
    """Everything simulated; times are int64 microseconds since 1970 UTC.

    `people`: person_id, name, email, language, joined_at, followers, segment, stage, extra.
    `ties`: source, target, kind, weight, at; the source speaks and the target hears, whatever the kind.
    `mentions`: external_id, text, title, url, author, published_at, source_type, source, language, rating,
    sentiment, cause, origin, stimulus, thread_id, reply_to, extra.
    `events`: the columns of `goodword.core.events.EVENT_COLUMNS`, `tenant` null.
    `answers`: response_id, respondent, submitted_at, seconds, language, one column per item, attention,
    who_told_you, told_by.
    `arcs`, `labels`: truth as tables, per arc of the network and per mention. `truth`: all other truth.
    """

    people: pa.Table
    ties: pa.Table
    mentions: pa.Table
    events: pa.Table
    answers: pa.Table
    arcs: pa.Table
    labels: pa.Table
    truth: Truth

    def events_of(self, tenant: str) -> pa.Table:
        """Return the events with the brand they belong to filled in."""
        place = self.events.schema.get_field_index("tenant")
        values = pa.repeat(pa.scalar(tenant, pa.string()), self.events.num_rows)
        return self.events.set_column(place, self.events.schema.field(place), values)

    def write(self, folder: str | Path) -> None:
        """Write one Parquet file per table and truth.json into a folder, made if it is missing."""
        home = Path(folder)
        try:
            home.mkdir(parents=True, exist_ok=True)
            for name in table_names():
                pq.write_table(getattr(self, name), home / f"{name}.parquet", compression="zstd")
            (home / _TRUTH).write_text(as_json(self.truth), "utf-8")
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise EnvironmentProblem(
                f"The sample workspace cannot be written to {home}: {reason}. Choose another folder."
            ) from None

    @classmethod
    def read(cls, folder: str | Path) -> "Workspace":
        """Return the workspace written to a folder."""
        home = Path(folder)
        missing = [name for name in _file_names() if not (home / name).is_file()]
        if missing:
            raise InputError(
                f"{home} is not a sample workspace: {missing[0]} is missing. Write one there first."
            )
        try:
            tables = {name: pq.read_table(home / f"{name}.parquet") for name in table_names()}
            truth = json.loads((home / _TRUTH).read_text("utf-8"))
        except (pa.ArrowInvalid, ValueError):
            raise InputError(f"The sample workspace in {home} is damaged. Write it again.") from None
        return cls(**tables, truth=truth)


def table_names() -> tuple[str, ...]:
    """Return the names of the tables, each also the name of its Parquet file.

    >>> table_names()[0]
    'people'
    """
    return tuple(field.name for field in fields(Workspace) if field.name != "truth")


def _file_names() -> list[str]:
    return [*(f"{name}.parquet" for name in table_names()), _TRUTH]
