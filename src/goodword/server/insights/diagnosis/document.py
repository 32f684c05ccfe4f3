"""A diagnosis as plain data in the language of the page: what the paper is set from, and what the API answers."""

from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.server.shell.numbers import Number
from goodword.server.shell.values import exact, percent
from goodword.server.shell.vocabulary import is_chinese, word

from .figures import FEW
from .findings import CauseFound, Diagnosis, Part, PraiseFound, Step
from .neighbours import Notice
from .quotes import Quote
from .scope import exact_day, span_text
from .words import as_of_text, completeness

Said = dict[str, Any]


class Document:
    """Says a diagnosis; `base` is where the console can be reached, without it nothing links there."""

    def __init__(self, found: Diagnosis, base: str = "") -> None:
        self._found, self._base = found, base

    def said(self) -> Said:
        """Return everything on the page."""
        found = self._found
        return {
            "brand": found.brand,
            "language": "zh" if is_chinese() else "en",
            "title": _("Diagnosis: %(brand)s") % {"brand": found.brand},
            "window": span_text(found.frame.span),
            "narrowed": self._narrowed(),
            "as_of": as_of_text(found),
            "last_day": found.frame.span.last.isoformat() if found.frame.span else "",
            "headline": found.headline,
            "summary": ("" if is_chinese() else " ").join(found.headline),
            "cautions": found.cautions,
            "complete": completeness(found),
            "numbers": [self.number(each, found.changes.get(each.key, "")) for each in found.numbers],
            "origins": [_part(each) for each in found.origins],
            "stimuli": [_part(each) for each in found.stimuli],
            "causes": [self._cause(each) for each in found.causes],
            "unexplained": self.number(found.unexplained) if found.unexplained else None,
            "praise": [self._praise(each) for each in found.praise],
            "questions": self._questions(),
            "voices": self._voices(),
            "alerts": [self._notice(each) for each in found.alerts],
            "uncovered": [self._notice(each) for each in found.uncovered],
            "share_of_voice": [{"name": str(each.name), "share": self.number(each)} for each in found.voice],
            "steps": [self._step(each) for each in found.steps],
        }

    def _narrowed(self) -> str:
        """Return which source or product it is about, where it is not about all."""
        scope = self._found.frame.scope
        kind = word(scope.source_type) if scope.source_type else ""
        return ", ".join(filter(None, (scope.product, scope.source, kind)))

    def number(self, number: Number, change: str = "") -> Said:
        """Return a number with what its card says."""
        low, high = number.interval or (None, None)
        return {
            "key": number.key,
            "name": str(number.name),
            "value": number.value,
            "said": said_of(number),
            "low": low,
            "high": high,
            "interval": _interval(number),
            "n": number.n,
            "change": change,
            "definition": str(number.definition),
            "method": str(number.method),
            "window": str(number.window),
            "why_none": str(number.why_none) if number.value is None else "",
        }

    def _cause(self, cause: CauseFound) -> Said:
        return {
            "key": cause.key,
            "name": cause.name,
            "share": self.number(cause.share),
            "hurt": self.number(cause.hurt_number),
            "now": cause.hurt.now,
            "before": cause.hurt.before,
            "growth": round(cause.hurt.growth, 3),
            "change": change_text(cause),
            "trend": cause.trend,
            "themes": [
                {"phrase": phrase, "share": share, "said": percent(share)} for phrase, share in cause.themes
            ],
            "places": [{"name": name, "count": n} for name, n in cause.places],
            "products": [{"name": name, "count": n} for name, n in cause.products],
            "quotes": [self._quote(each) for each in cause.sample.quotes],
            "url": self._own(cause.url),
        }

    def _praise(self, praise: PraiseFound) -> Said:
        return {
            "name": praise.name,
            "balance": balance_text(praise),
            "share": self.number(praise.share) if praise.share else None,
            "quote": self._quote(praise.quote) if praise.quote else None,
            "url": self._own(praise.url),
        }

    def _questions(self) -> Said | None:
        asked = self._found.questions
        if asked is None:
            return None
        return {
            "open": self.number(asked.open),
            "can_tell": asked.can_tell,
            "quotes": [self._quote(each) for each in asked.quotes],
            "url": self._own(asked.url),
        }

    def _voices(self) -> Said | None:
        told = self._found.voices
        if told is None:
            return None
        return {"numbers": [self.number(each) for each in told.numbers], "sentences": told.sentences}

    def _quote(self, quote: Quote) -> Said:
        return {
            "mention_id": quote.pk,
            "parts": [{"text": text, "is_evidence": is_evidence} for text, is_evidence in quote.parts],
            "from": origin_of(quote),
            "language": quote.language,
            "page": self._own(self._page(quote)),
            "url": quote.url,
        }

    def _page(self, quote: Quote) -> str:
        return reverse("mention-detail", kwargs={"brand": self._found.slug, "pk": quote.pk})

    def _notice(self, notice: Notice) -> Said:
        return {"title": notice.title, "text": notice.text, "url": self._own(notice.url)}

    def _step(self, step: Step) -> Said:
        return {
            "key": step.key,
            "title": step.title,
            "owner": step.owner,
            "why": step.why,
            "effort": step.effort,
            "proof": step.proof,
            "url": self._own(step.url),
        }

    def _own(self, url: str) -> str:
        """Return an address of the console as others can open it, or nothing."""
        return urljoin(self._base, url) if url and self._base else ""


def _part(part: Part) -> Said:
    return {"name": part.name, "count": part.count}


def said_of(number: Number) -> str:
    """Return a number as a document says it: counts with all their digits."""
    if number.value is None or number.is_share:
        return number.spoken
    return exact(number.value)


def balance_text(praise: PraiseFound) -> str:
    """Return how many praise and how many blame an aspect."""
    if praise.praised is None:
        return ""
    places = {"praised": exact(praise.praised.praised), "blamed": exact(praise.praised.blamed)}
    return _("%(praised)s praise it, %(blamed)s blame it") % places


def _interval(number: Number) -> str:
    if number.interval is None:
        return ""
    places = {"low": percent(number.interval[0]), "high": percent(number.interval[1])}
    return _("%(low)s to %(high)s") % places


def origin_of(quote: Quote) -> str:
    """Return where a quote comes from: the product, the place, the day."""
    place = quote.source or (word(quote.source_type) if quote.source_type else "")
    return ", ".join(filter(None, (quote.product, place, exact_day(quote.day) if quote.day else "")))


def change_text(cause: CauseFound) -> str:
    """Return how many there are and how many there were, and whether that is too few to say more."""
    places = {"now": exact(cause.hurt.now), "before": exact(cause.hurt.before or 0)}
    if cause.hurt.before is None:
        said = ngettext("%(now)s mention", "%(now)s mentions", cause.hurt.now) % places
    else:
        said = _("%(now)s mentions, %(before)s in the days before") % places
    return _("%(said)s: too few to say") % {"said": said} if cause.hurt.now < FEW else said
