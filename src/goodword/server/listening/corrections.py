"""Which labels a person may correct, to what, and what follows from it."""

from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.core.vocabulary import Cause, LabelledBy, Origin, Sentiment

from .models import Mention

# Every label with the values it may take; the empty one takes a label away.
LABELS: dict[str, tuple[str, ...]] = {
    "sentiment": ("", *(each.value for each in Sentiment)),
    "cause": ("", *(each.value for each in Cause)),
    "origin": tuple(each.value for each in Origin),
}

Labels = dict[str, str]


def current(mention: Mention) -> Labels:
    """Return a mention's labels and who gave each."""
    return {name: getattr(mention, name) for label in LABELS for name in (label, f"{label}_by")}


def corrected(mention: Mention, wanted: Labels) -> Labels:
    """Return the labels that a correction changes, each with who gave it: a person.

    One label alone may confirm what is there; of several, those that stay as they are count as not touched. A mention
    that is no longer unfavourable has no cause; a cause is given only to an unfavourable one.
    """
    for label, value in wanted.items():
        _check(label, value)
    touched = _touched(mention, wanted)
    sentiment = touched.get("sentiment", mention.sentiment)
    if sentiment != Sentiment.UNFAVOURABLE:
        if touched.get("cause"):
            raise ConflictError(_("Only an unfavourable mention has a cause. Mark it unfavourable first."))
        if mention.cause:
            touched["cause"] = ""
    changes: Labels = {}
    for label, value in touched.items():
        changes[label] = value
        changes[f"{label}_by"] = LabelledBy.PERSON.value if wanted.get(label) == value else ""
    return changes


def _touched(mention: Mention, wanted: Labels) -> Labels:
    different = {label: value for label, value in wanted.items() if value != getattr(mention, label)}
    if len(wanted) > 1 and different:
        return different
    if not different and all(getattr(mention, f"{label}_by") == LabelledBy.PERSON for label in wanted):
        raise ConflictError(_("The mention has these labels already."))
    return dict(wanted)


def _check(label: str, value: str) -> None:
    if label not in LABELS:
        raise InputError(_("“%(value)s” is not a label that can be corrected.") % {"value": label[:40]})
    if value not in LABELS[label]:
        known = ", ".join(each for each in LABELS[label] if each)
        raise InputError(
            _("“%(value)s” is not a known value. Choose from: %(known)s.")
            % {"value": value[:40], "known": known}
        )
