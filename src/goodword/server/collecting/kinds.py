"""The kinds of sources there are, said in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from goodword.connectors.protocol import ConnectorSpec, FieldKind, SettingError
from goodword.core.errors import InputError
from goodword.server.shell.vocabulary import is_chinese


def kinds() -> dict[str, ConnectorSpec]:
    """Return every kind of source by its slug, those of installed packages among them."""
    found = _found()
    specs = found.values() if isinstance(found, Mapping) else found
    return {spec.kind: spec for spec in specs}


def _found() -> Any:
    from goodword.connectors.registry import specs  # every connector: only where a source is read or shown

    return specs()


def kind_of(kind: str) -> ConnectorSpec:
    """Return one kind of source."""
    known = kinds()
    if kind not in known:
        raise InputError(
            _("There is no kind of source “%(kind)s”. Choose one of: %(known)s.")
            % {"kind": kind[:40], "known": ", ".join(sorted(known))}
        )
    return known[kind]


def is_pushed(kind: str) -> bool:
    """Tell whether a kind of source sends what it has, instead of being read; one that is not installed does not."""
    spec = kinds().get(kind)
    return spec is not None and spec.pushed


def said(of: Any, name: str) -> str:
    """Return a text that something carries in both languages, in the reader's."""
    return str(getattr(of, f"{name}_{'zh' if is_chinese() else 'en'}"))


def secret_names(spec: ConnectorSpec) -> set[str]:
    """Return the names of the fields that are secrets."""
    return {field.name for field in spec.fields if field.kind is FieldKind.SECRET}


def check_settings(spec: ConnectorSpec, values: Mapping[str, Any]) -> None:
    """Refuse settings that cannot work, without asking the network."""
    from .ways_out import way_out

    try:
        spec.open(values, way_out())
    except SettingError as error:
        raise InputError(str(error)) from error
