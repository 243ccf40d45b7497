"""Tables and models say the same."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override


def test_no_change_of_a_model_lacks_its_migration() -> None:
    loader = MigrationLoader(None)
    # Names of models are translated while they are compared; migrations hold the English ones.
    with override(None):
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    assert {label: [str(one) for one in migrations] for label, migrations in changes.items()} == {}


def test_every_history_of_migrations_has_one_end() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
