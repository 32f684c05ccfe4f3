"""What every test may use."""

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong: no test fails for the time an example took.
settings.register_profile("goodword", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("goodword")

SHARED = Path(__file__).resolve().parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The reference data beside the project; the test is skipped, with a word, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the reference data (../shared) is not beside the project")
    return SHARED


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Hashing is slow on purpose; tests need it correct, not slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _english():
    """No test inherits the language of the one before."""
    with translation.override("en"):
        yield
