"""Reads of a list: the console's own filters, orders and cursors, so that both always agree."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _

from goodword.server.shell.lists import ListSpec, exported, read
from goodword.server.shell.lists.addresses import CURSOR

from .authentication import BRAND_PARAMETER, ApiRequest
from .problems import Problem, ProblemKind
from .sentences import Fault

LIMIT = "limit"
LARGEST_PAGE = 200
DEFAULT_PAGE = 50


def page_of(request: ApiRequest, spec: ListSpec, *, also: Sequence[str] = ()) -> dict[str, Any]:
    """Return one page of a list as a `Page`; what is asked wrongly is refused with the parameter it is in."""
    size = _limit(request.GET)
    page = read(spec, request.actor, request.GET, size=size, also=(LIMIT, BRAND_PARAMETER, *also))
    if page.problems:
        faults = [Fault("query", problem.parameter, problem.said) for problem in page.problems]
        is_lost = all(fault.where == CURSOR for fault in faults)
        raise Problem(ProblemKind.NOT_FOUND if is_lost else ProblemKind.INVALID, _said(faults), errors=faults)
    return {"items": page.rows, "next_cursor": page.next_cursor or None, "total": page.total}


def export_of(request: ApiRequest, spec: ListSpec) -> StreamingHttpResponse:
    """Return a list as a file: all rows the filters leave, written as they are read."""
    asked = request.GET.copy()
    asked.pop(BRAND_PARAMETER, None)
    return exported(spec, request.actor, asked)


def _said(faults: list[Fault]) -> str:
    return faults[0].detail if len(faults) == 1 else ""


def _limit(params: QueryDict) -> int:
    text = params.get(LIMIT, str(DEFAULT_PAGE))
    if text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= LARGEST_PAGE:
        return int(text)
    sentence = _("Give a whole number from 1 to %(n)d.") % {"n": LARGEST_PAGE}
    raise Problem(ProblemKind.INVALID, errors=[Fault("query", LIMIT, sentence)])
