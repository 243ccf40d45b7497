"""Offers of rights with their steps, conversations, and which buckets of a run were searched."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0004_requests_for_services'),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('right', models.CharField(max_length=80)),
                ('benefit_key', models.CharField(max_length=40)),
                ('paid', models.CharField(blank=True, max_length=24)),
                ('holder_id', models.UUIDField()),
                ('family_id', models.UUIDField()),
                ('person_id', models.UUIDField()),
                ('adults', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('event_id', models.UUIDField(null=True)),
                ('because', models.CharField(max_length=16)),
                ('amount', models.BigIntegerField(null=True)),
                ('status', models.CharField(max_length=16)),
                ('opened_at', models.DateTimeField()),
                ('opened_city_at', models.DateTimeField()),
                ('told_from', models.DateTimeField()),
                ('answer_by', models.DateTimeField(null=True)),
                ('steps', models.PositiveSmallIntegerField(default=0)),
                ('decision_id', models.UUIDField(null=True)),
                ('case_id', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id', '-opened_at'], name='offer_by_person'), models.Index(fields=['holder_id', 'right'], name='offer_by_holder'), models.Index(condition=models.Q(('answer_by__isnull', False)), fields=['answer_by'], name='offer_by_answer_day'), models.Index(condition=models.Q(('status', 'checked')), fields=['told_from', 'id'], name='offer_not_told_yet'), models.Index(condition=models.Q(('case_id__isnull', False)), fields=['case_id'], name='offer_by_case'), models.Index(condition=models.Q(('event_id__isnull', False)), fields=['event_id'], name='offer_by_event')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['accepted', 'account_needed', 'checked', 'closed', 'decided', 'detected', 'disputed', 'fulfilled', 'lapsed', 'offered', 'person_asked', 'refused', 'reminded', 'silent'])), name='offer_status_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['accepted', 'account_needed', 'checked', 'decided', 'detected', 'disputed', 'offered', 'person_asked', 'refused', 'reminded', 'silent'])), fields=('right', 'holder_id'), name='offer_of_a_right_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['decided', 'fulfilled', 'closed']), _negated=True), ('decision_id__isnull', False), _connector='OR'), name='offer_decided_names_its_decision')],
            },
        ),
        migrations.CreateModel(
            name='SearchedBucket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run_id', models.UUIDField()),
                ('bucket', models.SmallIntegerField()),
                ('opened', models.IntegerField()),
                ('searched_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run_id', 'bucket'), name='bucket_of_a_run_searched_once')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('flow', models.CharField(max_length=40)),
                ('person_id', models.UUIDField()),
                ('event_id', models.UUIDField()),
                ('status', models.CharField(max_length=16)),
                ('question', models.CharField(blank=True, max_length=40)),
                ('asked', models.PositiveSmallIntegerField(default=0)),
                ('kept', models.BinaryField(default=bytes)),
                ('answer_by', models.DateTimeField(null=True)),
                ('was_reminded', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField()),
                ('begun_city_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('case_id', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['event_id'], name='talk_by_event'), models.Index(fields=['person_id', '-begun_at'], name='talk_by_person'), models.Index(condition=models.Q(('answer_by__isnull', False)), fields=['answer_by'], name='talk_by_answer_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['asking', 'begun', 'done', 'handed_over', 'not_needed'])), name='talk_status_known'), models.UniqueConstraint(fields=('flow', 'event_id'), name='talk_about_an_event_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'asking'), _negated=True), models.Q(('question', ''), _negated=True), _connector='OR'), name='talk_that_asks_has_a_question')],
            },
        ),
        migrations.CreateModel(
            name='OfferStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('step', models.CharField(max_length=16)),
                ('actor', models.JSONField()),
                ('facts', models.JSONField()),
                ('city_at', models.DateTimeField()),
                ('wall_at', models.DateTimeField()),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='services.offer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('offer', 'number'), name='offer_step_numbered_once'), models.CheckConstraint(condition=models.Q(('step__in', ['accepted', 'account_needed', 'checked', 'closed', 'confirmed', 'decided', 'detected', 'disputed', 'fulfilled', 'lapsed', 'offered', 'person_asked', 'refused', 'reminded', 'silent', 'taken_up'])), name='offer_step_known')],
            },
        ),
    ]
