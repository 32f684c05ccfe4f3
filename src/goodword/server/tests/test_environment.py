"""What an installation says by variables, or in files, is what the server goes by."""

import os
import subprocess
import sys

import pytest

LIMITS = """
from goodword.server import settings
print(settings.API_REQUESTS_PER_MINUTE, settings.API_BAD_TOKENS_PER_MINUTE)
"""


def said(home, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITS],
        env=os.environ | {"GOODWORD_HOME": str(home)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_throttles_of_the_api_are_set_by_variables_or_files(tmp_path):
    assert said(tmp_path).stdout.split() == ["1200", "30"]
    (tmp_path / "bad").write_text("7\n")
    given = {
        "GOODWORD_API_REQUESTS_PER_MINUTE": "60",
        "GOODWORD_API_BAD_TOKENS_PER_MINUTE_FILE": str(tmp_path / "bad"),
    }
    assert said(tmp_path, **given).stdout.split() == ["60", "7"]


@pytest.mark.parametrize("value", ["0", "-1", "many", ""])
def test_a_throttle_that_is_no_number_is_refused_with_its_name(tmp_path, value):
    refused = said(tmp_path, GOODWORD_API_REQUESTS_PER_MINUTE=value)
    assert refused.returncode == 1
    assert "GOODWORD_API_REQUESTS_PER_MINUTE is" in refused.stderr
