"""Every metric again, in plain Python over a list of dicts: slow, and written from the definitions alone."""

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from statistics import quantiles

DAY = 86_400_000_000
STEPS = {"view": 1, "click": 2, "visit": 3, "lead": 3, "sign_up": 3, "purchase": 4}


def funnel(events, by):
    people = defaultdict(lambda: [0, 0])
    for event in events:
        if (
            event["person_id"] in (None, event["referrer_id"])
            or event["root_id"] is None
            or event["kind"] == "refund"
        ):
            continue
        key = (*(event[name] for name in by), event["person_id"])
        if event["kind"] == "share":
            if (event["depth"] or 0) > 0:
                people[key][0] = max(people[key][0], 1)
                people[key][1] = 1
        else:
            people[key][0] = max(people[key][0], STEPS[event["kind"]])
    rows = defaultdict(lambda: [0] * 5)
    for key, (furthest, told) in people.items():
        for stage in range(1, 5):
            rows[key[:-1]][stage - 1] += furthest >= stage
        rows[key[:-1]][4] += told
    return dict(rows)


def joined(events):
    first = {}
    for event in sorted(events, key=lambda each: (each["ts_us"], each["event_id"])):
        if event["kind"] == "sign_up" and event["person_id"] is not None:
            first.setdefault(event["person_id"], event)
    return first


def cycle_hours(events):
    people = joined(events)
    return sorted(
        (child["ts_us"] - people[child["referrer_id"]]["ts_us"]) / 3_600_000_000
        for person, child in people.items()
        if child["referrer_id"] in people.keys() - {person}
        and child["ts_us"] >= people[child["referrer_id"]]["ts_us"]
    )


def quantile(values, share):
    return (
        values[0]
        if len(values) == 1
        else quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]
    )


def k_factor(events, window):
    people = joined(events)
    last = max((event["local_day"] for event in events), default=0)
    mature = {person: event for person, event in people.items() if event["local_day"] + window < last}
    brought = Counter(
        child["referrer_id"]
        for person, child in people.items()
        if child["referrer_id"] in mature.keys() - {person}
        and 0 <= child["local_day"] - mature[child["referrer_id"]]["local_day"] <= window
    )
    return len(mature), sum(brought.values()), len(brought)


def trees(events):
    """Return the sharers of each cascade with the one above them."""
    found = defaultdict(dict)
    for event in sorted(events, key=lambda each: (each["ts_us"], each["event_id"])):
        if event["kind"] == "share" and None not in (event["root_id"], event["person_id"]):
            found[event["root_id"]].setdefault(event["person_id"], event["referrer_id"])
    return {
        root: {
            person: above if above in people and above != person else None for person, above in people.items()
        }
        for root, people in found.items()
    }


def way_up(people, person):
    way = [person]
    while (above := people[way[-1]]) is not None:
        if above in way:
            return None
        way.append(above)
    return way


def cascades(events):
    rows = {}
    for root, people in trees(events).items():
        ways = {person: way for person in people if (way := way_up(people, person)) is not None}
        if not ways:
            continue
        levels = Counter(len(way) - 1 for way in ways.values())
        tops = {way[-1] for way in ways.values()}
        rows[root] = (
            len(ways),
            max(levels),
            max(levels.values()),
            len(tops),
            _mean_distance(list(ways.values()), tops),
        )
    return rows


def _mean_distance(ways, tops):
    if len(ways) == 1:
        return 0.0
    if len(tops) > 1:
        return None
    total = sum(len(set(a) ^ set(b)) for number, a in enumerate(ways) for b in ways[:number])
    return 2 * total / (len(ways) * (len(ways) - 1))


