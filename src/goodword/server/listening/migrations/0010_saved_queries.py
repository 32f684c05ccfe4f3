"""Saved queries with their versions, and what people judged of what they find."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


_GUARD = {
    "sqlite": (
        "CREATE TRIGGER listening_version_stays BEFORE UPDATE ON listening_queryversion "
        "BEGIN SELECT RAISE(ABORT, 'versions of queries are append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION listening_version_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'versions of queries are append-only'; END $$",
        "CREATE TRIGGER listening_version_stays BEFORE UPDATE ON listening_queryversion "
        "FOR EACH ROW EXECUTE FUNCTION listening_version_stays()",
    ),
}


def guard(apps: Any, schema_editor: Any) -> None:
    for statement in _GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER listening_version_stays ON listening_queryversion")
        schema_editor.execute("DROP FUNCTION listening_version_stays")
    else:
        schema_editor.execute("DROP TRIGGER listening_version_stays")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('listening', '0009_collected'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('kind', models.CharField(choices=[('brand', 'Brand'), ('competitor', 'Competitor'), ('topic', 'Topic')], default='topic', max_length=10, verbose_name='kind')),
                ('colour', models.PositiveSmallIntegerField(default=1, verbose_name='colour')),
                ('source', models.TextField(max_length=4000, verbose_name='query')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('retired', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.brand')),
            ],
        ),
        migrations.CreateModel(
            name='QueryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('source', models.TextField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor_name', models.CharField(max_length=200)),
                ('query', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listening.savedquery')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relevant', models.BooleanField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor_name', models.CharField(max_length=200)),
                ('mention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listening.mention')),
                ('query', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='listening.savedquery')),
            ],
        ),
        migrations.AddConstraint(
            model_name='savedquery',
            constraint=models.UniqueConstraint(fields=('brand', 'name'), name='one_query_per_name'),
        ),
        migrations.AddConstraint(
            model_name='queryversion',
            constraint=models.UniqueConstraint(fields=('query', 'number'), name='one_query_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.UniqueConstraint(fields=('query', 'mention'), name='one_judgement_per_text'),
        ),
        migrations.RunPython(guard, unguard),
    ]
