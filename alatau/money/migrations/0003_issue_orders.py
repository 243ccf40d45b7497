"""Orders to issue and to redeem, by two people."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0002_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssueOrder',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('kind', models.SmallIntegerField()),
                ('account_id', models.UUIDField()),
                ('issue_id', models.UUIDField()),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=12)),
                ('status', models.SmallIntegerField()),
                ('asked_by', models.UUIDField()),
                ('asked_at', models.DateTimeField()),
                ('asked_city_at', models.DateTimeField()),
                ('settled_by', models.UUIDField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 0)), fields=['asked_at'], name='issue_order_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='issue_order_amount_positive'), models.CheckConstraint(condition=models.Q(('kind__in', [1, 2])), name='issue_order_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('settled_by', None), ('status', 0)), models.Q(('settled_by__isnull', False), ('status__in', [1, 2])), _connector='OR'), name='issue_order_settled_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('status', 1), _negated=True), models.Q(('settled_by', models.F('asked_by')), _negated=True), _connector='OR'), name='issue_order_has_four_eyes')],
            },
        ),
    ]
