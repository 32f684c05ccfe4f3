"""Why a version was refused, put away, or kept a task as it was, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.server.listening.facade import ASPECT, Taxonomy
from goodword.server.shell.vocabulary import word

from .gate import GOLD
from .models import ModelVersion


def reasons_in_words(version: ModelVersion, own: Taxonomy) -> list[str]:
    """Return a version's reasons in the language of the page."""
    return [_sentence(reason, own) for reason in version.reasons]


def task_name(task: str, own: Taxonomy) -> str:
    """Return what a task is called: sentiment, cause, intent, or the name of an aspect."""
    return own.name(ASPECT, task.removeprefix("aspect:")) if task.startswith("aspect:") else word(task)


def _sentence(reason: Mapping[str, Any], own: Taxonomy) -> str:
    match reason.get("code"):
        case "worse":
            return _worse(reason, own)
        case "too_few":
            return _(
                "There are %(labels)s labels of one kind at most, and it takes %(needed)s to judge what was learned. "
                "Label some more."
            ) % {"labels": reason["labels"], "needed": reason["needed"]}
        case "nothing_new":
            return _("The labels say nothing that the version in force does not know already.")
        case "damaged":
            return _("Its file was damaged or gone, so the shipped model reads instead. Teach a new version.")
        case "interrupted":
            return _("The work was interrupted and not taken up again. Start it once more.")
        case "failed":
            return str(reason.get("sentence", ""))
    return ""


def _worse(reason: Mapping[str, Any], own: Taxonomy) -> str:
    words = {
        "task": task_name(reason["task"], own),
        "n": reason["n"],
        "gained": reason["gained"],
        "lost": reason["lost"],
    }
    if reason["reason"] == "rare_labels_worse":
        text = _("%(task)s: it finds the rarer labels worse than before, on %(n)s %(labels)s.")
    else:
        text = _(
            "%(task)s: of %(n)s %(labels)s it gets %(gained)s right that were wrong before, and %(lost)s wrong that were right."
        )
    labels = (
        ngettext("gold label", "gold labels", reason["n"])
        if reason["rule"] == GOLD
        else ngettext("label", "labels", reason["n"])
    )
    return text % (words | {"labels": labels})
