"""Each metric once more, in SQL written by hand for DuckDB: the peer that `bench/metrics.py` measures the metrics beside.

Every function takes a connection with the view `given_events` and returns what the metric returns, by the same definition.
"""

from typing import Any

from goodword import metrics
from goodword.core.vocabulary import Channel

DAY_US = 86_400_000_000
STEP = """CAST(CASE kind WHEN 'view' THEN 1 WHEN 'click' THEN 2 WHEN 'purchase' THEN 4 WHEN 'share' THEN 1 ELSE 3 END
          AS TINYINT)"""


def frame(connection: Any, name: str, sql: str, **options: Any) -> Any:
    """Return the rows of a query as a frame, finished as the metric does it."""
    metric = metrics.metric(name)
    found = connection.execute(sql).df()
    return found if metric.finish is None else metric.finish(found, metric.checked(options))


def funnel(connection: Any) -> Any:
    """People by how far they came."""
    return frame(
        connection,
        "funnel",
        f"""
        WITH people AS (
            SELECT channel, person_id, max({STEP}) AS furthest, max(CAST(kind = 'share' AS TINYINT)) AS told
            FROM given_events
            WHERE person_id IS NOT NULL AND root_id IS NOT NULL AND kind <> 'refund' AND (kind <> 'share' OR depth > 0)
                AND person_id IS DISTINCT FROM referrer_id
            GROUP BY ALL)
        SELECT channel, count(*) AS seen, count(*) FILTER (furthest >= 2) AS found, count(*) FILTER (furthest >= 3) AS visited,
               count(*) FILTER (furthest >= 4) AS decided, CAST(sum(told) AS BIGINT) AS told
        FROM people GROUP BY channel ORDER BY channel""",
    )


def _joined(connection: Any, columns: str) -> None:
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE joined AS
        SELECT person_id, nullif(referrer_id, person_id) AS referrer_id, {columns} FROM given_events
        WHERE kind = 'sign_up' AND person_id IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY ts_us, event_id) = 1""")


def k_factor(connection: Any) -> Any:
    """How many others a person brings in thirty days."""
    _joined(connection, "local_day")
    return frame(
        connection,
        "k_factor",
        """
        WITH mature AS (
            SELECT person_id AS parent, local_day AS day FROM joined
            WHERE local_day + 30 < (SELECT max(local_day) FROM given_events)),
        each_one AS (
            SELECT parent, count(*) AS brought FROM mature JOIN joined ON parent = referrer_id
            WHERE local_day BETWEEN day AND day + 30 GROUP BY parent)
        SELECT 'all' AS cohort, (SELECT count(*) FROM mature) AS cohort_people, brought, count(*) AS people
        FROM each_one GROUP BY brought ORDER BY brought""",
    )


def cycle_time(connection: Any) -> Any:
    """Hours from joining to somebody one brought joining."""
    _joined(connection, "ts_us")
    return frame(
        connection,
        "cycle_time",
        """
        WITH pairs AS (
            SELECT (child.ts_us - parent.ts_us) / 3600000000.0::DOUBLE AS hours
            FROM joined AS child JOIN joined AS parent ON child.referrer_id = parent.person_id
            WHERE child.ts_us >= parent.ts_us)
        SELECT count(*) AS pairs, quantile_cont(hours, .5) AS median_hours, quantile_cont(hours, .9) AS p90_hours FROM pairs""",
    )


def _doubled(connection: Any, *summed: str) -> None:
    """Find depth and sums of `linked` (node, up, sums) by pointer doubling, into `placed`."""
    sums = ", ".join(summed)
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE placed AS
        SELECT node, up, up AS parent, CAST(up IS NOT NULL AS BIGINT) AS depth, {sums} FROM linked""")
    more = ", ".join(f"CAST(sum({name}) AS BIGINT) AS more_{name}" for name in summed)
    added = ", ".join(f"low.{name} + coalesce(more_{name}, 0) AS {name}" for name in summed)
    while connection.execute("SELECT count(up) FROM placed").fetchone()[0]:
        connection.execute(f"""CREATE OR REPLACE TEMP TABLE placed AS
            SELECT low.node, high.up, low.parent, low.depth + coalesce(high.depth, 0) AS depth, {added}
            FROM placed AS low LEFT JOIN placed AS high ON low.up = high.node
            LEFT JOIN (SELECT up AS handed, {more} FROM placed WHERE up IS NOT NULL GROUP BY up) ON low.node = handed""")


