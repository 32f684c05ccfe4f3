"""Rows of ugly files: right values, right line numbers, bad rows apart, and the same after a break."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from goodword.connectors.files import Batch, Limits, Source, open_source

SMALL = Limits(block_bytes=256, record_bytes=512)


def read(
    source: Source, *, skip_rows: int = 0, rows: int = 20_000
) -> tuple[list[dict[str, str]], list[int], list[int]]:
    batches = list(source.batches(skip_rows=skip_rows, rows=rows))
    values = [row for batch in batches for row in batch.table.to_pylist()]
    lines = [int(line) for batch in batches for line in batch.lines]
    return values, lines, [reject.line for batch in batches for reject in batch.rejects]


def test_lines_are_those_of_an_editor(write: Callable[..., Path]) -> None:
    text = 'id,text\r\n1,"two\r\nlines"\r\n\r\n2,plain\r\n3,"a ""quoted"" word"\r\n'
    values, lines, rejects = read(open_source(write("data.csv", text.encode())))
    assert [row["text"] for row in values] == ["two\r\nlines", "plain", 'a "quoted" word']
    assert (lines, rejects) == ([2, 5, 6], [])


def test_ragged_rows_are_rejected_with_line_and_reason(write: Callable[..., Path]) -> None:
    batch = next(open_source(write("data.csv", b"a,b\n1,2\n3\n\n4,5,6\n   \n7,8\n")).batches())
    assert [(r.line, r.column, r.value) for r in batch.rejects] == [(3, None, "3"), (5, None, "4,5,6")]
    assert "3 columns; the header has 2" in batch.rejects[1].reason
    assert "表头有 2 列" in batch.rejects[1].reason_zh
    assert batch.lines.tolist() == [2, 7]


def test_an_unclosed_quotation_mark_spoils_one_row(write: Callable[..., Path]) -> None:
    text = 'id,text\n1,"never closed\n2,fine\n3,"also fine"\n4,"quoted, too"\n5,last\n'
    values, lines, rejects = read(open_source(write("data.csv", text.encode())))
    assert [row["id"] for row in values] == ["2", "3", "4", "5"]
    assert (lines, rejects) == ([3, 4, 5, 6], [2])


def test_an_unclosed_quotation_mark_at_the_end_of_a_long_file(write: Callable[..., Path]) -> None:
    text = "id,text\n" + "".join(f'{i},"fine {i}"\n' for i in range(200)) + '200,"open\n' + "201,fine\n" * 200
    values, _, rejects = read(open_source(write("data.csv", text.encode()), limits=SMALL))
    assert len(values) == 400
    assert rejects == [202]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ('1,say "hi" to me', 'say "hi" to me'),
        ('1,"say "hi" to me"', 'say "hi" to me'),
        ('1,"say \\"hi\\" to me"', 'say "hi" to me'),
        ('1,5" pipe', '5" pipe'),
        ('1,"abc"def', "abcdef"),
        ("1,carriage\rreturn", "carriage\rreturn"),
        ("1,nul\x00byte", "nul\x00byte"),
        ('1,""', ""),
    ],
)
def test_careless_quoting_is_forgiven(write: Callable[..., Path], row: str, text: str) -> None:
    data = f'id,text\n{row}\n2,"next, row"\n3,"and\nanother"\n'
    values, lines, rejects = read(open_source(write("data.csv", data.encode()), delimiter=","))
    assert [row["text"] for row in values] == [text, "next, row", "and\nanother"]
    assert (lines, rejects) == ([2, 3, 4], [])


def test_rows_in_another_encoding_are_rejected_one_by_one(write: Callable[..., Path]) -> None:
    good = "".join(f"{i},très bon café numéro {i}\n" for i in range(50)).encode()
    data = b"id,text\n" + good + "50,déjà vu\n".encode("latin-1") + b"51,fine\n"
    source = open_source(write("data.csv", data))
    values, _, rejects = read(source)
    assert source.encoding == "utf-8"
    assert (len(values), rejects) == (51, [52])


def test_a_row_that_is_too_long_is_rejected(write: Callable[..., Path]) -> None:
    data = "id,text\n1,fine\n2," + "x" * 5000 + '\n3,"' + "y\n" * 400 + '"\n4,fine\n5,fine\n'
    values, lines, rejects = read(open_source(write("data.csv", data.encode()), limits=SMALL))
    assert values[0]["id"] == "1"
    assert [row["id"] for row in values][-2:] == ["4", "5"]
    assert lines[-1] == 406
    assert rejects[0] == 3


def test_one_endless_line_takes_no_memory(write: Callable[..., Path]) -> None:
    source = open_source(write("data.csv", b"a,b\n1,2\n" + b"x" * 100_000), limits=SMALL)
    values, _, rejects = read(source)
    assert (values, rejects) == ([{"a": "1", "b": "2"}], [3])


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_truncated_gzip_gives_what_it_holds_and_says_so(tmp_path: Path, keep: float) -> None:
    text = "id,text\n" + "".join(f"{i},row number {i * 7919 % 1000}\n" for i in range(5000))
    packed = gzip.compress(text.encode())
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(packed[: int(len(packed) * keep)])
    batches = list(open_source(path).batches())
    count = sum(len(batch.table) for batch in batches)
    assert 0.3 * 5000 < count < 5000
    last = batches[-1].rejects[-1]
    assert "cut off" in last.reason
    assert last.line == count + 2


def test_a_broken_gzip_is_told(tmp_path: Path) -> None:
    packed = bytearray(
        gzip.compress(b"id,text\n" + bytes(f"{list(range(200_000))}", "ascii").replace(b", ", b"\n1,"))
    )
    packed[len(packed) // 2] ^= 0xFF
    path = tmp_path / "broken.csv.gz"
    path.write_bytes(packed)
    batches = list(open_source(path).batches())
    assert sum(len(batch.table) for batch in batches) > 50_000
    assert any("broken" in r.reason or "cut" in r.reason for batch in batches for r in batch.rejects)


def test_gzip_members_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "two.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n") + bytes(512))
    assert len(read(open_source(path))[0]) == 2


def test_bad_json_lines_are_rejected_with_their_line(write: Callable[..., Path]) -> None:
    lines = [
        '{"a": 1, "b": "x"}',
        "",
        '{"a": 2, broken}',
        "[1, 2]",
        '{"a": "\\ud800"}',
        "9" * 2000,
        '{"a": 3, "new": true}',
    ]
    source = open_source(write("data.jsonl", "\n".join(lines).encode()), limits=SMALL)
    values, numbers, rejects = read(source)
    assert (numbers, rejects) == ([1, 7], [3, 4, 5, 6])
    assert values[-1]["new"] == "true"
    assert source.columns == ("a", "b", "new")


def test_a_broken_array_goes_on_after_the_broken_object(write: Callable[..., Path]) -> None:
    text = '[{"a": 1},\n{"a": oops},\n{"a": 3},\n{"a": 4'
    values, numbers, rejects = read(open_source(write("data.json", text.encode())))
    assert ([row["a"] for row in values], numbers, rejects) == (["1", "3"], [1, 3], [2, 4])


def test_an_array_longer_than_a_block(write: Callable[..., Path]) -> None:
    records = [{"id": i, "text": "评论" * (i % 30), "deep": {"x": [i]}} for i in range(300)]
    source = open_source(write("data.json", json.dumps(records, ensure_ascii=False).encode()), limits=SMALL)
    values, _, rejects = read(source)
    assert [int(row["id"]) for row in values] == list(range(300))
    assert rejects == []


def ugly_csv() -> bytes:
    rows = []
    for i in range(1500):
        kind = i % 11
        text = {
            3: '"two\nlines"',
            5: '"a ""quoted"", word"',
            7: 'half " quoted',
            8: "too,many,columns",
            9: '"unclosed',
        }.get(kind, f"plain {i}")
        rows.append(f"{i},{text}\n" + ("\n" if kind == 4 else ""))
    return b"id,text\n" + "".join(rows).encode()


@pytest.mark.parametrize("name", ["data.csv", "data.csv.gz", "data.jsonl", "data.json"])
@pytest.mark.parametrize(("skip", "rows"), [(0, 7), (1, 100), (733, 20_000), (1499, 3), (5000, 10)])
def test_going_on_is_the_same_as_never_stopping(
    write: Callable[..., Path], name: str, skip: int, rows: int
) -> None:
    records = [{"id": i, "text": "x" * (i % 50)} for i in range(1500)]
    data = {
        "data.jsonl": "\n".join(json.dumps(r) if r["id"] % 9 else "{broken" for r in records).encode(),
        "data.json": json.dumps(records).encode(),
    }.get(name, ugly_csv())
    source = open_source(write(name, data), limits=SMALL, header=True)
    whole = list(source.batches())
    positions = [batch.rows_end for batch in whole]
    rest = list(source.batches(skip_rows=skip, rows=rows))
    assert _flat(rest) == _flat(_after(whole, source, skip))
    assert all(len(batch.table) <= rows for batch in rest)
    assert positions == sorted(positions)
    assert not rest or rest[-1].rows_end == positions[-1]


def _after(whole: list[Batch], source: Source, skip: int) -> list[Batch]:
    """The naive way: read row by row from the start, and forget the first ones."""
    assert whole
    return [batch for batch in source.batches(rows=1) if batch.rows_end > skip]


def _flat(batches: list[Batch]) -> list[tuple[int, object]]:
    good = [
        (int(line), tuple(row.items()))
        for batch in batches
        for line, row in zip(batch.lines, batch.table.to_pylist(), strict=True)
    ]
    bad = [(r.line, r.reason) for batch in batches for r in batch.rejects]
    return sorted([*good, *bad], key=lambda item: item[0])


def test_progress_goes_to_the_end(write: Callable[..., Path]) -> None:
    text = "id,text\n" + "".join(f"{i},{i * i % 9973}\n" for i in range(20_000))
    for name in ("data.csv", "data.csv.gz", "data.csv.zip"):
        source = open_source(write(name, text.encode()), limits=Limits(block_bytes=1 << 14))
        progress = [batch.progress for batch in source.batches()]
        assert progress == sorted(progress)
        assert 0 < progress[0] < 1
        assert progress[-1] > 0.9
