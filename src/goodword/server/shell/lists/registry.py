"""Every list of the platform by its name, so that a test can walk them all."""

from django.utils.translation import gettext as _

from goodword.core.errors import InputError

from .spec import ListSpec

_LISTS: dict[str, ListSpec] = {}


def register(spec: ListSpec) -> ListSpec:
    """Make a list known and return it; two lists of one name are a mistake in the code."""
    if _LISTS.get(spec.name, spec) is not spec:
        raise ValueError(f"There are two lists named {spec.name!r}. Give each a name of its own.")
    _LISTS[spec.name] = spec
    return spec


def registry() -> dict[str, ListSpec]:
    """Return the lists by name, in the order they were declared."""
    return dict(_LISTS)


def list_named(name: str) -> ListSpec:
    """Return one list; InputError when there is none of that name."""
    if name not in _LISTS:
        raise InputError(
            _("There is no list named “%(name)s”. Known lists: %(known)s.")
            % {"name": name[:40], "known": ", ".join(sorted(_LISTS))}
        )
    return _LISTS[name]
