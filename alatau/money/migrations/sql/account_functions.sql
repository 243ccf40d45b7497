-- Open an account, and its holder with the first of them. Says whether it was new; the caller compares a repeat.
CREATE FUNCTION money_open_account(
    account_id uuid, owner_id uuid, owner_kind integer, owner_tier integer, account_kind integer,
    account_currency text, account_purpose text, account_category text, account_mark uuid, account_floor bigint,
    city_now timestamptz, wall_now timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    is_new boolean;
BEGIN
    INSERT INTO money_holder (id, kind, tier, standing) VALUES (owner_id, owner_kind, owner_tier, 0)
        ON CONFLICT (id) DO NOTHING;
    -- The lock lets a change of the holder's tier or standing wait until the new account follows it, and another new
    -- account until this one is counted. The first posting that names the new account tells the others of it: they
    -- cannot be locked here, before the accounts of a posting that the caller may be about to make.
    PERFORM 1 FROM money_holder WHERE id = owner_id FOR NO KEY UPDATE;
    INSERT INTO money_account (id, group_id, group_size, holder_id, kind, currency, purpose, category, mark_id, floor,
                               tier, standing, status, opened_city_at, opened_at, balance, held_out, held_in, entries,
                               spent_today, spent_month)
    SELECT account_id, CASE WHEN holder.kind = 3 THEN account_id ELSE owner_id END,
           CASE WHEN holder.kind = 3 THEN 1 ELSE 1 + (SELECT count(*) FROM money_account WHERE group_id = owner_id) END,
           holder.id, account_kind, account_currency, account_purpose, account_category, account_mark, account_floor,
           holder.tier, holder.standing, 0, city_now, wall_now, 0, 0, 0, 0, 0, 0
      FROM money_holder AS holder WHERE holder.id = owner_id
        ON CONFLICT (id) DO NOTHING;
    GET DIAGNOSTICS is_new = ROW_COUNT;
    RETURN is_new;
END $$;

-- Change what may change of an account besides its balance. Waits for batches that hold it.
CREATE FUNCTION money_change_account(account_id uuid, new_status integer, new_floor bigint)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE money_account SET status = new_status, floor = new_floor WHERE id = account_id
$$;

-- Lock an account as posting does, and return its row as it then is.
CREATE FUNCTION money_lock_account(account_id uuid)
RETURNS SETOF money_account LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM money_account WHERE id = account_id FOR NO KEY UPDATE
$$;

-- Change a holder's tier and standing; the accounts follow. Batches under way end first: accounts are locked in the
-- order in which posting locks them, and after their holder, as where accounts are opened.
CREATE FUNCTION money_change_holder(owner_id uuid, new_tier integer, new_standing integer)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM money_holder WHERE id = owner_id FOR UPDATE;
    PERFORM 1 FROM money_account WHERE holder_id = owner_id ORDER BY group_id, id FOR NO KEY UPDATE;
    UPDATE money_holder SET tier = new_tier, standing = new_standing WHERE id = owner_id;
    RETURN FOUND;
END $$;
