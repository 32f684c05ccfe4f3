"""Mentions that are collected: where from, who wrote them, what they said before, and the accounts that are known.

The two text columns are added by hand: Django would make the table of mentions anew on SQLite, and so drop its triggers.
"""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


_COLUMNS = {"author_handle": "varchar(200)", "author_url": "varchar(1000)"}


def add_columns(apps: Any, schema_editor: Any) -> None:
    for name, kind in _COLUMNS.items():
        schema_editor.execute(f"ALTER TABLE listening_mention ADD COLUMN {name} {kind} DEFAULT '' NOT NULL")


def drop_columns(apps: Any, schema_editor: Any) -> None:
    for name in _COLUMNS:
        schema_editor.execute(f"ALTER TABLE listening_mention DROP COLUMN {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("listening", "0008_presence"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("brand", "The brand's own account"),
                            ("employee", "An employee"),
                            ("paid", "Paid to speak of the brand"),
                            ("rewarded", "Rewarded for sharing"),
                        ],
                        max_length=10,
                        verbose_name="who it is",
                    ),
                ),
                ("platform", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("handle", models.CharField(max_length=200, verbose_name="handle or author id")),
                ("folded", models.CharField(max_length=200)),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="added")),
            ],
        ),
        migrations.CreateModel(
            name="MentionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "replaced_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="replaced"),
                ),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("rating", models.FloatField(null=True, verbose_name="rating")),
                ("deleted", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="mention",
            name="author_followers",
            field=models.BigIntegerField(null=True, verbose_name="followers"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_columns, drop_columns)],
            state_operations=[
                migrations.AddField(
                    model_name="mention",
                    name="author_handle",
                    field=models.CharField(
                        blank=True, max_length=200, verbose_name="author's handle"
                    ),
                ),
                migrations.AddField(
                    model_name="mention",
                    name="author_url",
                    field=models.CharField(
                        blank=True, max_length=1000, verbose_name="author's page"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="mention",
            name="deleted_at",
            field=models.DateTimeField(null=True, verbose_name="deleted"),
        ),
        migrations.AddField(
            model_name="mention",
            name="edited_at",
            field=models.DateTimeField(null=True, verbose_name="edited"),
        ),
        migrations.AddField(
            model_name="mention",
            name="source_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="mention",
            name="aspects_by",
            field=models.CharField(
                blank=True,
                choices=[("file", "file"), ("person", "person"), ("model", "model"), ("account", "account")],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="mention",
            name="cause_by",
            field=models.CharField(
                blank=True,
                choices=[("file", "file"), ("person", "person"), ("model", "model"), ("account", "account")],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="mention",
            name="intent_by",
            field=models.CharField(
                blank=True,
                choices=[("file", "file"), ("person", "person"), ("model", "model"), ("account", "account")],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="mention",
            name="origin_by",
            field=models.CharField(
                blank=True,
                choices=[("file", "file"), ("person", "person"), ("model", "model"), ("account", "account")],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="mention",
            name="sentiment_by",
            field=models.CharField(
                blank=True,
                choices=[("file", "file"), ("person", "person"), ("model", "model"), ("account", "account")],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                condition=models.Q(("source_id__isnull", False)),
                fields=["brand", "source_id", "-collected_at"],
                name="mention_by_collection",
            ),
        ),
        migrations.AddField(
            model_name="knownaccount",
            name="brand",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.brand",
            ),
        ),
        migrations.AddField(
            model_name="mentionversion",
            name="brand",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.brand",
            ),
        ),
        migrations.AddField(
            model_name="mentionversion",
            name="mention",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                to="listening.mention",
            ),
        ),
        migrations.AddConstraint(
            model_name="knownaccount",
            constraint=models.UniqueConstraint(
                fields=("brand", "platform", "folded"), name="one_account_per_handle"
            ),
        ),
        migrations.AddIndex(
            model_name="mentionversion",
            index=models.Index(fields=["brand", "-replaced_at"], name="version_by_time"),
        ),
    ]
