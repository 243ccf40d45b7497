"""Invoices with value added tax."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0008_bank'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('seller_id', models.UUIDField()),
                ('number', models.CharField(max_length=40)),
                ('lines', models.JSONField()),
                ('net', models.BigIntegerField()),
                ('vat', models.BigIntegerField()),
                ('currency', models.CharField(max_length=12)),
                ('issued_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['seller_id', '-issued_at'], name='invoice_by_seller')],
                'constraints': [models.UniqueConstraint(fields=('seller_id', 'number'), name='invoice_numbered_once'), models.CheckConstraint(condition=models.Q(('net__gt', 0), ('vat__gte', 0)), name='invoice_amounts_positive'), models.CheckConstraint(condition=models.Q(('vat__lte', models.F('net'))), name='invoice_tax_below_its_price')],
            },
        ),
    ]
