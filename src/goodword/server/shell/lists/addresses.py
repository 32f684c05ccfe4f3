"""The addresses a list offers: the same page with one thing changed. Changing anything begins at the first page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class Address:
    """A path and its query, from which its neighbours are made."""

    path: str
    query: QueryDict

    def __str__(self) -> str:
        text = self.query.urlencode()
        return f"{self.path}?{text}" if text else self.path or "?"

    def set(self, **values: str | Sequence[str] | None) -> "Address":
        """Return the address with parameters replaced (None or nothing removes one), at the first page."""
        query = self.query.copy()
        query.pop(CURSOR, None)
        for name, value in values.items():
            if not value:
                query.pop(name, None)
            else:
                query.setlist(name, [value] if isinstance(value, str) else list(value))
        return Address(self.path, query)

    def without(self, name: str, value: str) -> "Address":
        """Return the address with one value of a parameter taken out."""
        return self.set(**{name: [each for each in self.query.getlist(name) if each != value]})

    def toggled(self, name: str, value: str) -> "Address":
        """Return the address with one value of a parameter put in or taken out."""
        values = self.query.getlist(name)
        return self.without(name, value) if value in values else self.set(**{name: [*values, value]})

    def only(self, *names: str) -> "Address":
        """Return the address with these parameters alone."""
        query = QueryDict(mutable=True)
        for name in names:
            if name in self.query:
                query.setlist(name, self.query.getlist(name))
        return Address(self.path, query)

    def at(self, cursor: str) -> "Address":
        """Return the address of another page of the same list."""
        query = self.query.copy()
        query[CURSOR] = cursor
        return Address(self.path, query)
