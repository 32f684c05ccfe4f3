"""The full-text index, made by hand: Django has no model for either database's own kind."""

from typing import Any

from django.db import migrations

_SQLITE = ("CREATE VIRTUAL TABLE listening_search USING fts5(tokens, content='', columnsize=0, tokenize='ascii')",)
_POSTGRESQL = (
    "CREATE TABLE listening_search (mention_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX listening_search_tokens ON listening_search USING gin (tokens)",
    # A trigger rather than a foreign key: it cleans up the same and lets the mentions be truncated.
    "CREATE FUNCTION listening_search_forget() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN DELETE FROM listening_search WHERE mention_id = OLD.id; RETURN OLD; END $$",
    "CREATE TRIGGER listening_search_forget AFTER DELETE ON listening_mention "
    "FOR EACH ROW EXECUTE FUNCTION listening_search_forget()",
)


def create(apps: Any, schema_editor: Any) -> None:
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER listening_search_forget ON listening_mention")
        schema_editor.execute("DROP FUNCTION listening_search_forget")
    schema_editor.execute("DROP TABLE listening_search")


class Migration(migrations.Migration):
    dependencies = [("listening", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
