"""Where a metric is computed: DuckDB in this process, a PostgreSQL server, or Spark. Everything of Ibis goes through here.

Ibis and the engines are imported on use: a redirect or a form that only names metrics loads none of them.
"""

from contextlib import AbstractContextManager

from goodword.core.errors import InputError
from goodword.events import Filters

from .base import Engine, aliases_of, with_known_people
from .given import Given, Source, Tables

__all__ = ["ENGINES", "Engine", "aliases_of", "opened", "with_known_people"]

ENGINES = ("duckdb", "postgresql://user@host/database", "spark", "spark://host:port")


def opened(
    engine: str,
    source: Source,
    filters: Filters,
    *,
    tables: Tables | None = None,
    same_person: "object | None" = None,
) -> AbstractContextManager[Engine]:
    """Open an engine over the wanted events; raises InputError for an engine there is none of.

    `engine` is `duckdb`; `postgresql://…`, or `postgresql` for the server that PGHOST and its like name; `spark://host:port`,
    or `spark` for the cluster that Spark's own settings name, and for this machine where they name none. `tables` are what
    else the metric reads. `same_person` (alias, person_id) says who an alias, such as a visitor known for a day, turned out
    to be: person_id and referrer_id are read as that person's. Raises EnvironmentProblem where an engine is not to be had.
    """
    given = Given(source, filters, dict(tables or {}), same_person)
    kind = engine.partition(":")[0]
    if engine == "duckdb":
        from .duckdb import opened as open_duckdb

        return open_duckdb(given)
    if engine in ("postgresql", "postgres") or engine.startswith(("postgresql://", "postgres://")):
        from .postgresql import opened as open_postgresql

        return open_postgresql(engine if "://" in engine else "", given)
    if engine == "spark" or engine.startswith("spark://"):
        from .spark import opened as open_spark

        return open_spark(None if engine == "spark" else engine, given)
    raise InputError(f"There is no engine {kind!r}. Choose one of {', '.join(ENGINES)}.")
