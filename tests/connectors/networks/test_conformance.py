"""Every network passes the kit that every connector has to pass."""

from functools import partial

import pytest

from goodword.connectors.conformance import check_spec, scenarios

from .conform import kit_of
from .kinds import KINDS

TESTED = ("hacker_news", "stack_exchange", "discourse", "mastodon", "mastodon_search")
CASES = {
    f"{name}: {title}": partial(lambda name, title: scenarios(kit_of(KINDS[name]))[title](), name, title)
    for name in TESTED
    for title in scenarios(kit_of(KINDS[name]))
}


@pytest.mark.parametrize("case", CASES)
def test_scenario(case: str) -> None:
    CASES[case]()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_spec_says_all(kind) -> None:
    check_spec(kind.spec, {**kind.settings, "address": "https://peer.example"})
