"""The metrics that read other tables, and those by age of account, again in plain Python: written from the definitions alone."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import sqrt
from statistics import mean

from .oracle import DAY, joined

Z = 1.959963984540054
KINDS = ("reward", "content", "tool", "staff")


def within(day, span):
    return span is None or span[0] <= day <= span[1]


def wilson(part, whole):
    """Solve (p - x)² = z² x (1 - x) / n for x, the definition of the interval."""
    if not whole:
        return None, None
    a, b, c = 1 + Z**2 / whole, -(2 * part / whole + Z**2 / whole), (part / whole) ** 2
    root = sqrt(max(b * b - 4 * a * c, 0))
    return max((-b - root) / (2 * a), 0), min((-b + root) / (2 * a), 1)


def ratio(part, whole):
    return part / whole if whole else None


def referrer_of(events):
    return {
        person: event["referrer_id"]
        for person, event in joined(events).items()
        if event["referrer_id"] not in (None, person)
    }


def purchase_source(events, answers, span):
    known = referrer_of(events)
    latest = {}
    for each in answers:
        person, told = each["person_id"], each["told"]
        if person is None or told is None or not within(each["local_day"], span):
            continue
        rank = (-each["local_day"], told, each["told_by"] or "")
        if person not in latest or rank < latest[person][0]:
            latest[person] = (rank, told, each["told_by"])
    rows = []
    for told in sorted({told for _, told, _ in latest.values()}):
        those = [(person, by) for person, (_, what, by) in latest.items() if what == told]
        rows.append(
            (
                told,
                len(those),
                ratio(len(those), len(latest)),
                *wilson(len(those), len(latest)),
                sum(person in known for person, _ in those),
                sum(by is not None and known.get(person) == by for person, by in those),
                sum(by is not None for _, by in those),
            )
        )
    return rows


def monday(day):
    moment = date(1970, 1, 1) + timedelta(day)
    return day - moment.weekday()


def volume(events, mentions, span, brand):
    rows = defaultdict(Counter)
    for each in mentions:
        if not within(each["local_day"], span) or (brand is not None and each["brand"] != brand):
            continue
        week = rows[monday(each["local_day"])]
        if each["origin"] is None:
            week["origin_unknown"] += 1
        if each["origin"] == "consumer":
            week["mentions"] += 1
            week[each["stimulus"] or "unknown"] += 1
    for event in events:
        if event["kind"] == "share" and within(event["local_day"], span):
            rows[monday(event["local_day"])]["shares"] += 1
    names = ("mentions", "organic", "stimulated", "unknown", "shares", "origin_unknown")
    weeks = range(min(rows), max(rows) + 1, 7) if rows else ()
    return [(week, *(rows[week][name] for name in names)) for week in weeks]


def share_of_voice(mentions, span):
    said = [
        each
        for each in mentions
        if each["origin"] == "consumer" and each["brand"] is not None and within(each["local_day"], span)
    ]
    rows = []
    for brand in sorted({each["brand"] for each in said}):
        tones = Counter(each["sentiment"] for each in said if each["brand"] == brand)
        count, judged = tones.total(), tones.total() - tones[None]
        good, bad = tones["favourable"], tones["unfavourable"]
        net = ratio(good - bad, judged)
        rows.append((brand, count, count / len(said), *wilson(count, len(said)), net, good, bad, judged))
    return rows


def spending(events, person):
    return [
        event for event in events if event["person_id"] == person and event["kind"] in ("purchase", "refund")
    ]


def term_effect(events, by, short, long, span):
    last = max(event["local_day"] for event in events)
    first = {}
    for event in sorted(events, key=lambda each: each["ts_us"]):
        if event["kind"] == "click" and event["person_id"] is not None:
            first.setdefault((*(event[name] for name in by), event["person_id"]), event)
    groups = defaultdict(list)
    for key, click in first.items():
        if within(click["local_day"], span):
            groups[key[:-1]].append(click)
    rows = {}
    for key, clicks in groups.items():
        sums = {}
        for name, days in (("short", short), ("long", long)):
            mature = [click for click in clicks if click["local_day"] + days < last]
            sums[name] = (len(mature), *_bought(events, mature, days))
        old = [click for click in clicks if click["local_day"] + long < last]
        soon = _bought(events, old, short)[0]
        rows[key] = (*sums["short"], *sums["long"], soon, len(clicks) - len(old))
    return rows


def _bought(events, clicks, days):
    buyers, money = 0, 0
    for click in clicks:
        spent = [
            event
            for event in spending(events, click["person_id"])
            if event["ts_us"] >= click["ts_us"] and event["local_day"] <= click["local_day"] + days
        ]
        buyers += any(event["kind"] == "purchase" for event in spent)
        money += sum(event["amount_minor"] for event in spent)
    return buyers, money


def referred_vs_others(events, margin, span):
    """Return a row per month of age, from lists of people: (active, twice, money) each."""
    last, above = max(event["local_day"] for event in events), referrer_of(events)
    people = [
        (person, event["local_day"])
        for person, event in joined(events).items()
        if within(event["local_day"], span)
    ]
    rows = []
    for age in range(1, 60):
        strata = defaultdict(lambda: ([], []))
        for person, day in people:
            if day + 30 * age <= last:
                month = (date(1970, 1, 1) + timedelta(day)).replace(day=1)
                strata[month][person in above].append(_at_age(events, person, day, age, margin))
        used = {month: groups for month, groups in strata.items() if all(groups)}
        alone = [groups for month, groups in strata.items() if month not in used]
        if not strata:
            break
        left_out = len(alone), sum(len(group) for groups in alone for group in groups)
        if not used:
            rows.append((age, 0, 0, *[None] * 15, *left_out))
            continue
        whole = sum(len(referred) for _, referred in used.values())
        count = whole, sum(len(others) for others, _ in used.values())
        means, differences = [], []
        for place in range(3):
            values = [[[each[place] for each in group] for group in groups] for groups in used.values()]
            others, referred = (
                sum(len(groups[1]) / whole * mean(groups[side]) for groups in values) for side in (0, 1)
            )
            variances = [_variance([groups[side] for groups in values], place) for side in (0, 1)]
            wide = None
            if None not in variances:
                wide = Z * sqrt(
                    sum(
                        (len(groups[1]) / whole) ** 2 * variances[side] / len(groups[side])
                        for groups in values
                        for side in (0, 1)
                    )
                )
            apart = referred - others
            means += [referred, others]
            differences += [
                apart,
                None if wide is None else apart - wide,
                None if wide is None else apart + wide,
            ]
        rows.append((age, *count, *means, *differences, *left_out))
    return rows


def _at_age(events, person, day, age, margin):
    spent = [event for event in spending(events, person) if day <= event["local_day"] < day + 30 * age]
    bought = [event["local_day"] for event in spent if event["kind"] == "purchase"]
    return (
        any(each >= day + 30 * (age - 1) for each in bought),
        len(bought) >= 2,
        margin * sum(event["amount_minor"] for event in spent),
    )


def _variance(strata, place):
    everybody = [value for stratum in strata for value in stratum]
    if place < 2:
        shrunk = (sum(everybody) + 1) / (len(everybody) + 2)
        return shrunk * (1 - shrunk)
    degrees = sum(len(stratum) - 1 for stratum in strata)
    around = sum((value - mean(stratum)) ** 2 for stratum in strata for value in stratum)
    return around / degrees if degrees else None


def new_customers(events, window, span):
    found = Counter()
    for person in {event["person_id"] for event in events} - {None}:
        bought = [event for event in spending(events, person) if event["kind"] == "purchase"]
        if not bought:
            continue
        first = min(bought, key=lambda each: (each["ts_us"], each["event_id"]))
        touches = [
            event
            for event in events
            if event["person_id"] == person
            and event["kind"] in ("click", "sign_up")
            and event["channel"] is not None
            and 0 <= first["ts_us"] - event["ts_us"] <= window * DAY
        ]
        if touches and within(first["local_day"], span):
            found[max(touches, key=lambda each: (each["ts_us"], each["event_id"]))["channel"]] += 1
    return found


def day_parts(cost, span):
    """Return what of a cost falls on each of its days, and sum those in the span: totals rounded down day by day."""
    days = range(cost["first_day"], cost["last_day"] + 1)
    totals = [cost["amount_minor"] * number // len(days) for number in range(len(days) + 1)]
    return sum(
        after - before
        for day, before, after in zip(days, totals[:-1], totals[1:], strict=True)
        if within(day, span)
    )


def acquisition(events, costs, window, span):
    """Return new customers and each kind of cost per channel, and for the whole under None."""
    customers = new_customers(events, window, span)
    channels = sorted(set(customers) | {cost["channel"] for cost in costs} - {None})
    rows = {channel: [customers[channel]] for channel in channels}
    for kind in KINDS:
        of_kind = [cost for cost in costs if cost["kind"] == kind]
        common = sum(day_parts(cost, span) for cost in of_kind if cost["channel"] is None)
        weights = [customers[channel] for channel in channels]
        if not any(weights):
            weights = [1] * len(channels)
        exact = [Fraction(common * weight, sum(weights)) for weight in weights]
        parts = [int(part // 1) for part in exact]
        order = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
        for place in order[: common - sum(parts)] if channels else ():
            parts[place] += 1
        for channel, part in zip(channels, parts, strict=True):
            own = sum(day_parts(cost, span) for cost in of_kind if cost["channel"] == channel)
            rows[channel].append(own + part)
    if channels or costs:
        every = [sum(day_parts(cost, span) for cost in costs if cost["kind"] == kind) for kind in KINDS]
        rows[None] = [customers.total(), *every]
    return rows


def weekly(events, mentions, outcome):
    """Return [outcome, favourable, unfavourable] of each whole week in which both were collected."""
    spans = [[each["local_day"] for each in rows] for rows in (events, mentions)]
    if not all(spans):
        return None
    first, last = max(map(min, spans)), min(map(max, spans))
    start = monday(first) if monday(first) == first else monday(first) + 7
    weeks = {week: [0, 0, 0] for week in range(start, last - 5, 7)}
    bought = {}
    for event in events:
        if event["kind"] == "purchase" and event["person_id"] is not None:
            bought[event["person_id"]] = min(bought.get(event["person_id"], 10**9), event["local_day"])
        week = weeks.get(monday(event["local_day"]))
        if week is not None and outcome == "money" and event["kind"] in ("purchase", "refund"):
            week[0] += event["amount_minor"]
    if outcome == "new_customers":
        for day in bought.values():
            if monday(day) in weeks:
                weeks[monday(day)][0] += 1
    for each in mentions:
        week = weeks.get(monday(each["local_day"]))
        if week is not None and each["origin"] == "consumer":
            week[1] += each["sentiment"] == "favourable"
            week[2] += each["sentiment"] == "unfavourable"
    return list(weeks.values())
