"""Lets the worker erase files of documents past their keeping; their records and hashes stay."""

from django.db import migrations

# Runs with the rights of `owner`; the setting lets it pass the triggers of tables that only grow.
FORGET = """
CREATE FUNCTION papers_forget_files(before timestamptz, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    forgotten bigint;
BEGIN
    PERFORM set_config('alatau.correction', 'on', true);
    DELETE FROM papers_documentfile WHERE document_id IN (
        SELECT file.document_id FROM papers_documentfile AS file
        JOIN papers_document AS document ON document.id = file.document_id
        WHERE document.issued_city_at < before
        LIMIT most
    );
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('alatau.correction', 'off', true);
    RETURN forgotten;
END $$;
REVOKE ALL ON FUNCTION papers_forget_files(timestamptz, integer) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'worker') THEN
        GRANT EXECUTE ON FUNCTION papers_forget_files(timestamptz, integer) TO worker;
    END IF;
END $$;
"""

UNDO = "DROP FUNCTION papers_forget_files(timestamptz, integer)"


class Migration(migrations.Migration):
    """Adds the erasing function."""

    dependencies = [("papers", "0001_first_tables")]

    operations = [migrations.RunSQL(FORGET, UNDO)]
