-- Value moves through these functions and nothing else: the tables themselves are read-only for the working roles.
DO $$
DECLARE
    working_role text;
    called regprocedure;
BEGIN
    FOR called IN
        SELECT oid::regprocedure FROM pg_proc
         WHERE proname IN ('money_post', 'money_open_account', 'money_change_account', 'money_lock_account',
                           'money_change_holder')
           AND pronamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', called);
        FOR working_role IN SELECT rolname FROM pg_roles WHERE rolname IN ('web', 'worker') LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', called, working_role);
        END LOOP;
    END LOOP;
END $$;
