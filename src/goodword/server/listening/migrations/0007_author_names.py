"""An index of authors' names, the letters of ASCII in lower case: what `author:` in a query asks for."""

from typing import Any

from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    name = 'author COLLATE "C"' if schema_editor.connection.vendor == "postgresql" else "author"
    schema_editor.execute(f"CREATE INDEX mention_by_name ON listening_mention (brand_id, lower({name}))")


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP INDEX mention_by_name")


class Migration(migrations.Migration):
    dependencies = [("listening", "0006_blocks")]
    operations = [migrations.RunPython(create, drop)]
