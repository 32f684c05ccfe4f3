"""Whether what comes in now is still like what the model was made for: this week against the eight weeks before it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import Taxonomy, access_mentions, reading_text, taxonomy

from .models import ModelVersion
from .quality import TASKS, label_name
from .sentences import task_name

if TYPE_CHECKING:
    from goodword.text import Drift

NEW, OLD = timedelta(days=7), timedelta(days=56)
_FEWEST, _MOST = 50, 800
_CHARACTERS = 2000
_LEVELS = {"none": "good", "some": "caution", "much": "danger"}

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Shift:
    """How far one side of the mentions has moved: in a word, as a number, and what moved most."""

    name: str
    drift: "Drift"
    moved: str = ""

    @property
    def tone(self) -> str:
        """The tone of the word."""
        return _LEVELS[self.drift.level]

    @property
    def word(self) -> str:
        """How far, in a word."""
        words = {"none": _("as before"), "some": _("somewhat different"), "much": _("very different")}
        return words[self.drift.level]


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What was compared: how many mentions of which time, and how each side of them has moved; none with too few."""

    newer: int
    older: int
    until: datetime
    shifts: list[Shift]

    @property
    def fewest(self) -> int:
        """How many are needed on both sides."""
        return _FEWEST


def access_drift(actor: Actor, version: ModelVersion, now: datetime | None = None) -> DriftReport:
    """Compare the last seven days with the eight weeks before the model was made, or before those days."""
    from goodword.text import label_drift, text_drift  # compiled code: only where it is needed

    now = now or timezone.now()
    until = now - NEW if version.brand_id is None else min(now - NEW, version.made_at)
    newer, older = _sample(actor, now - NEW, now), _sample(actor, until - OLD, until)
    if min(len(newer), len(older)) < _FEWEST:
        return DriftReport(len(newer), len(older), until, [])
    own = taxonomy(actor)
    texts = [
        [reading_text(title, text)[:_CHARACTERS] for title, text, *_rest in side] for side in (older, newer)
    ]
    shifts = [Shift(_("The words"), text_drift(*texts))]
    for place, task in enumerate(TASKS, start=2):
        labels = [[row[place] or None for row in side] for side in (older, newer)]
        shifts.append(Shift(task_name(task, own), label_drift(*labels), _moved(own, task, *labels)))
    return DriftReport(len(newer), len(older), until, shifts)


def _sample(actor: Actor, since: datetime, until: datetime) -> list[Row]:
    """Return the last mentions of a time that are no copies: title, text, and what was read of them."""
    rows = access_mentions(actor).filter(copy_of=None, published_at__gte=since, published_at__lt=until)
    fields = ("title", "text", "sentiment", "cause", "intent")
    return list(rows.order_by("-published_at", "-pk").values_list(*fields)[:_MOST])


def _moved(own: Taxonomy, task: str, before: Sequence[str | None], after: Sequence[str | None]) -> str:
    """Return the label whose share moved most, in words."""
    old, new = Counter(before), Counter(after)
    share = {label: (old[label] / len(before), new[label] / len(after)) for label in {*old, *new}}
    label = max(share, key=lambda each: (abs(share[each][1] - share[each][0]), str(each)))
    before_share, after_share = (100 * each for each in share[label])
    places = {"label": label_name(own, task, label or ""), "before": before_share, "after": after_share}
    return _("%(label)s: from %(before).0f%% to %(after).0f%%") % places
