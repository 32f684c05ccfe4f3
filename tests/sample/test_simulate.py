"""The same arguments give the same workspace, quickly, in the promised size; wrong ones are refused."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from goodword.core.errors import EnvironmentProblem, InputError
from goodword.sample import Workspace, simulate, table_names

from .conftest import END


def test_same_seed_gives_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write(tmp_path / "a")
    simulate(end_day=END).write(tmp_path / "b")
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_another_seed_gives_another_workspace(workspace: Workspace) -> None:
    assert not simulate(scale=0.1, seed=1, end_day=END).events.equals(
        simulate(scale=0.1, seed=2, end_day=END).events
    )


@pytest.mark.parametrize("scale", [1, 3])
def test_counts_are_as_promised(scale: int, request: pytest.FixtureRequest) -> None:
    made: Workspace = request.getfixturevalue({1: "workspace", 3: "large"}[scale])
    promised = {"people": 2_000, "mentions": 3_000, "events": 100_000, "answers": 400}
    for name, count in promised.items():
        assert getattr(made, name).num_rows == pytest.approx(count * scale, rel=0.02)
        assert made.truth["counts"][name] == getattr(made, name).num_rows


def test_a_longer_window_has_more_events_and_mentions_of_the_same_people() -> None:
    year = simulate(scale=0.1, end_day=END, months=12)
    assert (year.people.num_rows, year.mentions.num_rows, year.events.num_rows) == (200, 600, 20_000)


def test_written_and_read_back_it_is_the_same(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write(tmp_path)
    back = Workspace.read(tmp_path)
    for name in table_names():
        assert getattr(back, name).equals(getattr(workspace, name))
        assert pq.read_metadata(tmp_path / f"{name}.parquet").num_rows == getattr(workspace, name).num_rows
    assert back.truth == workspace.truth


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a sample workspace"):
        Workspace.read(tmp_path / "nothing")


def test_a_damaged_folder_is_refused(tmp_path: Path) -> None:
    simulate(scale=0.05, end_day=END).write(tmp_path)
    (tmp_path / "truth.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match="damaged"):
        Workspace.read(tmp_path)
    (tmp_path / "truth.json").write_text("{}", "utf-8")
    (tmp_path / "events.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError, match="damaged"):
        Workspace.read(tmp_path)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", "utf-8")
    with pytest.raises(EnvironmentProblem, match="Choose another folder"):
        simulate(scale=0.05, end_day=END).write(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scale": 0}, "scale"),
        ({"scale": float("nan")}, "scale"),
        ({"scale": 1_000}, "scale"),
        ({"seed": -1}, "seed"),
        ({"months": 0}, "months"),
        ({"months": 25}, "months"),
        ({"zone": "Moon/Far_Side"}, "time zone"),
        ({"zone": "../etc"}, "time zone"),
        ({"end_day": date(1, 1, 1)}, "last day"),
    ],
)
def test_wrong_arguments_are_refused_in_words(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        simulate(**({"end_day": END} | wrong))  # type: ignore[arg-type]
