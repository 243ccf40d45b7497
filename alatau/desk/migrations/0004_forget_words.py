"""Lets the worker erase the words of cases decided long ago; what happened, and its codes, stay."""

from django.db import migrations

# Runs with the rights of `owner`; the setting lets it pass the triggers of tables that only grow.
# `words` are what people wrote in a step, `fields` what a proposal fills its letter with.
FORGET = """
CREATE FUNCTION desk_forget_words(before timestamptz, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    of_steps bigint;
    of_decisions bigint;
BEGIN
    PERFORM set_config('alatau.correction', 'on', true);
    UPDATE desk_casestep SET facts = facts - 'words' - 'fields' WHERE id IN (
        SELECT step.id FROM desk_casestep AS step
        JOIN desk_case AS matter ON matter.id = step.case_id
        WHERE (step.facts ? 'words' OR step.facts ? 'fields') AND matter.status = 'decided' AND NOT EXISTS (
            SELECT FROM desk_casestep AS later WHERE later.case_id = matter.id AND later.city_at >= before
        )
        LIMIT most
    );
    GET DIAGNOSTICS of_steps = ROW_COUNT;
    UPDATE desk_decision SET facts = '{}' WHERE id IN (
        SELECT decision.id FROM desk_decision AS decision
        JOIN desk_case AS matter ON matter.id = decision.case_id
        WHERE decision.facts <> '{}' AND matter.status = 'decided' AND NOT EXISTS (
            SELECT FROM desk_casestep AS later WHERE later.case_id = matter.id AND later.city_at >= before
        )
        LIMIT most - of_steps
    );
    GET DIAGNOSTICS of_decisions = ROW_COUNT;
    PERFORM set_config('alatau.correction', 'off', true);
    RETURN of_steps + of_decisions;
END $$;
REVOKE ALL ON FUNCTION desk_forget_words(timestamptz, integer) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'worker') THEN
        GRANT EXECUTE ON FUNCTION desk_forget_words(timestamptz, integer) TO worker;
    END IF;
END $$;
"""

UNDO = "DROP FUNCTION desk_forget_words(timestamptz, integer)"


class Migration(migrations.Migration):
    """Adds the erasing function."""

    dependencies = [("desk", "0003_fair_order_by_one_index")]

    operations = [migrations.RunSQL(FORGET, UNDO)]
