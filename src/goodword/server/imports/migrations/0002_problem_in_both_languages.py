from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.RenameField("importrun", "problem", "problem_en"),
        migrations.AddField("importrun", "problem_zh", models.TextField(blank=True, default=""), preserve_default=False),
    ]
