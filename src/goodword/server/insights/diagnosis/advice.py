"""What to do first: plain rules over what was found, each step with its owner, its evidence, its effort and its proof.

No rule says to take a comment down, to hide one, or to pay for praise: none of it is done here.
"""

from collections.abc import Iterator
from math import ceil

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goodword.core.vocabulary import Cause
from goodword.server.accounts.facade import Actor
from goodword.server.shell.values import exact, percent

from .counting import UNFAVOURABLE, Counts
from .figures import FEW, FEWEST
from .findings import CauseFound, Diagnosis, Step
from .languages import listed

MOST = 5
_MINUTES_A_REPLY, _MINUTES_A_LABEL, _MOST_LABELS = 5, 0.5, 60
_LARGE = 0.25  # of the unfavourable mentions without a cause

_MARKETING, _SALES = gettext_lazy("Marketing"), gettext_lazy("Sales")
_AFTER_SALES, _LEGAL = gettext_lazy("After-sales"), gettext_lazy("Legal")
_PRODUCT, _OPERATIONS = gettext_lazy("Product"), gettext_lazy("Operations")
_ANALYST, _ADMINISTRATOR = gettext_lazy("Analyst"), gettext_lazy("Administrator")

# What can be done about a cause, and who can do it.
_REMEDIES: dict[str, tuple[Promise, Promise]] = {
    Cause.PRODUCT_DEFECT.value: (gettext_lazy("find the defect people name most and mend it"), _PRODUCT),
    Cause.SERVICE_PROBLEM.value: (gettext_lazy("shorten the way to somebody who helps"), _AFTER_SALES),
    Cause.PRICE.value: (gettext_lazy("say what the price buys, and change the terms people complain of"), _SALES),
    Cause.DELIVERY.value: (gettext_lazy("tell people of delays before they ask, and remove the "
                                        "commonest one"), _OPERATIONS),
    Cause.UNMET_EXPECTATION.value: (gettext_lazy("promise only what people get"), _MARKETING),
    Cause.UNFAIR_COMMENT.value: (gettext_lazy("answer unfair comments once, in public, with facts"), _MARKETING),
    Cause.COMPETITOR_ATTACK.value: (gettext_lazy("gather the evidence and have it judged"), _LEGAL),
}  # fmt: skip


def steps(found: Diagnosis, counts: Counts, actor: Actor) -> list[Step]:
    """Return what to do first, at most five, the most pressing first."""
    made = [
        *_alerts(found), *_causes(found), *_questions(found), *_gaps(found, actor), *_uncovered(found),
        *_unexplained(found, counts), *_more(counts, actor),
    ]  # fmt: skip
    return sorted(made, key=lambda step: (-step.weight, step.key))[:MOST]


def _alerts(found: Diagnosis) -> Iterator[Step]:
    if not found.alerts:
        return
    first = found.alerts[0]
    title = ngettext("Look into the open alert", "Look into the %(n)d open alerts", len(found.alerts))
    yield Step(
        "alert", title % {"n": len(found.alerts)}, str(_MARKETING), first.title, _("an hour"),
        _("Every alert is closed with a word on what it was."), first.url, 1000,
    )  # fmt: skip


def _causes(found: Diagnosis) -> Iterator[Step]:
    whole = sum(cause.hurt.hurt for cause in found.causes) or 1
    for cause in found.causes:
        if cause.hurt.now >= FEW and cause.share.interval and cause.share.value is not None:
            yield _cause(cause, 100 + 100 * cause.hurt.hurt / whole)


def _cause(cause: CauseFound, weight: float) -> Step:
    title, owner = _REMEDIES.get(cause.key, (_("find out what is behind it"), _MARKETING))
    low, high = cause.share.interval or (0.0, 0.0)
    places = {
        "n": exact(cause.hurt.now), "cause": cause.name, "share": cause.share.spoken,
        "low": percent(low), "high": percent(high),
    }  # fmt: skip
    why = _("%(n)s unfavourable mentions, %(share)s of all (%(low)s to %(high)s)") % places
    said = listed([_("“%(phrase)s”") % {"phrase": phrase} for phrase, _share in cause.themes[:3]])
    why += _("; typical words: %(what)s.") % {"what": said} if said else "."
    return Step(
        f"cause-{cause.key}", _("%(cause)s: %(what)s") % {"cause": cause.name, "what": title}, str(owner),
        " ".join(filter(None, (why, _growth(cause)))),
        _("half a day to find what is behind it, then as the owner plans"),
        _("A month later less than %(low)s of the unfavourable mentions have this cause.") % places,
        cause.url, weight,
    )  # fmt: skip


