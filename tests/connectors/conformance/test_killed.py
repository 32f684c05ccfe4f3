"""kill -9 at any moment of a collection: started again, it ends with everything once."""

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

from goodword.connectors.conformance import Clock

from . import forum

ROOT = Path(__file__).parents[3]


def test_killed_again_and_again(tmp_path):
    chance, file = random.Random(3), tmp_path / "kept.sqlite"
    with forum.Forum(Clock()) as peer:
        peer.add(95)
        command = [
            sys.executable,
            "-m",
            "tests.connectors.conformance.collector",
            peer.url,
            peer.place,
            str(file),
        ]
        for _ in range(3):
            with subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "src"}
            ) as child:
                for _ in range(chance.randint(1, 7)):
                    child.stdout.readline()
                child.kill()
        subprocess.run(
            command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": "src"}
        )
        kept = [row[0] for row in sqlite3.connect(file).execute("SELECT id FROM mention")]
    assert sorted(kept, key=int) == [item.id for item in peer.items]
