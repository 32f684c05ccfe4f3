"""A kind of source says of itself what a person has to know, in both languages."""

import re
from collections.abc import Mapping
from typing import Any

from ..net import GuardedNet
from ..protocol import ConnectorSpec, Field
from .keeping import ConformanceError

_BOTH = ("title", "sees", "misses", "limits")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def check_spec(spec: ConnectorSpec, settings: Mapping[str, Any]) -> None:
    """Raise `ConformanceError` unless the spec is complete and `open` with good settings asks nobody."""
    said = {f"{name}_{code}": getattr(spec, f"{name}_{code}") for name in _BOTH for code in ("en", "zh")}
    wrong = [f"{name} is empty" for name, text in said.items() if not text]
    wrong += [
        f"{name} is not Chinese"
        for name, text in said.items()
        if _needs_chinese(name) and not _CHINESE.search(text)
    ]
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", spec.kind):
        wrong.append(f"the kind “{spec.kind}” is no slug")
    if bool(spec.notice_en) != bool(spec.notice_zh):
        wrong.append("the notice is there in one language only")
    for field in spec.fields:
        wrong += _wrong_field(field)
    names = [field.name for field in spec.fields]
    if len(set(names)) < len(names):
        wrong.append("two fields have one name")
    with GuardedNet(lookup=_nobody) as net:
        spec.open(settings, net)
        if net.requests:
            wrong.append("open() asks the network")
    if wrong:
        raise ConformanceError(f"The spec of {spec.kind}: {'; '.join(wrong)}.")


def _wrong_field(field: Field) -> list[str]:
    wrong = [
        f"{field.name} has no label_{code}" for code in ("en", "zh") if not getattr(field, f"label_{code}")
    ]
    if bool(field.help_en) != bool(field.help_zh):
        wrong.append(f"{field.name} is helped with in one language only")
    return wrong


def _needs_chinese(name: str) -> bool:
    return name.endswith("_zh") and not name.startswith("title")  # a title may be a name, such as YouTube


def _nobody(host: str, _port: int) -> list[str]:
    raise ConformanceError(f"open() looks up {host}.")
