"""A number's card says everything one must know, and copies the same."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils.functional import lazystr
from django.utils.translation import get_language, override

from goodword.server.shell.numbers import Change, Number


def test_what_is_unknown_is_left_out():
    number = Number(name="Mentions", definition="Texts.", value=12)
    assert number.facts == []
    assert number.interval_text == ""


def test_the_facts_are_said_in_order():
    number = Number(
        name="Net favourable",
        definition="Difference.",
        value=0.3127,
        is_share=True,
        window="last 28 days",
        n=2_914,
        interval=(0.281, 0.344),
        fresh_as_of=datetime(2026, 3, 14, tzinfo=UTC),
    )
    with override("en"):
        assert number.spoken == "31%"
        assert number.facts[:3] == [
            ("Time window", "last 28 days"),
            ("Observations", "2,914"),
            ("Interval", "28.1% to 34.4% (95%)"),
        ]


def test_the_file_holds_the_value_as_it_is():
    number = Number(name="Net", definition="d", value=0.3127, is_share=True, interval=(0.2, 0.4))
    [row] = csv.DictReader(io.StringIO(number.csv))
    assert (row["value"], row["low"], row["high"]) == ("0.3127", "0.2", "0.4")


def test_a_definition_is_shown_in_both_languages_when_they_differ():
    class Both:
        def __str__(self) -> str:
            return "净好评" if get_language() == "zh-hans" else "Net favourable"

    assert [tag for tag, *_ in Number(name="n", definition=Both(), value=1).definitions] == ["en", "zh-Hans"]
    assert len(Number(name="n", definition=lazystr("same"), value=1).definitions) == 1


def test_what_cannot_be_said_says_why():
    number = Number(name="Cost", definition="d", value=None, why_none="Too early to say.")
    html = Template("{% load console %}{% stat number %}").render(Context({"number": number}))
    assert "Too early to say." in html
    assert "–" in html


@pytest.mark.parametrize(
    ("value", "better", "text", "verdict"),
    [
        (0.12, "up", "+12%", "good"),
        (0.12, "down", "+12%", "bad"),
        (-0.05, "down", "−5%", "good"),
        (0.0, "up", "0%", ""),
        (0.2, "", "+20%", ""),
    ],
)
def test_a_change_has_a_sign_and_a_verdict(value, better, text, verdict):
    change = Change(value, "last week", better)
    assert (change.text, change.verdict) == (text, verdict)
