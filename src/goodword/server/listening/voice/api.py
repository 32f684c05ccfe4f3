"""Share of voice over HTTP."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import ApiRequest, Day, Endpoints, Shown

from .queries import Voice, access_share_of_voice

endpoints = Endpoints("Share of voice")
_LONGEST = 1_100


class VoiceShown(Shown):
    """One name: its namings and its share of all of them."""

    key: str = Field(description="`brand`, or `q` and the id of a saved query.")
    name: str
    mentions: int = Field(description="How many mentions name it.")
    share: float | None
    low: float | None = Field(description="The lower end of the 95 % interval.")
    high: float | None
    interval: str = Field(description="How it was made: wilson or bootstrap.")
    origins: dict[str, int] = Field(description="All that name it, by who wrote them.")
    stimuli: dict[str, int] = Field(description="All that name it, by whether the brand prompted them.")


class ShareOfVoiceShown(Shown):
    """Who is named in some days."""

    first: date
    last: date
    mentions: int = Field(description="Mentions that name at least one.")
    namings: int = Field(
        description="The denominator of the shares: a mention that names two counts for both."
    )
    several: int = Field(description="Mentions that name more than one.")
    voices: list[VoiceShown]
    unreadable: list[str] = Field(description="Names whose query can no longer be read.")


@endpoints.get(
    "/share-of-voice",
    rule=(Right.MENTIONS_READ, Right.BRAND_READ),
    response=ShareOfVoiceShown,
    summary="Share of voice",
)
def read_share_of_voice(
    request: ApiRequest,
    first: Day | None = None,
    last: Day | None = None,
    copies: Annotated[bool, Query(description="Count near copies one by one.")] = False,
    everybody: Annotated[
        bool, Query(description="Count what the brand, employees and paid authors wrote, too.")
    ] = False,
) -> dict[str, Any]:
    """The brand against its competitors (saved queries of that kind); the last ninety days unless said otherwise."""
    until = last or timezone.localdate()
    since = first or until - timedelta(days=89)
    if not 0 <= (until - since).days <= _LONGEST:
        raise InputError(_("Give a first day that is not after the last one, and three years at most."))
    found = access_share_of_voice(request.actor, since, until, folded=not copies, everybody=everybody)
    counts = {
        name: getattr(found, name)
        for name in ("first", "last", "mentions", "namings", "several", "unreadable")
    }
    return {**counts, "voices": [_shown(voice) for voice in found.voices]}


def _shown(voice: Voice) -> dict[str, Any]:
    low, high = voice.share.interval or (None, None)
    return {
        "key": voice.name.key,
        "name": voice.name.label,
        "mentions": voice.count,
        "share": voice.share.share,
        "low": low,
        "high": high,
        "interval": voice.share.method,
        "origins": dict(voice.origins),
        "stimuli": dict(voice.stimuli),
    }
