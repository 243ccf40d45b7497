"""The first tables of cases, their steps and the queue."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CaseCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('type', models.CharField(max_length=64)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('region', models.CharField(blank=True, max_length=20)),
                ('facts', models.JSONField(default=dict)),
                ('request_id', models.UUIDField(unique=True)),
                ('opened_at', models.DateTimeField()),
                ('opened_city_at', models.DateTimeField()),
                ('status', models.CharField(max_length=16)),
                ('due_at', models.DateTimeField()),
                ('suspended_at', models.DateTimeField(null=True)),
                ('escalation', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(blank=True, max_length=64)),
                ('proposed_by', models.UUIDField(null=True)),
                ('steps_taken', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['open', 'proposed', 'decided'])), name='case_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'proposed'), _negated=True), ('proposed_by__isnull', False), _connector='OR'), name='case_proposal_has_a_proposer'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='case_decided_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user_id', models.UUIDField()),
                ('name', models.CharField(max_length=60)),
                ('query', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user_id', 'name'), name='saved_filter_named_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=32)),
                ('size_bytes', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('attached_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='desk.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='case_file_number_given_once'), models.UniqueConstraint(fields=('case', 'digest'), name='case_file_attached_once'), models.CheckConstraint(condition=models.Q(('media_type__in', ['application/pdf', 'image/jpeg', 'image/png'])), name='case_file_type_known')],
            },
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('step', models.CharField(max_length=16)),
                ('actor', models.JSONField()),
                ('by_user_id', models.UUIDField(null=True)),
                ('facts', models.JSONField(default=dict)),
                ('city_at', models.DateTimeField()),
                ('wall_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='desk.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='case_step_number_given_once'), models.CheckConstraint(condition=models.Q(('step__in', ['opened', 'taken', 'assigned', 'handed_over', 'released', 'noted', 'filed', 'suspended', 'resumed', 'escalated', 'proposed', 'returned', 'decided', 'reopened', 'explained', 'appealed'])), name='case_step_known'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='case_step_counted_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(max_length=64)),
                ('facts', models.JSONField(default=dict)),
                ('law', models.CharField(max_length=300)),
                ('proposed_by', models.UUIDField()),
                ('confirmed_by', models.UUIDField(null=True)),
                ('document_id', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField()),
                ('decided_city_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='desk.case')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='desk.decision')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='decision_has_four_eyes'), models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('case',), name='decision_one_first_per_case')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('status', models.CharField(max_length=16)),
                ('skill', models.CharField(max_length=64)),
                ('region', models.CharField(blank=True, max_length=20)),
                ('holder_id', models.UUIDField(null=True)),
                ('due_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='desk.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'done'), _negated=True), fields=['due_at', 'opened_at', 'id'], name='task_queue_in_order'), models.Index(condition=models.Q(('status', 'done'), _negated=True), fields=['holder_id'], name='task_open_by_holder')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['work', 'confirm'])), name='task_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('holder_id', None), ('status', 'waiting')), models.Q(('closed_at', None), ('holder_id__isnull', False), ('status', 'taken')), models.Q(('closed_at__isnull', False), ('status', 'done')), _connector='OR'), name='task_is_waiting_or_taken_or_done'), models.UniqueConstraint(condition=models.Q(('status', 'done'), _negated=True), fields=('case',), name='task_one_open_per_case')],
            },
        ),
    ]
