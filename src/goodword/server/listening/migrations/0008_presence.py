"""PostgreSQL's full-text index over a table of ids, so that finding very many mentions does not read their words.

The function says what a mention's words are: they are there before its id is, and never change.
"""

from typing import Any

from django.db import migrations

_POSTGRESQL = (
    "DROP INDEX listening_search_tokens",
    "CREATE FUNCTION listening_tokens(key bigint) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE "
    "SET search_path FROM CURRENT AS "
    "$$ BEGIN RETURN (SELECT tokens FROM listening_search WHERE mention_id = key); END $$",
    "CREATE TABLE listening_presence (mention_id bigint PRIMARY KEY)",
    "CREATE INDEX listening_presence_tokens ON listening_presence USING gin (listening_tokens(mention_id))",
    "CREATE OR REPLACE FUNCTION listening_search_forget() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN DELETE FROM listening_presence WHERE mention_id = OLD.id; "
    "DELETE FROM listening_search WHERE mention_id = OLD.id; RETURN OLD; END $$",
)
_BACK = (
    "CREATE OR REPLACE FUNCTION listening_search_forget() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN DELETE FROM listening_search WHERE mention_id = OLD.id; RETURN OLD; END $$",
    "DROP TABLE listening_presence",
    "DROP FUNCTION listening_tokens",
    "CREATE INDEX listening_search_tokens ON listening_search USING gin (tokens)",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        from goodword.server.listening.text_index import rebuild

        for statement in _POSTGRESQL:
            schema_editor.execute(statement)
        rebuild()


def backwards(apps: Any, schema_editor: Any) -> None:
    for statement in _BACK if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("listening", "0007_author_names")]
    operations = [migrations.RunPython(forwards, backwards)]
