"""Tickets, places and rounds of queues; restricted people and the operators who ask about them."""

from __future__ import annotations

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

CHECKS = (Path(__file__).parent / "sql" / "restriction_checks.sql").read_text(encoding="utf-8")
DROP_CHECKS = """
DROP TABLE services_restrictioncheck;
DROP FUNCTION services_make_check_month(date), services_drop_check_months(date);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='RestrictedPerson',
            fields=[
                ('person_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('until_on', models.DateField(db_index=True)),
                ('register_until', models.DateField(null=True)),
                ('sealed_number', models.BinaryField()),
            ],
        ),
        # Django makes no partitions.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CHECKS, DROP_CHECKS)],
            state_operations=[
                migrations.CreateModel(
                    name='RestrictionCheck',
                    fields=[
                        ('pk', models.CompositePrimaryKey('asked_at', 'pseudonym', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('asked_at', models.DateTimeField()),
                        ('pseudonym', models.UUIDField()),
                        ('place', models.IntegerField()),
                        ('operator_id', models.UUIDField()),
                        ('was_restricted', models.BooleanField()),
                        ('city_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name='Operator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('licence', models.CharField(max_length=40)),
                ('customers', models.PositiveIntegerField()),
                ('admitted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('licence',), name='restriction_operator_admitted_once'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('admitted_at')), _connector='OR'), name='restriction_operator_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='OperatorKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('generation', models.PositiveSmallIntegerField()),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('made_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='services.operator')),
            ],
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('queue', models.CharField(max_length=40)),
                ('provider', models.CharField(max_length=40)),
                ('group', models.CharField(blank=True, max_length=20)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('free_from', models.DateField()),
                ('status', models.CharField(max_length=16)),
                ('request_id', models.UUIDField()),
                ('request_place', models.PositiveSmallIntegerField()),
                ('entered_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['queue', 'status'], name='place_by_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['free', 'offered', 'taken', 'withdrawn'])), name='place_status_known'), models.UniqueConstraint(fields=('request_id', 'request_place'), name='place_of_a_request_once')],
            },
        ),
        migrations.CreateModel(
            name='RestrictedPseudonym',
            fields=[
                ('pseudonym', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField(db_index=True)),
                ('until_on', models.DateField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pseudonyms', to='services.operatorkey')),
            ],
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField(db_index=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('statement', models.TextField()),
                ('signature', models.BinaryField()),
                ('key_id', models.CharField(max_length=16)),
                ('actor', models.JSONField()),
                ('city_at', models.DateTimeField()),
                ('wall_at', models.DateTimeField()),
                ('lengthens', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lengthened_by', to='services.restriction')),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('queue', models.CharField(max_length=40)),
                ('digest', models.CharField(max_length=64)),
                ('free', models.PositiveIntegerField()),
                ('waiting', models.PositiveIntegerField()),
                ('awards', models.JSONField()),
                ('unfit', models.JSONField()),
                ('actor', models.JSONField()),
                ('city_at', models.DateTimeField()),
                ('wall_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['queue', '-wall_at'], name='round_by_queue')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('queue', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=12, unique=True)),
                ('person_id', models.UUIDField()),
                ('asked_by', models.UUIDField()),
                ('born_on', models.DateField(null=True)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('zone', models.CharField(blank=True, max_length=40)),
                ('wishes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('classes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('claimed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('status', models.CharField(max_length=16)),
                ('restored', models.PositiveSmallIntegerField(default=0)),
                ('restore_by', models.DateField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('steps', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id'], name='ticket_by_person'), models.Index(fields=['asked_by'], name='ticket_by_asker'), models.Index(fields=['queue', 'status', 'born_on'], name='ticket_by_group'), models.Index(condition=models.Q(('status', 'inactive')), fields=['restore_by'], name='ticket_by_restore_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['agreed', 'inactive', 'left', 'offered', 'placed', 'waiting'])), name='ticket_status_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['agreed', 'inactive', 'offered', 'waiting'])), fields=('queue', 'person_id'), name='ticket_of_a_person_once')],
            },
        ),
        migrations.CreateModel(
            name='ClassClaim',
            fields=[
                ('case_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('class_key', models.CharField(max_length=40)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='services.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'class_key'), name='class_claimed_once')],
            },
        ),
        migrations.CreateModel(
            name='PlaceOffer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('queue', models.CharField(max_length=40)),
                ('group', models.CharField(blank=True, max_length=20)),
                ('turn', models.PositiveIntegerField()),
                ('due', models.CharField(max_length=16)),
                ('stream', models.CharField(max_length=16)),
                ('status', models.CharField(max_length=16)),
                ('made_at', models.DateTimeField()),
                ('consent_by', models.DateTimeField()),
                ('contract_by', models.DateTimeField(null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='services.place')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='services.round')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='services.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='TicketStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('step', models.CharField(max_length=16)),
                ('actor', models.JSONField()),
                ('facts', models.JSONField()),
                ('city_at', models.DateTimeField()),
                ('wall_at', models.DateTimeField()),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='services.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='OperatorDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('asked', models.PositiveIntegerField()),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='services.operator')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('operator', 'day'), name='restriction_operator_day_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='operatorkey',
            constraint=models.UniqueConstraint(fields=('operator', 'generation'), name='restriction_key_generation_once'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='restriction_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.UniqueConstraint(fields=('person_id', 'until_on'), name='restriction_until_a_day_once'),
        ),
        migrations.AddIndex(
            model_name='placeoffer',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['consent_by'], name='place_offer_by_consent'),
        ),
        migrations.AddIndex(
            model_name='placeoffer',
            index=models.Index(condition=models.Q(('status', 'agreed')), fields=['contract_by'], name='place_offer_by_contract'),
        ),
        migrations.AddConstraint(
            model_name='placeoffer',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['agreed', 'contracted', 'declined', 'missed', 'open', 'silent', 'taken_back'])), name='place_offer_status_known'),
        ),
        migrations.AddConstraint(
            model_name='placeoffer',
            constraint=models.CheckConstraint(condition=models.Q(('due__in', ['general', 'privileged']), ('stream__in', ['general', 'privileged'])), name='place_offer_stream_known'),
        ),
        migrations.AddConstraint(
            model_name='placeoffer',
            constraint=models.UniqueConstraint(fields=('queue', 'group', 'turn'), name='place_offer_turn_once'),
        ),
        migrations.AddConstraint(
            model_name='placeoffer',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['agreed', 'contracted', 'open'])), fields=('ticket',), name='place_offer_of_a_ticket_held_once'),
        ),
        migrations.AddConstraint(
            model_name='placeoffer',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['agreed', 'contracted', 'open'])), fields=('place',), name='place_offered_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='ticketstep',
            constraint=models.UniqueConstraint(fields=('ticket', 'number'), name='ticket_step_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='ticketstep',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['agreed', 'claimed', 'contracted', 'declined', 'entered', 'left', 'missed', 'offered', 'proven', 'restored', 'silent', 'taken_back', 'timed_out', 'unproven', 'wished'])), name='ticket_step_known'),
        ),
    ]
