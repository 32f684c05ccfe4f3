"""The API answers whatever its own description allows, and much that it does not, as the description says."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from goodword.server.accounts.rights import Right
from goodword.server.wsgi import application


def described(*, edges: bool) -> schemathesis.BaseSchema:
    """Return the API's description; with `edges`, every limit it states is tried from both sides."""
    config = schemathesis.Config()
    config.projects.default.generation.update(
        allow_x00=False
    )  # refused with a sentence: no database keeps it
    config.projects.default.phases.coverage.enabled = edges
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


schema, sample = described(edges=True), described(edges=False)

# What a schema cannot say (a refund is negative, a tie has two ends) is refused with 422, which this check takes amiss.
EXCLUDED = [positive_data_acceptance]


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(autouse=True)
def _unlimited(settings):
    settings.API_REQUESTS_PER_MINUTE = settings.API_BAD_TOKENS_PER_MINUTE = 10_000_000


@pytest.fixture(autouse=True)
def _one_connection():
    """The server closes connections around a request; here a test's transaction is open on it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(token_for) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_for(*Right)}"}


@pytest.mark.slow
@pytest.mark.django_db
@schema.parametrize()
@bounded(12)
def test_with_a_token_everything_is_as_described(case, token):
    case.call_and_validate(headers=token, excluded_checks=EXCLUDED)


@pytest.mark.slow
@pytest.mark.django_db
@sample.parametrize()
@bounded(3)
def test_without_a_token_nothing_is_told(case):
    response = case.call_and_validate(excluded_checks=EXCLUDED)
    assert response.status_code in {401, 404, 405}  # 404: an id that is no number leads nowhere