def cascades(connection: Any) -> Any:
    """Size, depth, breadth and structural virality of each cascade."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE nodes AS SELECT *, row_number() OVER () AS node FROM (
            SELECT root_id, person_id, nullif(referrer_id, person_id) AS above FROM given_events
            WHERE kind = 'share' AND root_id IS NOT NULL AND person_id IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY root_id, person_id ORDER BY ts_us, event_id) = 1)""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE linked AS SELECT low.node, high.node AS up, 1::BIGINT AS under
        FROM nodes AS low LEFT JOIN nodes AS high ON low.root_id = high.root_id AND low.above = high.person_id""")
    _doubled(connection, "under")
    return frame(
        connection,
        "cascades",
        """
        WITH placed_roots AS MATERIALIZED (SELECT root_id, parent, depth, under FROM placed JOIN nodes USING (node)),
        sizes AS (SELECT root_id, count(*) AS size, max(depth) AS depth, count(*) - count(parent) AS trees
                  FROM placed_roots GROUP BY root_id),
        breadths AS (SELECT root_id, max(n) AS breadth FROM (
                  SELECT root_id, depth, count(*) AS n FROM placed_roots GROUP BY ALL) GROUP BY root_id),
        apart AS (SELECT root_id, sum(under::DOUBLE * (size - under)) AS between
                  FROM placed_roots JOIN sizes USING (root_id) WHERE parent IS NOT NULL GROUP BY root_id)
        SELECT root_id, size, sizes.depth, breadth, trees,
               CASE WHEN size = 1 THEN 0 WHEN trees = 1 THEN 2 * between / (size * (size - 1)) END AS structural_virality
        FROM sizes JOIN breadths USING (root_id) LEFT JOIN apart USING (root_id) ORDER BY root_id""",
    )


def last_touch(connection: Any) -> Any:
    """Money by the last click before a purchase."""
    _moments(connection)
    return connection.execute(f"""
        WITH pairs AS MATERIALIZED (
            SELECT purchase, amount_minor, ts_us, event_id, channel FROM bought JOIN clicks USING (person_id)
            WHERE ts_us <= bought_us AND ts_us >= bought_us - {30 * DAY_US}),
        last AS (
            SELECT any_value(amount_minor) AS amount, arg_max(channel, (ts_us, event_id)) AS channel
            FROM pairs GROUP BY purchase),
        credit AS (SELECT channel, sum(amount)::DOUBLE AS last FROM last GROUP BY channel)
        SELECT channel, coalesce(last, 0) AS last FROM (SELECT DISTINCT channel FROM pairs) LEFT JOIN credit USING (channel)
        UNION ALL SELECT NULL, (SELECT sum(amount_minor) FROM bought)::DOUBLE - coalesce((SELECT sum(last) FROM credit), 0)
        ORDER BY channel NULLS LAST""").df()


def _moments(connection: Any, clicks: str = "VIEW") -> None:
    connection.execute(f"""
        CREATE OR REPLACE TEMP {clicks} clicks AS SELECT person_id, ts_us, event_id, channel FROM given_events
        WHERE kind = 'click' AND person_id IS NOT NULL AND channel IS NOT NULL""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE bought AS
        SELECT person_id, ts_us AS bought_us, amount_minor, row_number() OVER () AS purchase
        FROM given_events WHERE kind = 'purchase'""")


DIRECT = "first, last, linear, position, time_decay"
CREDIT = f"""
    WITH decayed AS (SELECT *, .5 ** (age_us / {7.0 * DAY_US}) AS decay FROM found),
    weighed AS (SELECT *, count(*) OVER each AS n, sum(decay) OVER each AS decays FROM decayed
                WINDOW each AS (PARTITION BY purchase))
    SELECT 'credit' AS part, channel, NULL::VARCHAR AS "to", NULL::DOUBLE AS purchases, NULL::DOUBLE AS amount,
        sum(if(place = 1, money, 0)) AS first, sum(if(place = n, money, 0)) AS last, sum(money / n) AS linear,
        sum(money * CASE WHEN n = 1 THEN 1 WHEN n = 2 THEN .5 WHEN place IN (1, n) THEN .4 ELSE .2 / (n - 2) END) AS position,
        sum(money * decay / decays) AS time_decay
    FROM weighed GROUP BY channel"""
