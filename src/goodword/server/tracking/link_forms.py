"""What the pages of share links send."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.vocabulary import Channel, Lever, TieStrength
from goodword.edge import Card
from goodword.server.shell.lists import term_label, term_labels

from .links import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, LinkGiven, checked_host


def _choices(words: Any) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Not said")), *term_labels(words).items()]


class LinkForm(forms.Form):
    """A share link to make. The host of a target that is not registered may be registered with it."""

    target = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=2048,
        help_text=gettext_lazy("The page the friend lands on, with https:// in front."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    register_host = forms.BooleanField(
        label=gettext_lazy("Share links may lead to this host"),
        required=False,
        help_text=gettext_lazy("It is registered for the brand; links can send people there from now on."),
    )
    person = forms.CharField(
        label=term_label("person"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Who shares it: their id. Without one it is a link of your own."),
    )
    channel = forms.ChoiceField(label=term_label("channel"), required=False, choices=_choices(Channel))
    programme = forms.CharField(label=term_label("programme"), required=False, max_length=LONGEST_NAME)
    lever = forms.ChoiceField(label=term_label("lever"), required=False, choices=_choices(Lever))
    tie_strength = forms.ChoiceField(
        label=term_label("tie_strength"), required=False, choices=_choices(TieStrength)
    )
    parent = forms.CharField(
        label=gettext_lazy("They came through"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("The code of the link through which the sharer came, if you know it."),
    )
    code = forms.CharField(
        label=gettext_lazy("Wished code"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("What stands at the end of the address; leave it empty and one is made."),
    )
    expires_at = forms.DateTimeField(
        label=gettext_lazy("Ends"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("From then on a polite page says that it is over."),
    )
    card_title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=LONGEST_TITLE)
    card_description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    card_image = forms.CharField(
        label=gettext_lazy("Picture"),
        required=False,
        max_length=2048,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def link(self) -> LinkGiven:
        """Return what was asked for."""
        given: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        names = (
            "target",
            "code",
            "person",
            "programme",
            "channel",
            "lever",
            "tie_strength",
            "parent",
            "expires_at",
        )
        card = Card(given["card_title"], given["card_description"], given["card_image"])
        return LinkGiven(**{name: given[name] for name in names}, card=card)


class ExpiryForm(forms.Form):
    """When a link ends."""

    expires_at = forms.DateTimeField(
        label=gettext_lazy("Ends"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Leave it empty for a link without an end."),
    )

    @classmethod
    def of(cls, moment: datetime | None) -> "ExpiryForm":
        """Return the form as a link stands."""
        return cls(initial={"expires_at": moment and timezone.localtime(moment)})


class HostForm(forms.Form):
    """A host that share links may lead to."""

    host = forms.CharField(
        label=gettext_lazy("Host"), max_length=253, help_text=gettext_lazy("Such as shop.example.com.")
    )

    def clean_host(self) -> str:
        """Return the host as it goes over the wire."""
        return checked_host(self.cleaned_data["host"])


class LinkFileForm(forms.Form):
    """A file of share links."""

    MOST_BYTES = 20_000_000
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, TSV, JSONL or XLSX, columns in any order. One row is one link."),
    )
    register_hosts = forms.BooleanField(
        label=gettext_lazy("Share links may lead to every host in this file"),
        required=False,
        help_text=gettext_lazy("Hosts that are not registered yet are registered for the brand."),
    )
    record_share = forms.BooleanField(
        label=gettext_lazy("Each is a share that happens now"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "A link of a person with a channel is counted as a share. Untick it for shares you have counted elsewhere."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is better given to the command."""
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Import it on the server: goodword links import FILE.")
            )
        return file
