"""Forms of the imports' pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.connectors.files import ColumnGuess, FieldSpec

from .kinds import KINDS
from .labels import choice_label, confidence, field_help, field_label, reason_of
from .models import ImportProfile
from .options import Options
from .reading import Reading

# Fields that are often the same in all rows, so that a page asks for them when no column holds them.
_ONE_FOR_ALL: Mapping[str, tuple[str, ...]] = {
    "mentions": ("source_type", "source", "language"),
    "people": ("language",),
    "graph": ("kind",),
    "events": ("kind", "channel", "currency"),
    "survey": (),
}
_SAMPLES = 3
_ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "windows-1252", "shift_jis")
_DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}


def kind_choices() -> list[tuple[str, Any]]:
    """Return the kinds as choices."""
    return [(kind.name, kind.label) for kind in KINDS.values()]


class UploadForm(forms.Form):
    """The file and, if the sender knows, what it holds."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, TSV, JSON lines, Parquet or Excel, plain or packed with gzip or zip."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is in it?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Find out from the columns")), *kind_choices()]  # type: ignore[attr-defined]


class SettingsForm(forms.Form):
    """What the whole file is: its kind, encoding, dates, and the values that all rows share."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in it?"))
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=gettext_lazy("Between columns"), required=False)
    header = forms.ChoiceField(label=gettext_lazy("First row"), required=False)
    sheet = forms.CharField(label=gettext_lazy("Sheet"), required=False, max_length=100)
    date_order = forms.ChoiceField(label=gettext_lazy("Dates"), required=False)
    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        required=False,
        max_length=64,
        help_text=gettext_lazy("For times that name none, such as Europe/Berlin."),
    )
    survey = forms.CharField(label=gettext_lazy("Survey"), required=False, max_length=200)

    def __init__(self, reading: Reading, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = reading.source
        found = _("as recognised (%(value)s)")
        self._choices("kind", kind_choices())
        self._choices("encoding", [("", found % {"value": source.encoding}), *((e, e) for e in _ENCODINGS)])
        named = {"\t": _("tab")}
        self._choices(
            "delimiter",
            [
                ("", found % {"value": named.get(source.delimiter or "", source.delimiter)}),
                *((name, named.get(sign, sign)) for name, sign in _DELIMITERS.items()),
            ],
        )
        self._choices(
            "header", [("", _("as recognised")), ("yes", _("names the columns")), ("no", _("is data"))]
        )
        self._choices(
            "date_order",
            [("", _("as recognised")), ("dmy", _("day, month, year")), ("mdy", _("month, day, year"))],
        )
        if source.encoding is None:
            del self.fields["encoding"], self.fields["delimiter"]
        if source.format != "xlsx":
            del self.fields["sheet"]
        if source.format in {"parquet", "json", "jsonl"}:
            del self.fields["header"]
        if reading.kind.name != "survey":
            del self.fields["survey"]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        """Refuse a time zone that is none."""
        zone = str(self.cleaned_data["zone"]).strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(_("There is no such time zone. Write it as Europe/Berlin or UTC."))
        return zone

    def options(self, before: Options) -> Options:
        """Return the options with what the form says of the file."""
        said = self.cleaned_data
        header = {"yes": True, "no": False}.get(said.get("header", ""))
        return replace(
            before,
            encoding=said.get("encoding") or None,
            delimiter=_DELIMITERS.get(said.get("delimiter", "")),
            header=header,
            sheet=said.get("sheet") or None,
            date_order=said.get("date_order") or None,
            zone=said.get("zone") or None,
            survey=said.get("survey", before.survey) or None,
        )

    @classmethod
    def initial_of(cls, reading: Reading, stored: Options) -> dict[str, Any]:
        """Return what the form shows first."""
        signs = {sign: name for name, sign in _DELIMITERS.items()}
        return {
            "kind": reading.kind.name,
            "encoding": stored.encoding or "",
            "delimiter": signs.get(stored.delimiter or "", ""),
            "header": {True: "yes", False: "no", None: ""}[stored.header],
            "sheet": stored.sheet or "",
            "date_order": stored.date_order or "",
            "zone": stored.zone or "",
            "survey": stored.survey or "",
        }


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the file as the page asks about it."""

    column: str
    bound: forms.BoundField
    samples: list[str]
    confidence: str
    tone: str
    reason: str


