"""The one way to erase what a journal line says: together with the line that accounts for it."""

from __future__ import annotations

from django.db import migrations

# Runs with the rights of `owner`; the setting lets it pass the triggers of tables that only grow.
ERASE = """
CREATE FUNCTION core_erase_journal_contents(line_ids uuid[], audit_line_id uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    erased bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM core_journalline AS line
        WHERE line.id = audit_line_id AND line.kind = 'audit' AND line.action = 'core.journal.contents_erased'
          AND line.transaction_id = pg_current_xact_id()
    ) THEN
        RAISE EXCEPTION 'an erasure is accounted for by an audit line of the same transaction' USING ERRCODE = '42501';
    END IF;
    INSERT INTO core_journalerasure (line_id, audit_line_id)
    SELECT line.position, core_erase_journal_contents.audit_line_id
    FROM core_journalline AS line
    JOIN core_journalcontents AS contents ON contents.line_id = line.position
    WHERE line.id = ANY(line_ids) AND line.action <> 'core.journal.contents_erased';
    PERFORM set_config('alatau.correction', 'on', true);
    DELETE FROM core_journalcontents AS contents USING core_journalline AS line
    WHERE contents.line_id = line.position AND line.id = ANY(line_ids)
      AND line.action <> 'core.journal.contents_erased';
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('alatau.correction', 'off', true);
    RETURN erased;
END $$;
REVOKE ALL ON FUNCTION core_erase_journal_contents(uuid[], uuid) FROM PUBLIC;
DO $$
DECLARE
    working_role text;
BEGIN
    FOR working_role IN SELECT rolname FROM pg_roles WHERE rolname IN ('web', 'worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION core_erase_journal_contents(uuid[], uuid) TO %I', working_role);
    END LOOP;
END $$;
"""

FORGET = "DROP FUNCTION core_erase_journal_contents(uuid[], uuid)"


class Migration(migrations.Migration):
    """Adds the erasing function."""

    dependencies = [("core", "0001_first_tables")]

    operations = [migrations.RunSQL(ERASE, FORGET)]
