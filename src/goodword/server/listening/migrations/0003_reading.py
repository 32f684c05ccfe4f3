"""What a model reads, what people teach it, and a brand's own words for causes and aspects."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# Added by hand: Django would copy the whole table of mentions on SQLite, once for each.
_TEXTS = {"intent": 20, "intent_by": 8, "aspects": 400, "aspects_by": 8, "origin_hint": 10}
_FLOATS = ("sentiment_confidence", "cause_confidence", "intent_confidence", "uncertainty")


def add_columns(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    real = "double precision" if postgresql else "real"
    columns = {name: f"varchar({length}) NOT NULL DEFAULT ''" for name, length in _TEXTS.items()}
    columns |= {name: f"{real} NULL" for name in _FLOATS}
    columns |= {
        "mixed": "boolean NOT NULL DEFAULT false" if postgresql else "bool NOT NULL DEFAULT 0",
        "read_by": "bigint NOT NULL DEFAULT 0",
        "copy_of": "bigint NULL",
    }
    for name, kind in columns.items():
        schema_editor.execute(f"ALTER TABLE listening_mention ADD COLUMN {name} {kind}")
    if postgresql:  # SQLite does not hold a text to its length
        schema_editor.execute("ALTER TABLE listening_mention ALTER COLUMN cause TYPE varchar(40)")


def drop_columns(apps: Any, schema_editor: Any) -> None:
    for name in (*_TEXTS, *_FLOATS, "mixed", "read_by", "copy_of"):
        schema_editor.execute(f"ALTER TABLE listening_mention DROP COLUMN {name}")


_GUARD = {
    "sqlite": (
        "CREATE TRIGGER listening_label_stays BEFORE UPDATE ON listening_label "
        "BEGIN SELECT RAISE(ABORT, 'labels are append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION listening_label_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'labels are append-only'; END $$",
        "CREATE TRIGGER listening_label_stays BEFORE UPDATE ON listening_label "
        "FOR EACH ROW EXECUTE FUNCTION listening_label_stays()",
    ),
}


def guard(apps: Any, schema_editor: Any) -> None:
    for statement in _GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER listening_label_stays ON listening_label")
        schema_editor.execute("DROP FUNCTION listening_label_stays")
    else:
        schema_editor.execute("DROP TRIGGER listening_label_stays")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('listening', '0002_search'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='mention',
            name='mention_facets',
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_columns, drop_columns)],
            state_operations=[
                migrations.AddField(
                    model_name='mention',
                    name='aspects',
                    field=models.CharField(blank=True, max_length=400, verbose_name='aspects'),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='aspects_by',
                    field=models.CharField(blank=True, choices=[('file', 'file'), ('person', 'person'), ('model', 'model')], max_length=8),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='cause_confidence',
                    field=models.FloatField(null=True),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='copy_of',
                    field=models.BigIntegerField(null=True),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='intent',
                    field=models.CharField(blank=True, choices=[('question', 'question'), ('purchase_intent', 'purchase_intent'), ('complaint', 'complaint'), ('recommendation', 'recommendation'), ('other', 'other')], max_length=20, verbose_name='intent'),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='intent_by',
                    field=models.CharField(blank=True, choices=[('file', 'file'), ('person', 'person'), ('model', 'model')], max_length=8),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='intent_confidence',
                    field=models.FloatField(null=True),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='mixed',
                    field=models.BooleanField(default=False),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='origin_hint',
                    field=models.CharField(blank=True, max_length=10),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='read_by',
                    field=models.BigIntegerField(default=0),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='sentiment_confidence',
                    field=models.FloatField(null=True),
                ),
                migrations.AddField(
                    model_name='mention',
                    name='uncertainty',
                    field=models.FloatField(null=True),
                ),
                migrations.AlterField(
                    model_name='mention',
                    name='cause',
                    field=models.CharField(blank=True, max_length=40, verbose_name='cause'),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.brand')),
                ('mention', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listening.mention')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor_kind', models.CharField(max_length=8)),
                ('actor_id', models.CharField(max_length=40)),
                ('actor_name', models.CharField(max_length=200)),
                ('task', models.CharField(max_length=12)),
                ('value', models.CharField(blank=True, max_length=400)),
                ('value_before', models.CharField(blank=True, max_length=400)),
                ('reason', models.CharField(choices=[('free', "Somebody's own choice"), ('uncertain', 'The model was uncertain'), ('random', 'Drawn at random')], default='free', max_length=10)),
                ('model_version', models.BigIntegerField(default=0)),
                ('retracts', models.OneToOneField(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listening.label')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.brand')),
                ('version', models.BigIntegerField()),
                ('mention', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listening.mention')),
                ('sentiment', models.CharField(blank=True, max_length=12)),
                ('sentiment_confidence', models.FloatField(null=True)),
                ('cause', models.CharField(blank=True, max_length=40)),
                ('cause_confidence', models.FloatField(null=True)),
                ('intent', models.CharField(blank=True, max_length=20)),
                ('intent_confidence', models.FloatField(null=True)),
                ('aspects', models.CharField(blank=True, max_length=400)),
                ('origin_hint', models.CharField(blank=True, max_length=10)),
                ('uncertainty', models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='TaxonomyTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.brand')),
                ('kind', models.CharField(choices=[('cause', 'Cause'), ('aspect', 'Aspect')], max_length=6)),
                ('key', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='English name')),
                ('name_zh', models.CharField(blank=True, max_length=80, verbose_name='Chinese name')),
                ('cues', models.JSONField(default=list, verbose_name='cue words')),
                ('merged_into', models.CharField(blank=True, max_length=40)),
                ('retired', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['brand', 'source_type', 'source', 'language', 'sentiment', 'cause', 'intent', 'aspects', 'origin', 'stimulus', 'copy_of', 'published_at', 'import_id', 'rating'], name='mention_facets'),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['brand', 'read_by', 'id'], name='mention_by_reader'),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['brand', '-uncertainty'], name='mention_by_uncertainty'),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['brand', 'copy_of'], name='mention_by_original'),
        ),
        migrations.AddIndex(
            model_name='label',
            index=models.Index(fields=['brand', 'task', 'id'], name='label_by_task'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('brand', 'version', 'mention'), name='one_reading_per_version'),
        ),
        migrations.AddConstraint(
            model_name='taxonomyterm',
            constraint=models.UniqueConstraint(fields=('brand', 'kind', 'key'), name='one_term_per_key'),
        ),
        migrations.RunPython(guard, unguard),
    ]
