"""The rules of the events, checked one row at a time; slow and plain on purpose."""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from goodword.core.time import from_microseconds, local_day, to_microseconds
from goodword.sample import Workspace

Rows = list[dict[str, Any]]
AFTER_CLICK = ("click", "visit", "sign_up", "purchase", "refund")


def check_shares(events: Rows) -> None:
    """A share follows its parent: later, one deeper, same root, once per person and cascade."""
    shares = {e["link_id"]: e for e in events if e["kind"] == "share"}
    assert len(shares) == sum(e["kind"] == "share" for e in events)
    seen = set()
    for share in shares.values():
        assert (share["root_id"], share["person_id"]) not in seen
        seen.add((share["root_id"], share["person_id"]))
        if share["depth"] == 0:
            assert share["extra"] is None
            assert share["referrer_id"] is None
            assert share["root_id"] == share["link_id"]
            continue
        parent = shares[json.loads(share["extra"])["parent_link"]]
        assert parent["ts_us"] < share["ts_us"]
        assert share["depth"] == parent["depth"] + 1
        assert share["root_id"] == parent["root_id"]
        assert share["referrer_id"] == parent["person_id"]


def check_links(events: Rows) -> None:
    """What came through a link came after its share and carries its channel, lever, root, depth and sharer."""
    shares = {e["link_id"]: e for e in events if e["kind"] == "share"}
    for event in events:
        if event["kind"] == "share":
            continue
        if event["link_id"] is None:
            assert all(
                event[name] is None for name in ("channel", "lever", "referrer_id", "root_id", "depth")
            )
            continue
        share = shares[event["link_id"]]
        assert share["ts_us"] < event["ts_us"]
        assert event["referrer_id"] == share["person_id"] != event["person_id"]
        assert all(
            event[name] == share[name] for name in ("channel", "lever", "root_id", "depth", "programme_id")
        )


def check_order(events: Rows) -> None:
    """Whoever clicks has seen, whoever visits through a link has clicked, whoever signs up has visited."""
    done: set[tuple[str, str, str | None]] = set()
    needs = {"click": "view", "sign_up": "visit"}
    for event in events:
        who, link = event["person_id"], event["link_id"]
        need = "click" if event["kind"] == "visit" and link else needs.get(event["kind"])
        assert need is None or (need, who, link) in done
        done.add((event["kind"], who, link))


def check_money(events: Rows) -> None:
    """Purchases are positive fen, refunds negative; all refunds of a purchase are later and not more than it."""
    purchases = {e["event_id"]: e for e in events if e["kind"] == "purchase"}
    paid_back: dict[str, int] = defaultdict(int)
    for event in events:
        money = event["kind"] in ("purchase", "refund")
        assert (event["amount_minor"] is not None) == money
        assert event["currency"] == ("CNY" if money else None)
        if event["kind"] == "refund":
            about = json.loads(event["extra"])["purchase_event_id"]
            purchase = purchases[about]
            assert purchase["person_id"] == event["person_id"]
            assert purchase["link_id"] == event["link_id"]
            assert purchase["ts_us"] < event["ts_us"]
            assert event["amount_minor"] < 0
            paid_back[about] -= event["amount_minor"]
    assert all(amount <= purchases[about]["amount_minor"] for about, amount in paid_back.items())
    assert all(e["amount_minor"] > 0 for e in purchases.values())


def check_times(workspace: Workspace, events: Rows, first: date, last: date, zone: str) -> None:
    """Times are sorted, in the window, and their days are right."""
    times = [e["ts_us"] for e in events]
    assert times == sorted(times)
    assert len({e["event_id"] for e in events}) == len(events)
    epoch = date(1970, 1, 1)
    for event in [events[0], events[-1], *events[:: max(1, len(events) // 500)]]:
        moment = from_microseconds(event["ts_us"])
        assert event["local_day"] == (local_day(moment, zone) - epoch).days
        assert event["received_day"] == (moment.date() - epoch).days
        assert first <= local_day(moment, zone) <= last
    assert to_microseconds(from_microseconds(times[0])) == times[0]


def check_people(workspace: Workspace, events: Rows) -> None:
    """Everybody who joined in the window did so by one sign-up; nobody shares or buys before."""
    joined = dict(zip(*(workspace.people[n].to_pylist() for n in ("person_id", "joined_at")), strict=True))
    signed_up = {e["person_id"]: e["ts_us"] for e in events if e["kind"] == "sign_up"}
    assert len(signed_up) == sum(e["kind"] == "sign_up" for e in events)
    start = min(e["ts_us"] for e in events)
    assert signed_up == {person: at for person, at in joined.items() if person in signed_up}
    assert all(at < start for person, at in joined.items() if person not in signed_up)
    for event in events:
        if event["kind"] in ("share", "purchase", "refund"):
            assert joined[event["person_id"]] <= event["ts_us"]


def check_ties(workspace: Workspace, events: Rows) -> None:
    """Ties join people, once per kind, after both joined; the referred ones are the sign-ups through a share."""
    joined = dict(zip(*(workspace.people[n].to_pylist() for n in ("person_id", "joined_at")), strict=True))
    ties = workspace.ties.to_pylist()
    assert len({(t["source"], t["target"], t["kind"]) for t in ties}) == len(ties)
    for tie in ties:
        assert tie["source"] != tie["target"]
        assert tie["at"] >= max(joined[tie["source"]], joined[tie["target"]])
        assert 0 < tie["weight"] <= 1
    referred = {(t["source"], t["target"], t["at"]) for t in ties if t["kind"] == "referred"}
    assert referred == {
        (e["referrer_id"], e["person_id"], e["ts_us"])
        for e in events
        if e["kind"] == "sign_up" and e["referrer_id"]
    }


def check_all(workspace: Workspace, first: date, last: date, zone: str) -> None:
    """Check every rule above."""
    events = workspace.events.to_pylist()
    check_shares(events)
    check_links(events)
    check_order(events)
    check_money(events)
    check_times(workspace, events, first, last, zone)
    check_people(workspace, events)
    check_ties(workspace, events)