def _growth(cause: CauseFound) -> str:
    before = cause.hurt.before
    if before is None or max(before, cause.hurt.now) < FEW or before == cause.hurt.now:
        return ""
    places = {"before": exact(before)}
    if cause.hurt.now > before:
        return _("Up from %(before)s in the days before.") % places
    return _("Down from %(before)s in the days before.") % places


def _questions(found: Diagnosis) -> Iterator[Step]:
    asked = found.questions
    open_ones = int(asked.open.value or 0) if asked else 0
    if asked is None or open_ones < 3:
        return
    if asked.can_tell:
        yield Step(
            "questions", _("Answer the open questions, the newest first"), str(_AFTER_SALES),
            _("%(n)s questions have no reply.") % {"n": exact(open_ones)}, _hours(open_ones * _MINUTES_A_REPLY),
            _("No question is older than two days without a reply."), asked.url, 95,
        )  # fmt: skip
        return
    yield Step(
        "questions", _("Answer what is asked most where everybody can read it"), str(_AFTER_SALES),
        _("%(n)s questions; no reply of the brand is among the mentions, so nobody can see which are "
          "still open.") % {"n": exact(open_ones)},
        _("half a day for one page of answers"),
        _("Replies of the brand are collected, and fewer people ask the same."), asked.url, 80,
    )  # fmt: skip


def _gaps(found: Diagnosis, actor: Actor) -> Iterator[Step]:
    still = [gap for gap in found.missing if gap.is_open]
    if still:
        yield Step(
            "gaps", _("Bring %(source)s back") % {"source": still[0].source}, str(_ADMINISTRATOR), still[0].text,
            _("an hour"), _("This page says that nothing is missing."), _page(actor, "source-list"), 98,
        )  # fmt: skip


def _uncovered(found: Diagnosis) -> Iterator[Step]:
    if not found.uncovered:
        return
    first, n = found.uncovered[0], len(found.uncovered)
    why = ngettext(
        "%(n)d search for the brand meets no truthful page of your own: “%(query)s”.",
        "%(n)d searches for the brand meet no truthful page of your own, such as “%(query)s”.",
        n,
    ) % {"n": n, "query": first.title}
    yield Step(
        "uncovered", _("Write the pages that people search for"), str(_MARKETING), why, _("half a day a page"),
        _("Each of these searches shows a truthful page of yours on page one."), first.url, 70,
    )  # fmt: skip


def _unexplained(found: Diagnosis, counts: Counts) -> Iterator[Step]:
    n, whole = counts.causes[""], counts.tones[UNFAVOURABLE]
    if n < FEW or n < _LARGE * whole or found.unexplained is None:
        return
    look = min(n, _MOST_LABELS)
    yield Step(
        "unexplained", _("Say the cause of %(n)d complaints, so that the model learns it") % {"n": look}, str(_ANALYST),
        _("%(share)s of the unfavourable mentions have no cause (%(n)s), so a cause may be larger than it looks.")
        % {"share": percent(n / whole), "n": exact(n)},
        _hours(look * _MINUTES_A_LABEL),
        _("Less than %(goal)s of the unfavourable mentions have no cause.") % {"goal": percent(_LARGE)},
        found.unexplained_url, 60,
    )  # fmt: skip


def _more(counts: Counts, actor: Actor) -> Iterator[Step]:
    if counts.labelled >= FEWEST:
        return
    yield Step(
        "more", _("Collect more before anything is decided"), str(_MARKETING),
        _("%(n)d mentions with a sentiment: too few to say what hurts.") % {"n": counts.labelled}, _("an hour"),
        _("At least %(n)d mentions with a sentiment in the window.") % {"n": FEWEST}, _page(actor, "import-list"), 300,
    )  # fmt: skip


def _hours(minutes: float) -> str:
    if minutes < 60:
        return _("%(n)d minutes") % {"n": max(5, 5 * ceil(minutes / 5))}
    hours = ceil(minutes / 60)
    return ngettext("about %(n)d hour", "about %(n)d hours", hours) % {"n": hours}


def _page(actor: Actor, name: str) -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse(name, kwargs={"brand": actor.brand_slug})
    except NoReverseMatch:
        return ""
