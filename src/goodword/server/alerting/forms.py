"""Forms of the alerts' pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .actions import LEAST_RATE, MOST_RATE
from .models import AlertRule, Recipient


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is watched, the one threshold, and when nobody is told."""

    class Meta:
        model = AlertRule
        fields = (
            "name", "query", "volume", "unfavourable", "causes", "alarms_per_month", "limit", "quiet_from", "quiet_until",
            "daily_cap", "is_on",
        )  # fmt: skip
        widgets = {
            "query": forms.TextInput,
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "query": _(
                "A query as in the explorer, for example: app OR “sign in”. Empty: everything consumers say."
            ),
            "alarms_per_month": _(
                "How often you bear to be told of nothing. Fewer false alarms find less, and later."
            ),
            "limit": _(
                "Only in the first 14 days, while what is usual is still learned: so many mentions in one hour."
            ),
            "quiet_from": _("In the brand's time zone. What stands out meanwhile is told at the end."),
            "daily_cap": _("To each recipient. Alerts beyond it are in the console only."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rate = self.fields["alarms_per_month"]
        rate.widget.attrs |= {"min": LEAST_RATE, "max": MOST_RATE, "step": "any"}
        self.fields["query"].required = False

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "brand"}  # type: ignore[misc]


class RecipientForm(forms.Form):
    """Who is told."""

    kind = forms.ChoiceField(label=_("How"), choices=Recipient.Kind.choices)
    address = forms.CharField(
        label=pgettext_lazy("of a recipient", "Address"),
        max_length=500,
        help_text=_("An e-mail address, or where a webhook is sent."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("zh-hans", "中文")])
