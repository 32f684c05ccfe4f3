"""A number that a metric measured, with everything its card says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from goodword.metrics import Metric
from goodword.server.accounts.facade import Actor
from goodword.server.shell.moments import exact_moment
from goodword.server.shell.numbers import Number
from goodword.server.shell.values import rounded
from goodword.server.shell.vocabulary import is_chinese

from .measure import Measured

Text = Any  # text, or a promise of it


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredNumber(Number):
    """A number with the version of the data it was computed from, when that was, and how long it took."""

    data_version: str = ""
    computed_at: datetime | None = None
    seconds: float = 0.0

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the card lists, in order."""
        rows: list[tuple[str, str]] = list(Number.facts.__get__(self))
        if self.data_version:
            rows.append((_("Version of the data"), self.data_version))
        if self.computed_at is not None:
            took = _("in %(seconds)s s") % {"seconds": rounded(max(round(self.seconds, 2), 0.01))}
            rows.append((_("Computed"), f"{exact_moment(self.computed_at)}, {took}"))
        return rows


def number_of(
    measured: Measured, key: str, name: Text, value: float | int | None, *, sentence: Text = "", **more: Any
) -> MeasuredNumber:
    """Return a number of a metric; `sentence` says what it is in the metric, before the metric's own explanation."""
    if value is None and not measured.rows and measured.job is not None:
        more["why_none"] = _("It is being computed.")
    return MeasuredNumber(
        key=key,
        name=name,
        value=value,
        definition=_explained(sentence, measured.metric),
        version=_("%(metric)s, version %(n)d")
        % {"metric": measured.metric.name, "n": measured.metric.version},
        query=measured.sql,
        data_version=measured.data_version,
        computed_at=measured.computed_at,
        seconds=measured.seconds,
        **{"method": measured.metric.source, **more},
    )


def card_url(actor: Actor, figure: str, query: str, **more: str) -> str:
    """Return the address of a number's card."""
    place = reverse("measure-number", kwargs={"brand": actor.brand_slug})
    return f"{place}?{urlencode({'figure': figure, **more})}&{query}"


def explanation(metric: Metric) -> str:
    """Return what a metric means in the active language."""
    return metric.explanation_zh if is_chinese() else metric.explanation_en


def title(metric: Metric) -> str:
    """Return what a metric is called in the active language."""
    return metric.title_zh if is_chinese() else metric.title_en


def _explain(sentence: str, metric: Metric) -> str:
    said = gettext(sentence) if sentence else ""
    between = "" if is_chinese() else " "
    return f"{said}{between}{explanation(metric)}" if said else explanation(metric)


_explained = lazy(_explain, str)