NONE = "NULL::DOUBLE, NULL::DOUBLE, NULL::DOUBLE, NULL::DOUBLE, NULL::DOUBLE"
BITS = " ".join(f"WHEN '{channel.value}' THEN {2**place}" for place, channel in enumerate(Channel))
SETS = f"""
    SELECT 'set', channels::VARCHAR, NULL, count(*)::DOUBLE, sum(money)::DOUBLE, {NONE} FROM (
        SELECT purchase, bit_or(CASE channel {BITS} END) AS channels, any_value(money) AS money FROM found GROUP BY purchase)
    GROUP BY channels"""
WHOLE = f"SELECT 'whole', NULL, NULL, count(*)::DOUBLE, coalesce(sum(amount_minor), 0)::DOUBLE, {NONE} FROM bought"
STEPS = f"""
    SELECT 'step', channel, "to", sum(n)::DOUBLE, NULL, {NONE} FROM (
        SELECT channel, "to", sum(n) AS n FROM steps GROUP BY ALL
        UNION ALL SELECT 'start', channel, sum(n) FROM steps WHERE is_first GROUP BY ALL)
    GROUP BY channel, "to" """


def _found(connection: Any, clicks: str = "VIEW") -> None:
    _moments(connection, clicks)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT purchase, amount_minor::DOUBLE AS money, channel, bought_us - ts_us AS age_us,
               row_number() OVER journey AS place, lead(channel) OVER journey AS following
        FROM bought JOIN clicks USING (person_id) WHERE ts_us <= bought_us AND ts_us >= bought_us - {30 * DAY_US}
        WINDOW journey AS (PARTITION BY purchase ORDER BY ts_us, event_id)""")


def five_models(connection: Any) -> Any:
    """Money by the five models that look at one purchase."""
    _found(connection)
    sql = f"{CREDIT} UNION ALL {SETS} UNION ALL {WHOLE}"
    return frame(connection, "attribution", sql, models=DIRECT.split(", "))


def attribution(connection: Any) -> Any:
    """Money by all seven models."""
    _found(connection, "TABLE")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE steps AS
        SELECT channel, coalesce(following, 'bought') AS "to", place = 1 AS is_first, count(*) AS n FROM found GROUP BY ALL
        UNION ALL
        SELECT channel, coalesce(following, 'lost'), place = 1, count(*) FROM (
            SELECT channel, row_number() OVER journey AS place, lead(channel) OVER journey AS following
            FROM clicks ANTI JOIN bought USING (person_id) WINDOW journey AS (PARTITION BY person_id ORDER BY ts_us, event_id))
        GROUP BY ALL""")
    return frame(connection, "attribution", f"{CREDIT} UNION ALL {SETS} UNION ALL {WHOLE} UNION ALL {STEPS}")


def downstream(connection: Any) -> Any:
    """The hundred people with the most money under them."""
    _joined(connection, "ts_us")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE nodes AS
        WITH everybody AS (
            SELECT person_id, referrer_id AS above FROM joined
            UNION ALL SELECT DISTINCT referrer_id, NULL FROM joined ANTI JOIN (SELECT person_id AS referrer_id FROM joined)
            USING (referrer_id) WHERE referrer_id IS NOT NULL)
        SELECT person_id, above, row_number() OVER () AS node, coalesce(money, 0)::BIGINT AS own
        FROM everybody LEFT JOIN (SELECT person_id, sum(amount_minor) AS money FROM given_events
            WHERE kind IN ('purchase', 'refund') AND person_id IS NOT NULL GROUP BY person_id) USING (person_id)""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE linked AS SELECT low.node, high.node AS up, low.own AS total, 1::BIGINT AS people
        FROM nodes AS low LEFT JOIN nodes AS high ON low.above = high.person_id""")
    _doubled(connection, "total", "people")
    return connection.execute("""
        WITH direct AS (SELECT parent AS node, count(*) AS brought, sum(own)::BIGINT AS brought_money
                        FROM placed JOIN nodes USING (node) WHERE parent IS NOT NULL GROUP BY parent)
        SELECT person_id, brought, people - 1 AS downstream_people, brought_money, total - own AS downstream_money
        FROM direct JOIN placed USING (node) JOIN nodes USING (node) ORDER BY downstream_money DESC, person_id LIMIT 100""").df()