class ColumnsForm(forms.Form):
    """Which column goes into which field, and which fields have one value in all rows."""

    def __init__(self, reading: Reading, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reading = reading
        self._guesses: dict[str, ColumnGuess] = {guess.column: guess for guess in reading.guesses}
        chosen = {column: name for name, column in reading.mapping.items()}
        choices = self._field_choices()
        for number, column in enumerate(reading.source.columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=chosen.get(column, "")
            )
        for name in _ONE_FOR_ALL[reading.kind.name]:
            self.fields[f"all-{name}"] = self._one_for_all(reading.kind.schema.field(name))

    def _field_choices(self) -> list[tuple[str, Any]]:
        kind = self._reading.kind
        kept = _("Keep as an answer") if kind.name == "survey" else _("Keep as it is")
        fields = [
            (spec.name, field_label(kind.name, spec.name) + (" *" if spec.required else ""))
            for spec in kind.schema.fields
        ]
        return [("", kept), *fields]

    def _one_for_all(self, spec: FieldSpec) -> forms.Field:
        label = field_label(self._reading.kind.name, spec.name)
        initial = self._reading.options.constants.get(spec.name, "")
        if spec.choices:
            known = [(choice.value, choice_label(choice.value)) for choice in spec.choices]
            return forms.ChoiceField(
                label=label, choices=[("", _("not given")), *known], required=False, initial=initial
            )
        longest = min(spec.longest, 200)
        return forms.CharField(
            label=label, required=False, initial=initial, max_length=longest, help_text=field_help(spec)
        )

    def rows(self) -> list[ColumnRow]:
        """Return the columns with their first values and how sure recognition is."""
        samples = self._reading.source.sample(_SAMPLES)
        rows = []
        for number, column in enumerate(self._reading.source.columns):
            bound = self[f"column-{number}"]
            guess = self._guesses[column]
            word, tone = confidence(guess, str(bound.value() or ""))
            values = [row.get(column, "")[:80] for row in samples]
            rows.append(ColumnRow(column, bound, [v for v in values if v], word, tone, reason_of(guess)))
        return rows

    def constants(self) -> list[forms.BoundField]:
        """Return the fields that may have one value in all rows."""
        return [self[name] for name in self.fields if name.startswith("all-")]

    def clean(self) -> dict[str, Any]:
        """Refuse a field that is given twice."""
        said = super().clean() or {}
        holders: dict[str, str] = {}
        for number, column in enumerate(self._reading.source.columns):
            name = said.get(f"column-{number}")
            if name and name in holders:
                self.add_error(
                    f"column-{number}",
                    _("“%(column)s” is this already. Keep one of them.") % {"column": holders[name]},
                )
            elif name:
                holders[name] = column
        return said

    def options(self, before: Options) -> Options:
        """Return the options with the columns and values chosen; a column wins over one value for all."""
        said = self.cleaned_data
        mapping = {
            said[f"column-{number}"]: column
            for number, column in enumerate(self._reading.source.columns)
            if said.get(f"column-{number}")
        }
        shown = set(_ONE_FOR_ALL[self._reading.kind.name])
        kept = {name: value for name, value in before.constants.items() if name not in shown | mapping.keys()}
        given = {
            name: said[f"all-{name}"].strip()
            for name in shown
            if name not in mapping and str(said.get(f"all-{name}", "")).strip()
        }
        return replace(before, mapping=mapping, overrides={}, constants={**kept, **given})


class ProfileForm(forms.Form):
    """The name of a way of reading."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=ImportProfile._meta.get_field("name").max_length
    )
