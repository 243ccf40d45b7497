"""Hold in the database that a number has one holder at a time, and a person one number at a time.

PostgreSQL's exclusion constraints need `btree_gist` to compare a UUID with `=`. A UUID is 128 bits, so two ranges of one
point each, of its upper and its lower half, overlap exactly when the UUIDs are equal, and ranges need no extension.
"""

from __future__ import annotations

from django.db import migrations


def point_ranges(column: str) -> str:
    """Return the two halves of a UUID column as ranges of one point, each compared by overlap."""
    digits = f"replace({column}::text, '-', '')"
    halves = [f"(('x' || {side}({digits}, 16))::bit(64)::bigint::numeric)" for side in ("left", "right")]
    return ", ".join(f"numrange({half}, {half}, '[]') WITH &&" for half in halves)


def exclusion(name: str, column: str) -> migrations.RunSQL:
    """Add one exclusion constraint over the column and the dates."""
    return migrations.RunSQL(
        f"ALTER TABLE access_personnumber ADD CONSTRAINT {name} "
        f"EXCLUDE USING gist ({point_ranges(column)}, daterange(valid_from, valid_until, '[)') WITH &&)",
        f"ALTER TABLE access_personnumber DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    """Two exclusion constraints; both build their own index."""

    dependencies = [("access", "0001_first_tables")]
    operations = [
        exclusion("person_number_one_holder_at_a_time", "fingerprint"),
        exclusion("person_number_one_per_person_at_a_time", "person_id"),
    ]
