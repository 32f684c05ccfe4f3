"""What the pages of the saved queries send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goodword.text.query.errors import LONGEST

from .models import COLOURS, SavedQuery


class QueryForm(forms.Form):
    """A query to try or to save."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("What it is about"), choices=SavedQuery.Kind.choices, initial="topic")
    source = forms.CharField(
        label=_("Query"),
        max_length=LONGEST,
        help_text=_(
            'As in the query bar: words, “OR” in capitals, -without, "a phrase", NEAR/5, parentheses.'
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )
    note = forms.CharField(label=_("What is new"), max_length=300, required=False)


class ChangeForm(forms.Form):
    """Another text for a saved query."""

    source = QueryForm.base_fields["source"]
    note = QueryForm.base_fields["note"]


class DescribeForm(forms.Form):
    """Another name, kind or colour."""

    name = QueryForm.base_fields["name"]
    kind = QueryForm.base_fields["kind"]
    colour = forms.TypedChoiceField(
        label=_("Colour in pictures"), coerce=int, choices=[(n, str(n)) for n in range(1, COLOURS + 1)]
    )
