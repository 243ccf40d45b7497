"""Payouts: routes, programmes, batches with their lines, vouchers, and who hands them over."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0003_issue_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=140)),
                ('programmes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('public_key', models.CharField(blank=True, max_length=64)),
                ('callbacks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('admitted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('code',), name='institution_code_used_once')],
            },
        ),
        migrations.CreateModel(
            name='PayeeRoute',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('payee_id', models.UUIDField()),
                ('kind', models.SmallIntegerField()),
                ('target_id', models.UUIDField(null=True)),
                ('sealed', models.BinaryField(default=b'')),
                ('shown', models.CharField(blank=True, max_length=8)),
                ('bank_code', models.CharField(blank=True, max_length=11)),
                ('valid_from', models.DateTimeField()),
                ('set_at', models.DateTimeField()),
                ('set_city_at', models.DateTimeField()),
                ('institution_id', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('payee_id'), models.OrderBy(models.F('number'), descending=True), name='payee_route_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [0, 1, 2, 3, 4])), name='payee_route_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', [1, 4]), ('target_id__isnull', False)), models.Q(('kind__in', [0, 2, 3]), ('target_id', None)), _connector='OR'), name='payee_route_leads_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 2), _negated=True), models.Q(('shown', ''), _negated=True), _connector='OR'), name='payee_route_bank_is_named')],
            },
        ),
        migrations.CreateModel(
            name='PayoutProgramme',
            fields=[
                ('key', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('name', models.JSONField()),
                ('purpose', models.CharField(max_length=64)),
                ('account_id', models.UUIDField()),
                ('currency', models.CharField(max_length=12)),
                ('unattended_most', models.BigIntegerField()),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('unattended_most__gte', 0)), name='programme_unattended_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='PayoutBatch',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(blank=True, max_length=50)),
                ('words', models.CharField(max_length=140)),
                ('digest', models.BinaryField(max_length=32)),
                ('lines', models.IntegerField()),
                ('total', models.BigIntegerField()),
                ('account_id', models.UUIDField()),
                ('reserved', models.BigIntegerField(default=0)),
                ('returned', models.BigIntegerField(default=0)),
                ('status', models.SmallIntegerField()),
                ('checked_through', models.IntegerField(default=0)),
                ('received_at', models.DateTimeField()),
                ('received_city_at', models.DateTimeField()),
                ('received_by', models.UUIDField(null=True)),
                ('institution_id', models.UUIDField(null=True)),
                ('approval', models.SmallIntegerField(null=True)),
                ('approved_by', models.UUIDField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_city_at', models.DateTimeField(null=True)),
                ('tried_city_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='money.payoutprogramme')),
            ],
        ),
        migrations.CreateModel(
            name='VoucherGroup',
            fields=[
                ('key', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('name', models.JSONField()),
                ('trades', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None)),
                ('days', models.IntegerField()),
                ('most', models.IntegerField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='money.payoutprogramme')),
            ],
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('serial', models.CharField(max_length=25, unique=True)),
                ('secret', models.CharField(max_length=64, unique=True)),
                ('amount', models.BigIntegerField()),
                ('account_id', models.UUIDField(unique=True)),
                ('status', models.SmallIntegerField()),
                ('payee_id', models.UUIDField(null=True)),
                ('institution_id', models.UUIDField(null=True)),
                ('reference', models.CharField(blank=True, max_length=50)),
                ('batch', models.CharField(blank=True, max_length=50)),
                ('words', models.CharField(blank=True, max_length=140)),
                ('expires_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('activated_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('shop_account_id', models.UUIDField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='money.vouchergroup')),
            ],
        ),
        migrations.CreateModel(
            name='HandedRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('caller_id', models.CharField(max_length=99)),
                ('digest', models.BinaryField(max_length=32)),
                ('facts', models.JSONField()),
                ('batch_id', models.UUIDField(null=True)),
                ('callback', models.CharField(blank=True, max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='money.institution')),
            ],
            options={
                'indexes': [models.Index(fields=['batch_id'], name='handed_request_by_batch')],
                'constraints': [models.UniqueConstraint(fields=('institution', 'kind', 'caller_id'), name='handed_request_made_once')],
            },
        ),
        migrations.CreateModel(
            name='PayoutLine',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.IntegerField()),
                ('payee_id', models.UUIDField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('amount', models.BigIntegerField()),
                ('reference', models.CharField(blank=True, max_length=50)),
                ('words', models.CharField(blank=True, max_length=140)),
                ('decision_id', models.UUIDField(null=True)),
                ('outcome', models.SmallIntegerField()),
                ('refusal', models.SmallIntegerField(null=True)),
                ('kind', models.SmallIntegerField(null=True)),
                ('account_id', models.UUIDField(null=True)),
                ('paid_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='money.payoutbatch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('outcome', 1)), fields=['batch', 'number'], name='payout_line_to_pay'), models.Index(condition=models.Q(('payee_id__isnull', False)), fields=['payee_id'], name='payout_line_by_payee')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='payout_line_numbered_once'), models.CheckConstraint(condition=models.Q(('outcome__in', [0, 1, 2, 3, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20])), name='payout_line_outcome_known'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('amount', 0), ('outcome__in', [10, 20])), _connector='OR'), name='payout_line_amount_positive'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', [2, 3]), _negated=True), models.Q(('account_id__isnull', False), ('paid_at__isnull', False)), _connector='OR'), name='payout_line_paid_somewhere')],
            },
        ),
        migrations.AddIndex(
            model_name='payoutbatch',
            index=models.Index(fields=['-received_at'], name='payout_batch_newest'),
        ),
        migrations.AddIndex(
            model_name='payoutbatch',
            index=models.Index(condition=models.Q(('status__in', [4, 5]), _negated=True), fields=['status'], name='payout_batch_open'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', [0, 1, 2, 3, 4, 5])), name='payout_batch_status_known'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', [0, 1, 5]), ('approval__isnull', False), _connector='OR'), name='payout_batch_paid_only_approved'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approval', 1), _negated=True), models.Q(('approved_by__isnull', False), models.Q(('received_by', None), models.Q(('received_by', models.F('approved_by')), _negated=True), _connector='OR')), _connector='OR'), name='payout_batch_has_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('returned__lte', models.F('reserved'))), name='payout_batch_returns_what_it_held'),
        ),
        migrations.AddConstraint(
            model_name='vouchergroup',
            constraint=models.CheckConstraint(condition=models.Q(('days__gt', 0)), name='voucher_group_lasts_a_while'),
        ),
        migrations.AddIndex(
            model_name='voucher',
            index=models.Index(fields=['institution_id', 'batch'], name='voucher_by_batch'),
        ),
        migrations.AddIndex(
            model_name='voucher',
            index=models.Index(fields=['group', 'status'], name='voucher_by_group'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='voucher_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', [1, 2, 3, 4])), name='voucher_status_known'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 3), _negated=True), models.Q(('ended_at__isnull', False), ('shop_account_id__isnull', False)), _connector='OR'), name='voucher_redeemed_at_a_shop'),
        ),
    ]

