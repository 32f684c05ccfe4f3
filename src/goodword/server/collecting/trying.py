"""A look at a source before it is saved: its first items, within a few seconds, and nothing of them kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as OutOfTimeError
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.connectors.net import NetLimits
from goodword.connectors.protocol import Cursor, Mention, Pull, PullError, SettingError
from goodword.connectors.wire import Net
from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import Scope, rows_of

from .kinds import kind_of
from .models import Source
from .running import note_use
from .secrets import secrets_of
from .ways_out import Metered, guarded

SECONDS = 20.0
_SHOWN, _MOST_PULLS, _MOST_REQUESTS = 5, 3, 12


@dataclass(frozen=True, slots=True)
class Shown:
    """One item as it would be kept."""

    title: str
    text: str
    author: str
    url: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try found: items, or the sentence that says why there are none."""

    items: list[Shown] = field(default_factory=list)
    problem: str = ""
    pushed: bool = False


def try_source(actor: Actor, source: Source, *, net: Net | None = None, seconds: float = SECONDS) -> Tried:
    """Ask a source for its first items."""
    actor.check(Right.SOURCES_MANAGE)
    spec = kind_of(source.kind)
    if spec.pushed:
        return Tried(pushed=True)
    limits = NetLimits(connect=5.0, read=8.0, total=15.0)
    metered = Metered(net or guarded(limits), _MOST_REQUESTS)
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        connector = spec.open({**source.settings, **secrets_of(source)}, metered)
        items = pool.submit(_first, connector.pull).result(timeout=seconds)
    except OutOfTimeError:
        return Tried(problem=_("The source took longer than %(n)d seconds to answer.") % {"n": seconds})
    except (PullError, SettingError, GoodwordError) as error:
        return Tried(problem=str(error))
    except Exception as error:
        return Tried(problem=_("The connector broke (%(kind)s).") % {"kind": type(error).__name__})
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        note_use(source, metered.requests, timezone.now().date())
    scope = Scope(source.pk, said_name(source), spec.source_type, timezone.now())
    return Tried([_shown(row) for row in rows_of(items, scope).values()][:_SHOWN])


def said_name(source: Source) -> str:
    """Return what a source is called; nothing while it has no name yet."""
    return "" if source.state == Source.State.DRAFT else source.name


def _first(pull: Callable[[Cursor], Pull]) -> list[Mention]:
    """Pull until there are some items, or nothing waits."""
    items: list[Mention] = []
    cursor: Cursor = {}
    for _number in range(_MOST_PULLS):
        found = pull(cursor)
        items += [item for item in found.mentions if not item.deleted]
        cursor = found.cursor
        if len(items) >= _SHOWN or not found.more:
            break
    return items


def _shown(row: dict[str, Any]) -> Shown:
    return Shown(row["title"], row["text"], row["author"], row["url"], row["published_at"])
