"""Lets the worker erase documents attached to cases decided long ago; the history keeps their hashes."""

from django.db import migrations

# Runs with the rights of `owner`; the setting lets it pass the triggers of tables that only grow.
FORGET = """
CREATE FUNCTION desk_forget_files(before timestamptz, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    forgotten bigint;
BEGIN
    PERFORM set_config('alatau.correction', 'on', true);
    DELETE FROM desk_casefile WHERE id IN (
        SELECT file.id FROM desk_casefile AS file
        JOIN desk_case AS matter ON matter.id = file.case_id
        WHERE matter.status = 'decided' AND NOT EXISTS (
            SELECT FROM desk_decision AS decision
            WHERE decision.case_id = matter.id AND decision.decided_city_at >= before
        )
        LIMIT most
    );
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('alatau.correction', 'off', true);
    RETURN forgotten;
END $$;
REVOKE ALL ON FUNCTION desk_forget_files(timestamptz, integer) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'worker') THEN
        GRANT EXECUTE ON FUNCTION desk_forget_files(timestamptz, integer) TO worker;
    END IF;
END $$;
"""

UNDO = "DROP FUNCTION desk_forget_files(timestamptz, integer)"


class Migration(migrations.Migration):
    """Adds the erasing function."""

    dependencies = [("desk", "0001_first_tables")]

    operations = [migrations.RunSQL(FORGET, UNDO)]
