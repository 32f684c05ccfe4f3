"""Which share link an event came through: by the signed token of a click, or by a code somebody typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from goodword.core.events import EventKind
from goodword.core.time import to_microseconds
from goodword.edge import ClickToken, EdgeSettings, Signer

from .models import ShareLink

Event = dict[str, Any]
_DEEPEST = 32_767  # what the event schema holds
_PASSED_ON = ("channel", "lever", "tie_strength")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a caller says of an event beside the event itself; empty where nothing was said."""

    token: str = ""
    code: str = ""
    refund_of: str = ""
    content: str = ""

    @property
    def click(self) -> ClickToken | None:
        """The click a genuine token names."""
        return checked_token(self.token) if self.token else None


def checked_token(token: str) -> ClickToken | None:
    """Return what a click token says, None unless the edge of this installation signed it, with this secret or one before."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if (found := _signer(str(settings.HOME), secret).check(token)) is not None:
            return found
    return None


class LinksOf:
    """The share links of a brand that the claims of a batch name, read at once."""

    def __init__(self, brand_id: int, claims: Iterable[Claim]) -> None:
        codes = {claim.code for claim in claims} | {
            click.code for claim in claims if (click := claim.click) is not None
        }
        links = ShareLink.objects.filter(brand_id=brand_id, code__in=codes - {""})
        self._links = {link.code: link for link in links.select_related("parent")}

    def credit(self, event: Event, claim: Claim) -> str:
        """Write into an event which link it came through; return why it was not, in a sentence, or nothing.

        A genuine token counts for good, a code as long as its link is valid. Whatever the event says itself stays.
        """
        click = claim.click
        if click is not None and (link := self._links.get(click.code)) is not None:
            put(event, click=click.event_id)
        elif (link := self._valid(claim.code, event)) is not None:
            put(event, typed=link.code)
        elif claim.token or claim.code:
            return _refusal(claim)
        if link is not None and not _own_doing(event, link):
            _take_over(event, link, onward=click is not None)
        return _without_oneself(event)

    def _valid(self, code: str, event: Event) -> ShareLink | None:
        link = self._links.get(code)
        if link is None:
            return None
        ends = [to_microseconds(each) for each in (link.withdrawn_at, link.expires_at) if each is not None]
        return link if all(event["ts_us"] < end for end in ends) else None


def put(event: Event, **values: object) -> None:
    """Keep something beside an event, in its `extra`."""
    event["extra"] = {**(event.get("extra") or {}), **values}


@lru_cache(maxsize=8)
def _signer(home: str, secret: str) -> Signer:
    return Signer(EdgeSettings.of_home(Path(home), secret).secret)


def _own_doing(event: Event, link: ShareLink) -> bool:
    """Place the share of somebody's own link where the link is in its cascade; tells whether it was one."""
    whose = event.get("person_id")
    if event["kind"] != EventKind.SHARE or not link.person_id or whose not in (None, link.person_id):
        return False
    if whose is None and "typed" not in event["extra"]:
        return False  # who comes through a link and shares is not the link's owner
    parent = link.parent
    _fill(event, link)
    event |= {
        "person_id": link.person_id,
        "link_id": link.code,
        "root_id": link.root_code,
        "depth": link.depth,
    }
    event["referrer_id"] = parent.person_id or None if parent is not None else None
    if parent is not None:
        put(event, parent_link=parent.code)
    return True


def _take_over(event: Event, link: ShareLink, *, onward: bool) -> None:
    """Let an event inherit from the link it came through; a share that follows is one step further on."""
    _fill(event, link)
    event |= {"referrer_id": link.person_id or None, "root_id": link.root_code, "depth": link.depth}
    if event["kind"] == EventKind.SHARE and onward:
        event["depth"] = min(link.depth + 1, _DEEPEST)
        put(event, parent_link=link.code)
    else:
        event["link_id"] = link.code


def _fill(event: Event, link: ShareLink) -> None:
    for name in _PASSED_ON:
        event[name] = event.get(name) or getattr(link, name) or None
    event["programme_id"] = event.get("programme_id") or link.programme or None


def _without_oneself(event: Event) -> str:
    """Take the credit from who recommended something to themselves; say so."""
    person = event.get("person_id")
    if not person or event.get("referrer_id") != person:
        return ""
    event |= dict.fromkeys(("link_id", "referrer_id", "root_id", "depth"))
    put(event, self_referral=True)
    return _("Nobody recommends something to themselves: the event is kept, its share link is not credited.")


def _refusal(claim: Claim) -> str:
    if claim.token:
        return _("This token is not one of this brand's clicks: the event is kept without a share link.")
    return _(
        "No share link of this brand has this code, or no longer: the event is kept without a share link."
    )
