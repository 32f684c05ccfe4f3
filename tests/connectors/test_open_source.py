"""What a file is, found from what is in it."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goodword.connectors.files import FileError, Limits, Source, open_source
from goodword.core.errors import InputError

ROWS = [
    ["编号", "评论 text", "date"],
    ["1", '很好，物流很快；"推荐", 值得', "2026-05-31"],
    ["2", "two\nlines, and; all | the\tdelimiters", "2026-06-01"],
    ["3", "", "2026-06-02"],
]
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
}


def as_csv(rows: list[list[str]], delimiter: str) -> str:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    return "\r\n".join(delimiter.join(row) for row in quoted) + "\r\n"


def all_rows(source: Source) -> list[dict[str, str]]:
    return [row for batch in source.batches() for row in batch.table.to_pylist()]


@pytest.mark.parametrize("packing", ["", ".gz", ".zip"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_delimiter_and_packing_is_found(
    write: Callable[..., Path], encoding: str, delimiter: str, packing: str
) -> None:
    source = open_source(write(f"data.csv{packing}", as_csv(ROWS, delimiter).encode(encoding)))
    assert (source.encoding, source.delimiter) == (ENCODINGS[encoding], delimiter)
    assert source.compression == {"": "none", ".gz": "gzip", ".zip": "zip"}[packing]
    assert source.format == ("tsv" if delimiter == "\t" else "csv")
    assert source.columns == tuple(ROWS[0])
    assert [list(row.values()) for row in all_rows(source)] == ROWS[1:]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_byte_order_marks_decide(write: Callable[..., Path], encoding: str) -> None:
    source = open_source(write("data.csv", as_csv(ROWS, ",").encode(encoding)))
    assert source.columns == tuple(ROWS[0])
    assert len(all_rows(source)) == 3


def test_western_text_is_read_as_windows_1252_and_said(write: Callable[..., Path]) -> None:
    text = "name;comment\nRenée;“Très élégant” – déjà vu\nJürgen;schön, größer, 5 €\n"
    source = open_source(write("data.csv", text.encode("cp1252")))
    assert source.encoding == "windows-1252"
    assert any("Windows-1252" in note.en and "Windows-1252" in note.zh for note in source.notes)
    assert all_rows(source)[1] == {"name": "Jürgen", "comment": "schön, größer, 5 €"}


def test_accents_far_into_the_file_still_decide_its_encoding(write: Callable[..., Path]) -> None:
    plain = "id,text\n" + "".join(f"{i},nothing special about this one\n" for i in range(20_000))
    source = open_source(
        write("data.csv", plain.encode() + "20000,质量很好，物流很快，推荐购买\n".encode("gb18030"))
    )
    assert source.encoding == "gb18030"


def test_a_given_encoding_and_delimiter_win(write: Callable[..., Path]) -> None:
    source = open_source(write("data.csv", "a,b\nä,1\n".encode("latin-1")), encoding="latin-1", delimiter=",")
    assert all_rows(source) == [{"a": "ä", "b": "1"}]


@pytest.mark.parametrize(
    ("option", "value"), [("encoding", "klingon"), ("encoding", "base64"), ("delimiter", ";;")]
)
def test_an_impossible_option_is_refused(write: Callable[..., Path], option: str, value: str) -> None:
    with pytest.raises(InputError, match=value):
        open_source(write("data.csv", b"a,b\n1,2\n"), **{option: value})


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("sep=;\na;b\n1;2\n", ("a", "b")),
        ("Monthly export\n\nid,text,date\n1,fine,2026-01-01\n2,good,2026-01-02\n", ("id", "text", "date")),
        ("id;price\n1;3,50\n2;4,75\n3;1,20\n", ("id", "price")),
        ("text\nHello, world\nfoo, bar\nall good\nyes, no, maybe\n", ("text",)),
        ("1,2026-01-01\n2,2026-01-02\n3,2026-01-03\n", ("column_1", "column_2")),
        ("id,,text,text\n1,x,a,b\n", ("id", "column_2", "text", "text_2")),
        ('"a" "b"\n"1" 2 3\n"2" 4 5\n', ("row", "a", "b")),
        ("a,b\n1,2,\n3,4,\n", ("a", "b", "column_3")),
        ("only_a_header,and_no_rows\n", ("only_a_header", "and_no_rows")),
        ("0 1\n0 2\n1 3\n2 3\n", ("column_1", "column_2")),
    ],
)
def test_headers_as_they_come(write: Callable[..., Path], text: str, columns: tuple[str, ...]) -> None:
    assert open_source(write("data.csv", text.encode())).columns == columns


def test_the_header_can_be_decided_by_hand(write: Callable[..., Path]) -> None:
    path = write("data.csv", b"red,blue\ngreen,red\n")
    assert open_source(path, header=False).columns == ("column_1", "column_2")
    assert len(all_rows(open_source(path, header=False))) == 2
    assert open_source(path, header=True).columns == ("red", "blue")


def test_quotation_marks_that_quote_nothing(write: Callable[..., Path]) -> None:
    lines = [f'{i}\t"unbalanced {i}\t5" pipe\n' for i in range(10)]
    source = open_source(write("tweets.tsv", ("id\ttext\tnote\n" + "".join(lines)).encode()))
    assert all_rows(source)[3] == {"id": "3", "text": '"unbalanced 3', "note": '5" pipe'}


def test_json_lines_and_arrays_give_the_same_rows(write: Callable[..., Path]) -> None:
    records = [
        {"id": 570301130888122368, "text": "good", "user": {"name": "Li", "tags": ["a", 1]}, "stars": 4.50},
        {"id": 2, "text": None, "late": True},
    ]
    lines = open_source(write("data.jsonl", "\n".join(json.dumps(r) for r in records).encode()))
    array = open_source(write("data.json", json.dumps(records, indent=2).encode("utf-8-sig")))
    wrapped = open_source(write("wrapped.json", json.dumps({"data": records}).encode()))
    assert (lines.format, array.format) == ("jsonl", "json")
    assert lines.columns == ("id", "text", "user.name", "user.tags", "stars", "late")
    assert all_rows(lines) == all_rows(array) == all_rows(wrapped)
    assert all_rows(lines)[0]["id"] == "570301130888122368"
    assert all_rows(lines)[0]["user.tags"] == '["a",1]'
    assert all_rows(lines)[1]["late"] == "true"
    assert [int(line) for batch in array.batches() for line in batch.lines] == [2, 14]


@pytest.mark.parametrize("packing", ["", ".gz", ".zip"])
def test_parquet_keeps_its_types(write: Callable[..., Path], packing: str) -> None:
    buffer = io.BytesIO()
    table = pa.table({"id": [1, 2], "who": [{"name": "a", "age": 3}, None], "tags": [["x"], None]})
    pq.write_table(table, buffer)
    source = open_source(write(f"data.parquet{packing}", buffer.getvalue()))
    assert (source.format, source.columns) == ("parquet", ("id", "who.name", "who.age", "tags"))
    batch = next(source.batches())
    assert batch.table.schema.field("id").type == pa.int64()
    assert batch.table.to_pylist()[0] == {"id": 1, "who.name": "a", "who.age": 3, "tags": '["x"]'}
    assert batch.lines.tolist() == [1, 2]


def test_a_workbook_reads_as_a_person_sees_it(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["Export", None, None, None],
        [],
        ["id", "text", "when", "stars"],
        [1, "good =1+1", ("date", 46173), 4.5],
        [],
        [2.0, "bad", ("date", 46173.5), 3],
    ]
    source = open_source(write_xlsx("book.xlsx", {"Notes": [], "Data": rows, "More": [["x"]]}))
    assert (source.format, source.columns) == ("xlsx", ("id", "text", "when", "stars"))
    assert any("More" in note.en and "未读取：More" in note.zh for note in source.notes)
    assert all_rows(source) == [
        {"id": "1", "text": "good =1+1", "when": "2026-05-31", "stars": "4.5"},
        {"id": "2", "text": "bad", "when": "2026-05-31 12:00:00", "stars": "3"},
    ]
    assert next(source.batches()).lines.tolist() == [4, 6]


def test_a_sheet_is_chosen_by_name(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx("book.xlsx", {"A": [["x"], ["y"]], "B": [["text"], ["b"]]})
    assert open_source(path, sheet="B").columns == ("text",)
    with pytest.raises(InputError, match="no sheet 'C'"):
        open_source(path, sheet="C")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\r\n \n", "is empty"),
        ("blank.csv.gz", b"", "is empty"),
        ("a.pdf", b"%PDF-1.7 ...", "PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "Excel"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("a.csv.bz2", b"BZh91AY&SY", "bzip2"),
        ("a.bin", bytes(range(256)) * 20, "not a text file"),
        ("a.parquet", b"PAR1 and then nothing of use PAR1", "damaged Parquet"),
        ("a.xlsx", b"PK\x03\x04 broken", "damaged zip"),
        ("a.jsonl", b'{"a": 1, broken}\n{"b": also}\n', "holds no JSON objects"),
        ("a.csv.gz.gz", gzip.compress(b"a,b\n1,2\n", mtime=0), "packed twice"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    write: Callable[..., Path], name: str, data: bytes, says: str
) -> None:
    with pytest.raises(FileError, match=says) as refused:
        open_source(write(f"stored-{name}", data), name=name)
    assert str(refused.value).startswith(name)
    assert re.fullmatch(rf"{re.escape(name)} .*[\u4e00-\u9fff].*。", refused.value.reason.zh)


def test_what_was_cut_off_in_its_first_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(b"text;date;author\n" + bytes(range(65, 91)) * 400, 0)[:20])
    with pytest.raises(FileError, match=r"^cut\.csv\.gz is damaged \(it was cut off\)"):
        open_source(path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"text,n\nPKnothing,1\n", "called .xlsx but is not such a file"),
        ("a.csv", b"text,n\na\0b,1\n", "control characters"),
        ("a.jsonl", b'{"text": "a\\u0000b"}\n', "control characters"),
        ("a.csv", b"A title\nid,text,n\n1,fine,2\n2,good,3\n3,bad,4\n", "title of 1 line at the top"),
    ],
)
def test_what_is_odd_is_noted(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert any(says in note.en for note in open_source(tmp_path / name).notes)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        open_source(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match="folder"):
        open_source(tmp_path)


def test_a_zip_with_several_data_files_names_them(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "x\n1\n")
        archive.writestr("b.csv", "x\n1\n")
        archive.writestr("__MACOSX/a.csv", "junk")
    with pytest.raises(InputError, match=r"a\.csv, b\.csv"):
        open_source(path)


def test_a_read_me_beside_the_data_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.txt", "hello")
        archive.writestr("folder/a.csv", "x,y\n1,2\n")
    assert open_source(path).columns == ("x", "y")


def test_a_file_that_is_called_gz_but_is_not(tmp_path: Path) -> None:
    path = tmp_path / "data.csv.gz"
    path.write_bytes(b"a,b\n1,2\n")
    source = open_source(path)
    assert (source.compression, source.name) == ("none", "data.csv.gz")
    assert "not packed" in source.notes[0].en


@pytest.mark.parametrize("name", ["bomb.csv.gz", "bomb.csv.zip"])
def test_a_bomb_is_refused_while_it_unpacks(write: Callable[..., Path], name: str) -> None:
    path = write(name, b"a,b\n" + b"0,0\n" * 2_000_000)
    limits = Limits(ratio=100, ratio_after=1 << 20)
    with pytest.raises(InputError, match="zip bomb"):
        list(open_source(path, limits=limits).batches())
    with pytest.raises(InputError, match="more than 2 MB"):
        list(open_source(path, limits=Limits(unpacked_bytes=2 << 20)).batches())


def test_a_workbook_that_is_too_large_is_refused(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx("book.xlsx", {"A": [["text"], *[["x" * 1000]] * 2000]})
    with pytest.raises(InputError, match="Save it as CSV"):
        open_source(path, limits=Limits(workbook_bytes=1 << 20))


def test_too_many_columns(write: Callable[..., Path]) -> None:
    data = ",".join(f"c{i}" for i in range(50)).encode() + b"\n"
    with pytest.raises(InputError, match="50 columns"):
        open_source(write("wide.csv", data), limits=Limits(columns=40))


def test_the_fingerprint_is_of_the_content(write: Callable[..., Path]) -> None:
    first, second = write("a.csv", b"a,b\n1,2\n"), write("b.csv", b"a,b\n1,2\n")
    other = write("c.csv", b"a,b\n1,3\n")
    assert open_source(first).fingerprint == open_source(second).fingerprint
    assert open_source(first).fingerprint != open_source(other).fingerprint


def test_the_sample_is_text(write: Callable[..., Path]) -> None:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"n": [1.0, None, 2.5], "day": pa.array([0, 1, 2], pa.date32())}), buffer)
    source = open_source(write("data.parquet", buffer.getvalue()))
    assert source.sample(2) == [{"n": "1", "day": "1970-01-01"}, {"n": "", "day": "1970-01-02"}]
