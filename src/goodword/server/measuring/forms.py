"""What the pages of Measure send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Channel, CostKind
from goodword.server.shell.lists import term_label

from .models import Cost
from .money import Purse


def _channels() -> list[tuple[str, Any]]:
    return [("", _("All channels together")), *((each.value, term_label(each.value)) for each in Channel)]


def _kinds() -> list[tuple[str, Any]]:
    return [(each.value, term_label(each.value)) for each in CostKind]


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CostForm(forms.Form):
    """Money spent over some days."""

    kind = forms.ChoiceField(label=_("What for"), choices=_kinds)
    amount = forms.CharField(
        label=_("Amount"), max_length=24, widget=forms.TextInput({"inputmode": "decimal"})
    )
    first_day = forms.DateField(label=_("First day"), widget=DayInput())
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput(), required=False,
        help_text=_("What is paid for a month counts by the days; empty: one day."),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Channel"), choices=_channels, required=False,
        help_text=_("A cost of all channels is spread over them by their new customers."),
    )  # fmt: skip
    programme = forms.CharField(label=_("Programme"), max_length=64, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    @staticmethod
    def of(cost: Cost, purse: Purse) -> dict[str, Any]:
        """Return a cost as the form shows it."""
        plain = (
            f"{purse.major(cost.amount_minor):.2f}"
            if cost.amount_minor % 100
            else f"{purse.major(cost.amount_minor):.0f}"
        )
        shared = {
            name: getattr(cost, name)
            for name in ("kind", "first_day", "last_day", "channel", "programme", "note")
        }
        return {**shared, "amount": plain}

    @property
    def said(self) -> dict[str, str]:
        """What was entered, as a row of a file would say it."""
        return {name: "" if value is None else str(value) for name, value in self.cleaned_data.items()}


class CostFileForm(forms.Form):
    """A file of costs."""

    file = forms.FileField(label=_("CSV file"))


class LiftForm(forms.Form):
    """What a randomised test found."""

    channel = forms.ChoiceField(label=_("Channel"), choices=_channels, required=False)
    share = forms.FloatField(
        label=_("Caused, per hundred attributed customers"),
        help_text=_("Of a hundred customers that clicks are credited with, how many would not have come otherwise."),
    )  # fmt: skip
    low = forms.FloatField(label=_("Lower end of its interval (95 %)"))
    high = forms.FloatField(label=_("Upper end of its interval (95 %)"))
    first_day = forms.DateField(label=_("First day"), widget=DayInput())
    last_day = forms.DateField(label=_("Last day"), widget=DayInput())
    source = forms.CharField(
        label=_("Which test"), max_length=500,
        help_text=_("Where its data and analysis can be looked up. Who got the recommendation must have been drawn by lot."),
    )  # fmt: skip
