"""What was planted can be found again with naive means."""

import json
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import numpy as np
import pytest

from goodword.sample import SURVEY_ITEMS, Workspace
from goodword.sample.survey import latent_factors

Rows = list[dict[str, Any]]


def ring(workspace: Workspace) -> set[str]:
    return {*workspace.truth["fraud"]["sponsors"], *workspace.truth["fraud"]["puppets"]}


def test_lever_effect_on_sharing(large: Workspace, many_events: Rows) -> None:
    joined = dict(zip(*(large.people[n].to_pylist() for n in ("person_id", "joined_at")), strict=True))
    onward = {
        (json.loads(e["extra"])["parent_link"], e["person_id"])
        for e in many_events
        if e["kind"] == "share" and e["extra"]
    }
    seen, shared = Counter[str](), Counter[str]()
    for e in many_events:
        if e["kind"] == "view" and e["link_id"] and joined.get(e["person_id"], e["ts_us"]) < e["ts_us"]:
            seen[e["lever"]] += 1
            shared[e["lever"]] += (e["link_id"], e["person_id"]) in onward
    base = shared["material_reward"] / seen["material_reward"]
    for lever, truth in large.truth["levers"].items():
        assert shared[lever] / seen[lever] / base == pytest.approx(truth["share"], rel=0.15)


def test_lever_effect_on_conversion(large: Workspace, many_events: Rows) -> None:
    fraud = ring(large)
    visits: defaultdict[str, int] = defaultdict(int)
    joined: defaultdict[str, int] = defaultdict(int)
    for e in many_events:
        if e["link_id"] and e["person_id"] not in fraud:
            visits[e["lever"]] += e["kind"] == "visit"
            joined[e["lever"]] += e["kind"] == "sign_up"
    base = joined["material_reward"] / visits["material_reward"]
    for lever, truth in large.truth["levers"].items():
        assert joined[lever] / visits[lever] / base == pytest.approx(truth["conversion"], rel=0.25)


def test_channel_rates(large: Workspace, many_events: Rows) -> None:
    joined = dict(zip(*(large.people[n].to_pylist() for n in ("person_id", "joined_at")), strict=True))
    views, clicks, shares = Counter[str](), Counter[str](), Counter[str]()
    for e in many_events:
        shares[e["channel"]] += e["kind"] == "share"
        if e["link_id"] and joined.get(e["person_id"], e["ts_us"]) >= e["ts_us"]:
            views[e["channel"]] += e["kind"] == "view"
            clicks[e["channel"]] += e["kind"] == "click"
    for channel, truth in large.truth["channels"].items():
        if shares[channel] > 500:
            assert views[channel] / shares[channel] == pytest.approx(truth["outside"], rel=0.1)
            assert clicks[channel] / views[channel] == pytest.approx(truth["click"], rel=0.15)


def test_influence_of_arcs(large: Workspace, many_events: Rows) -> None:
    onward = {
        (json.loads(e["extra"])["parent_link"], e["person_id"])
        for e in many_events
        if e["kind"] == "share" and e["extra"]
    }
    first = {(e["root_id"], e["person_id"]): e["ts_us"] for e in many_events if e["kind"] == "share"}
    leading = defaultdict(list)
    for arc in large.arcs.to_pylist():
        if arc["since"] is not None:
            leading[arc["source"]].append((arc["target"], arc["effective_probability"], arc["since"]))
    expected, happened = [], []
    for e in many_events:
        if e["kind"] != "share":
            continue
        for target, probability, since in leading[e["person_id"]]:
            if since <= e["ts_us"] < first.get((e["root_id"], target), 1 << 62):
                expected.append(probability)
                happened.append((e["link_id"], target) in onward)
    bins = np.digitize(expected, np.quantile(expected, [0.25, 0.5, 0.75]))
    for b in range(4):
        found, truth = np.mean(np.array(happened)[bins == b]), np.mean(np.array(expected)[bins == b])
        assert found == pytest.approx(truth, rel=0.15)


