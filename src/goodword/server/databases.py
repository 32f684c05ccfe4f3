"""The database setting: SQLite in the data folder, or what DATABASE_URL names."""

from pathlib import Path
from typing import Any

import dj_database_url

from goodword.core.errors import EnvironmentProblem

# WAL and immediate transactions let console, worker and imports write at once without "database is locked".
_SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's setting for a URL; with an empty URL, SQLite in the data folder."""
    if not url:
        return sqlite(home / "goodword.sqlite3")
    try:
        setting: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError) as error:
        raise EnvironmentProblem(
            "DATABASE_URL is not understood. Write it as postgresql://user:password@host:5432/name or sqlite:///path."
        ) from error
    engine = setting["ENGINE"]
    if engine == "django.db.backends.sqlite3":
        return sqlite(Path(setting["NAME"]))
    if engine != "django.db.backends.postgresql":
        raise EnvironmentProblem(
            f"DATABASE_URL names {engine.rsplit('.', 1)[-1]}. Goodword runs on PostgreSQL and SQLite."
        )
    return setting


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's setting for a SQLite file that several processes write to."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": dict(_SQLITE_OPTIONS),
        "CONN_MAX_AGE": None,  # an open connection keeps its pages in memory
    }
