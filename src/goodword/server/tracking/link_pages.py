"""What the page of one share link shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.events import EventKind
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.charts import LineChart, Series
from goodword.server.shell.moments import day
from goodword.server.shell.vocabulary import word
from goodword.server.talkers.facade import Profile, access_profile, shown_id

from .link_forms import ExpiryForm
from .link_lists import STATE_TONES, STATES, names_of
from .link_queries import Activity, access_activity, access_children, access_link, share_address, state_of
from .models import ShareLink

_DAYS, _CHILDREN = 30, 20
_EPOCH = date(1970, 1, 1)


@dataclass
class LinkPage:
    """One link, for those who may see it."""

    actor: Actor
    code: str

    @cached_property
    def link(self) -> ShareLink:
        """The link."""
        return access_link(self.actor, self.code)

    @property
    def address(self) -> str:
        """What people share."""
        return share_address(self.link.code)

    @property
    def state(self) -> str:
        """Live, expired or withdrawn."""
        return state_of(self.link)

    @property
    def state_name(self) -> str:
        """The same in a word."""
        return str(STATES[self.state])

    @property
    def state_tone(self) -> str:
        """And the tone it is shown in."""
        return STATE_TONES[self.state]

    @property
    def is_waiting(self) -> bool:
        """Whether the edge does not serve it as it is now yet."""
        return self.link.published < self.link.revision

    @property
    def may_write(self) -> bool:
        """Whether the actor may withdraw it."""
        return self.actor.may(Right.EVENTS_WRITE)

    @property
    def person(self) -> str:
        """The id of who shares it, as the actor may know it."""
        return shown_id(self.actor, self.link.person_id)

    @cached_property
    def sharer(self) -> Profile | None:
        """Who shares it, if the brand knows them and the actor may."""
        return access_profile(self.actor, self.link.person_id)

    @cached_property
    def activity(self) -> Activity:
        """What happened on it."""
        return access_activity(self.actor, self.link.code)

    @property
    def figures(self) -> list[tuple[str, int, str]]:
        """Title, number, and what stands under it."""
        kinds = self.activity.by_kind
        return [
            (_("Clicks"), kinds[EventKind.CLICK], _("people, not previews or crawlers")),
            (_("Visitors"), self.activity.visitors, _("different ones, each day anew")),
            (
                _("Sign-ups"),
                kinds[EventKind.LEAD] + kinds[EventKind.SIGN_UP],
                _("leads and sign-ups through it"),
            ),
            (_("Purchases"), kinds[EventKind.PURCHASE], _("through it, before refunds")),
        ]

    @cached_property
    def chart(self) -> LineChart:
        """Clicks per local day: the last thirty, or the thirty to its last click when that is longer ago."""
        today = timezone.now().astimezone(ZoneInfo(self.actor.time_zone)).date()
        clicks = self.activity.clicks_by_day
        latest = _EPOCH + timedelta(days=max(clicks)) if clicks else today
        end = today if today - latest < timedelta(days=_DAYS) else latest
        days = [end - timedelta(days=_DAYS - 1 - n) for n in range(_DAYS)]
        values = [clicks[(each - _EPOCH).days] for each in days]
        return LineChart(
            title=_("Clicks a day"),
            unit=_("clicks"),
            labels=[each.isoformat() for each in days],
            series=[Series(_("Clicks"), values)],
            n=sum(values),
            window=_("%(first)s to %(last)s") % {"first": day(days[0]), "last": day(days[-1])},
            height="low",
            key=f"clicks-{self.link.code}",
        )

    @cached_property
    def children(self) -> list[tuple[ShareLink, str]]:
        """Links of people who came through it, with who they are."""
        links = access_children(self.actor, self.link, most=_CHILDREN)
        names = names_of(self.actor, [link.person_id for link in links])
        return [(link, names.get(link.person_id) or shown_id(self.actor, link.person_id)) for link in links]

    @property
    def words(self) -> dict[str, str]:
        """Channel, lever and tie strength as people say them."""
        link = self.link
        return {
            name: word(value) if value else ""
            for name, value in (
                ("channel", link.channel),
                ("lever", link.lever),
                ("tie_strength", link.tie_strength),
            )
        }

    @property
    def card_host(self) -> str:
        """The host a messenger shows under the card."""
        return self.link.target.split("/")[2]

    @property
    def expiry(self) -> ExpiryForm:
        """When it ends, to change."""
        return ExpiryForm.of(self.link.expires_at)
