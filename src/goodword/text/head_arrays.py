"""A head taken apart for a file and put together again."""

from dataclasses import astuple
from typing import Any

import numpy as np

from .calibration import Calibration
from .features import Shape
from .head import Head
from .model_file import Arrays, ModelFileError
from .vocabulary import Vocabulary

_LARGEST_PIECE = 12


def taken_apart(head: Head, name: str) -> tuple[dict[str, Any], Arrays]:
    """Return a head's description and its arrays, each named under `name`."""
    arrays: Arrays = {
        f"{name}/hashes": head.vocabulary.hashes,
        f"{name}/rarity": head.vocabulary.rarity.astype(np.float16),
        f"{name}/rare": head.rare.astype(np.float16),
        f"{name}/plain": head.plain.astype(np.float16),
        f"{name}/centre": head.calibration.centre,
        f"{name}/scale": head.calibration.scale,
        f"{name}/weights": head.calibration.weights,
        f"{name}/factors": head.factors,
    }
    described: dict[str, Any] = {
        "classes": list(head.classes), "shape": list(astuple(head.shape)), "cues": head.cues, "base": None,
    }  # fmt: skip
    if head.base is not None:
        described["base"], base = taken_apart(head.base, f"{name}/base")
        arrays |= base
    return described, arrays


def put_together(described: Any, arrays: Arrays, name: str) -> Head:
    """Return the head that `taken_apart` described; ModelFileError if its parts do not fit each other."""
    try:
        of = {each: arrays[f"{name}/{each}"] for each in ("hashes", "rarity", "rare", "plain", "factors")}
        classes = tuple(str(each) for each in described["classes"])
        base = None if described["base"] is None else put_together(described["base"], arrays, f"{name}/base")
        calibration = Calibration(*(arrays[f"{name}/{each}"] for each in ("centre", "scale", "weights")))
        head = Head(
            classes, Shape(*map(int, described["shape"])), Vocabulary.made(of["hashes"], of["rarity"]),
            of["rare"].astype(np.float32), of["plain"].astype(np.float32), calibration, of["factors"], base,
            bool(described["cues"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise ModelFileError(
            "A part of the model is missing or has the wrong form. Train the model anew."
        ) from error
    _check(head)
    return head


def _check(head: Head) -> None:
    """Refuse arrays whose sizes would lead a kernel outside of them."""
    known, classes = len(head.vocabulary), len(head.classes)
    margins = 1 if classes == 2 else classes
    shape, calibration = head.shape, head.calibration
    exact = (calibration.centre, calibration.scale, calibration.weights, head.factors)
    fits = (
        classes >= 2
        and head.vocabulary.hashes.dtype == np.uint32
        and all(each.dtype == np.float64 and bool(np.isfinite(each).all()) for each in exact)
        and head.vocabulary.rarity.shape == (known,)
        and bool(np.all(np.diff(head.vocabulary.hashes.astype(np.int64)) > 0))
        and head.rare.shape == (known + 1, margins)
        and (
            head.plain.size == 0 or (head.plain.shape[0] == known + 1 and head.plain.shape[1] % margins == 0)
        )
        and head.factors.shape == (classes,)
        and calibration.weights.ndim == 2
        and calibration.weights.shape == (classes, len(calibration.centre) + 1)
        and calibration.centre.shape == calibration.scale.shape
        and bool(np.all(calibration.scale > 0))
        and 0 < shape.shortest_piece <= shape.longest_piece <= _LARGEST_PIECE
        and 0 < shape.words <= 2
        and 0 < shape.runs <= _LARGEST_PIECE
    )
    if not fits:
        raise ModelFileError("The parts of the model do not fit each other. Train the model anew.")
