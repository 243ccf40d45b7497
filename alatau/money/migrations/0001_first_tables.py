"""Accounts and transfers, and the marks on money."""

from __future__ import annotations

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


PARTITIONED = (Path(__file__).parent / "sql" / "partitioned_tables.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        # Django makes no partitions.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(PARTITIONED, "DROP TABLE money_entry, money_transfer")],
            state_operations=[
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('pk', models.CompositePrimaryKey('account_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('account_id', models.UUIDField()),
                        ('number', models.BigIntegerField()),
                        ('transfer_id', models.UUIDField()),
                        ('amount', models.BigIntegerField()),
                        ('balance', models.BigIntegerField()),
                        ('city_at', models.DateTimeField()),
                        ('wall_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='entry_counted_from_one'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='entry_moves_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Transfer',
                    fields=[
                        ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('posting', models.BigIntegerField()),
                        ('place', models.IntegerField()),
                        ('debit_id', models.UUIDField()),
                        ('credit_id', models.UUIDField()),
                        ('amount', models.BigIntegerField()),
                        ('currency', models.CharField(max_length=12)),
                        ('kind', models.SmallIntegerField()),
                        ('linked', models.BooleanField()),
                        ('purpose', models.CharField(max_length=64)),
                        ('reference', models.CharField(max_length=140)),
                        ('goods', models.CharField(max_length=32)),
                        ('concerns_id', models.UUIDField(null=True)),
                        ('timeout_seconds', models.IntegerField(null=True)),
                        ('city_at', models.DateTimeField()),
                        ('wall_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='transfer_amount_positive'), models.CheckConstraint(condition=models.Q(('debit_id', models.F('credit_id')), _negated=True), name='transfer_between_two_accounts'), models.CheckConstraint(condition=models.Q(('kind__in', [1, 2, 3, 4, 5, 6, 7])), name='transfer_kind_known')],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.UUIDField(editable=False, unique=True)),
                ('city_at', models.DateTimeField()),
                ('wall_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('transfer_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('debit_id', models.UUIDField()),
                ('credit_id', models.UUIDField()),
                ('amount', models.BigIntegerField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('counted', models.BooleanField()),
                ('spent_on', models.DateField()),
                ('status', models.SmallIntegerField()),
                ('settled_by_id', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 0)), fields=['expires_at'], name='hold_open_by_end'), models.Index(condition=models.Q(('status', 0)), fields=['debit_id'], name='hold_open_by_payer'), models.Index(condition=models.Q(('status', 0)), fields=['credit_id'], name='hold_open_by_payee')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_by_id', None), ('status', 0)), models.Q(('settled_by_id__isnull', False), ('status__in', [3, 4, 5])), _connector='OR'), name='hold_settled_by_one_transfer')],
            },
        ),
        migrations.CreateModel(
            name='Holder',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('kind', models.SmallIntegerField()),
                ('tier', models.SmallIntegerField()),
                ('standing', models.SmallIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [1, 2, 3])), name='holder_kind_known'), models.CheckConstraint(condition=models.Q(('standing__in', [0, 1, 2])), name='holder_standing_known'), models.CheckConstraint(condition=models.Q(('tier__gte', 0)), name='holder_tier_counted_from_zero'), models.UniqueConstraint(fields=('id', 'tier', 'standing'), name='holder_followed_by_accounts')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('group_id', models.UUIDField()),
                ('kind', models.SmallIntegerField()),
                ('currency', models.CharField(max_length=12)),
                ('purpose', models.CharField(max_length=64)),
                ('category', models.CharField(max_length=32)),
                ('floor', models.BigIntegerField(null=True)),
                ('tier', models.SmallIntegerField()),
                ('standing', models.SmallIntegerField()),
                ('status', models.SmallIntegerField()),
                ('opened_city_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField()),
                ('balance', models.BigIntegerField()),
                ('held_out', models.BigIntegerField()),
                ('held_in', models.BigIntegerField()),
                ('entries', models.BigIntegerField()),
                ('last_city_at', models.DateTimeField(null=True)),
                ('last_wall_at', models.DateTimeField(null=True)),
                ('spent_on', models.DateField(null=True)),
                ('spent_today', models.BigIntegerField()),
                ('spent_month', models.BigIntegerField()),
                ('spent_before', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None)),
                ('holder', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='money.holder')),
            ],
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.JSONField()),
                ('purpose', models.CharField(max_length=64)),
                ('contract', models.CharField(blank=True, max_length=140)),
                ('valid_from', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
                ('any_payee', models.BooleanField()),
                ('goods', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None)),
                ('needs_evidence', models.BooleanField()),
                ('on_spend', models.SmallIntegerField()),
                ('cash_out', models.SmallIntegerField()),
                ('claimable', models.BooleanField()),
                ('payment_cap', models.BigIntegerField(null=True)),
                ('period_cap', models.BigIntegerField(null=True)),
                ('cap_period', models.SmallIntegerField(null=True)),
                ('opened_city_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='money.holder')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='narrower', to='money.mark')),
                ('return_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returned_marks', to='money.account')),
            ],
        ),
        migrations.AddField(
            model_name='account',
            name='mark',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='money.mark'),
        ),
        migrations.CreateModel(
            name='MarkEvidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=140)),
                ('document', models.CharField(max_length=140)),
                ('seen_at', models.DateTimeField()),
                ('mark', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='money.mark')),
            ],
        ),
        migrations.CreateModel(
            name='MarkPayee',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('holder_id', models.UUIDField(null=True)),
                ('category', models.CharField(blank=True, max_length=32)),
                ('is_final', models.BooleanField(default=False)),
                ('mark', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='money.mark')),
            ],
        ),
        migrations.CreateModel(
            name='RefundTotal',
            fields=[
                ('transfer_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('refunded', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('refunded__gt', 0)), name='refund_total_positive')],
            },
        ),
        migrations.AddIndex(
            model_name='mark',
            index=models.Index(fields=['valid_until'], name='mark_by_end'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from'))), name='mark_valid_for_some_time'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('payment_cap__isnull', True), ('payment_cap__gt', 0), _connector='OR'), name='mark_payment_cap_positive'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cap_period', None), ('period_cap', None)), models.Q(('cap_period__in', [1, 30]), ('period_cap__gt', 0)), _connector='OR'), name='mark_period_cap_has_a_period'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['group_id', 'id'], name='account_by_group'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['holder'], name='account_by_holder'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', [1, 2, 3, 4, 5])), name='account_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', [0, 1, 2])), name='account_status_known'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 2), _negated=True), models.Q(('balance', 0), ('held_in', 0), ('held_out', 0)), _connector='OR'), name='account_closed_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('held_in__gte', 0), ('held_out__gte', 0)), name='account_holds_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='markevidence',
            constraint=models.UniqueConstraint(fields=('mark', 'reference'), name='mark_evidence_given_once'),
        ),
        migrations.AddConstraint(
            model_name='markpayee',
            constraint=models.UniqueConstraint(fields=('mark', 'holder_id', 'category'), name='mark_payee_named_once'),
        ),
        migrations.AddConstraint(
            model_name='markpayee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('category', ''), ('holder_id__isnull', False)), models.Q(('holder_id', None), models.Q(('category', ''), _negated=True)), _connector='OR'), name='mark_payee_is_a_holder_or_a_trade'),
        ),
    ]
