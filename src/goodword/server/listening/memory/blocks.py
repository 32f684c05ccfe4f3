"""Which mentions changed: every block of ids has a version that triggers of the database renew.

Whatever writes mentions, by whichever way, gives their blocks a new random number in the same transaction. On PostgreSQL
transactions that write at once leave a row each, so that nobody waits for anybody, and the version is their sum.
"""

from django.db import connection

SHIFT = 14  # a block holds the ids that share all but these last bits
COLUMNS = (
    "brand_id", "source_type", "source", "language", "sentiment", "cause", "intent", "aspects", "origin", "stimulus",
    "copy_of", "published_at", "import_id", "rating",
)  # fmt: skip


TEXTS = -1  # the number that stands for the texts of all of a brand's mentions


def renew_texts(brand_id: int) -> None:
    """Say that texts or authors of a brand's mentions changed; what was found by words counts no more."""
    is_postgresql = connection.vendor == "postgresql"
    version = "floor(random() * 4503599627370496)" if is_postgresql else "random()"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM listening_block WHERE brand_id = %s AND block = %s", [brand_id, TEXTS])
        cursor.execute(
            f"INSERT INTO listening_block (brand_id, block, version) VALUES (%s, %s, {version})",  # noqa: S608
            [brand_id, TEXTS],
        )


def versions(brand_id: int) -> dict[int, int]:
    """Return the version of every block that holds, or held, mentions of a brand."""
    is_postgresql = connection.vendor == "postgresql"
    version, grouped = ("sum(version)::bigint", "GROUP BY block") if is_postgresql else ("version", "")
    sql = f"SELECT block, {version} FROM listening_block WHERE brand_id = %s {grouped}"  # noqa: S608 - no input
    with connection.cursor() as cursor:
        cursor.execute(sql, [brand_id])
        return dict(cursor.fetchall())
