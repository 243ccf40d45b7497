-- Questions of operators lie in one part a month: a part is made before its month begins, and goes away whole.
CREATE TABLE services_restrictioncheck (
    asked_at timestamptz NOT NULL,
    pseudonym uuid NOT NULL,
    place integer NOT NULL,
    operator_id uuid NOT NULL,
    was_restricted boolean NOT NULL,
    city_at timestamptz NOT NULL
) PARTITION BY RANGE (asked_at);

CREATE INDEX restriction_check_by_pseudonym ON services_restrictioncheck (pseudonym, asked_at DESC);

-- Only the owner makes tables: these functions run with its rights, and do nothing else.
CREATE FUNCTION services_make_check_month(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    part text := 'services_restrictioncheck_' || to_char(month, 'YYYY_MM');
BEGIN
    IF extract(day FROM month) <> 1 THEN
        RAISE EXCEPTION 'a part begins with a month' USING ERRCODE = '22008';
    END IF;
    IF to_regclass('public.' || part) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Of two processes that come at once, one makes it.
    PERFORM pg_advisory_xact_lock(hashtextextended(part, 62));
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS public.%I PARTITION OF public.services_restrictioncheck FOR VALUES FROM (%L) TO (%L)',
        part, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END $$;

CREATE FUNCTION services_drop_check_months(before date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    part text;
    dropped integer := 0;
BEGIN
    -- Nobody has the last year's questions taken away.
    IF before > now() - interval '1 year' THEN
        RAISE EXCEPTION 'questions are kept for a year at least' USING ERRCODE = '42501';
    END IF;
    FOR part IN
        SELECT child.relname FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
        WHERE inhparent = 'public.services_restrictioncheck'::regclass
          AND to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month' <= before
    LOOP
        EXECUTE format('DROP TABLE public.%I', part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

REVOKE ALL ON FUNCTION services_make_check_month(date), services_drop_check_months(date) FROM PUBLIC;
DO $$
DECLARE
    working_role text;
BEGIN
    FOR working_role IN SELECT rolname FROM pg_roles WHERE rolname IN ('web', 'worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION services_make_check_month(date) TO %I', working_role);
    END LOOP;
    FOR working_role IN SELECT rolname FROM pg_roles WHERE rolname = 'worker' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION services_drop_check_months(date) TO %I', working_role);
    END LOOP;
END $$;

SELECT services_make_check_month((date_trunc('month', now()) + ahead * interval '1 month')::date)
FROM generate_series(0, 2) AS ahead;
