"""Which labels a person may correct, to what, and what follows from it."""

from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.core.vocabulary import Intent, LabelledBy, Origin, Sentiment

from .aspects import packed, unpacked
from .models import Mention
from .taxonomy import ASPECT, CAUSE, Taxonomy

# What can be corrected; the empty value takes a label away, where it may be.
LABELS = ("sentiment", "cause", "intent", "aspects", "origin")
_CLOSED = {
    "sentiment": ("", *(each.value for each in Sentiment)),
    "intent": ("", *(each.value for each in Intent)),
    "origin": tuple(each.value for each in Origin),
}
_WITH_CONFIDENCE = ("sentiment", "cause", "intent")

Labels = dict[str, str]
State = dict[str, str | float | None]


class AlreadyLabelledError(ConflictError):
    """A person has said so already."""

    def __init__(self) -> None:
        super().__init__(_("The mention has these labels already."))


def current(mention: Mention) -> State:
    """Return a mention's labels, who gave each, and how sure the model was."""
    state: State = {name: getattr(mention, name) for label in LABELS for name in (label, f"{label}_by")}
    return state | {
        f"{label}_confidence": getattr(mention, f"{label}_confidence") for label in _WITH_CONFIDENCE
    }


def corrected(mention: Mention, wanted: Labels, own: Taxonomy, *, every: bool = False) -> State:
    """Return the labels that a correction changes, each with who gave it: a person.

    One label alone may confirm what is there; of several, those that stay as they are count as not touched, unless
    `every` one is meant as said. A mention that is no longer unfavourable has no cause; a cause is given only to an
    unfavourable one. What a person says has no confidence.
    """
    wanted = {label: _checked(label, value, own) for label, value in wanted.items()}
    touched = _touched(mention, wanted, own, every=every)
    if touched.get("sentiment", mention.sentiment) != Sentiment.UNFAVOURABLE:
        if touched.get("cause"):
            raise ConflictError(_("Only an unfavourable mention has a cause. Mark it unfavourable first."))
        if mention.cause:
            touched["cause"] = ""
    changes: State = {}
    for label, value in touched.items():
        changes[label] = value
        changes[f"{label}_by"] = LabelledBy.PERSON.value if wanted.get(label) == value else ""
        if label in _WITH_CONFIDENCE:
            changes[f"{label}_confidence"] = None
    return changes


def meant(label: str, value: str, own: Taxonomy) -> str:
    """Return what a stored value of a label means now."""
    if label == "cause":
        return own.current(CAUSE, value)
    if label == "aspects":
        return packed(own.current(ASPECT, key) for key in unpacked(value))
    return value


def _touched(mention: Mention, wanted: Labels, own: Taxonomy, *, every: bool) -> Labels:
    different = {
        label: value for label, value in wanted.items() if value != meant(label, getattr(mention, label), own)
    }
    if len(wanted) > 1 and different and not every:
        return different
    if not different and all(getattr(mention, f"{label}_by") == LabelledBy.PERSON for label in wanted):
        raise AlreadyLabelledError
    return dict(wanted)


def _checked(label: str, value: str, own: Taxonomy) -> str:
    """Return a value as it is kept; InputError when the label or the value is not known."""
    if label not in LABELS:
        raise InputError(_("“%(value)s” is not a label that can be corrected.") % {"value": label[:40]})
    if label == "aspects":
        offered = [term.key for term in own.aspects]
        keys = [own.current(ASPECT, key) for key in unpacked(value)]
        for key in keys:
            _check(key, offered)
        return _fitting(packed(keys))
    if label == "cause":
        value = own.current(CAUSE, value)
        _check(value, ["", *(term.key for term in own.causes)])
    else:
        _check(value, _CLOSED[label])
    return value


def _fitting(text: str) -> str:
    limit = Mention._meta.get_field("aspects").max_length or 0
    if len(text) > limit:
        raise InputError(_("These are too many aspects for one mention. Choose those it is really about."))
    return text


def _check(value: str, known: "list[str] | tuple[str, ...]") -> None:
    if value not in known:
        raise InputError(
            _("“%(value)s” is not a known value. Choose from: %(known)s.")
            % {"value": value[:40], "known": ", ".join(each for each in known if each)}
        )
