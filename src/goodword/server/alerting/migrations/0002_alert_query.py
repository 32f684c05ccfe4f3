from django.db import migrations, models


def take_over(apps, _editor):
    """Give each alert the query that its rule has now: the nearest to what it had."""
    alerts = apps.get_model("alerting", "Alert").objects
    rules = apps.get_model("alerting", "AlertRule").objects.filter(pk=models.OuterRef("rule_id"))
    alerts.update(query=models.Subquery(rules.values("query")))


class Migration(migrations.Migration):
    dependencies = [("alerting", "0001_initial")]

    operations = [
        migrations.AddField("alert", "query", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
