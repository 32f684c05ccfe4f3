"""What every command needs before it starts: Django, an up-to-date database, a brand to work on."""

import os
import shutil
from typing import TYPE_CHECKING

from goodword.core.errors import EnvironmentProblem, InputError

if TYPE_CHECKING:
    from goodword.server.accounts.facade import Actor

_ROOM_NEEDED = 50_000_000


def load() -> None:
    """Load Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.server.settings")
    import django

    django.setup()


def prepare() -> None:
    """Load Django and bring the database up to date, with a default organisation and brand in it.

    A process that finds it done says so with GOODWORD_PREPARED: the one that started it has just seen to it.
    """
    load()
    if os.environ.get("GOODWORD_PREPARED"):
        return
    check_room()
    migrate()
    ensure_brand()


def ensure_brand() -> None:
    """Make a default organisation and brand when there are none of the user's own."""
    from goodword.server.accounts.facade import ensure_default_brand

    ensure_default_brand()


def check_room() -> None:
    """Refuse to start on a full disk, while nothing is half done."""
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME).free
    if free < _ROOM_NEEDED:
        raise EnvironmentProblem(
            f"Only {free // 1_000_000} MB are free where {settings.HOME} lies. "
            f"Free at least {_ROOM_NEEDED // 1_000_000} MB or set GOODWORD_HOME to another disk."
        )


def migrate() -> bool:
    """Bring the database up to date; return whether there was anything to do."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error) else type(error).__name__
        raise EnvironmentProblem(
            f"The database cannot be used ({reason}). Check that there is room for it; with DATABASE_URL, that it is "
            "right and its server runs, or unset it to use SQLite."
        ) from error
    return bool(pending)


def brand_actor(name: str | None) -> "Actor":
    """Return the actor the command line is on a brand, given by its short name or name; the only one if none is given."""
    from goodword.server.accounts.facade import all_brands, system_actor

    brands = all_brands()
    if name is None:
        if len(brands) == 1:
            return system_actor(brands[0], "command line")
        own = [brand for brand in brands if not brand.is_sample]
        if len(own) == 1:
            return system_actor(own[0], "command line")
        raise InputError(f"There are several brands. Choose one with --brand: {_names(brands)}.")
    for brand in brands:
        if name.lower() in {brand.slug.lower(), brand.name.lower()}:
            return system_actor(brand, "command line")
    raise InputError(f"There is no brand “{name}”. There are: {_names(brands)}.")


def _names(brands: list) -> str:  # type: ignore[type-arg]  # models are loaded after django.setup()
    return ", ".join(brand.slug for brand in brands)
