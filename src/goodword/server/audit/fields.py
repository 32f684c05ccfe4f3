"""What the fields and values of a change are called in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from goodword.server.accounts.facade import Role, right_name
from goodword.server.shell.lists import registry
from goodword.server.shell.vocabulary import word

_FIELDS = {
    "added": _("Added"),
    "agency": _("Agency"),
    "already_there": _("Already there"),
    "answers": _("Answers"),
    "aspects": _("Aspects"),
    "attempts": _("Attempts"),
    "audience": _("Audience"),
    "colour": _("Colour in pictures"),
    "columns": _("Columns"),
    "cues": _("Cue words"),
    "currency": _("Currency"),
    "dry_run": _("Only tried"),
    "email": _("E-mail address"),
    "file": _("File"),
    "forbidden_audiences": _("Forbidden audiences"),
    "forbidden_channels": _("Forbidden channels"),
    "goal": _("Goal"),
    "handle": _("Handle"),
    "host": _("Host"),
    "key": _("Key"),
    "keywords": _("Keywords"),
    "kind": _("Kind"),
    "labels_from_files": _("Labels from files teach, too"),
    "language": _("Main language"),
    "legal_notes": _("Legal notes"),
    "list": _("List"),
    "list_name": _("List"),
    "merged_into": _("Merged into"),
    "minutes": _("Minutes between runs"),
    "model": _("Model"),
    "name": _("Name"),
    "name_en": _("English name"),
    "name_zh": _("Chinese name"),
    "not_read": _("Readings that say nothing"),
    "note": _("Note"),
    "number": _("Number"),
    "owner": _("Whose it is"),
    "platform": _("Place"),
    "positioning": _("Positioning"),
    "problem": _("Problem"),
    "product": _("Product"),
    "query": _("Query"),
    "question": _("Question"),
    "questions": _("Questions"),
    "region": _("Region"),
    "rejected": _("Rejected"),
    "retired": _("Put away"),
    "role": _("Role"),
    "rows": _("Rows read"),
    "scopes": _("Rights"),
    "secrets": _("Secrets"),
    "shared": _("Shared"),
    "since": _("Since"),
    "source": _("Query"),
    "state": _("State"),
    "strict": _("All or nothing"),
    "time_zone": _("Time zone"),
    "until": _("Until"),
    "url": _("Address"),
    "valence": _("What it says"),
}
# What an import brings, where it or a job stands, and which list: each app's own values, in the trail for good.
_VALUES = {
    "kind": {
        "mentions": _("Mentions"),
        "people": _("People"),
        "graph": _("Network"),
        "events": _("Events"),
        "survey": _("Survey answers"),
        "cause": _("Cause"),
        "aspect": _("Aspect"),
    },
    "state": {
        "draft": _("Draft"),
        "queued": _("Waiting"),
        "ready": _("Waiting"),
        "running": _("Running"),
        "done": _("Done"),
        "successful": _("Done"),
        "failed": _("Failed"),
        "cancelled": _("Stopped"),
        "in_force": _("In force"),
        "retired": _("Put away"),
    },
}
# Who acts when nobody is signed in.
_SYSTEM = {
    "collecting": _("Collecting"),
    "command line": _("Command line"),
    "model": _("Reading model"),
    "sample": _("Sample data"),
}
# Fields of closed lists: their values are words of the glossary, and so are most of their names.
_TERMS = ("sentiment", "cause", "intent", "origin", "stimulus")


def told(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return kept fields under the names a reader knows, with values in words; a field without a name stays as it is.

    >>> told({"already_there": 3, "dry_run": True, "cause": "price", "role": "after_sales"})
    {'Already there': 3, 'Only tried': 'yes', 'Cause': 'Price', 'Role': 'After-sales'}
    """
    return {_name(field): _value(field, value) for field, value in (values or {}).items()}


def actor_said(name: str, kind: str = "system") -> str:
    """Return who acted; the system's own names are said in the reader's words.

    >>> actor_said("sample"), actor_said("sample", "member")
    ('Sample data', 'sample')
    """
    return gettext(_SYSTEM[name]) if kind == "system" and name in _SYSTEM else name


def _name(field: str) -> str:
    return gettext(_FIELDS[field]) if field in _FIELDS else word(field)


def _value(field: str, value: Any) -> Any:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field == "forbidden_channels" and isinstance(value, list):
        return [word(str(each)) for each in value]
    if field in _VALUES and str(value).lower() in _VALUES[field]:
        return gettext(_VALUES[field][str(value).lower()])
    if field in {"list", "list_name"} and value in registry():
        return str(registry()[value].title)
    if field == "role" and value in Role.values:
        return str(Role(value).label)
    if field == "scopes" and isinstance(value, list):
        return [right_name(str(each)) for each in value]
    return word(value) if field in _TERMS and isinstance(value, str) else value
