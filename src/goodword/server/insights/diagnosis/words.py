"""What the numbers of a diagnosis say, in sentences a manager reads in a minute."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.server.shell.numbers import Number
from goodword.server.shell.values import exact, percent

from .counting import Counts, Voices
from .figures import FEW, FEWEST, Figures, count_change, net_change
from .findings import CauseFound, Diagnosis, VoicesFound
from .frame import Frame
from .languages import listed
from .scope import exact_day, span_text

_LOUD = 0.3  # of the mentions by ten accounts: then it is few who speak
_FOR_LOUDNESS = 50  # mentions with an author that such a share needs
_UNREAD = 0.2  # of the mentions without a sentiment


def headline(found: Diagnosis, counts: Counts) -> list[str]:
    """Return the three or four sentences that say it all; with few mentions only how few they are."""
    labelled = counts.labelled
    if labelled < FEWEST:
        few = ngettext(
            "%(n)d consumer mention with a sentiment is too few to say how people feel; what follows are single "
            "voices.",
            "%(n)d consumer mentions with a sentiment are too few to say how people feel; what follows are "
            "single voices.",
            labelled,
        )
        return [few % {"n": labelled}]
    return [sentence for sentence in (_balance(found), _pain(found.causes), _praise(found)) if sentence]


def _balance(found: Diagnosis) -> str:
    named = {number.key: number for number in found.numbers}
    favourable, unfavourable, net = named["favourable"], named["unfavourable"], named["net_favourable"]
    low, high = net.interval or (0.0, 0.0)
    places = {"bad": unfavourable.spoken, "good": favourable.spoken}
    if high < 0:
        return (
            _(
                "More blame than praise: %(bad)s of the mentions with a sentiment are unfavourable, %(good)s "
                "favourable."
            )
            % places
        )
    if low > 0:
        return (
            _(
                "More praise than blame: %(good)s of the mentions with a sentiment are favourable, %(bad)s "
                "unfavourable."
            )
            % places
        )
    return (
        _(
            "Praise and blame are about even: %(good)s of the mentions with a sentiment are favourable, %(bad)s "
            "unfavourable."
        )
        % places
    )


def _pain(causes: list[CauseFound]) -> str:
    if not causes:
        return ""
    causes = [each for each in causes if each.hurt.now >= FEW]
    if not causes:
        return _("No cause has %(n)d mentions: too few to say what hurts most.") % {"n": FEW}
    first = {"first": causes[0].name, "share": causes[0].share.spoken}
    if len(causes) == 1:
        return _("What hurts most is %(first)s: %(share)s of the unfavourable mentions.") % first
    rest = listed(
        [_("%(name)s (%(share)s)") % {"name": each.name, "share": each.share.spoken} for each in causes[1:]]
    )
    said = _("What hurts most is %(first)s: %(share)s of the unfavourable mentions; then come %(rest)s.")
    return said % {**first, "rest": rest}


def _praise(found: Diagnosis) -> str:
    named = [each for each in found.praise if each.praised]
    assets = [each.name for each in named if each.praised and each.praised.is_asset]
    if assets:
        return _("People praise %(what)s: leave that as it is.") % {"what": listed(assets)}
    if named and named[0].share:
        places = {"what": named[0].name, "share": named[0].share.spoken}
        return (
            _("Praised most is %(what)s (%(share)s of the favourable mentions), but more people blame it.")
            % places
        )
    return ""


def changes(frame: Frame, counts: Counts) -> dict[str, str]:
    """Return how volume and balance changed against the days before, by the number's key."""
    if frame.before is None:
        return {}
    before = {"days": span_text(frame.before)}
    said = {}
    if counts.tones_before.total():
        change, real = count_change(counts.consumers, counts.tones_before.total())
        words = {"change": signed(percent(abs(change)), change), **before}
        said["mentions"] = (
            _("%(change)s against %(days)s") % words
            if real
            else _("%(change)s against %(days)s, no more than chance") % words
        )
    if counts.labelled and counts.labelled_before:
        change, real = net_change(counts.tones, counts.labelled, counts.tones_before, counts.labelled_before)
        points = signed(exact(round(abs(change) * 100, 1)), change)
        words = {"change": points, **before}
        said["net_favourable"] = (
            _("%(change)s points against %(days)s") % words
            if real
            else _("%(change)s points against %(days)s, no more than chance") % words
        )
    return said


