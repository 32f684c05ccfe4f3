"""Spark on a cluster of three processes answers as DuckDB does, cell by cell."""

import shutil

import pytest

from goodword import metrics
from goodword.core.errors import InputError
from goodword.metrics.engines.spark_session import session

from .engine_cases import (
    answered,
    assert_same,
    awkward_log,
    odd_events,
    question_id,
    questions_of_another_shape,
)
from .spark_cluster import spark_cluster
from .test_same_dashboard import admin_client, assert_same_pages, cast, pages  # noqa: F401 - fixtures

pytest.importorskip("pyspark", reason="Spark is not installed: make large")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 or newer"),
]
# Nothing here runs long enough for the second compiler to pay.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with spark_cluster(tmp_path_factory.mktemp("spark")) as address:
        yield address


@pytest.fixture(scope="module")
def spark(cluster):
    with session(
        cluster, spark__driver__extraJavaOptions=QUICK, spark__executor__extraJavaOptions=QUICK
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return awkward_log(tmp_path_factory.mktemp("log"))


def test_the_cluster_has_two_workers(spark, cluster):
    assert spark.sparkContext.master == cluster
    workers = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
    assert 1 <= workers <= 2  # the second may still be on its way


@pytest.mark.parametrize("question", questions_of_another_shape(), ids=question_id)
def test_spark_answers_as_duckdb_does(question, log, spark, cluster):
    assert_same(answered(question, log, cluster), answered(question, log, "duckdb"))


@pytest.mark.django_db
def test_spark_and_duckdb_show_the_same_dashboard(pages, spark, cluster):  # noqa: F811
    expected = pages("duckdb")
    assert_same_pages(pages(cluster), expected)


def test_a_table_is_handed_to_the_workers_where_there_are_no_files(spark, cluster):
    for kind in ({}, {"kinds": ["refund"]}, {"kinds": []}):
        found = metrics.compute("funnel", odd_events(), engine=cluster, **kind)
        assert_same(found, metrics.compute("funnel", odd_events(), **kind))


def test_the_session_of_somebody_else_keeps_its_views_and_settings(spark, cluster, log):
    before = spark.conf.get("spark.sql.shuffle.partitions")
    metrics.compute("k_factor", log, engine=cluster)
    assert spark.conf.get("spark.sql.shuffle.partitions") == before
    assert not spark.catalog.listTables()


def test_another_master_than_that_of_the_open_session_is_refused(spark):
    with pytest.raises(InputError, match="is open already"):
        metrics.compute("funnel", odd_events(), engine="spark://127.0.0.1:7077")


@pytest.mark.parametrize("address", ["spark://", "spark://here", "spark://here:port", "spark://:7077"])
def test_an_odd_address_is_refused(address):
    with pytest.raises(InputError, match="no address of a Spark master"):
        metrics.compute("funnel", odd_events(), engine=address)
