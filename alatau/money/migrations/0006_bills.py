"""Bills, and which transfers pay them."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0005_programs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bill',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=16, unique=True)),
                ('issuer_id', models.UUIDField()),
                ('account_id', models.UUIDField()),
                ('debtor_id', models.UUIDField(null=True)),
                ('debtor_kind', models.SmallIntegerField()),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=12)),
                ('purpose', models.CharField(max_length=64)),
                ('words', models.CharField(max_length=100)),
                ('due_on', models.DateField(null=True)),
                ('late', models.SmallIntegerField()),
                ('is_request', models.BooleanField()),
                ('source', models.CharField(blank=True, max_length=64)),
                ('source_id', models.UUIDField(null=True)),
                ('issued_at', models.DateTimeField()),
                ('issued_city_at', models.DateTimeField()),
                ('ending', models.SmallIntegerField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('told_late_at', models.DateTimeField(null=True)),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='money.bill')),
            ],
        ),
        migrations.CreateModel(
            name='BillPayment',
            fields=[
                ('transfer_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('way', models.SmallIntegerField()),
                ('city_at', models.DateTimeField()),
                ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='money.bill')),
            ],
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(fields=['issuer_id', '-issued_at', 'id'], name='bill_by_issuer'),
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(condition=models.Q(('ending', None)), fields=['debtor_id'], name='bill_standing_by_debtor'),
        ),
        migrations.AddIndex(
            model_name='bill',
            index=models.Index(condition=models.Q(('ending', None), ('told_late_at', None)), fields=['due_on'], name='bill_by_last_day'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='bill_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('late__in', [1, 2])), name='bill_late_known'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('debtor_kind__in', [1, 2, 3])), name='bill_debtor_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', None)), models.Q(('ended_at__isnull', False), ('ending__in', [1, 2])), _connector='OR'), name='bill_ends_at_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ending', 2), _negated=True), ('is_request', True), _connector='OR'), name='bill_declined_was_a_request'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('debtor_id', models.F('issuer_id')), _negated=True), name='bill_between_two_holders'),
        ),
        migrations.AddConstraint(
            model_name='billpayment',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', [1, 2, 3])), name='bill_payment_way_known'),
        ),
    ]
