"""What a row must be beyond its types before it can be added: rules that a schema cannot say."""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodword.connectors.files import Reject
from goodword.core.events import EventKind
from goodword.server.tracking.facade import in_another_currency, in_the_future

_Rule = tuple[str, Callable[[pa.Table, str], pa.ChunkedArray], str, str]

_RULES: dict[str, tuple[_Rule, ...]] = {
    "graph": (
        (
            "target",
            lambda table, _own: pc.equal(table.column("source"), table.column("target")),
            "Source and target are the same person. Remove the row.",
            "起点与终点是同一人。请删除该行。",
        ),
    ),
    "events": (
        (
            "ts",
            lambda table, _own: in_the_future(table),
            "The event lies more than a day ahead. Give the time at which it happened, with its time zone.",
            "该事件的时间晚于现在一天以上。请填写它实际发生的时间，并注明时区。",
        ),
        (
            "amount_minor",
            lambda table, _own: _wrong_sign(table),
            "A refund is zero or less, any other amount zero or more. Change the sign or the kind.",
            "退款金额须小于或等于零，其他金额须大于或等于零。请更改符号或事件类型。",
        ),
        (
            "currency",
            lambda table, _own: pc.and_(
                pc.is_valid(table.column("amount_minor")), pc.is_null(table.column("currency"))
            ),
            "The amount has no currency. Map a column to currency or give one for all rows.",
            "金额没有币种。请映射币种列，或为所有行指定币种。",
        ),
        (
            "currency",
            lambda table, own: in_another_currency(table, own),
            "This brand counts in {own}. Convert the amount, import it into a brand of its own, "
            "or change the brand's currency in the settings while it has no amounts yet.",
            "该品牌以 {own} 计算。请换算金额，或将其导入单独的品牌；该品牌尚无金额时，可在设置中更改币种。",
        ),
    ),
}


def check_rows(
    kind: str, table: pa.Table, mapping: Mapping[str, str], *, currency: str
) -> tuple[pa.Table, list[Reject]]:
    """Return the rows that can be added and the rejects of the others; the first broken rule is told.

    `currency` is the brand's own.

    >>> ties = pa.table({"source": ["a", "a"], "target": ["b", "a"], "line": [2, 3]})
    >>> good, wrong = check_rows("graph", ties, {}, currency="EUR")
    >>> good.num_rows, wrong[0].line
    (1, 3)
    """
    rejects: list[Reject] = []
    for name, broken, english, chinese in _RULES.get(kind, ()):
        mask = np.asarray(pc.fill_null(broken(table, currency), False))
        if mask.any():
            rejects += [
                Reject(
                    line,
                    _column(name, mapping),
                    english.format(own=currency),
                    value,
                    chinese.format(own=currency),
                )
                for line, value in zip(
                    table.column("line").filter(pa.array(mask)).to_pylist(),
                    _said(name, table.column(name).filter(pa.array(mask))),
                    strict=True,
                )
            ]
            table = table.filter(pa.array(~mask))
    return table, rejects


def _column(name: str, mapping: Mapping[str, str]) -> str:
    """Return the file's own name of a field's column; an amount may have come from either of two."""
    return mapping.get(name) or (mapping.get("amount") if name == "amount_minor" else None) or name


def _said(name: str, values: pa.ChunkedArray) -> list[str]:
    moments = pc.cast(values, pa.timestamp("us", tz="UTC")) if name == "ts" else values
    return pc.fill_null(pc.cast(moments, pa.string()), "").to_pylist()  # type: ignore[no-any-return]


def _wrong_sign(table: pa.Table) -> pa.ChunkedArray:
    amount = table.column("amount_minor")
    refund = pc.equal(table.column("kind"), EventKind.REFUND.value)
    return pc.if_else(refund, pc.greater(amount, 0), pc.less(amount, 0))
