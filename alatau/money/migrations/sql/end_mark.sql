-- End a mark and every narrower one now; says which. What they were asked for with is kept, so that the same request to
-- set one of them still is the same request.
CREATE FUNCTION money_end_mark(ended_id uuid, city_now timestamptz, wall_now timestamptz)
RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('alatau.correction', 'on', true);
    RETURN QUERY
    WITH RECURSIVE below AS (
        SELECT id FROM money_mark WHERE id = ended_id
         UNION ALL
        SELECT mark.id FROM money_mark AS mark JOIN below ON mark.parent_id = below.id
    ), kept AS (
        INSERT INTO money_markend (mark_id, asked_from, asked_until, ended_city_at, ended_at)
        SELECT mark.id, mark.valid_from, mark.valid_until, city_now, wall_now
          FROM money_mark AS mark JOIN below USING (id) WHERE mark.valid_until > city_now
            ON CONFLICT (mark_id) DO NOTHING
        RETURNING mark_id
    )
    -- A mark that has not begun has a shortest life in the past: a mark is valid for some time.
    UPDATE money_mark SET valid_until = city_now, valid_from = least(valid_from, city_now - interval '1 microsecond')
      FROM kept WHERE money_mark.id = kept.mark_id
    RETURNING money_mark.id;
    PERFORM set_config('alatau.correction', 'off', true);
END $$;

REVOKE ALL ON FUNCTION money_end_mark(uuid, timestamptz, timestamptz) FROM PUBLIC;
DO $$
DECLARE
    working_role text;
BEGIN
    FOR working_role IN SELECT rolname FROM pg_roles WHERE rolname IN ('web', 'worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION money_end_mark(uuid, timestamptz, timestamptz) TO %I', working_role);
    END LOOP;
END $$;
