"""Dates, numbers and choices the way people write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.connectors.files.formats import number_scale
from goodword.connectors.files.moment_columns import MomentColumn
from goodword.connectors.files.moments import AMBIGUOUS, NOT_A_MOMENT, Moment, MomentParser, order_evidence
from goodword.connectors.files.numbers import decimal_mark, plain_number
from goodword.core.time import from_microseconds, to_microseconds


def micros(*parts: int, zone: str = "UTC") -> int:
    return to_microseconds(datetime(*parts, tzinfo=ZoneInfo(zone)))


SPELLINGS = [
    ("2015-02-24 11:35:52 -0800", micros(2015, 2, 24, 19, 35, 52)),
    ("2015-02-24T11:35:52Z", micros(2015, 2, 24, 11, 35, 52)),
    ("2015-02-24T11:35:52.250+08:00", micros(2015, 2, 24, 3, 35, 52, 250_000)),
    ("2015-02-24 11:35", micros(2015, 2, 24, 11, 35)),
    ("2015-02-24", micros(2015, 2, 24)),
    ("2020/9/3 14:05", micros(2020, 9, 3, 14, 5)),
    ("2020/09/03 14:05:06", micros(2020, 9, 3, 14, 5, 6)),
    ("Sep 03, 2020", micros(2020, 9, 3)),
    ("3 September 2020 2:05 pm", micros(2020, 9, 3, 14, 5)),
    ("September 3rd, 2020 at 2:05 PM", micros(2020, 9, 3, 14, 5)),
    ("03-Sep-2020", micros(2020, 9, 3)),
    ("03.09.2020", micros(2020, 9, 3)),
    ("3.9.20 14:05", micros(2020, 9, 3, 14, 5)),
    ("2020年9月3日", micros(2020, 9, 3)),
    ("2020年9月3日 下午2:05", micros(2020, 9, 3, 14, 5)),
    ("2020年9月3日 14时05分06秒", micros(2020, 9, 3, 14, 5, 6)),
    ("２０２０－０９－０３", micros(2020, 9, 3)),
    ("Tue, 24 Feb 2015 11:35:52 -0800", micros(2015, 2, 24, 19, 35, 52)),
    ("Tue, 24 Feb 2015 11:35:52 GMT", micros(2015, 2, 24, 11, 35, 52)),
    ("Tue Feb 24 11:35:52 +0000 2015", micros(2015, 2, 24, 11, 35, 52)),
    ("Tue Feb 24 2015 11:35:52 GMT+0800 (China Standard Time)", micros(2015, 2, 24, 3, 35, 52)),
    ("1424801752", micros(2015, 2, 24, 18, 15, 52)),
    ("1424801752000", micros(2015, 2, 24, 18, 15, 52)),
    ("1424801752000000", micros(2015, 2, 24, 18, 15, 52)),
    ("1424801752.5", micros(2015, 2, 24, 18, 15, 52, 500_000)),
    ("20200903", micros(2020, 9, 3)),
    ("20200903T140506Z", micros(2020, 9, 3, 14, 5, 6)),
    ("9/25/2020 12:00 AM", micros(2020, 9, 25)),
    ("25/9/2020 12:30 PM", micros(2020, 9, 25, 12, 30)),
    ("05/05/2020", micros(2020, 5, 5)),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_spellings_of_a_moment(text: str, expected: int) -> None:
    values, faults = MomentColumn().convert(pa.array([text, None]))
    assert (values.to_pylist(), faults) == ([expected, None], {})


def test_all_spellings_in_one_column() -> None:
    values, faults = MomentColumn().convert(pa.array([text for text, _ in SPELLINGS]))
    assert (values.to_pylist(), faults) == ([expected for _, expected in SPELLINGS], {})


@pytest.mark.parametrize(
    "text",
    ["soon", "2020-02-30", "2020-13-01", "2020-01-01 25:00:00", "2020-01-01 10:00:00 Mars", "12", "1", "0000-00-00",
     "2020-01-01 10:61", "31.02.2020", "2020", "99999999999999999999", "10:30", "1/2/3/4", "é" * 10],
)  # fmt: skip
def test_what_is_no_moment(text: str) -> None:
    values, faults = MomentColumn().convert(pa.array([text]))
    assert (values.to_pylist(), faults) == ([None], {0: "not_moment"})


def test_day_and_month_are_never_guessed() -> None:
    assert MomentParser().parse("03/04/2026") == AMBIGUOUS
    assert MomentParser().parse("03-04-2026 10:00") == AMBIGUOUS
    assert MomentParser("dmy").parse("03/04/2026") == Moment(micros(2026, 4, 3), False)
    assert MomentParser("mdy").parse("03/04/2026") == Moment(micros(2026, 3, 4), False)
    assert MomentParser("dmy").parse("03/25/2026") == NOT_A_MOMENT
    assert order_evidence("31-12-2026") == "dmy"
    assert order_evidence("31.12.2026") is None


def test_clocks_without_a_zone_are_in_the_zone_of_the_brand() -> None:
    column = MomentColumn("Europe/Berlin")
    given_times = [
        "2026-01-01 12:00",
        "2026-07-01 12:00",
        "Jul 1, 2026",
        "2026-07-01T12:00:00Z",
        "2026-03-29 02:30",
    ]
    expected = [
        micros(2026, 1, 1, 11),
        micros(2026, 7, 1, 10),
        micros(2026, 6, 30, 22),
        micros(2026, 7, 1, 12),
    ]
    values, faults = column.convert(pa.array(given_times))
    assert values.to_pylist()[:4] == expected
    assert faults == {}


FORMS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y/%m/%d %H:%M", "%d.%m.%Y", "%b %d, %Y", "%Y-%m-%d"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(micros(1900, 1, 2), micros(2200, 12, 30)), min_size=1, max_size=20),
    st.sampled_from(FORMS),
    st.sampled_from(["", "Z", "+08:00", "-0330"]),
)
def test_moments_agree_with_python(moments: list[int], form: str, zone: str) -> None:
    zone = zone if "%H" in form else ""
    texts = [from_microseconds(moment).strftime(form) for moment in moments]
    expected = [to_microseconds(datetime.strptime(f"{text} {zone or 'Z'}", f"{form} %z")) for text in texts]
    values, faults = MomentColumn().convert(pa.array([text + zone for text in texts]))
    assert (values.to_pylist(), faults) == (expected, {})


def test_a_column_that_is_a_slice_of_another() -> None:
    texts = pa.array(["x", "2026-01-01", None, "2026-01-02", "y"]).slice(1, 3)
    assert MomentColumn().convert(texts)[0].to_pylist() == [micros(2026, 1, 1), None, micros(2026, 1, 2)]


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("3,50", None, "3.50"), ("1,234", None, "1234"), ("1,234", ",", "1.234"), ("1.234", ",", "1234"),
        ("1.234", None, "1.234"), ("1,234,567.89", None, "1234567.89"), ("1.234.567,89", None, "1234567.89"),
        ("1 234,5", None, "1234.5"), ("1'234.50", None, "1234.50"), ("€ 3.50", None, "3.50"), ("3,50 EUR", None, "3.50"),
        ("$1,234.50", None, "1234.50"), ("-3", None, "-3"), ("(12.00)", None, "-12.00"), ("3-", None, "-3"),
        ("－３．５", None, "-3.5"), ("1e3", None, "1e3"), ("4/5", None, "4"), ("5 stars", None, "5"), ("★★★★", None, "4"),
        ("4.5 out of 5", None, "4.5"), ("¥12元", None, "12"),
        ("12,34,56", None, None), ("1.2.3", None, None), ("abc", None, None), ("", None, None), ("1-2", None, None),
        ("--", None, None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, decimal: str | None, number: str | None) -> None:
    assert plain_number(text, decimal) == number


def test_the_decimal_mark_is_proved_by_the_column() -> None:
    assert decimal_mark(["1,234", "3,5"]) == ","
    assert decimal_mark(["1.234,56"]) == ","
    assert decimal_mark(["1,234,567"]) == "."
    assert decimal_mark(["1,234", "5"]) is None


@pytest.mark.parametrize(
    ("codes", "meaning"),
    [
        ("01", {"0": "unfavourable", "1": "favourable"}),
        ("1", {"0": "unfavourable", "1": "favourable"}),
        (["-1", "0", "1"], {"-1": "unfavourable", "0": "neutral", "1": "favourable"}),
        ("04", {"0": "unfavourable", "2": "neutral", "4": "favourable"}),
        ("12345", {"1": "unfavourable", "3": "neutral", "5": "favourable"}),
        (["0.35", "-0.2"], {}),
        ("79", {}),
    ],
)
def test_what_coded_sentiment_means(codes: list[str], meaning: dict[str, str]) -> None:
    scale = number_scale(codes)
    assert {code: scale[code] for code in meaning} == meaning
    assert bool(scale) == bool(meaning)
