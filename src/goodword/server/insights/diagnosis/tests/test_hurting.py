"""Which causes hurt most, and what is praised, against the same said in the plainest way."""

from hypothesis import given
from hypothesis import strategies as st

from goodword.server.insights.diagnosis.hurting import by_hurt, growth
from goodword.server.insights.diagnosis.praising import by_praise

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 500), max_size=6)


def naive_hurt(now: int, before: int | None) -> float:
    if before is None:
        return float(now)
    grown = (now + 10) / (before + 10)
    if grown > 2:
        grown = 2
    if grown < 0.5:
        grown = 0.5
    return now * grown


@given(COUNTS, COUNTS | st.none())
def test_causes_stand_in_the_order_of_a_plain_reference(now, before):
    left = dict(now)
    expected = []
    while left:
        worst = min(
            left,
            key=lambda key: (
                -naive_hurt(now[key], None if before is None else before.get(key, 0)),
                -now[key],
                key,
            ),
        )
        expected.append(worst)
        del left[worst]
    found = by_hurt(now, before)
    assert [each.key for each in found] == expected
    for each in found:
        assert each.hurt == naive_hurt(each.now, each.before)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_growth_is_bounded_and_rises_with_now(now, before):
    assert 0.5 <= growth(now, before) <= 2
    assert growth(now + 1, before) >= growth(now, before)
    assert growth(now, before + 1) <= growth(now, before)


@given(COUNTS, COUNTS)
def test_nothing_outranks_by_growth_what_is_more_than_four_times_as_common(now, before):
    order = [each.now for each in by_hurt(now, before)]
    for place, count in enumerate(order):
        assert all(later <= 4 * count for later in order[place:])


@given(COUNTS, COUNTS, st.integers(1, 5000))
def test_praise_leaves_out_what_is_blamed_far_more(praised, blamed, favourable):
    found = by_praise(praised, blamed, favourable)
    for each in found:
        assert blamed.get(each.key, 0) < 3 * praised[each.key]
        assert praised[each.key] >= 0.03 * favourable
    weights = [each.praised**2 / (each.praised + each.blamed) for each in found]
    assert weights == sorted(weights, reverse=True)
