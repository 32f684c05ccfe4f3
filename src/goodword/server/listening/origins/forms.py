"""A known account, or a file of them, as forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import HANDLE_LENGTH, KnownAccount


class AccountForm(forms.Form):
    """One account."""

    handle = forms.CharField(label=_("Handle or author id"), max_length=HANDLE_LENGTH)
    kind = forms.ChoiceField(label=_("Who it is"), choices=KnownAccount.Kind.choices)
    platform = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=120,
        help_text=_(
            "The source as mentions name it, such as mastodon.social. It may be empty where the account says where it is: "
            "name@host, u/name, a DID or a link."
        ),
    )
    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class AccountsFileForm(forms.Form):
    """A CSV file of accounts."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with the columns handle and kind (brand, employee, paid, rewarded); also platform, since, until, note."
        ),
    )
