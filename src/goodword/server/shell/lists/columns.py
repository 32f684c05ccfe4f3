"""What a list shows of a row, and what it can be ordered by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from goodword.server.accounts.facade import Right

Label = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its plain value (export, API, default cell) and, where the page shows more, a cell template."""

    name: str
    label: Label
    value: Callable[[Any], Any]
    template: str = ""
    sort: str = ""
    default: bool = True
    align: Literal["start", "end"] = "start"
    export: Callable[[Any], Any] | None = None
    right: Right | None = None

    def exported(self, row: Any) -> Any:
        """Return what the export writes for a row."""
        return (self.export or self.value)(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One order: a field or expression, the newest or largest first unless said otherwise.

    `nullable` says that rows may lack the value; they come last in both directions, on every database. `label` names
    the natural direction, `reverse_label` the other one where a menu should offer it.
    """

    name: str
    label: Label
    key: str | Combinable
    nullable: bool = False
    descending: bool = True
    reverse_label: Label = ""

    @property
    def expression(self) -> Combinable:
        """The expression rows are ordered by."""
        return F(self.key) if isinstance(self.key, str) else self.key
