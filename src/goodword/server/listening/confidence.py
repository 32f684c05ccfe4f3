"""How sure the model was of a label, said calmly: a share in per cent and a word for it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodword.server.shell.values import percent

from .models import Mention

# From which share on a word is used; the models are calibrated, so of what is said at 80 % four in five are right.
_WORDS: tuple[tuple[float, Any], ...] = (
    (0.95, _("almost certain")),
    (0.85, _("quite sure")),
    (0.7, _("fairly sure")),
    (0.55, _("leaning this way")),
    (0.0, _("little more than a guess")),
)
_SURE, _CERTAIN = 0.85, 0.99
UNSURE, UNREAD = "unsure", "unread"


@dataclass(frozen=True, slots=True)
class Confidence:
    """The probability, 0 to 1, that the model gave to its label."""

    share: float

    @property
    def text(self) -> str:
        """The share as a person would say it; no model is certain.

        >>> Confidence(0.823).text, Confidence(0.9991).text
        ('82%', '>99%')
        """
        return percent(self.share) if self.share < _CERTAIN else f">{percent(_CERTAIN)}"

    @property
    def is_low(self) -> bool:
        """Whether a list should say it: what is sure needs no word."""
        return self.share < _SURE

    @property
    def word(self) -> Any:
        """The share in words."""
        return next(word for least, word in _WORDS if self.share >= least)


def confidence(mention: Mention, label: str) -> Confidence | None:
    """Return how sure the model was of a label; None where a person or a file gave it, or nothing is known."""
    if getattr(mention, f"{label}_by") not in ("", "model"):
        return None
    share = getattr(mention, f"{label}_confidence", None)
    return None if share is None else Confidence(share)


def reading_state(mention: Mention) -> str:
    """Return `unread` or `unsure` for a mention without a sentiment, by whether a model has read it; else nothing."""
    if mention.sentiment:
        return ""
    return UNSURE if mention.read_by else UNREAD
