"""Standing orders, estates, who serves whom, and checks of the books."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0006_bills'),
    ]

    operations = [
        migrations.CreateModel(
            name='Estate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('holder_id', models.UUIDField()),
                ('case_id', models.UUIDField(unique=True)),
                ('status', models.SmallIntegerField()),
                ('frozen', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('certificate', models.CharField(blank=True, max_length=60)),
                ('opened_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 0)), fields=('holder_id',), name='estate_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('status', 0)), models.Q(('settled_at__isnull', False), ('status__in', [1, 2, 3])), _connector='OR'), name='estate_settled_some_time')],
            },
        ),
        migrations.CreateModel(
            name='LedgerCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('accounts', models.BigIntegerField()),
                ('transfers', models.BigIntegerField()),
                ('postings', models.BigIntegerField()),
                ('broken', models.JSONField()),
                ('circulating', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['-ended_at'], name='ledger_check_newest')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('holder_id', models.UUIDField()),
                ('participant', models.CharField(max_length=40)),
                ('since_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until_at', None)), fields=['participant'], name='service_by_participant')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('holder_id',), name='service_by_one_at_a_time'), models.CheckConstraint(condition=models.Q(('until_at', None), ('until_at__gte', models.F('since_at')), _connector='OR'), name='service_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='StandingOrder',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('holder_id', models.UUIDField()),
                ('source_id', models.UUIDField()),
                ('payee_id', models.UUIDField()),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=12)),
                ('reference', models.CharField(blank=True, max_length=140)),
                ('rhythm', models.SmallIntegerField()),
                ('first_on', models.DateField()),
                ('last_on', models.DateField(null=True)),
                ('state', models.SmallIntegerField()),
                ('due_on', models.DateField()),
                ('try_on', models.DateField()),
                ('tries', models.SmallIntegerField()),
                ('refusal', models.SmallIntegerField(null=True)),
                ('have', models.BigIntegerField(default=0)),
                ('most', models.BigIntegerField(default=0)),
                ('asked_by', models.UUIDField()),
                ('representative_id', models.UUIDField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('asked_city_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 0)), fields=['try_on', 'id'], name='standing_order_to_pay'), models.Index(fields=['holder_id'], name='standing_order_by_holder')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='standing_order_amount_positive'), models.CheckConstraint(condition=models.Q(('rhythm__in', [1, 2])), name='standing_order_rhythm_known'), models.CheckConstraint(condition=models.Q(('state__in', [0, 1, 2])), name='standing_order_state_known'), models.CheckConstraint(condition=models.Q(('last_on', None), ('last_on__gte', models.F('first_on')), _connector='OR'), name='standing_order_lasts_some_time')],
            },
        ),
        migrations.CreateModel(
            name='StandingPeriod',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('due_on', models.DateField()),
                ('outcome', models.SmallIntegerField()),
                ('transfer_id', models.UUIDField(null=True)),
                ('tries', models.SmallIntegerField()),
                ('settled_at', models.DateTimeField()),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='money.standingorder')),
            ],
        ),
        migrations.CreateModel(
            name='Heir',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('holder_id', models.UUIDField()),
                ('parts', models.PositiveIntegerField()),
                ('of_parts', models.PositiveIntegerField()),
                ('estate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='heirs', to='money.estate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('estate', 'holder_id'), name='heir_named_once'), models.CheckConstraint(condition=models.Q(('parts__gt', 0), ('parts__lte', models.F('of_parts'))), name='heir_gets_a_part_of_the_whole')],
            },
        ),
        migrations.AddConstraint(
            model_name='standingperiod',
            constraint=models.UniqueConstraint(fields=('order', 'due_on'), name='standing_period_settled_once'),
        ),
        migrations.AddConstraint(
            model_name='standingperiod',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 1), ('transfer_id__isnull', False)), models.Q(('outcome', 2), ('transfer_id', None)), _connector='OR'), name='standing_period_paid_by_a_transfer'),
        ),
    ]
