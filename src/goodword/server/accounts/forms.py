"""Forms of the accounts."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Channel
from goodword.server.shell.vocabulary import word

from .actor import Actor
from .models import Brand, User
from .rights import Right, Role, right_name

_AREA = {"rows": 3}


class LinesField(forms.CharField):
    """A list of short texts, one a line; blank lines and repetitions are dropped."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = 80, most: int = 200, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.longest, self.most = longest, most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = list(
            dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip())
        )
        too_long = next((line for line in lines if len(line) > self.longest), None)
        if too_long:
            raise forms.ValidationError(
                _("“%(start)s…” is longer than %(limit)d characters. Shorten it."),
                params={"start": too_long[:30], "limit": self.longest},
            )
        if len(lines) > self.most:
            raise forms.ValidationError(
                _("%(count)d lines are given; %(limit)d are allowed. Remove some."),
                params={"count": len(lines), "limit": self.most},
            )
        return lines


class BrandForm(forms.ModelForm[Brand]):
    """What the platform knows of a brand."""

    keywords = LinesField(label=_("Keywords"), help_text=_("Names people use for the brand, one a line."))
    forbidden_channels = forms.MultipleChoiceField(
        label=_("Forbidden channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No programme may use these; an attempt is refused with this rule's name."),
    )
    forbidden_audiences = LinesField(
        label=_("Forbidden audiences"), help_text=_("People who must not be addressed, one a line.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Days begin and end here; dates are shown in it.")
    )

    class Meta:
        model = Brand
        fields = (
            "name", "language", "time_zone", "currency", "region", "product", "positioning", "audience", "goal",
            "keywords", "forbidden_channels", "forbidden_audiences", "legal_notes",
        )  # fmt: skip
        labels = {
            "name": _("Name"), "language": _("Main language"), "currency": _("Currency"), "region": _("Region"),
            "product": _("Product"), "positioning": _("Positioning"), "audience": _("Audience"), "goal": _("Goal"),
            "legal_notes": _("Legal notes"),
        }  # fmt: skip
        help_texts = {
            "product": _("What is sold, in two sentences a friend would understand."),
            "positioning": _("Why somebody would choose it over the alternatives."),
            "audience": _("Whom it is for, and whom it is not for."),
            "goal": _("What word of mouth should change, and by when."),
            "currency": _("Three letters (ISO 4217), for example CNY."),
            "legal_notes": _("Rules everybody who writes for the brand must know."),
        }
        widgets = {
            "language": forms.Select(choices=[("en", "English"), ("zh", "中文")]),
            **{
                name: forms.Textarea(_AREA)
                for name in ("product", "positioning", "audience", "goal", "legal_notes")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["time_zone"]
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
        channels: Any = self.fields["forbidden_channels"]
        channels.choices = [(channel.value, word(channel.value)) for channel in Channel]

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if len(code) != 3 or not (code.isascii() and code.isalpha()):
            raise forms.ValidationError(
                _("“%(code)s” is not a currency code. Give three letters, for example CNY."),
                params={"code": code},
            )
        return code


class NameForm(forms.ModelForm[User]):
    """One's own name."""

    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Your name")}


class InviteForm(forms.Form):
    """A role offered to an address."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class AgencyForm(forms.Form):
    """An agency that shall work for the brand."""

    slug = forms.SlugField(
        label=_("The agency's short name"),
        error_messages={
            "invalid": _("A short name has Latin letters, digits and hyphens only, for example two-lamps.")
        },
    )


class RegisterForm(forms.Form):
    """The name and password of somebody who was invited."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        min_length=10,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a few words you can remember are better than symbols."),
    )


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label=_("How long it is good for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year")), (0, _("Until it is revoked"))],
        initial=90,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(right.value, right_name(right)) for right in Right if actor.may(right)]