def signed(text: str, value: float) -> str:
    """Return a size with the sign of a value.

    >>> signed("5%", -0.05), signed("5%", 0.05)
    ('−5%', '+5%')
    """
    return f"{'−' if value < 0 else '+'}{text}"


def cautions(found: Diagnosis, counts: Counts) -> list[str]:
    """Return what one must know before believing the page: what is missing, unread or undated."""
    said = [missing.text for missing in found.missing]
    scope = found.frame.scope
    if scope.days and found.frame.before is None and found.frame.span:
        said.append(_("There is nothing to compare with: the days before were not collected."))
    if counts.consumers and counts.tones[""] > _UNREAD * counts.consumers:
        unsure = percent(counts.tones[""] / counts.consumers)
        said.append(
            _(
                "%(share)s of the mentions have no sentiment: the model was not sure. They are in no share on "
                "this page."
            )
            % {"share": unsure}
        )
    if counts.undated:
        undated = ngettext(
            "%(n)s mention has no date; it is counted, but in no trend.",
            "%(n)s mentions have no date; they are counted, but in no trend.",
            counts.undated,
        )
        said.append(undated % {"n": exact(counts.undated)})
    return said


def completeness(found: Diagnosis) -> str:
    """Return whether sources missed anything, in one sentence."""
    if found.missing:
        return ngettext(
            "Incomplete: %(n)d gap in these days.",
            "Incomplete: %(n)d gaps in these days.",
            len(found.missing),
        ) % {"n": len(found.missing)}
    if not found.sources:
        return _("No source is connected: this is what was imported, and nobody can say what is missing.")
    return _("Complete as far as the sources tell: no gap in these days.")


def voices_found(figures: Figures, told: Voices, counts: Counts) -> VoicesFound:
    """Return who speaks: few accounts or many, how far they reach, how much is repeated."""
    accounts, loudest = figures.accounts(told.accounts, told.known), figures.loudest(told.top, told.known)
    copies = figures.copies()
    numbers = [accounts, loudest, copies] if told.known else [copies]
    return VoicesFound(numbers, [*_speakers(told, loudest), *_reach(told), *_repeats(counts, copies)])


def _speakers(told: Voices, loudest: Number) -> list[str]:
    if not told.known:
        return [_("The sources do not say who wrote, so nobody can tell whether it is few or many.")]
    if told.known < _FOR_LOUDNESS:
        return [
            _("%(n)s mentions name their author: too few to say whether it is few or many who speak.")
            % {"n": exact(told.known)}
        ]
    places = {"accounts": exact(told.accounts), "share": loudest.spoken}
    if told.top > _LOUD * told.known:
        return [
            _("Few speak loudly: of %(accounts)s accounts, ten wrote %(share)s of the mentions.") % places
        ]
    return [
        _("Many speak: %(accounts)s accounts, and the ten that wrote most wrote %(share)s of the mentions.")
        % places
    ]


def _reach(told: Voices) -> list[str]:
    if not told.reached:
        return []
    places = {"n": exact(told.reached), "most": exact(told.reach)}
    return [_("The followers of %(n)s accounts are known; the largest has %(most)s.") % places]


def _repeats(counts: Counts, copies: Number) -> list[str]:
    if not counts.copies:
        return []
    places = {"n": exact(counts.copies), "share": copies.spoken}
    return [
        _("%(n)s mentions (%(share)s) repeat the text of another; quotes and questions count them once.")
        % places
    ]


def as_of_text(found: Diagnosis) -> str:
    """Return which days the page is about and what read them."""
    if found.frame.span is None:
        return _("Without dates, read by %(model)s") % {"model": found.read_by}
    places = {"day": exact_day(found.frame.span.last), "model": found.read_by}
    return _("Data until %(day)s, read by %(model)s") % places
