"""Purchases and refunds against a sum by hand."""

from goodword import metrics


def event(number: int, kind: str, amount: int, root: str | None, day: int = 0) -> dict[str, object]:
    return {
        "event_id": f"e{number}", "ts_us": day * 86_400_000_000, "local_day": day, "received_day": day, "tenant": "b",
        "kind": kind, "channel": "feed" if root else None, "person_id": f"p{number}", "root_id": root, "link_id": root,
        "amount_minor": amount, "currency": "EUR",
    }  # fmt: skip


EVENTS = [
    event(1, "purchase", 500, "r"),
    event(2, "purchase", 300, None),
    event(3, "refund", -250, "r", day=1),
    event(4, "refund", -300, None, day=1),
]


def test_money_and_refunds_are_summed_apart():
    row = metrics.compute("sales", EVENTS).iloc[0].to_dict()
    assert row == {
        "purchases": 2, "money": 800, "refunds": 2, "refunded": 550,
        "recommended_purchases": 1, "recommended_money": 500, "recommended_refunded": 250,
    }  # fmt: skip


def test_a_refund_counts_on_its_own_day():
    row = metrics.compute("sales", EVENTS, local_days=(1, 1)).iloc[0]
    assert (row["money"], row["refunded"]) == (0, 550)


def test_nothing_bought_is_a_row_of_zeros():
    assert metrics.compute("sales", EVENTS, local_days=(5, 6)).iloc[0].tolist() == [0] * 7
