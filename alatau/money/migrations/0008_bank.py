"""Bank money: orders, receipts, messages, statements and what differed."""

from __future__ import annotations

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0007_desks'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankReceipt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sender', models.CharField(max_length=11)),
                ('transaction', models.CharField(max_length=36)),
                ('end_to_end', models.CharField(max_length=35)),
                ('amount', models.BigIntegerField(null=True)),
                ('iban', models.CharField(blank=True, max_length=34)),
                ('name', models.CharField(blank=True, max_length=140)),
                ('holder_id', models.UUIDField(null=True)),
                ('transfer_id', models.UUIDField(null=True, unique=True)),
                ('reason', models.CharField(blank=True, max_length=4)),
                ('came_at', models.DateTimeField()),
                ('came_city_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='BankDifference',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('about', models.CharField(max_length=80)),
                ('ours', models.BigIntegerField(null=True)),
                ('theirs', models.BigIntegerField(null=True)),
                ('case_id', models.UUIDField(null=True)),
                ('found_at', models.DateTimeField()),
                ('cleared_at', models.DateTimeField(null=True)),
                ('cleared_by', models.UUIDField(null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='BankMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('direction', models.SmallIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('message_id', models.CharField(max_length=35)),
                ('digest', models.CharField(max_length=64)),
                ('body', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BankOrder',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('cause', models.SmallIntegerField()),
                ('holder_id', models.UUIDField()),
                ('person_id', models.UUIDField(null=True)),
                ('account_id', models.UUIDField(null=True)),
                ('bank_account_id', models.UUIDField()),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=12)),
                ('iban', models.CharField(max_length=34)),
                ('name', models.CharField(max_length=140)),
                ('words', models.CharField(max_length=140)),
                ('status', models.SmallIntegerField()),
                ('reason', models.CharField(blank=True, max_length=35)),
                ('requested_at', models.DateTimeField()),
                ('requested_city_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=35)),
                ('account', models.CharField(max_length=34)),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('opening', models.BigIntegerField()),
                ('closing', models.BigIntegerField()),
                ('entries', models.IntegerField()),
                ('matched', models.IntegerField()),
                ('read_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='WalletNumber',
            fields=[
                ('account_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=16, unique=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BankBooking',
            fields=[
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='booking', serialize=False, to='money.bankreceipt')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='bankreceipt',
            index=models.Index(fields=['holder_id', '-came_at'], name='bank_receipt_by_holder'),
        ),
        migrations.AddConstraint(
            model_name='bankreceipt',
            constraint=models.UniqueConstraint(fields=('sender', 'transaction'), name='bank_receipt_counted_once'),
        ),
        migrations.AddConstraint(
            model_name='bankreceipt',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('amount', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='bank_receipt_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='bankreceipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('holder_id__isnull', False), ('reason', ''), ('transfer_id__isnull', False)), models.Q(models.Q(('reason', ''), _negated=True), ('transfer_id', None)), _connector='OR'), name='bank_receipt_credited_or_refused'),
        ),
        migrations.AddField(
            model_name='bankdifference',
            name='receipt',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='differences', to='money.bankreceipt'),
        ),
        migrations.AddField(
            model_name='bankmessage',
            name='answers',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='money.bankmessage'),
        ),
        migrations.AddField(
            model_name='bankmessage',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='money.bankorder'),
        ),
        migrations.AddField(
            model_name='bankdifference',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='differences', to='money.bankorder'),
        ),
        migrations.AddConstraint(
            model_name='bankstatement',
            constraint=models.UniqueConstraint(fields=('account', 'number'), name='bank_statement_read_once'),
        ),
        migrations.AddField(
            model_name='bankorder',
            name='booked_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='money.bankstatement'),
        ),
        migrations.AddField(
            model_name='bankdifference',
            name='statement',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='differences', to='money.bankstatement'),
        ),
        migrations.AddField(
            model_name='bankbooking',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='money.bankstatement'),
        ),
        migrations.AddIndex(
            model_name='bankmessage',
            index=models.Index(condition=models.Q(('direction', 1), ('sent_at', None)), fields=['made_at'], name='bank_message_to_be_sent'),
        ),
        migrations.AddConstraint(
            model_name='bankmessage',
            constraint=models.UniqueConstraint(fields=('direction', 'kind', 'message_id'), name='bank_message_counted_once'),
        ),
        migrations.AddConstraint(
            model_name='bankmessage',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', [1, 2])), name='bank_message_direction_known'),
        ),
        migrations.AddIndex(
            model_name='bankorder',
            index=models.Index(fields=['holder_id', '-requested_at'], name='bank_order_by_holder'),
        ),
        migrations.AddIndex(
            model_name='bankorder',
            index=models.Index(condition=models.Q(('booked_in', None)), fields=['settled_at'], name='bank_order_to_be_booked'),
        ),
        migrations.AddConstraint(
            model_name='bankorder',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='bank_order_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='bankorder',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', [1, 2])), name='bank_order_cause_known'),
        ),
        migrations.AddConstraint(
            model_name='bankorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('status__in', [1, 2, 3])), models.Q(('settled_at__isnull', False), ('status__in', [4, 5])), _connector='OR'), name='bank_order_final_since_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='bankorder',
            constraint=models.CheckConstraint(condition=models.Q(('cause', 2), ('account_id__isnull', False), _connector='OR'), name='bank_order_withdraws_from_a_wallet'),
        ),
        migrations.AddIndex(
            model_name='bankdifference',
            index=models.Index(condition=models.Q(('cleared_at', None)), fields=['found_at'], name='bank_difference_open'),
        ),
        migrations.AddConstraint(
            model_name='bankdifference',
            constraint=models.UniqueConstraint(fields=('kind', 'about'), name='bank_difference_found_once'),
        ),
        migrations.AddConstraint(
            model_name='bankdifference',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['unknown_entry', 'amount_differs', 'not_booked', 'booked_though_rejected', 'answers_differ', 'cannot_post', 'balance_broken'])), name='bank_difference_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='bankdifference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_by', None)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='bank_difference_cleared_by_somebody'),
        ),
    ]
