import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("told", models.BinaryField()),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "register_draft",
            },
        ),
        migrations.CreateModel(
            name="FactsRow",
            fields=[
                ("dispatch", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("n", models.IntegerField()),
                ("version", models.IntegerField()),
                ("facts", models.JSONField()),
            ],
            options={
                "db_table": "register_facts",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("department", models.CharField(blank=True, max_length=40)),
                ("told", models.BinaryField()),
                ("rhythm", models.CharField(max_length=20)),
                ("since", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("owner", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "db_table": "register_series",
            },
        ),
        migrations.CreateModel(
            name="EditionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField()),
                ("number", models.IntegerField()),
                ("published_at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("files", models.JSONField()),
            ],
            options={
                "db_table": "register_edition",
                "constraints": [models.UniqueConstraint(fields=("year", "number"), name="register_edition_once")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField()),
                ("number", models.CharField(max_length=20)),
                ("place", models.IntegerField()),
                ("department", models.CharField(blank=True, max_length=40)),
                ("told", models.BinaryField()),
                ("failure", models.CharField(blank=True, max_length=20)),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("procedure", models.CharField(blank=True, max_length=80)),
                ("dispatch", models.CharField(blank=True, max_length=20)),
                ("happened_on", models.DateField(null=True)),
                ("found_on", models.DateField(null=True)),
                ("known_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("people", models.IntegerField(null=True)),
                ("unread", models.BooleanField(null=True)),
                ("contractor", models.BooleanField(default=False)),
                ("past", models.BooleanField(default=False)),
                ("seen", models.JSONField(default=list)),
                ("withheld", models.BooleanField(default=False)),
                ("withheld_until", models.DateField(null=True)),
                ("entered_by", models.CharField(max_length=40)),
                ("entered_at", models.DateTimeField()),
                ("n", models.IntegerField(default=0)),
                (
                    "before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="again",
                        to="register.incident",
                    ),
                ),
            ],
            options={
                "db_table": "register_incident",
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(max_length=20)),
                ("decided", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("told", models.BinaryField()),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="register.incident"
                    ),
                ),
            ],
            options={
                "db_table": "register_decision",
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.IntegerField()),
                ("label", models.CharField(max_length=20)),
                ("told", models.BinaryField()),
                ("strength", models.CharField(blank=True, max_length=20)),
                ("owner", models.CharField(blank=True, max_length=40)),
                ("due", models.DateField(null=True)),
                ("start", models.DateField(null=True)),
                ("judge_on", models.DateField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="register.incident"
                    ),
                ),
            ],
            options={
                "db_table": "register_measure",
            },
        ),
        migrations.CreateModel(
            name="NearMiss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("department", models.CharField(blank=True, max_length=40)),
                ("failure", models.CharField(max_length=20)),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("on", models.DateField()),
                ("told", models.BinaryField(default=b"")),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("answer", models.BinaryField(default=b"")),
                ("answered_at", models.DateTimeField(null=True)),
                ("n", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "register_near_miss",
                "indexes": [
                    models.Index(fields=["department", "on"], name="register_near_miss_day"),
                    models.Index(fields=["by"], name="register_near_miss_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("thing", models.CharField(max_length=32)),
                ("due", models.DateField()),
                ("stage", models.CharField(max_length=20)),
            ],
            options={
                "db_table": "register_reminder",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "thing", "due", "stage"), name="register_reminded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.IntegerField()),
                ("on", models.DateField()),
                ("people", models.IntegerField(null=True)),
                ("told", models.BinaryField()),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="held", to="register.series"
                    ),
                ),
            ],
            options={
                "db_table": "register_occurrence",
            },
        ),
        migrations.CreateModel(
            name="Status",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evaluation", models.BooleanField(default=False)),
                ("told", models.BinaryField()),
                ("place", models.IntegerField(default=0)),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statuses", to="register.incident"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statuses",
                        to="register.measure",
                    ),
                ),
            ],
            options={
                "db_table": "register_status",
            },
        ),
        migrations.CreateModel(
            name="TieRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("procedure", models.CharField(blank=True, max_length=80)),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="register.measure"
                    ),
                ),
            ],
            options={
                "db_table": "register_tie",
            },
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["year", "place"], name="register_incident_of_year"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(fields=("year", "number"), name="register_number_once"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("incident", "place"), name="register_measure_once"),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["series", "on"], name="register_occurrence_day"),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.UniqueConstraint(fields=("series", "place"), name="register_occurrence_once"),
        ),
    ]
