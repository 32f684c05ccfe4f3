"""Versions of the blocks of mentions, renewed by triggers: see `memory.blocks`.

A migration that makes the table of mentions anew on SQLite drops its triggers; it must create them again (a test says so).
"""

from typing import Any

from django.db import migrations

from goodword.server.listening.memory.blocks import COLUMNS, SHIFT

_RENEW = (
    "INSERT INTO listening_block (brand_id, block, version) VALUES ({row}.brand_id, {row}.id >> {shift}, random()) "
    "ON CONFLICT (brand_id, block) DO UPDATE SET version = random()"
)
_SQLITE = (
    "CREATE TABLE listening_block (brand_id bigint NOT NULL, block bigint NOT NULL, version bigint NOT NULL, "
    "PRIMARY KEY (brand_id, block)) WITHOUT ROWID",
    *(
        f"CREATE TRIGGER listening_block_{name} AFTER {event} ON listening_mention BEGIN "
        f"{_RENEW.format(row=row, shift=SHIFT)}; END"
        for name, event, row in (
            ("insert", "INSERT", "NEW"),
            ("update", f"UPDATE OF {', '.join(COLUMNS)}", "NEW"),
            ("delete", "DELETE", "OLD"),
        )
    ),
    f"INSERT INTO listening_block SELECT DISTINCT brand_id, id >> {SHIFT}, 0 FROM listening_mention",
)
_POSTGRESQL = (
    "CREATE TABLE listening_block (brand_id bigint NOT NULL, block bigint NOT NULL, "
    "version bigint NOT NULL DEFAULT floor(random() * 4503599627370496), PRIMARY KEY (brand_id, block, version))",
    # Old versions go, but those that another transaction is just renewing: nobody waits for anybody.
    "CREATE FUNCTION listening_block_renew() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"DELETE FROM listening_block WHERE ctid = ANY (ARRAY(SELECT kept.ctid FROM listening_block AS kept "
    f"WHERE (brand_id, block) IN (SELECT DISTINCT brand_id, id >> {SHIFT} FROM changed) FOR UPDATE SKIP LOCKED)); "
    f"INSERT INTO listening_block (brand_id, block) SELECT DISTINCT brand_id, id >> {SHIFT} FROM changed; "
    "RETURN NULL; END $$",
    *(
        f"CREATE TRIGGER listening_block_{event.lower()} AFTER {event} ON listening_mention "
        f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION listening_block_renew()"
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
    f"INSERT INTO listening_block (brand_id, block) SELECT DISTINCT brand_id, id >> {SHIFT} FROM listening_mention",
)


def create(apps: Any, schema_editor: Any) -> None:
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for event in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER listening_block_{event}" + (" ON listening_mention" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION listening_block_renew")
    schema_editor.execute("DROP TABLE listening_block")


class Migration(migrations.Migration):
    dependencies = [("listening", "0005_topics")]
    operations = [migrations.RunPython(create, drop)]
