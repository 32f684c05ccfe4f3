"""The numbers of the model page, each with everything its card says."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goodword.server.shell.numbers import Number

if TYPE_CHECKING:
    from .pages import ModelPage


def macro_f1(page: "ModelPage") -> Number:
    """The mean F1 over the labels of the task."""
    return _number(
        page,
        "macro_f1",
        ("macro_f1",),
        name=gettext_lazy("Macro-F1"),
        definition=gettext_lazy(
            "How well each label is found, on average, a rare one counting as much as a common one: the harmonic mean of "
            "how many of its readings are right and how many of its mentions are found."
        ),
        method=_("Mean over the labels that occur; interval by 1,000 bootstrap samples of the labels."),
    )


def accuracy(page: "ModelPage") -> Number:
    """The share of readings that are right."""
    return _number(
        page,
        "accuracy",
        ("accuracy",),
        name=gettext_lazy("Right"),
        definition=gettext_lazy("The share of mentions that the model reads as a person did."),
        method=_("Every mention counts, also those the model would leave to people; Wilson interval."),
    )


def kept(page: "ModelPage") -> Number:
    """What can be left to the model at nine right of ten."""
    return _number(
        page,
        "kept",
        ("coverage", 0, "share"),
        name=gettext_lazy("Kept if 9 in 10 are right"),
        definition=gettext_lazy(
            "The largest share of mentions that can be left to the model if nine of ten of them must be right, its surest "
            "readings first."
        ),
        method=_("The share above the confidence at which nine of ten were right; no interval is known."),
    )


def calibration_error(page: "ModelPage") -> Number:
    """How far confidence is from truth."""
    return _number(
        page,
        "calibration_error",
        ("calibration_error",),
        name=gettext_lazy("Calibration error"),
        definition=gettext_lazy("How far the confidence is from the share that was right, on average."),
        method=_("Expected calibration error over 15 equally wide bins; no interval is known."),
    )


NUMBERS: dict[str, Callable[["ModelPage"], Number]] = {
    "macro_f1": macro_f1,
    "accuracy": accuracy,
    "kept": kept,
    "calibration_error": calibration_error,
}


def _number(page: "ModelPage", key: str, path: tuple[Any, ...], **more: Any) -> Number:
    quality = page.quality
    found: Any = quality.found if quality else None
    for step in path if quality else ():
        found = found[step]
    estimate = found if isinstance(found, dict) else {"value": found}
    url = reverse("model-number", kwargs={"brand": page.actor.brand_slug, "measure": key})
    return Number(
        value=estimate["value"],
        interval=(estimate["low"], estimate["high"]) if "low" in estimate else None,
        is_share=True,
        n=quality.n if quality else None,
        window=window(page),
        version=page.version.name,
        why_none=why_none(page),
        query=f"task = {page.task}; labels = {quality.rule if quality else 'gold'}",
        key=f"model_{key}",
        url=f"{url}?{urlencode({'task': page.task})}",
        **more,
    )


def window(page: "ModelPage") -> str:
    """Return by which labels the model was judged."""
    if page.quality is None:
        return ""
    if page.quality.by_gold:
        return _("on %(n)s mentions drawn at random") % {"n": page.quality.n}
    return _("on the labels themselves, by thirds") if page.version.brand_id else ""


def why_none(page: "ModelPage") -> str:
    """Return what is missing before the model can be judged."""
    missing = page.missing_gold
    return ngettext(
        "Too early to say: %(n)s more answer to a mention drawn at random is needed.",
        "Too early to say: %(n)s more answers to mentions drawn at random are needed.",
        missing,
    ) % {"n": missing}
