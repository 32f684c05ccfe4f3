"""Files that are dropped are read whole, once, and only from inside the base folder."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from goodword.connectors.conformance import Kept, Kit, Peer, check_spec, drain, scenarios
from goodword.connectors.drop import SPEC, rows
from goodword.connectors.protocol import GapReason, Kind, RefusedError, SettingError, UnavailableError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEAD = "id,text,date,author,rating,source\n"


class Still:
    """A way out that only tells the time."""

    moment = NOW

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    base = tmp_path / "drop"
    (base / "weibo").mkdir(parents=True)
    monkeypatch.setenv("GOODWORD_DROP", str(base))
    return base / "weibo"


def put(folder: Path, name: str, content: str | bytes, *, age: float = 120, now: datetime = NOW) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    when = now.timestamp() - age
    os.utime(path, (when, when))
    return path


def connector(net=None):
    return SPEC.open({"folder": "weibo", "zone": "Asia/Shanghai"}, net or Still())


def read(kept: Kept, net=None) -> Kept:
    drain(lambda: connector(net), kept)
    return kept


def test_a_row_becomes_a_mention(folder):
    put(folder, "a.csv", HEAD + "7,质量太差,2026-03-01 08:00,小李,1,微博\n")
    (mention,) = read(Kept()).mentions.values()
    assert (mention.native_id, mention.text, mention.source) == ("微博/7", "质量太差", "微博")
    assert (mention.published, mention.rating, mention.kind) == (
        datetime(2026, 3, 1, tzinfo=UTC),
        1.0,
        Kind.REVIEW,
    )
    assert mention.author.name == "小李"


def test_every_kind_of_file_is_read(folder):
    put(folder, "a.csv", "id,text\n1,one is good\n")
    put(folder, "b.jsonl", json.dumps({"id": "2", "text": "two is good"}) + "\n")
    put(folder, "c.tsv", "id\ttext\n3\tthree is good\n")
    put(folder, "d.txt", "id,text\n4,four\n")
    put(folder, ".e.csv", "id,text\n5,five\n")
    put(folder, "f.csv.part", "id,text\n6,six\n")
    assert sorted(read(Kept()).mentions) == ["1", "2", "3"]


def test_a_file_that_is_still_written_waits(folder):
    kept, net = Kept(), Still()
    put(folder, "a.csv", "id,text\n1,one\n", age=5)
    assert not read(kept, net).mentions
    put(folder, "a.csv", "id,text\n1,one\n2,two\n", age=1)
    assert not read(kept, net).mentions
    assert len(read(kept, net).mentions) == 2  # unchanged since it was last looked at
    put(folder, "b.csv", "")
    assert len(read(kept, net).mentions) == 2


def test_a_content_is_read_once_however_it_is_named(folder):
    path = put(folder, "a.csv", "text\nthe same words\nthe same words\n")
    kept = read(Kept())
    assert len(kept.mentions) == 2
    shutil.copy(path, folder / "b.csv")
    os.utime(path)
    os.utime(folder / "b.csv")
    for _ in range(2):
        drain(connector, kept)
    assert len(kept.mentions) == 2


def test_a_file_that_grew_adds_its_new_rows_only(folder):
    put(folder, "a.csv", "text\nthe first words\n", age=300)
    kept = read(Kept())
    put(folder, "a.csv", "text\nthe first words\nthe second words\n")
    assert sorted(one.text for one in read(kept).mentions.values()) == ["the first words", "the second words"]


@pytest.mark.parametrize("killed", [False, True])
def test_a_large_file_is_read_in_parts_and_resumed(folder, monkeypatch, killed):
    monkeypatch.setattr(rows, "ROWS", 10)
    put(folder, "a.csv", "text\n" + "".join(f"words of row {number % 20}\n" for number in range(105)))
    kept = Kept()
    assert drain(connector, kept, killed=killed) > 10
    assert len(kept.mentions) == 105


def test_a_file_that_is_none_is_a_gap_and_blocks_nothing(folder):
    put(folder, "a.csv", b"\x00\x01\x02\x03" * 100, age=300)
    put(folder, "b.xlsx", "not a workbook", age=200)
    put(folder, "c.csv", "id,text\n1,one\n")
    kept = read(Kept())
    assert list(kept.mentions) == ["1"]
    assert [gap.reason for gap in kept.gaps] == [GapReason.SKIPPED] * 2
    assert kept.gaps[0].detail.startswith("a.csv: ")
    assert len(read(kept).gaps) == 2  # said once


def test_a_file_that_is_too_large_is_a_gap(folder, monkeypatch):
    monkeypatch.setattr("goodword.connectors.drop.connector.MOST_BYTES", 100)
    put(folder, "a.csv", "id,text\n" + "1,one\n" * 100, age=300)
    put(folder, "b.csv", "id,text\n2,two\n")
    kept = read(Kept())
    assert list(kept.mentions) == ["2"]
    assert "larger than" in kept.gaps[0].detail


def test_rows_that_cannot_be_used_are_counted(folder):
    put(folder, "a.csv", "id,text,rating\n1,one,5\n2,,5\n3,three,many\n4,four,4\n")
    kept = read(Kept())
    assert sorted(kept.mentions) == ["1", "4"]
    (gap,) = kept.gaps
    assert gap.missing == 2
    assert "line 3" in gap.detail


def test_links_are_not_followed(folder, tmp_path):
    outside = put(tmp_path, "secret.csv", "id,text\n1,secret\n")
    (folder / "link.csv").symlink_to(outside)
    os.mkfifo(folder / "pipe.csv")
    assert not read(Kept()).mentions


@pytest.mark.parametrize("name", ["/etc", "../weibo", "weibo/../..", "nowhere", "link"])
def test_a_folder_outside_the_base_is_refused(folder, tmp_path, name):
    (folder.parent / "link").symlink_to(tmp_path)
    with pytest.raises(SettingError) as said:
        SPEC.open({"folder": name}, Still())
    assert said.value.field == "folder"


def test_a_folder_that_becomes_a_link_is_refused(folder, tmp_path):
    opened = connector()
    folder.rename(folder.parent / "old")
    folder.symlink_to(tmp_path)
    with pytest.raises(RefusedError):
        opened.pull({})


def test_a_folder_that_is_gone_is_no_answer(folder):
    opened = connector()
    folder.rmdir()
    with pytest.raises(UnavailableError):
        opened.pull({})


def test_without_a_base_folder_it_is_off(monkeypatch):
    monkeypatch.delenv("GOODWORD_DROP", raising=False)
    with pytest.raises(SettingError, match="GOODWORD_DROP"):
        SPEC.open({"folder": ""}, Still())


def test_the_base_folder_may_be_named_in_a_file(folder, tmp_path, monkeypatch):
    named = tmp_path / "drop-folder"
    named.write_text(f"{folder.parent}\n")
    monkeypatch.delenv("GOODWORD_DROP")
    monkeypatch.setenv("GOODWORD_DROP_FILE", str(named))
    put(folder, "a.csv", "id,text\n1,one\n")
    assert [mention.text for mention in read(Kept()).mentions.values()] == ["one"]


def test_no_copy_is_left_behind(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    put(folder, "a.csv", "id,text\n1,one\n")
    put(folder, "b.csv", b"\x00\x01\x02\x03" * 100)
    read(Kept())
    assert not list((tmp_path / "tmp").iterdir())


class FolderPeer(Peer):
    """Every change is dropped as a file of its own."""

    folder: Path

    def start(self) -> None:
        pass

    def stop(self) -> None:
        for path in self.folder.iterdir():
            path.unlink()

    def add(self, count=1, **options):
        return self._dropped(super().add(count, **options))

    def edit(self, item):
        super().edit(item)
        self._dropped([item])

    def _dropped(self, items):
        number = len(list(self.folder.iterdir()))
        lines = "".join(
            json.dumps({"id": one.id, "text": one.text, "date": one.at.isoformat()}) + "\n" for one in items
        )
        put(
            self.folder,
            f"{number:05}.jsonl",
            lines,
            age=0,
            now=self.clock.now + timedelta(microseconds=number),
        )
        return items


KIT = Kit(peer=FolderPeer, open=lambda _peer, net: SPEC.open({"folder": "weibo"}, net), page=10, faults=())


@pytest.mark.parametrize("name", scenarios(KIT))
def test_nothing_is_lost(folder, monkeypatch, name):
    monkeypatch.setattr(FolderPeer, "folder", folder, raising=False)
    scenarios(KIT)[name]()


def test_the_spec_is_complete(folder):
    check_spec(SPEC, {"folder": "weibo", "zone": "Europe/Berlin"})
    with pytest.raises(SettingError, match="time zone"):
        SPEC.open({"zone": "Mars/Base"}, Still())
