"""The console's pages of Measure are the same whichever engine computes them: letter by letter, fractions to 1e-9.

Spark's turn is in `test_spark`, where a cluster is up already.
"""

import os
import re

import pytest
from django.urls import reverse

from goodword.sample.many_events import FIRST_DAY, event_tables
from goodword.server.conftest import admin_client, cast  # noqa: F401 - fixtures
from goodword.server.measuring.models import Measurement
from goodword.server.tracking.facade import event_log

from .engine_cases import odd_events

POSTGRESQL = os.environ.get("GOODWORD_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")
# Each page with a number of it that is not nought where the events of the days asked for are counted.
PAGES = {
    "measure": lambda page: page.measures.sales.row["recommended_money"],
    "measure-funnel": lambda page: min(page.measures.funnel().row.values()),
    "measure-growth": lambda page: page.measures.k().row["brought"],
    "measure-channels": lambda page: sum(row.high for row in page.rows),
    "measure-value": lambda page: sum(row.long_people for row in page.terms),
    "measure-cost": lambda page: page.measures.cost.rows[-1]["new_customers"],
    "cascade-list": lambda page: page.found.count,
    "downstream-list": lambda page: page.ordered[0]["downstream_money"],
    "measure-referred": lambda page: min(page.rows[0][f"{group}_people"] for group in ("referred", "others")),
}
CHANGING = re.compile(r"<time.*?</time>|\b[A-Za-z0-9]{64}\b|nonce=\S+|chart-[0-9a-f]{8}", re.DOTALL)
FRACTION = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?")


@pytest.fixture
def pages(settings, tmp_path, cast, admin_client):  # noqa: F811
    """Return every page of Measure as an engine makes it, over a log of 10,000 events and some odd ones."""
    settings.HOME = tmp_path
    log = event_log(cast.brand.pk)
    for table in event_tables(10_000, seed=3):
        tenant = table.schema.get_field_index("tenant")
        log.append(
            table.set_column(tenant, table.schema.field(tenant), [[str(cast.brand.pk)] * table.num_rows])
        )
    log.append([row | {"tenant": str(cast.brand.pk)} for row in odd_events()])

    def made(engine):
        settings.METRICS_ENGINE = engine
        Measurement.objects.all().delete()
        asked = {"since": _date(FIRST_DAY + 30), "until": _date(FIRST_DAY + 364)}
        return {name: _page(admin_client, cast.brand, name, asked) for name in PAGES}

    return made


def _date(day):
    import datetime

    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()


def _page(client, brand, name, asked):
    answer = client.get(reverse(name, kwargs={"brand": brand.slug}), asked)
    assert answer.status_code == 200, name
    assert PAGES[name](answer.context["page"]) > 0, name
    return CHANGING.sub("", answer.content.decode())


def assert_same_pages(found, expected):
    assert Measurement.objects.count() >= len(PAGES)
    for name in PAGES:
        assert FRACTION.sub("#", found[name]) == FRACTION.sub("#", expected[name]), name
        fractions, wanted = (list(map(float, FRACTION.findall(each[name]))) for each in (found, expected))
        assert fractions == pytest.approx(wanted, rel=1e-9, abs=1e-9), name


@pytest.mark.postgresql
def test_postgresql_and_duckdb_show_the_same_dashboard(pages):
    psycopg = pytest.importorskip("psycopg")
    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.Error as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    expected = pages("duckdb")
    assert_same_pages(pages(POSTGRESQL), expected)
