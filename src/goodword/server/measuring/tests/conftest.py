"""Each test has its own data folder: event logs are files."""

import pytest


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path
