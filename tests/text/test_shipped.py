"""The models in the repository: quick to load, and what the script makes of the permissive texts, byte for byte."""

import importlib.util
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

_LOADED = """
import time
from goodword.text.shipped import LANGUAGES, shipped_head
started = time.process_time()
assert all(shipped_head(each) for each in LANGUAGES)
print(time.process_time() - started)
"""
_ROOT = Path(__file__).parents[2]
_DATA = _ROOT.parent / "shared" / "data" / "text"


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not _DATA.exists(), reason=f"The permissive texts are not there: {_DATA}")
def test_the_script_makes_the_same_bytes(tmp_path):
    spec = importlib.util.spec_from_file_location("models", _ROOT / "tools" / "models.py")
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(str(_DATA), str(tmp_path))
    for made in sorted(tmp_path.iterdir()):
        assert made.read_bytes() == files("goodword.text").joinpath("models", made.name).read_bytes(), (
            f"{made.name} is not what make models makes. Run it and commit the result."
        )


def test_they_load_at_once():
    told = subprocess.run([sys.executable, "-c", _LOADED], check=True, capture_output=True, text=True).stdout
    assert float(told) < 0.4  # of a processor, for both languages; alone it is a tenth
