"""What goes out cannot run as a formula and reads back as it was."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.files import Reject, csv_lines, reject_report, safe_cell, write_csv

FORMULA_STARTS = "=+-@\t\r＝＋－＠"


@pytest.mark.parametrize(
    "value",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1+1", "＠x", "  =1", "\u3000=1", "\ufeff=1", "\n=1",
     "-cmd|'/C calc'!A0", "=HYPERLINK(\"x\")", "- a list item", "%0A=1"],
)  # fmt: skip
def test_formulas_are_neutralised(value: str) -> None:
    assert safe_cell(value) == f"'{value}"


@pytest.mark.parametrize(
    "value", ["-3.5", "+3", "-1,234.50", "-2e-5", "12%", "plain", "a=b", "3 = 3", "", "好评", "'=1"]
)
def test_everything_else_is_left_alone(value: str) -> None:
    assert safe_cell(value) == value


def test_values_of_every_type() -> None:
    cells = [safe_cell(v) for v in (None, True, -2, 1.5, date(2026, 5, 31), {"a": "评"}, ["=1"])]
    assert cells == ["", "true", "-2", "1.5", "2026-05-31", '{"a": "评"}', '["=1"]']


@given(st.text(max_size=10))
def test_no_cell_starts_like_a_formula(value: str) -> None:
    cell = safe_cell(value)
    core = cell.lstrip()
    number = core.lstrip("+-").replace(".", "").replace(",", "").rstrip("%").replace("e", "").replace("E", "")
    assert not core or core[0] not in FORMULA_STARTS or number.replace("-", "").replace("+", "").isdecimal()
    assert cell in (value, f"'{value}")


def test_a_file_reads_back_and_opens_in_excel() -> None:
    stream = io.BytesIO()
    rows = [{"id": 1, "text": 'a "b"\n，c', "gone": "x"}, {"id": 2, "text": "=1"}]
    size = write_csv(rows, ["id", "text"], stream)
    data = stream.getvalue()
    assert size == len(data)
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read == [["id", "text"], ["1", 'a "b"\n，c'], ["2", "'=1"]]


def test_long_exports_come_in_pieces() -> None:
    pieces = list(csv_lines(((i, "x" * 50) for i in range(5000)), ["id", "text"], bom=False))
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 50_000
    assert b"".join(pieces).count(b"\r\n") == 5001


def test_the_reject_report_in_both_languages() -> None:
    rejects = [
        Reject(7, "rating", "This is not a number.", "=cmd", "这不是数字。"),
        Reject(9, None, "Why.", ""),
    ]
    english = b"".join(reject_report(rejects)).decode("utf-8-sig")
    chinese = b"".join(reject_report(rejects, language="zh-hans")).decode("utf-8-sig")
    assert english.splitlines() == [
        "line,column,reason,value",
        "7,rating,This is not a number.,'=cmd",
        "9,,Why.,",
    ]
    assert chinese.splitlines()[:2] == ["行,列,原因,值", "7,rating,这不是数字。,'=cmd"]
