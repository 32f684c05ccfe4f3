"""What people talk about: topics, their mentions, and what they were found in."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("listening", "0004_search_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phrases", models.JSONField(default=list, verbose_name="phrases")),
                ("sentence", models.TextField(blank=True, verbose_name="sentence")),
                ("medoid", models.BigIntegerField(null=True)),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("size", models.PositiveIntegerField(verbose_name="mentions")),
                ("share", models.FloatField(verbose_name="share")),
                ("favourable", models.PositiveIntegerField()),
                ("neutral", models.PositiveIntegerField()),
                ("unfavourable", models.PositiveIntegerField()),
                ("net", models.FloatField(null=True, verbose_name="net favourable")),
                ("weeks", models.JSONField(default=list)),
                ("change", models.FloatField(verbose_name="change")),
                ("first_day", models.DateField(verbose_name="first seen")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("rising", "Rising"),
                            ("steady", "Steady"),
                            ("falling", "Falling"),
                        ],
                        default="steady",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TopicMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("found", models.PositiveIntegerField()),
                ("told", models.PositiveIntegerField()),
                ("placed", models.PositiveIntegerField()),
                ("favourable", models.PositiveIntegerField()),
                ("neutral", models.PositiveIntegerField()),
                ("unfavourable", models.PositiveIntegerField()),
                ("emerging", models.JSONField(default=list)),
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.brand"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TopicMember",
            fields=[
                (
                    "mention",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="in_topic",
                        serialize=False,
                        to="listening.mention",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="listening.topic",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(fields=["brand", "-size"], name="topic_by_size"),
        ),
    ]
