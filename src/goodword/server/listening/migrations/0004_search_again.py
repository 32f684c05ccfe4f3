"""The full-text index made anew: the title in a column of its own, traditional characters read as simplified ones."""

from typing import Any

from django.db import migrations

_OLD = "CREATE VIRTUAL TABLE listening_search USING fts5(tokens, content='', columnsize=0, tokenize='ascii')"
_NEW = "CREATE VIRTUAL TABLE listening_search USING fts5(title, text, content='', columnsize=0, tokenize='ascii')"


def _renew(schema_editor: Any, statement: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DELETE FROM listening_search")
        return
    schema_editor.execute("DROP TABLE listening_search")
    schema_editor.execute(statement)


def forwards(apps: Any, schema_editor: Any) -> None:
    _renew(schema_editor, _NEW)


def backwards(apps: Any, schema_editor: Any) -> None:
    _renew(schema_editor, _OLD)


def fill(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        return  # filled where its tables are as they are now: 0008
    from goodword.server.listening.text_index import rebuild

    rebuild()


class Migration(migrations.Migration):
    dependencies = [("listening", "0003_reading")]
    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
