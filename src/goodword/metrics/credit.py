"""From counts to credit: what each channel gets under every model of attribution, in NumPy on a few rows."""

from typing import TYPE_CHECKING

import numpy as np

from goodword.core.vocabulary import Channel

from .definition import Options

if TYPE_CHECKING:
    import pandas as pd

_CHANNELS = tuple(channel.value for channel in Channel)
_DIRECT = ("first", "last", "linear", "position", "time_decay")


def finish(found: "pd.DataFrame", options: Options) -> "pd.DataFrame":
    """Return a row per channel with its money under each model, and one without a channel for all other purchases."""
    import pandas as pd

    parts = dict(iter(found.groupby("part")))
    empty = found.iloc[:0]
    sets, steps = parts.get("set", empty), parts.get("step", empty)
    credit = parts.get("credit", empty).set_index("channel")[list(_DIRECT)].astype("float64")
    rows = credit.reindex(sorted({*credit.index, *steps["channel"]} - {"start"}), fill_value=0.0)
    attributed = float(sets["amount"].sum())
    if "markov" in options["models"]:
        rows["markov"] = markov(steps, list(rows.index), attributed)
    rows["shapley"] = shapley(sets, list(rows.index))
    rows = rows[list(options["models"])]
    rest = float(parts["whole"]["amount"].iloc[0]) - attributed if "whole" in parts else 0.0
    nobody = pd.DataFrame(
        {column: [rest] for column in rows.columns}, index=pd.Index([None], name="channel", dtype=object)
    )
    return pd.concat([rows, nobody]).rename_axis("channel").reset_index()


def shapley(sets: "pd.DataFrame", channels: list[str]) -> list[float]:
    """Return each channel's Shapley value of the game that pays a set the purchases whose channels all lie in it.

    Such a game is a sum of unanimity games, so the value is exact in one pass: every set shares equally (Shapley 1953).
    """
    value = dict.fromkeys(channels, 0.0)
    for mask, amount in zip(sets["channel"].astype("int64"), sets["amount"], strict=True):
        members = [channel for place, channel in enumerate(_CHANNELS) if mask >> place & 1]
        for channel in members:
            value[channel] += float(amount) / len(members)
    return [value[channel] for channel in channels]


def markov(steps: "pd.DataFrame", channels: list[str], money: float) -> list[float]:
    """Return the money shared out by removal effects: how much less often a journey ends in a purchase without a channel.

    `steps` has how often (`purchases`) one state (`channel`) was followed by another (`to`): start, channels, bought, lost.
    """
    states = ["start", *channels]
    place = {state: number for number, state in enumerate(states)}
    counts = np.zeros((len(states), len(states)))
    bought = np.zeros(len(states))
    left = np.zeros(len(states))
    for state, to, count in zip(steps["channel"], steps["to"], steps["purchases"], strict=True):
        if state in place:
            left[place[state]] += count
            if to == "bought":
                bought[place[state]] += count
            elif to in place:
                counts[place[state], place[to]] += count
    with np.errstate(divide="ignore", invalid="ignore"):
        moves, wins = np.nan_to_num(counts / left[:, None]), np.nan_to_num(bought / left)
    whole = _chance(moves, wins, None)
    effects = np.array([1 - _chance(moves, wins, place[each]) / whole if whole else 0.0 for each in channels])
    total = effects.sum()
    return list(effects / total * money) if total else [0.0] * len(channels)


def _chance(
    moves: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    wins: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    without: int | None,
) -> float:
    """Return the chance to end in a purchase from the start, with one state leading nowhere."""
    moves, wins = moves.copy(), wins.copy()
    if without is not None:
        moves[without], wins[without] = 0.0, 0.0
        moves[:, without] = 0.0
    return float(np.linalg.solve(np.eye(len(wins)) - moves, wins)[0])