def test_spike_week(workspace: Workspace, events: Rows) -> None:
    spike = workspace.truth["periods"]["share_spike"]
    first = (date.fromisoformat(spike["first_day"]) - date(1970, 1, 1)).days
    seeds = Counter((e["local_day"] - first) // 7 for e in events if e["kind"] == "share" and e["depth"] == 0)
    assert seeds[0] / ((seeds[-1] + seeds[1]) / 2) == pytest.approx(spike["factor"], rel=0.25)


def test_growth_and_weekly_rhythm(events: Rows) -> None:
    days = Counter(e["local_day"] for e in events if e["link_id"] is None)
    ordered = [days[day] for day in sorted(days)]
    assert sum(ordered[-56:]) > 1.2 * sum(ordered[:56])
    weekday = Counter({d: sum(n for day, n in days.items() if (day + 3) % 7 == d) for d in range(7)})
    assert weekday[5] + weekday[6] > 1.1 * (weekday[1] + weekday[2])


def test_complaint_burst(workspace: Workspace) -> None:
    truth = workspace.truth["periods"]["complaint_burst"]
    burst = set(workspace.labels.filter(workspace.labels["burst"])["external_id"].to_pylist())
    assert len(burst) == round(truth["share_of_all_mentions"] * workspace.mentions.num_rows)
    labels = {r["external_id"]: r for r in workspace.labels.to_pylist()}
    assert all(labels[i]["cause"] == truth["cause"] for i in burst)
    per_day = Counter(
        m["published_at"] // 86_400_000_000
        for m in workspace.mentions.to_pylist()
        if labels[m["external_id"]]["cause"] == truth["cause"]
    )
    peak = (date.fromisoformat(truth["first_day"]) - date(1970, 1, 1)).days
    within = [n for day, n in per_day.items() if peak - 1 <= day <= peak + 7]
    outside = [n for day, n in per_day.items() if not peak - 1 <= day <= peak + 7]
    assert np.mean(within) > 3 * np.mean(outside)


def test_fraud_ring(workspace: Workspace, events: Rows) -> None:
    fraud = workspace.truth["fraud"]
    sponsors, puppets = set(fraud["sponsors"]), set(fraud["puppets"])
    devices = defaultdict(set)
    for e in events:
        if e["kind"] == "sign_up":
            devices[json.loads(e["extra"] or "{}").get("device")].add(e["person_id"])
    assert {d for d, who in devices.items() if d and len(who) > 1} == set(fraud["devices"])
    assert set().union(*(devices[d] for d in fraud["devices"])) == puppets
    signed = [e for e in events if e["kind"] == "sign_up" and e["person_id"] in puppets]
    assert {e["referrer_id"] for e in signed} == sponsors
    assert {e["lever"] for e in signed} == {"material_reward"}
    refunded = {e["person_id"] for e in events if e["kind"] == "refund"}
    assert puppets <= refunded


def test_costs_add_up(workspace: Workspace, events: Rows) -> None:
    fraud, through = ring(workspace), {}
    for e in events:
        if e["kind"] == "sign_up" and e["link_id"] and e["person_id"] not in fraud:
            through[e["person_id"]] = e["link_id"]
    first = {}
    for e in events:
        if e["kind"] == "purchase" and e["link_id"] and through.get(e["person_id"]) == e["link_id"]:
            first.setdefault(e["person_id"], e)
    customers = Counter(e["channel"] for e in first.values())
    rewarded = Counter(e["channel"] for e in first.values() if e["lever"] == "material_reward")
    for channel, cost in workspace.truth["costs"].items():
        assert cost["new_customers"] == customers[channel]
        assert cost["rewards_minor"] == 10_000 * rewarded[channel]
        parts = sum(cost[f"{part}_minor"] for part in ("rewards", "content", "tools", "staff"))
        assert cost["cost_minor"] == parts
        assert 0 <= cost["incremental_customers"] <= cost["new_customers"]
        if cost["incremental_customers"]:
            assert cost["incremental_cost_per_customer_minor"] == round(parts / cost["incremental_customers"])
    incremental = sum(c["incremental_customers"] for c in workspace.truth["costs"].values())
    assert 0.6 < incremental / sum(customers.values()) < 0.95


def scores(workspace: Workspace, construct: str) -> np.ndarray:
    """The items of a construct (n, k), the reversed turned round, the careless left out."""
    kept = [
        r
        for r in workspace.answers.to_pylist()
        if r["respondent"] not in workspace.truth["survey"]["careless"]
    ]
    items = [item for item in SURVEY_ITEMS if item.construct == construct]
    return np.array(
        [[6 - row[i.name] if i.reverse else row[i.name] for i in items] for row in kept], dtype=float
    )


@pytest.mark.parametrize("construct", sorted({item.construct for item in SURVEY_ITEMS}))
def test_constructs_are_reliable(workspace: Workspace, construct: str) -> None:
    points = scores(workspace, construct)
    k = points.shape[1]
    alpha = k / (k - 1) * (1 - points.var(axis=0, ddof=1).sum() / points.sum(axis=1).var(ddof=1))
    assert alpha > 0.7


def test_structure_of_the_factors(workspace: Workspace) -> None:
    generator = np.random.default_rng(0)
    ease = generator.standard_normal(100_000)
    factors = latent_factors(generator, ease)
    truth = workspace.truth["survey"]
    drivers = np.stack([factors[name] for name in truth["structure"]], axis=1)
    found = np.linalg.lstsq(drivers, factors["intention"], rcond=None)[0]
    assert found == pytest.approx(list(truth["structure"].values()), abs=0.015)
    assert factors["intention"].var() == pytest.approx(1, abs=0.02)
    assert np.corrcoef(ease, factors["intention"])[0, 1] == pytest.approx(
        truth["intention_from_propensity"], abs=0.015
    )
    assert np.corrcoef(factors["connectivity"], factors["helping"])[0, 1] == pytest.approx(0.4, abs=0.015)


def test_drivers_have_the_planted_signs(large: Workspace) -> None:
    intention = scores(large, "intention").mean(axis=1)
    drivers = np.stack(
        [scores(large, name).mean(axis=1) for name in large.truth["survey"]["structure"]], axis=1
    )
    design = np.column_stack([np.ones(len(intention)), drivers])
    found = np.linalg.lstsq(design, intention, rcond=None)[0][1:]
    planted = list(large.truth["survey"]["structure"].values())
    assert np.sign(found).tolist() == np.sign(planted).tolist()
    assert int(np.argmax(found)) == int(np.argmax(planted))


def test_who_intends_more_shares_more(large: Workspace, many_events: Rows) -> None:
    shares = Counter(e["person_id"] for e in many_events if e["kind"] == "share" and e["depth"] == 0)
    careless = set(large.truth["survey"]["careless"])
    who = [p for p in large.answers["respondent"].to_pylist() if p not in careless]
    done = np.log1p([shares[p] for p in who])
    assert np.corrcoef(scores(large, "intention").mean(axis=1), done)[0, 1] > 0.1


def test_careless_answers_differ(workspace: Workspace) -> None:
    careless = set(workspace.truth["survey"]["careless"])
    rows = workspace.answers.to_pylist()
    assert len(careless) == round(0.08 * len(rows))
    right = workspace.truth["survey"]["attention_item"]["right_answer"]
    fast = [r for r in rows if r["seconds"] < 80]
    assert {r["respondent"] for r in fast} >= careless
    failed = np.mean([r["attention"] != right for r in rows if r["respondent"] in careless])
    assert failed > 5 * np.mean([r["attention"] != right for r in rows if r["respondent"] not in careless])
