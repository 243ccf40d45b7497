"""The first tables of issued documents."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('request_id', models.UUIDField(unique=True)),
                ('request_hash', models.CharField(max_length=64)),
                ('template', models.CharField(max_length=64)),
                ('template_version', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=8)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('case_id', models.UUIDField(db_index=True, null=True)),
                ('code', models.CharField(max_length=24, unique=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('size_bytes', models.PositiveIntegerField()),
                ('level', models.CharField(max_length=40)),
                ('issued_at', models.DateTimeField()),
                ('issued_city_at', models.DateTimeField()),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='papers.document')),
            ],
        ),
        migrations.CreateModel(
            name='SigningCertificate',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('chain', models.TextField()),
                ('name', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='file', serialize=False, to='papers.document')),
                ('pdf', models.BinaryField()),
                ('facts', models.JSONField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='document',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='papers.signingcertificate'),
        ),
        migrations.CreateModel(
            name='DocumentEnding',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='ending', serialize=False, to='papers.document')),
                ('status', models.CharField(max_length=16)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('ended_by', models.JSONField()),
                ('ended_at', models.DateTimeField()),
                ('ended_city_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['revoked', 'superseded'])), name='document_ending_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'revoked'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='document_revocation_says_why')],
            },
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['B-B', 'B-B with validation data', 'B-T', 'B-LT'])), name='document_level_known'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('size_bytes__gt', 0)), name='document_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('supersedes', None), models.Q(('supersedes', models.F('id')), _negated=True), _connector='OR'), name='document_not_own_successor'),
        ),
    ]
