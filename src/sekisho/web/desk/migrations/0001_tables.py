import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("year", models.IntegerField(primary_key=True, serialize=False)),
                ("last", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "desk_counter",
            },
        ),
        migrations.CreateModel(
            name="ProcedureText",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("text", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "desk_procedure",
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("number", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("department", models.CharField(max_length=40)),
                ("procedure", models.CharField(max_length=64)),
                ("title", models.BinaryField()),
                ("planned_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("drafted_by", models.CharField(max_length=40)),
                ("sources", models.JSONField(default=dict)),
                ("protection", models.CharField(max_length=20)),
                ("purpose", models.BinaryField()),
                ("n", models.IntegerField(default=0)),
                ("phase", models.CharField(default="open", max_length=20)),
                ("halted", models.BooleanField(default=False)),
                ("waiting", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(null=True)),
                ("parcels", models.IntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "desk_dispatch",
                "indexes": [models.Index(fields=["department", "phase"], name="desk_dispatch_of_section")],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dispatch", models.CharField(blank=True, max_length=20)),
                ("person", models.CharField(blank=True, max_length=40)),
                ("kind", models.CharField(max_length=30)),
                ("word", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                ("tries", models.IntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "desk_notification",
                "indexes": [models.Index(fields=["sent_at", "id"], name="desk_notification_waiting")],
            },
        ),
        migrations.CreateModel(
            name="OwnList",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.BinaryField()),
                ("sha256", models.BinaryField()),
                ("file", models.CharField(max_length=64)),
                ("rows_file", models.CharField(max_length=64)),
                ("rows", models.IntegerField()),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="desk.dispatch"
                    ),
                ),
            ],
            options={
                "db_table": "desk_own_list",
            },
        ),
        migrations.CreateModel(
            name="ProcedureProposal",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("text", models.BinaryField()),
                ("against", models.CharField(blank=True, max_length=64)),
                ("state", models.CharField(max_length=10)),
                ("proposed_by", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("salt", models.BinaryField()),
                ("reason", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "desk_procedure_proposal",
                "indexes": [models.Index(fields=["name", "state"], name="desk_procedure_proposals_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("name",),
                        name="desk_procedure_proposal_one_waiting",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "accepted")),
                        fields=("digest",),
                        name="desk_procedure_proposal_accepted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", ""), ("state__in", ["proposed", "withdrawn"])),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["accepted", "refused"]),
                                models.Q(("decided_by", ""), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_procedure_proposal_by_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingApproval",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("procedure", models.CharField(max_length=64)),
                ("department", models.CharField(max_length=40)),
                ("recipient", models.BinaryField()),
                ("name", models.BinaryField()),
                ("sheets", models.IntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("granted_by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "desk_standing",
                "indexes": [models.Index(fields=["department", "procedure"], name="desk_standing_of_section")],
            },
        ),
        migrations.CreateModel(
            name="CutRow",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=10)),
                ("blob", models.CharField(max_length=64)),
                ("told", models.BinaryField()),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cuts", to="desk.dispatch"
                    ),
                ),
            ],
            options={
                "db_table": "desk_cut",
                "indexes": [models.Index(fields=["dispatch", "-at"], name="desk_cut_last")],
            },
        ),
        migrations.CreateModel(
            name="FileRow",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("parcel", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=10)),
                ("origin", models.CharField(max_length=10)),
                ("blob", models.CharField(blank=True, max_length=64)),
                ("shown", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField(default=0)),
                ("parts", models.IntegerField(default=0)),
                ("told", models.BinaryField()),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="desk.dispatch"
                    ),
                ),
            ],
            options={
                "db_table": "desk_file",
                "indexes": [models.Index(fields=["dispatch", "state"], name="desk_file_of_dispatch")],
            },
        ),
        migrations.CreateModel(
            name="InspectionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="queued", max_length=10)),
                ("saw", models.JSONField(default=dict)),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("report", models.CharField(blank=True, max_length=64)),
                ("problem", models.BinaryField(default=b"")),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inspections", to="desk.dispatch"
                    ),
                ),
            ],
            options={
                "db_table": "desk_inspection",
                "indexes": [models.Index(fields=["dispatch", "-id"], name="desk_inspection_last")],
            },
        ),
        migrations.CreateModel(
            name="ParcelRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=20)),
                ("told", models.BinaryField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="desk.dispatch"
                    ),
                ),
            ],
            options={
                "db_table": "desk_parcel",
                "constraints": [models.UniqueConstraint(fields=("dispatch", "key"), name="desk_parcel_once")],
            },
        ),
        migrations.CreateModel(
            name="SampleRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=60)),
                ("unit", models.CharField(max_length=40)),
                ("told", models.BinaryField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="samples", to="desk.dispatch"
                    ),
                ),
            ],
            options={
                "db_table": "desk_sample",
                "constraints": [models.UniqueConstraint(fields=("dispatch", "step", "unit"), name="desk_sample_once")],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=40)),
                ("state", models.CharField(default="queued", max_length=12)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("ended_at", models.DateTimeField(null=True)),
                ("wrapper", models.CharField(blank=True, max_length=64)),
                ("wrapper_name", models.BinaryField(default=b"")),
                ("message_id", models.CharField(blank=True, max_length=200)),
                ("password", models.BinaryField(default=b"")),
                ("shown_to", models.CharField(blank=True, max_length=40)),
                ("shown_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=60)),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sendings", to="desk.dispatch"
                    ),
                ),
            ],
            options={
                "db_table": "desk_sending",
                "indexes": [models.Index(fields=["dispatch", "unit"], name="desk_sending_of_unit")],
            },
        ),
        migrations.CreateModel(
            name="StandingUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=40)),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.dispatch"
                    ),
                ),
                (
                    "standing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="desk.standingapproval"
                    ),
                ),
            ],
            options={
                "db_table": "desk_standing_use",
                "indexes": [models.Index(fields=["at"], name="desk_standing_use_of_day")],
            },
        ),
    ]
