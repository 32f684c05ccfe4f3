"""The settings of a kind of source as a form, and what one gives a source besides."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.connectors.protocol import ConnectorSpec, Field, FieldKind
from goodword.server.shell.moments import day
from goodword.server.shell.vocabulary import is_chinese

from .actions import LONGEST_NAME
from .kinds import said
from .models import Source

_LONGEST = 5_000
EVERY = (1, 5, 15, 60, 360, 1440)
_EVERY_SAID = {
    1: gettext_lazy("every minute"),
    5: gettext_lazy("every 5 minutes"),
    15: gettext_lazy("every 15 minutes"),
    60: gettext_lazy("every hour"),
    360: gettext_lazy("every 6 hours"),
    1440: gettext_lazy("once a day"),
}


class SettingsForm(forms.Form):
    """What a kind of source asks for; secrets that are set stay unless another one is entered."""

    def __init__(self, spec: ConnectorSpec, *args: Any, source: Source | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.source = spec, source
        for field in spec.fields:
            self.fields[field.name] = self._field(field)
        if spec.notice_en and (source is None or not source.notice_accepted_at):
            self.fields["notice"] = forms.BooleanField(
                label=_("I have read and accept this"), help_text=said(spec, "notice"), required=True
            )

    def _field(self, field: Field) -> forms.Field:
        shared: dict[str, Any] = {
            "label": said(field, "label"),
            "help_text": self._help(field),
            "required": field.required and field.default is None and not self._is_set(field),
            "initial": self._initial(field),
        }
        if field.kind is FieldKind.FLAG:
            return forms.BooleanField(**(shared | {"required": False}))
        if field.kind is FieldKind.CHOICE:
            choices = [(value, _in_words(en, zh)) for value, en, zh in field.choices]
            return forms.ChoiceField(choices=choices, **shared)
        if field.kind is FieldKind.NUMBER:
            return forms.IntegerField(**shared)
        return forms.CharField(max_length=_LONGEST, widget=self._widget(field), **shared)

    def _help(self, field: Field) -> str:
        if self._is_set(field) and self.source is not None:
            when = parse_datetime(self.source.secrets_set[field.name])
            return _("Set on %(day)s. Leave it empty to keep it.") % {"day": day(when.date()) if when else ""}
        return said(field, "help")

    def _widget(self, field: Field) -> forms.Widget:
        if field.kind is FieldKind.SECRET:
            return forms.PasswordInput(attrs={"autocomplete": "new-password"})
        if field.kind is FieldKind.LIST:
            return forms.Textarea(attrs={"rows": 3, "placeholder": field.example})
        return forms.TextInput(attrs={"placeholder": field.example, "autocomplete": "off"})

    def _is_set(self, field: Field) -> bool:
        return (
            self.source is not None
            and field.kind is FieldKind.SECRET
            and field.name in self.source.secrets_set
        )

    def _initial(self, field: Field) -> Any:
        if field.kind is FieldKind.SECRET:
            return ""
        value = self.source.settings.get(field.name, field.default) if self.source else field.default
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def values(self) -> dict[str, Any]:
        """Return what was entered by the names of the connector's fields; a list as one."""
        found = {field.name: self.cleaned_data.get(field.name) for field in self.spec.fields}
        for field in self.spec.fields:
            if field.kind is FieldKind.LIST:
                found[field.name] = [
                    line.strip() for line in (found[field.name] or "").splitlines() if line.strip()
                ]
            elif found[field.name] is None:
                found[field.name] = ""
        return {name: value for name, value in found.items() if value != ""} | {
            field.name: "" for field in self.spec.fields if field.required and found[field.name] == ""
        }


def _in_words(en: str, zh: str) -> str:
    return zh if is_chinese() else en


class NameForm(forms.Form):
    """What a source is called, how often it is read, and what its requests cost."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    every = forms.TypedChoiceField(
        label=gettext_lazy("How often"), coerce=lambda minutes: timedelta(minutes=int(minutes))
    )
    price = forms.DecimalField(
        label=gettext_lazy("Price of 1,000 requests"),
        help_text=gettext_lazy(
            "In the brand's currency; 0 where it is free. Only to show what a source costs."
        ),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
    )

    def __init__(self, source: Source, *args: Any, **kwargs: Any) -> None:
        minutes = round(source.every.total_seconds() / 60)
        kwargs.setdefault("initial", {"name": source.name, "every": minutes, "price": source.price_per_1000})
        super().__init__(*args, **kwargs)
        known = sorted({*EVERY, minutes})
        choices = [(n, _EVERY_SAID.get(n) or _("every %(n)d minutes") % {"n": n}) for n in known]
        self.fields["every"].choices = choices  # type: ignore[attr-defined]
