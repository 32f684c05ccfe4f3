"""A large file needs no more memory than a small one."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = r"""
import re, sys
from pathlib import Path
from goodword.connectors.files import *
source = open_source(sys.argv[1]); schema = schema_for("mentions")
mapping = guessed_mapping(recognise(schema, source)); formats = find_formats(source, schema, mapping)
seen, rows, peaks = Occurrences(), 0, []
for batch in source.batches():
    result = prepare(batch, schema, mapping, formats=formats)
    rows += len(row_keys(result.table, identity=schema.identity, seen=seen))
    peaks.append(int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]))
print(rows, peaks[len(peaks) // 4] // 1024, peaks[-1] // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory use from /proc")
@pytest.mark.parametrize("packed", [False, True])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, packed: bool) -> None:
    row = "2026-05-{:02} 10:00:00,{},a review of moderate length that says what people usually say {}\n"
    data = "published_at,rating,text\n" + "".join(
        row.format(i % 28 + 1, i % 5 + 1, i) for i in range(200_000)
    )
    path = tmp_path / ("data.csv.gz" if packed else "data.csv")
    path.write_bytes(gzip.compress(data.encode(), 1) if packed else data.encode())
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(path)], capture_output=True, text=True, check=True
    )
    rows, early, peak = map(int, done.stdout.split())
    assert rows == 200_000
    assert peak < 250
    assert peak - early < 40
