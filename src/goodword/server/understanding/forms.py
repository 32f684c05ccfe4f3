"""What the pages of the reading model send."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goodword.core.errors import InputError
from goodword.core.vocabulary import Sentiment
from goodword.server.listening.facade import ASPECT, Term, packed


class WordForm(forms.Form):
    """A cause or an aspect: its names, and for an aspect the words that rules find it by."""

    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=80, required=False)
    cues = forms.CharField(
        label=_("Cue words"),
        required=False,
        max_length=20_000,
        help_text=_("One a line, in both languages. Where one of them stands, the aspect is found."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, kind: str, *args: Any, term: Term | None = None, **kwargs: Any) -> None:
        if term is not None:
            kwargs["initial"] = {
                "name_en": term.name_en,
                "name_zh": term.name_zh,
                "cues": "\n".join(term.cues),
            }
        super().__init__(*args, **kwargs)
        if kind != ASPECT:
            del self.fields["cues"]

    @property
    def words(self) -> dict[str, Any]:
        """What was entered, as the actions take it."""
        given = dict(self.cleaned_data)
        if "cues" in given:
            given["cues"] = given["cues"].splitlines()
        return given


def labels_of(sent: QueryDict) -> dict[str, str]:
    """Return what an answer of the queue says: a sign, and what else was given; InputError without a sign."""
    sentiment, cause, intent = (str(sent.get(task, "")) for task in ("sentiment", "cause", "intent"))
    if sentiment not in set(Sentiment):
        raise InputError(gettext("Say first whether it is favourable, neutral or unfavourable: 1, 2 or 3."))
    wanted = {"sentiment": sentiment}
    if cause and sentiment == Sentiment.UNFAVOURABLE:
        wanted["cause"] = cause
    if intent:
        wanted["intent"] = intent
    if sent.getlist("aspects") or "no_aspect" in sent:
        wanted["aspects"] = packed(sent.getlist("aspects"))
    return wanted
