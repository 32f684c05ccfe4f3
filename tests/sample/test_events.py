"""The events keep every rule, at scale 1 and for any seed, window and zone."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.events import EVENT_COLUMNS, EventKind
from goodword.core.vocabulary import Channel, Lever
from goodword.sample import Workspace, event_schema, simulate

from . import naive

ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")


def test_rules_hold_at_scale_one(workspace: Workspace) -> None:
    naive.check_all(workspace, date(2025, 12, 31), date(2026, 6, 30), "Asia/Shanghai")


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    months=st.integers(1, 8),
    end=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    zone=st.sampled_from(ZONES),
)
def test_rules_hold_for_any_seed_window_and_zone(seed: int, months: int, end: date, zone: str) -> None:
    small = simulate(scale=0.05, seed=seed, end_day=end, months=months, zone=zone)
    naive.check_all(small, end - timedelta(days=31 * months + 1), end, zone)
    assert small.events.num_rows == round(5_000 * months / 6)


def test_columns_are_those_of_the_event_schema(workspace: Workspace) -> None:
    assert workspace.events.schema == event_schema()
    assert workspace.events.column_names == [column.name for column in EVENT_COLUMNS]
    for column in EVENT_COLUMNS:
        if column.required and column.name != "tenant":
            assert workspace.events[column.name].null_count == 0


def test_tenant_is_left_to_the_caller(workspace: Workspace) -> None:
    assert workspace.events["tenant"].null_count == workspace.events.num_rows
    assert set(workspace.events_of("lumen")["tenant"].to_pylist()) == {"lumen"}


def test_words_are_from_the_closed_lists(events: list[dict[str, Any]]) -> None:
    assert {e["kind"] for e in events} == {kind.value for kind in EventKind} - {EventKind.LEAD.value}
    assert {e["channel"] for e in events} - {None} == {channel.value for channel in Channel} - {"print"}
    assert {e["lever"] for e in events} - {None} == {lever.value for lever in Lever}
    assert {e["source"] for e in events} == {"sample"}


def test_shares_reach_only_people_with_a_tie(workspace: Workspace, events: list[dict[str, Any]]) -> None:
    joined = dict(zip(*(workspace.people[n].to_pylist() for n in ("person_id", "joined_at")), strict=True))
    since = {
        (t["source"], t["target"]): t["at"]
        for t in reversed(workspace.ties.to_pylist())
        if t["kind"] != "referred"
    }
    shared = {e["link_id"]: e["ts_us"] for e in events if e["kind"] == "share"}
    seen = 0
    for event in events:
        person = event["person_id"]
        if (
            event["kind"] != "view"
            or not event["link_id"]
            or joined.get(person, event["ts_us"]) >= event["ts_us"]
        ):
            continue
        seen += 1
        assert since[event["referrer_id"], person] <= shared[event["link_id"]]
    assert seen > 10_000


def test_organic_traffic_is_there_too(events: list[dict[str, Any]]) -> None:
    organic = [e for e in events if e["kind"] == "visit" and e["link_id"] is None]
    assert len(organic) > 5_000
    assert sum(e["kind"] == "sign_up" and e["link_id"] is None for e in events) > 200


def test_extra_is_a_json_object_or_nothing(events: list[dict[str, Any]]) -> None:
    extras = [json.loads(e["extra"]) for e in events if e["extra"] is not None]
    assert extras
    assert all(isinstance(extra, dict) and extra for extra in extras)
    assert {key for extra in extras for key in extra} == {"device", "parent_link", "purchase_event_id"}