def journeys(events, window_days, span=None):
    """Return each purchase of the days with its clicks in the window, in order: none for a purchase of nobody known."""
    clicks = [
        event
        for event in sorted(events, key=lambda each: (each["ts_us"], each["event_id"]))
        if event["kind"] == "click" and None not in (event["person_id"], event["channel"])
    ]
    for bought in events:
        if bought["kind"] == "purchase" and (span is None or span[0] <= bought["local_day"] <= span[1]):
            yield bought, [
                click for click in clicks
                if click["person_id"] == bought["person_id"]
                and 0 <= bought["ts_us"] - click["ts_us"] <= window_days * DAY
            ]  # fmt: skip


def attribution(events, window_days, half_life_days, span=None):
    credit = defaultdict(Counter)
    for bought, clicks in journeys(events, window_days, span):
        money = bought["amount_minor"] or 0
        for model, weights in _weights(bought, clicks, half_life_days).items():
            for click, weight in zip(clicks, weights, strict=True):
                credit[click["channel"]][model] += money * weight
            if not clicks:
                credit[None][model] += money
        for channel in (used := {click["channel"] for click in clicks}):
            credit[channel]["shapley"] += money / len(used)
    return credit


def _weights(bought, clicks, half_life_days):
    count = len(clicks)
    ages = [Fraction(bought["ts_us"] - click["ts_us"], half_life_days * DAY) for click in clicks]
    decay = [Fraction(1, 2 ** int(age)) * Fraction(0.5 ** float(age % 1)) for age in ages]
    ends = (
        [1.0] if count == 1 else [0.5, 0.5] if count == 2 else [0.4, *[0.2 / (count - 2)] * (count - 2), 0.4]
    )
    return {
        "first": [1.0] + [0.0] * (count - 1) if count else [],
        "last": [0.0] * (count - 1) + [1.0] if count else [],
        "linear": [1 / count] * count if count else [],
        "position": ends if count else [],
        "time_decay": [float(each / sum(decay)) for each in decay],
    }


def removal_effects(events, window_days, channels, span=None):
    """Return the chance to end in a purchase, whole and without each channel, by walking the chain many steps."""
    counts = defaultdict(Counter)
    buyers = {event["person_id"] for event in events if event["kind"] == "purchase"}
    ways = [
        [click["channel"] for click in clicks] + ["bought"]
        for _, clicks in journeys(events, window_days, span)
        if clicks
    ]
    others = defaultdict(list)
    for event in sorted(events, key=lambda each: (each["ts_us"], each["event_id"])):
        if (
            event["kind"] == "click"
            and event["channel"] is not None
            and event["person_id"] not in {*buyers, None}
        ):
            others[event["person_id"]].append(event["channel"])
    ways += [[*way, "lost"] for way in others.values()]
    for way in ways:
        for state, to in pairwise(["start", *way]):
            counts[state][to] += 1

    def chance(without):
        at, won = {"start": 1.0}, 0.0
        for _step in range(3_000):
            after = defaultdict(float)
            for state, mass in at.items():
                for to, count in counts[state].items():
                    part = mass * count / counts[state].total()
                    if to == "bought":
                        won += part
                    elif to not in ("lost", without):
                        after[to] += part
            at = after
        return won

    whole = chance(None)
    return [1 - chance(channel) / whole if whole else 0.0 for channel in channels]


def downstream(events):
    """Return for everybody who brought somebody: people and money, direct and all, walking down the tree."""
    above = {person: event["referrer_id"] for person, event in joined(events).items()}
    above = {person: up if up != person else None for person, up in above.items()}
    people = set(above) | {up for up in above.values() if up is not None}
    spent = Counter()
    for event in events:
        if event["kind"] in ("purchase", "refund") and event["person_id"] is not None:
            spent[event["person_id"]] += event["amount_minor"] or 0
    forest = {person: above.get(person) for person in people}
    placed = {person for person in people if way_up(forest, person) is not None}
    rows = {}
    for person in placed:
        under = [each for each in placed if each != person and person in way_up(forest, each)]
        direct = [each for each in under if forest[each] == person]
        if under:
            money = [sum(spent[each] for each in group) for group in (direct, under)]
            rows[person] = (len(direct), len(under), *money)
    return rows
