"""Files damaged at random: a sentence or rows and rejects, never an accident."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goodword.connectors.files import (
    Occurrences,
    find_formats,
    guessed_mapping,
    open_source,
    prepare,
    recognise,
    row_keys,
    schema_for,
)
from goodword.core.errors import GoodwordError

_CSV = "id,text,date\n" + "".join(f'{i},"text {i}, 评论",2026-01-0{i % 9 + 1}\n' for i in range(200))
_RECORDS = [{"id": i, "user": {"tags": [i], "name": "小李"}} for i in range(100)]


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": ["a", "b"] * 50, "n": list(range(100))}), buffer)
    return buffer.getvalue()


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", _CSV)
    return buffer.getvalue()


SOUND: dict[str, Callable[[], bytes]] = {
    "utf-8": _CSV.encode,
    "utf-16": lambda: _CSV.encode("utf-16"),
    "gb18030": lambda: _CSV.encode("gb18030"),
    "gzip": lambda: gzip.compress(_CSV.encode()),
    "zip": _zip,
    "parquet": _parquet,
    "array": lambda: json.dumps(_RECORDS, ensure_ascii=False).encode(),
    "lines": lambda: "\n".join(json.dumps(r, ensure_ascii=False) for r in _RECORDS).encode(),
}


def damage(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place, kind = chance.randrange(len(spoilt) + 1), chance.random()
        if kind < 0.5:
            spoilt[place : place + 1] = chance.randbytes(1)
        elif kind < 0.7:
            del spoilt[max(place, 1) :]
        elif kind < 0.85:
            spoilt[place:place] = chance.randbytes(chance.randint(1, 20))
        else:
            del spoilt[max(place, 1) : place + chance.randint(1, 50)]
    return bytes(spoilt)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", SOUND)
def test_damage_never_ends_in_an_accident(write: Callable[..., Path], kind: str) -> None:
    chance, sound, schema = random.Random(kind), SOUND[kind](), schema_for("mentions")
    told: list[str] = []
    for _ in range(40):
        path = write("data", damage(sound, chance))
        try:
            source = open_source(path)
            mapping = guessed_mapping(recognise(schema, source))
            formats, seen, end = find_formats(source, schema, mapping), Occurrences(), 0
            for batch in source.batches(rows=64):
                result = prepare(batch, schema, mapping, formats=formats)
                keys = row_keys(result.table, identity=schema.identity, seen=seen)
                assert len(keys) + len(result.rejects) + result.blank == len(batch.table)
                assert batch.rows_end - end >= len(batch.table) + len(batch.rejects)
                end = batch.rows_end
        except GoodwordError as error:
            told.append(str(error))
    assert all(sentence.endswith(".") for sentence in told)


def test_a_row_both_ragged_and_undecodable_is_told(write: Callable[..., Path]) -> None:
    good = "".join(f"{i},très bon café\n" for i in range(40)).encode()
    source = open_source(write("data.csv", b"id,text\n" + good + b"40,caf\xe9,more\n41,fine\n"))
    batches = list(source.batches())
    assert [reject.line for batch in batches for reject in batch.rejects] == [42]
    assert sum(len(batch.table) for batch in batches) == 41
