"""PostgreSQL answers as DuckDB does, cell by cell; engines that are not there say so in a sentence."""

import os

import pytest

from goodword import metrics
from goodword.core.errors import EnvironmentProblem, InputError

from .engine_cases import answered, assert_same, awkward_log, odd_events, question_id, questions
from .made_up import event

ADDRESS = os.environ.get("GOODWORD_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return awkward_log(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def server():
    psycopg = pytest.importorskip("psycopg")
    try:
        connection = psycopg.connect(ADDRESS, connect_timeout=3, autocommit=True)
    except psycopg.Error as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    with connection:
        yield connection


@pytest.mark.postgresql
@pytest.mark.parametrize("question", questions(), ids=question_id)
def test_postgresql_answers_as_duckdb_does(question, log, server):
    assert_same(answered(question, log, ADDRESS), answered(question, log, "duckdb"))


@pytest.mark.postgresql
def test_nothing_is_left_in_the_database(server):
    """Temporary tables go with their connection, as PostgreSQL promises; no other kind may be made."""
    before = lasting_tables(server)
    metrics.compute("cascades", odd_events(), engine=ADDRESS)
    assert lasting_tables(server) == before


def lasting_tables(server):
    return server.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence <> 't' AND relname ~ '^(given|step)_'"
    ).fetchall()


@pytest.mark.postgresql
def test_what_postgresql_is_asked_can_be_read(server):
    said = metrics.explain("cascades", odd_events(), engine=ADDRESS)
    assert "CREATE TEMPORARY TABLE step_1 AS" in said
    assert metrics.explain("cascades", odd_events(), engine=ADDRESS) == said


@pytest.mark.postgresql
def test_a_text_that_postgresql_cannot_hold_is_said(server):
    with pytest.raises(InputError, match="does not take these events"):
        metrics.compute("funnel", [odd_events()[0] | {"person_id": "a\0b"}], engine=ADDRESS)


@pytest.mark.postgresql
def test_a_click_of_years_ago_is_too_small_for_no_engine(server):
    events = [
        event(0, "click", 2, "p", channel="feed"),
        event(1, "click", 2_998, "p", channel="email"),
        event(2, "purchase", 3_000, "p", amount_minor=300),
    ]
    asked = {"window_days": 3_660, "half_life_days": 1}
    found = metrics.compute("attribution", events, engine=ADDRESS, **asked)
    assert_same(found, metrics.compute("attribution", events, **asked))


@pytest.mark.parametrize(
    "address", ["postgresql://nobody@127.0.0.1:1/none", "postgres://u:secret@127.0.0.1:1/none"]
)
def test_a_server_that_is_not_there_is_one_sentence_without_the_password(address):
    pytest.importorskip("psycopg")
    with pytest.raises(EnvironmentProblem, match="No PostgreSQL answers") as caught:
        metrics.compute("funnel", odd_events(), engine=address)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
