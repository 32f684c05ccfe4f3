"""What every engine is asked, over events that are awkward on purpose, and what it means that two tables are equal."""

import random

import pandas as pd
import pyarrow as pa

from goodword import metrics
from goodword.core.vocabulary import Channel
from goodword.events import EventLog
from goodword.sample.many_events import FIRST_DAY, event_tables

from .made_up import event

DAYS = (FIRST_DAY, FIRST_DAY + 200)
ODD_NAMES = [
    "Zoë",
    "zoë",
    "Ångström",
    "中文",
    "😀",
    "a'b",
    'a"b',
    "a\\b",
    "a,b",
    " ",
    "NULL",
    "a\nb",
    "ﬀ",
    "",
    "µ",
]
MORE_QUESTIONS = {
    "acquisition_cost": [{"window_days": 7, "local_days": DAYS}],
    "attribution": [{"window_days": 3, "half_life_days": 2, "local_days": DAYS}],
    "cascades": [{"least_size": 20}],
    "cycle_time": [{"by": ("channel", "lever")}],
    "downstream": [{"most": 7}],
    "funnel": [{"by": ()}, {"by": ("lever", "programme_id"), "channels": ["feed", "email"]}],
    "k_factor": [{"by": ("channel",), "cohort": "month", "window_days": 7}],
    "mention_value": [{"outcome": "new_customers", "lags": 2, "local_days": DAYS}],
    "purchase_source": [{"local_days": DAYS}],
    "referred_vs_others": [{"margin_share": 0.3, "local_days": DAYS}],
    "sales": [{"by": ("local_day",)}],
    "share_of_voice": [{"local_days": DAYS}],
    "term_effect": [{"by": (), "short_days": 7, "long_days": 30}],
    "word_of_mouth_volume": [{"brand": "Lumen"}],
}


def questions() -> list[tuple[str, dict]]:
    """Return every registered metric as it is asked without options, and in another way or two."""
    return [(name, given) for name in metrics.names() for given in [{}, *MORE_QUESTIONS.get(name, [])]]


def questions_of_another_shape() -> list[tuple[str, dict]]:
    """Return every metric as it is asked without options, and in those ways that make another query of it."""
    return [
        (name, given)
        for name, given in questions()
        if not given or {"by", "outcome", "channels"} & set(given)
    ]


def question_id(question: tuple[str, dict]) -> str:
    """Return a short name of a question."""
    name, given = question
    return "-".join([name, *map(str, given)])


def awkward_log(folder, rows: int = 20_000) -> EventLog:
    """Return a log of made-up events, some of them in the same microsecond, under odd names, without channel or person."""
    log = EventLog.open(folder)
    for table in event_tables(rows, seed=5):
        log.append(table)
    log.append(odd_events())
    return log


def odd_events() -> list[dict]:
    """Return a chain of people with odd names in one cascade, ties in time, circles, and purchases of nobody."""
    names = [name for name in ODD_NAMES if name.strip()]
    rows = []
    for place, name in enumerate(names):
        above = names[place - 1] if place else None
        day = FIRST_DAY + place
        more = {
            "referrer_id": above,
            "root_id": "rööt",
            "depth": place,
            "channel": None,
            "lever": "material_reward",
        }
        for kind in ("share", "view", "click", "sign_up", "purchase", "refund"):
            money = {"purchase": {"amount_minor": 1_001}, "refund": {"amount_minor": -333}}.get(kind, {})
            rows.append(event(9_000_000 + len(rows), kind, day, name, **more | money))
    tied = {"root_id": "tie", "depth": 1, "channel": "feed"}
    for number in range(6):
        same = {"ts_us": rows[0]["ts_us"], "referrer_id": f"t{(number + 1) % 3}"}
        rows.append(
            event(
                9_100_000 + number, ("share", "click")[number % 2], FIRST_DAY, f"t{number % 3}", **tied | same
            )
        )
        rows.append(event(9_200_000 + number, "sign_up", FIRST_DAY, f"t{number % 3}", **tied | same))
    rows.append(event(9_300_000, "purchase", FIRST_DAY, None, amount_minor=77, channel="feed"))
    rows.append(event(9_300_001, "purchase", FIRST_DAY + 1, "nobody", channel="comment"))
    return [row | {"tenant": "lumen-school"} for row in rows]


def other_tables(name: str, log: EventLog) -> dict[str, pa.Table]:
    """Return what else a metric reads, drawn with a seed; a table nobody thought of here is a KeyError."""
    draw = random.Random(7)
    people = sorted({row for row in log.table(["person_id"])["person_id"].to_pylist() if row})[:3_000]
    channels = [channel.value for channel in Channel]
    day = lambda: draw.randint(*DAYS)  # noqa: E731
    rows = {
        "costs": lambda: {
            "kind": draw.choice(["reward", "content", "tool", "staff"]), "channel": draw.choice([*channels, None]),
            "first_day": (first := day()), "last_day": first + draw.randint(0, 60), "amount_minor": draw.randint(0, 90_000),
        },
        "answers": lambda: {
            "person_id": draw.choice([*people, None]), "told": draw.choice(["friend", "feed", "Zeitung", "ärzte", None]),
            "told_by": draw.choice([*people[:50], None]), "local_day": day(),
        },
        "mentions": lambda: {
            "local_day": draw.choice([day(), None]), "brand": draw.choice(["Lumen", "Åre", "andere"]),
            "origin": draw.choice(["consumer", "consumer", "brand", None]),
            "stimulus": draw.choice(["organic", "stimulated", None]),
            "sentiment": draw.choice(["favourable", "neutral", "unfavourable", None]),
        },
    }  # fmt: skip
    lifts = [
        {"channel": channel, "share": 0.3, "low": 0.1, "high": 0.45} for channel in [*channels[:2], None]
    ]
    reads = metrics.metric(name).reads
    return {
        table: pa.Table.from_pylist(
            lifts if table == "lifts" else [rows[table]() for _ in range(400)], schema=schema
        )
        for table, schema in reads.items()
    }


def aliases(log: EventLog) -> pa.Table:
    """Return some people who turned out to be somebody else."""
    people = sorted({row for row in log.table(["person_id"])["person_id"].to_pylist() if row and row.strip()})
    return pa.table({"alias": people[:200], "person_id": people[200:400]})


def answered(question: tuple[str, dict], log, engine: str) -> pd.DataFrame:
    """Return an engine's answer to a question."""
    name, given = question
    return metrics.compute(
        name, log, engine=engine, tables=other_tables(name, log), same_person=aliases(log), **given
    )


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Compare whole tables: the same columns, types and rows in the same order; counts and keys exactly, floats to 1e-9."""
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=1e-9, atol=1e-9)
    for column in expected.select_dtypes(exclude="float"):
        pd.testing.assert_series_equal(found[column], expected[column], check_exact=True)
