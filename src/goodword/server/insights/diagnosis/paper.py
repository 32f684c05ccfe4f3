"""The diagnosis on paper: a PDF made without a browser, the same bytes for the same data."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _

from goodword.core.errors import EnvironmentProblem

from .labels import labels

_HERE = Path(__file__).resolve().parent
_FONTS = _HERE / "dist"
_LAYOUT = _HERE / "paper.typ"


def pdf_of(said: dict[str, Any]) -> bytes:
    """Return a diagnosis, as `Document.said` says it, as a PDF of A4 pages.

    Its metadata carry the last day of the data instead of the time it was made. EnvironmentProblem when the fonts
    were not built.
    """
    import typst  # 30 MB of compiled code: only where something is printed

    last = said["last_day"] or "1970-01-01"
    moment = datetime.fromisoformat(last).replace(tzinfo=UTC)
    compiler = typst.Compiler(
        _LAYOUT.read_bytes(),
        root=str(_FONTS),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(said | {"labels": labels()}, ensure_ascii=False)},
    )
    return cast("bytes", compiler.compile(format="pdf", timestamp=moment))  # pictures would be a list


@cache
def _fonts() -> Any:
    import typst

    if not any(_FONTS.glob("*.ttf")):
        raise EnvironmentProblem(
            _("The fonts of the document are not built. Run make assets, or install a ready-made wheel.")
        )
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FONTS)])
