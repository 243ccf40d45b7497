"""Let a nation's numbers be written in minutes, and keep every guarantee about them.

Exclusion constraints over all rows cost more than everything else of a row. Nearly all numbers are open: for these a
unique index says the same. A number that ended is rare: an exclusion constraint keeps the ended ones apart, and a
trigger keeps them apart from the open ones.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


def point_ranges(column: str) -> str:
    """Return the two halves of a UUID column as ranges of one point, each compared by overlap."""
    digits = f"replace({column}::text, '-', '')"
    halves = [f"(('x' || {side}({digits}, 16))::bit(64)::bigint::numeric)" for side in ("left", "right")]
    return ", ".join(f"numrange({half}, {half}, '[]') WITH &&" for half in halves)


def narrow_exclusion(name: str, column: str) -> migrations.RunSQL:
    """Replace an exclusion constraint over all rows by one over those that ended."""
    drop = f"ALTER TABLE access_personnumber DROP CONSTRAINT {name}"
    add = (
        f"ALTER TABLE access_personnumber ADD CONSTRAINT {name} "
        f"EXCLUDE USING gist ({point_ranges(column)}, daterange(valid_from, valid_until, '[)') WITH &&)"
    )
    return migrations.RunSQL([drop, f"{add} WHERE (valid_until IS NOT NULL)"], [drop, add])


# Writers of open numbers share the lock; who writes a number that ended long ago, or widens one, holds it alone. So two
# transactions that cannot see each other's rows never both pass. Hash joins are off: with a plan kept from a batch, the
# next single number would read the whole table.
GUARD = """
CREATE FUNCTION keep_numbers_apart() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    alone boolean := EXISTS (SELECT FROM new_rows WHERE valid_until IS NOT NULL);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- A number that merely ends gives room: it takes nothing from anybody.
        alone := EXISTS (
            SELECT FROM new_rows fresh LEFT JOIN old_rows former USING (id, person_id, fingerprint, valid_from)
            WHERE former.id IS NULL OR former.valid_until IS NOT NULL
        );
    END IF;
    IF alone THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('access.numbers', 0));
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('access.numbers', 0));
    END IF;
    IF EXISTS (
        SELECT FROM new_rows fresh JOIN access_personnumber ended USING (fingerprint)
        WHERE ended.valid_until IS NOT NULL AND fresh.valid_until IS NULL AND fresh.valid_from < ended.valid_until
    ) OR EXISTS (
        SELECT FROM new_rows fresh JOIN access_personnumber ended USING (person_id)
        WHERE ended.valid_until IS NOT NULL AND fresh.valid_until IS NULL AND fresh.valid_from < ended.valid_until
    ) OR alone AND (EXISTS (
        SELECT FROM new_rows fresh JOIN access_personnumber still USING (fingerprint)
        WHERE still.valid_until IS NULL AND fresh.valid_until > still.valid_from
    ) OR EXISTS (
        SELECT FROM new_rows fresh JOIN access_personnumber still USING (person_id)
        WHERE still.valid_until IS NULL AND fresh.valid_until > still.valid_from
    )) THEN
        RAISE EXCEPTION 'a number has one holder at a time, and a person one number at a time'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'person_numbers_stay_apart';
    END IF;
    RETURN NULL;
END $$
"""
WATCH = """
CREATE TRIGGER numbers_stay_apart_{event} AFTER {event} ON access_personnumber
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION keep_numbers_apart()
"""


class Migration(migrations.Migration):
    """What was written before keeps its form: each row already obeys the new constraints."""

    dependencies = [("access", "0003_second_yes_and_own_record")]
    operations = [
        migrations.AlterField("personnumber", "fingerprint", models.UUIDField()),
        migrations.AlterField(
            "personnumber",
            "person",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="numbers",
                to="access.person",
            ),
        ),
        migrations.AlterField(
            "person",
            "merged_into",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorbed",
                to="access.person",
            ),
        ),
        migrations.AddIndex(
            "person",
            models.Index(
                condition=models.Q(merged_into__isnull=False), fields=["merged_into"], name="person_absorbed_ones"
            ),
        ),
        migrations.AddConstraint(
            "personnumber",
            models.UniqueConstraint(
                fields=["fingerprint", "valid_until"], name="person_number_has_one_holder", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            "personnumber",
            models.UniqueConstraint(
                fields=["person", "valid_until"], name="person_has_one_number", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            "personnumber",
            models.Index(
                condition=models.Q(valid_until__isnull=False), fields=["fingerprint"], name="ended_number_by_number"
            ),
        ),
        migrations.AddIndex(
            "personnumber",
            models.Index(
                condition=models.Q(valid_until__isnull=False), fields=["person"], name="ended_number_by_person"
            ),
        ),
        narrow_exclusion("person_number_one_holder_at_a_time", "fingerprint"),
        narrow_exclusion("person_number_one_per_person_at_a_time", "person_id"),
        migrations.RunSQL(GUARD, "DROP FUNCTION keep_numbers_apart()"),
        migrations.RunSQL(
            WATCH.format(event="INSERT", tables="NEW TABLE AS new_rows"),
            "DROP TRIGGER numbers_stay_apart_INSERT ON access_personnumber",
        ),
        migrations.RunSQL(
            WATCH.format(event="UPDATE", tables="NEW TABLE AS new_rows OLD TABLE AS old_rows"),
            "DROP TRIGGER numbers_stay_apart_UPDATE ON access_personnumber",
        ),
    ]
