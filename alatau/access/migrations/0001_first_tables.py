"""The first tables of people, sign-in, rights and consents."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('login', models.CharField(max_length=64, null=True, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('office', models.CharField(blank=True, max_length=200)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('fingerprint', models.UUIDField(unique=True)),
                ('sealed', models.BinaryField()),
                ('registered_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('short_name', models.CharField(max_length=80)),
                ('born_on', models.DateField(null=True)),
                ('region', models.CharField(blank=True, max_length=20)),
                ('address_protected', models.BooleanField(default=False)),
                ('registered_at', models.DateTimeField()),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='access.person')),
            ],
        ),
        migrations.CreateModel(
            name='OutsideIdentity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=64)),
                ('outside_id', models.CharField(max_length=255)),
                ('bound_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_identities', to='access.person')),
            ],
        ),
        migrations.CreateModel(
            name='DeskVisit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=64)),
                ('case_id', models.UUIDField(null=True)),
                ('document_kind', models.CharField(max_length=64)),
                ('opened_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='desk_visits', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='desk_visits', to='access.person')),
            ],
        ),
        migrations.CreateModel(
            name='ConsentRevision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('consent_id', models.UUIDField()),
                ('key', models.CharField(max_length=64)),
                ('recipient', models.CharField(max_length=64)),
                ('act', models.CharField(max_length=16)),
                ('revision', models.PositiveIntegerField()),
                ('purpose', models.CharField(max_length=64)),
                ('data', models.JSONField()),
                ('text_version', models.PositiveIntegerField()),
                ('text_language', models.CharField(max_length=8)),
                ('text_hash', models.CharField(max_length=64)),
                ('snapshot_hash', models.CharField(max_length=64)),
                ('predecessor_hash', models.CharField(blank=True, max_length=64)),
                ('actor', models.JSONField()),
                ('city_at', models.DateTimeField()),
                ('wall_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_revisions', to='access.person')),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='person',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='access.person'),
        ),
        migrations.CreateModel(
            name='PersonNumber',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fingerprint', models.UUIDField(db_index=True)),
                ('sealed', models.BinaryField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='access.person')),
            ],
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('source', models.CharField(max_length=16)),
                ('ground', models.CharField(max_length=300)),
                ('purposes', models.JSONField(default=list)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('granted_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_told_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.person')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='represented_by', to='access.organisation')),
                ('representative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='represents', to='access.person')),
                ('represented', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='represented_by', to='access.person')),
            ],
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=64)),
                ('region', models.CharField(blank=True, max_length=20)),
                ('ground', models.CharField(max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('granted_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles_given', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles_taken', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('proof', models.CharField(max_length=16)),
                ('device', models.CharField(blank=True, max_length=120)),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fingerprint', models.UUIDField()),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('tries_left', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['asked_at'], name='sign_in_code_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Throttle',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('hits', models.PositiveIntegerField(default=0)),
                ('window_until', models.DateTimeField()),
                ('locked_until', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['window_until'], name='throttle_by_end')],
            },
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_not_own_merge'),
        ),
        migrations.AddConstraint(
            model_name='outsideidentity',
            constraint=models.UniqueConstraint(fields=('provider', 'outside_id'), name='outside_identity_bound_once'),
        ),
        migrations.AddConstraint(
            model_name='deskvisit',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opened_at'))), name='desk_visit_takes_time'),
        ),
        migrations.AddConstraint(
            model_name='deskvisit',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('staff',), name='desk_visit_one_open_per_staff'),
        ),
        migrations.AddConstraint(
            model_name='consentrevision',
            constraint=models.UniqueConstraint(fields=('consent_id', 'revision'), name='consent_revision_counts_up'),
        ),
        migrations.AddConstraint(
            model_name='consentrevision',
            constraint=models.UniqueConstraint(fields=('person', 'key', 'recipient', 'revision'), name='consent_one_chain_per_text_and_recipient'),
        ),
        migrations.AddConstraint(
            model_name='consentrevision',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['given', 'withdrawn'])), name='consent_act_known'),
        ),
        migrations.AddConstraint(
            model_name='consentrevision',
            constraint=models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='consent_revision_from_one'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['resident', 'staff'])), name='user_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'resident'), ('login', None), ('person__isnull', False)), models.Q(('kind', 'staff'), ('login__isnull', False), ('person', None)), _connector='OR'), name='user_is_resident_or_staff'),
        ),
        migrations.AddConstraint(
            model_name='personnumber',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='person_number_lasts_a_day'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('represented', None)), models.Q(('organisation', None), ('represented__isnull', False)), _connector='OR'), name='representation_of_person_or_organisation'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('represented', None), models.Q(('represented', models.F('representative')), _negated=True), _connector='OR'), name='representation_not_of_self'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='representation_lasts_a_day'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['register', 'granted', 'desk'])), name='representation_source_known'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('kind', 'representative', 'represented', 'organisation'), name='representation_one_open_per_pair_and_kind', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='role_grant_lasts_a_day'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('granted_by', None), models.Q(('granted_by', models.F('user')), _negated=True), _connector='OR'), name='role_grant_not_to_oneself'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user', 'role', 'region'), name='role_grant_one_open_per_role_and_region'),
        ),
        migrations.AddConstraint(
            model_name='signin',
            constraint=models.CheckConstraint(condition=models.Q(('proof__in', ['code', 'passkey', 'totp', 'recovery_code', 'outside'])), name='sign_in_proof_known'),
        ),
    ]
