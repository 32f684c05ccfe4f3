"""What the pages of search visibility send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Owner


class ImportForm(forms.Form):
    """A file of search results."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, JSON or JSON lines; also answers of SerpApi and search console exports."),
    )


class HostForm(forms.Form):
    """Whose a place on the web is."""

    host = forms.CharField(
        label=_("Host"), max_length=255, help_text=_("Such as lumen.example; what is under it follows.")
    )
    owner = forms.ChoiceField(label=_("Whose it is"), choices=Owner.choices)


class PageForm(forms.Form):
    """An official page that answers questions."""

    url = forms.CharField(label=_("Address"), max_length=1000)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)


class QuestionForm(forms.Form):
    """A question that an official page should answer."""

    text = forms.CharField(label=_("Question"), max_length=200)
