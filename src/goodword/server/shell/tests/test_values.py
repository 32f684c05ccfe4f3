"""Numbers and moments are said as a person would, and exactly where it is asked for."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from goodword.server.shell import moments, values

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (10_000, "10k", "1万"),
        (12_345, "12.3k", "1.23万"),
        (999_999, "1M", "100万"),
        (1_234_567, "1.23M", "123万"),
        (2_500_000_000, "2.5bn", "25亿"),
        (-12_345, "-12.3k", "-1.23万"),
        (0.00042, "0.00042", "0.00042"),
        (999_999_999, "1bn", "10亿"),
        (99_999_999, "100M", "1亿"),
        (3.14159, "3.14", "3.14"),
        (123.456, "123", "123"),
        (Decimal("0.5"), "0.5", "0.5"),
    ],
)
def test_numbers_are_rounded_in_the_language_of_the_page(value, english, chinese):
    with override("en"):
        assert values.rounded(value) == english
    with override("zh-hans"):
        assert values.rounded(value) == chinese


@given(st.integers(-(10**12), 10**12))
def test_the_rounded_number_is_near_the_exact_one(value):
    with override("en"):
        said = values.rounded(value).replace(",", "")
    scale = {"k": 1e3, "M": 1e6, "n": 1e9}.get(said[-1], 1)
    spoken = float(said.rstrip("kMbn")) * scale
    assert spoken == pytest.approx(value, rel=0.006, abs=0.5)


@given(st.integers(-(10**15), 10**15))
def test_the_exact_number_keeps_every_digit(value):
    assert int(values.exact(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("share", "said", "exactly"),
    [
        (0, "0%", "0%"),
        (0.6214, "62%", "62.14%"),
        (0.0421, "4.2%", "4.21%"),
        (1, "100%", "100%"),
        (-0.05, "-5%", "-5%"),
        (0.0004, "0.04%", "0.04%"),
        (0.09999, "10%", "10%"),
    ],
)
def test_shares_are_said_in_per_cent(share, said, exactly):
    assert (values.percent(share), values.exact_percent(share)) == (said, exactly)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=23), "23 h ago"),
        (timedelta(days=1, hours=3), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=8), "6 Mar"),
        (timedelta(days=400), "7 Feb 2025"),
        (timedelta(minutes=-30), "in 30 min"),
        (timedelta(days=-1, hours=-1), "tomorrow"),
    ],
)
def test_moments_are_said_by_their_distance(ago, said):
    with override("en"):
        assert moments.relative(NOW - ago, NOW) == said


def test_the_exact_moment_is_in_the_zone_of_the_brand():
    with override("en"), timezone.override("Asia/Shanghai"):
        assert moments.exact_moment(NOW) == "14 Mar 2026, 20:00:00 (Asia/Shanghai)"


def test_the_day_far_away_is_the_day_of_the_brand():
    late = datetime(2026, 2, 1, 20, tzinfo=UTC)
    with override("en"), timezone.override("Asia/Shanghai"):
        assert moments.relative(late, NOW) == "2 Feb"


def test_a_day_of_this_year_needs_no_year():
    with override("en"):
        assert moments.day(date(2026, 1, 2), date(2026, 3, 14)) == "2 Jan"
