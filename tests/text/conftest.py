"""Texts people wrote, when the reference data is there."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

_REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "text"


@pytest.fixture(scope="session")
def written() -> Callable[[str], list[str]]:
    """Return the different texts of a set, in its order."""

    def texts(name: str) -> list[str]:
        file = _REFERENCE / f"{name}.parquet"
        if not file.exists():
            pytest.skip(f"The reference data is not there: {file}")
        return [text for text in dict.fromkeys(pq.read_table(file)["text"].to_pylist()) if text]

    return texts
