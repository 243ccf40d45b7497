-- Post a batch in its order inside one call: look, lock and load, decide one by one in memory, write set by set.
--
-- Names: batch_* and b_* have an item for each transfer, d_* and c_* too (what it does to its debit and its credit
-- account), a_* for each locked account, g_* for each group of accounts that share limits, k_* for each earlier
-- transfer that the batch settles or refunds, m_* for each transfer that marks are asked about. The codes are those of
-- `money.values.Refusal`, in their order; -1 says that the transfer is there already.
-- Plans are made once a session and never read a whole table: a batch names its rows. Arrays are used in plain
-- statements alone: a loop over a query would copy each of them, and walk the copies from the start.
-- `serialization_failure` says: post it again, carefully.
-- Kinds: 1 transfer, 2 pending, 3 post, 4 void, 5 refund, 6 claim, 7 return.
CREATE FUNCTION money_post(
    posting_id uuid, city_now timestamptz, wall_now timestamptz, city_day date, careful boolean,
    account_ids uuid[], batch_id uuid[], batch_debit integer[], batch_credit integer[], batch_amount bigint[],
    batch_currency smallint[], batch_kind smallint[], batch_linked boolean[], batch_purpose text[],
    batch_reference text[], batch_goods text[], batch_timeout integer[], batch_concerns integer[],
    batch_known integer[], batch_first integer[], batch_code smallint[], concerned_ids uuid[], currencies text[],
    tier_payment bigint[], tier_day bigint[], tier_month bigint[], tier_balance bigint[],
    OUT posting bigint, OUT places integer[], OUT codes smallint[], OUT haves bigint[], OUT mosts bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  SET jit = off SET work_mem = '64MB' SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    most_units CONSTANT bigint := 4000000000000000000;
    size integer := cardinality(batch_id);
    has_concerned boolean := cardinality(concerned_ids) > 0;
    has_doubles boolean := cardinality(batch_first) > 0;
    has_groups boolean; has_marks boolean;
    wanted uuid[]; shared uuid[]; taken uuid[]; lies tid[]; is_whole boolean := true; located integer[];
    changed integer[]; written integer; posted_city_at timestamptz; posted_wall_at timestamptz; accounts integer;
    a_id uuid[]; a_lies tid[]; a_owner uuid[]; a_size integer[]; a_group integer[]; a_currency smallint[];
    a_stopped integer[]; a_tier smallint[]; a_floor bigint[]; a_balance bigint[]; a_out bigint[]; a_in bigint[];
    a_number bigint[]; a_mark uuid[]; a_limited boolean[]; a_today bigint[]; a_month bigint[]; a_cap bigint[];
    a_period smallint[]; a_last uuid[]; a_place integer[];
    size_was integer[]; number_was bigint[]; out_was bigint[]; in_was bigint[];
    g_place integer[]; g_number integer[]; g_members integer[]; smallest integer;
    g_balance bigint[]; g_today bigint[]; g_month bigint[];
    k_kind smallint[]; k_status smallint[]; k_amount bigint[]; k_debit uuid[]; k_credit uuid[]; k_back bigint[];
    k_expires timestamptz[]; k_age integer[];
    told_places integer[]; told_codes smallint[]; m_kinds smallint[]; m_debits uuid[]; m_credits uuid[];
    m_amounts bigint[]; m_goods text[]; m_references text[];
    b_verdict smallint[]; b_mark smallint[]; b_counted boolean[]; b_accepted integer[];
    b_have bigint[]; b_most bigint[]; d_after bigint[]; d_number bigint[]; d_before integer[];
    c_after bigint[]; c_number bigint[]; c_before integer[];
    code smallint; d integer; c integer; k integer; g integer; amount bigint; kind smallint; tier integer; own bigint;
    held bigint; back bigint; have bigint := 0; most bigint := 0; today bigint; month bigint; after bigint;
    counted boolean; movable boolean; chain integer := 0; broken boolean := false;
    low integer; high integer; sign integer; item record;
BEGIN
    -- Where the accounts lie, and of which holders limits count over several. Nothing is locked yet: others work on.
    SELECT array_agg(id), array_agg(ctid), array_agg(group_id) FILTER (WHERE group_size > 1)
      INTO wanted, lies, shared FROM money_account WHERE id = ANY(account_ids);
    IF shared IS NOT NULL THEN
        SELECT array_agg(id), array_agg(place) INTO wanted, lies
          FROM (SELECT DISTINCT ON (id) id, place
                  FROM (SELECT wanted[n] AS id, lies[n] AS place FROM generate_series(1, cardinality(wanted)) AS n
                         UNION ALL
                        SELECT account.id, account.ctid FROM unnest(shared) AS one(group_id)
                          JOIN money_account AS account ON account.group_id = one.group_id) AS found
                 ORDER BY id) AS each;
    END IF;
    -- All batches lock in one order: two would otherwise wait for each other.
    IF careful THEN
        SELECT array_agg(id), array_agg(place) INTO taken, lies
          FROM (SELECT account.id, account.ctid AS place FROM unnest(wanted) AS one(id)
                  JOIN money_account AS account ON account.id = one.id
                 ORDER BY account.group_id, account.id FOR NO KEY UPDATE OF account) AS locked;
    ELSE
        -- Found where they lie, for no index is as quick; a place may be another's by now.
        SELECT array_agg(id), array_agg(place) INTO taken, lies
          FROM (SELECT account.id, account.ctid AS place FROM generate_series(1, cardinality(wanted)) AS n
                  JOIN money_account AS account ON account.ctid = lies[n] AND account.id = wanted[n]
                 ORDER BY account.group_id, account.id FOR NO KEY UPDATE OF account) AS locked;
        IF cardinality(taken) IS DISTINCT FROM cardinality(wanted) THEN
            -- The others were changed meanwhile. Whoever holds one now may wait for us, so nobody is waited for.
            SELECT taken || array_agg(id), lies || array_agg(place) INTO taken, lies
              FROM (SELECT account.id, account.ctid AS place FROM money_account AS account
                     WHERE account.id = ANY(ARRAY(SELECT unnest(wanted) EXCEPT SELECT unnest(taken)))
                       FOR NO KEY UPDATE SKIP LOCKED) AS moved;
        END IF;
    END IF;
    -- What has been locked stays where it lies.
    SELECT array_agg(account.id), array_agg(lies[n]), array_agg(group_id), array_agg(group_size),
           array_agg(coalesce(array_position(currencies, currency::text), 0)::smallint), 
           array_agg(status * 4 + standing), array_agg(tier), array_agg(coalesce(floor, -most_units)),
           array_agg(balance), array_agg(held_out), array_agg(held_in), array_agg(entries), array_agg(mark_id),
           array_agg(last_transfer_id),
           array_agg(currency = currencies[1]
                     AND coalesce(tier_payment[tier + 1], tier_day[tier + 1], tier_month[tier + 1],
                                  tier_balance[tier + 1]) IS NOT NULL),
           array_agg(CASE WHEN spent_on >= city_day THEN spent_today ELSE 0 END),
           array_agg(CASE WHEN spent_on >= city_day THEN spent_month WHEN spent_on IS NULL THEN 0
                          ELSE money_spent_before(spent_on, spent_today, spent_before, city_day) END),
           greatest(city_now, max(last_city_at)), greatest(wall_now, max(last_wall_at)), bool_or(mark_id IS NOT NULL)
      INTO a_id, a_lies, a_owner, a_size, a_currency, a_stopped, a_tier, a_floor, a_balance, a_out, a_in,
           a_number, a_mark, a_last, a_limited, a_today, a_month, posted_city_at, posted_wall_at, has_marks
      FROM generate_series(1, cardinality(taken)) AS n JOIN money_account AS account ON account.ctid = lies[n];
    accounts := coalesce(cardinality(a_id), 0);
    -- Of an account that shares its limits with no other, its own figures are those of its group, and the number of the
    -- group is less than zero.
    a_group := ARRAY(SELECT -place FROM generate_series(1, accounts) AS place);
    has_groups := 1 < ANY(a_size);
    size_was := a_size;
    IF has_groups THEN
        FOREACH smallest IN ARRAY ARRAY[1, 0] LOOP
            SELECT array_agg(place), array_agg(number), array_agg(members), bool_and(members >= a_size[place])
              INTO g_place, g_number, g_members, is_whole
              FROM (SELECT place, (dense_rank() OVER (ORDER BY a_owner[place]))::integer AS number,
                           (count(*) OVER (PARTITION BY a_owner[place]))::integer AS members
                      FROM generate_series(1, accounts) AS place WHERE a_size[place] > smallest) AS numbered;
            -- Else one was opened lately, and the holder's others do not know of it yet: all are looked at.
            EXIT WHEN is_whole;
        END LOOP;
        FOR i IN 1..cardinality(g_place) LOOP
            a_size[g_place[i]] := g_members[i];
            a_group[g_place[i]] := CASE WHEN g_members[i] > 1 THEN g_number[i] ELSE -g_place[i] END;
        END LOOP;
        SELECT array_agg(balance), array_agg(spent), array_agg(month) INTO g_balance, g_today, g_month
          FROM (SELECT coalesce(least(sum(a_balance[place] + a_in[place]) FILTER (WHERE a_currency[place] = 1),
                                      most_units), 0)::bigint AS balance,
                       coalesce(least(sum(a_today[place]) FILTER (WHERE a_currency[place] = 1),
                                      most_units), 0)::bigint AS spent,
                       coalesce(least(sum(a_month[place]) FILTER (WHERE a_currency[place] = 1),
                                      most_units), 0)::bigint AS month
                  FROM (SELECT g_place[n] AS place, g_number[n] AS number
                          FROM generate_series(1, cardinality(g_place)) AS n) AS member
                 GROUP BY number ORDER BY number) AS summed;
    END IF;
    IF cardinality(a_id) IS DISTINCT FROM cardinality(wanted) OR NOT is_whole THEN
        RAISE EXCEPTION 'accounts changed while they were being locked' USING ERRCODE = 'serialization_failure';
    END IF;
    SELECT array_agg(place) INTO located
      FROM (SELECT known.place::integer FROM unnest(account_ids) WITH ORDINALITY AS asked(id, place)
              LEFT JOIN unnest(a_id) WITH ORDINALITY AS known(id, place) USING (id) ORDER BY asked.place) AS found;
    b_verdict := batch_code;
    b_mark := array_fill(0::smallint, ARRAY[size]);
    b_counted := array_fill(false, ARRAY[size]);
    b_accepted := array_fill(0, ARRAY[size]);
    d_before := b_accepted;
    c_before := b_accepted;
    a_place := array_fill(0, ARRAY[accounts]);
    b_have := array_fill(0::bigint, ARRAY[size]);
    b_most := b_have;
    d_after := b_have;
    d_number := b_have;
    c_after := b_have;
    c_number := b_have;
    number_was := a_number;
    out_was := a_out;
    in_was := a_in;
    -- Looked up after the locks: whoever posted the same transfer a moment ago has committed by now.
    IF careful THEN
        SELECT array_agg(place), array_agg(code) INTO told_places, told_codes
          FROM (SELECT b.n::integer AS place, CASE WHEN t.debit_id = account_ids[batch_debit[b.n]]
                                        AND t.credit_id = account_ids[batch_credit[b.n]]
                                        AND t.amount = batch_amount[b.n] AND t.kind = batch_kind[b.n]
                                        AND t.currency = currencies[batch_currency[b.n]]
                                        AND t.purpose = batch_purpose[b.n] AND t.reference = batch_reference[b.n]
                                        AND t.goods = batch_goods[b.n]
                                        AND t.timeout_seconds IS NOT DISTINCT FROM batch_timeout[b.n]
                                        AND t.concerns_id IS NOT DISTINCT FROM concerned_ids[batch_concerns[b.n]]
                                       THEN -1 ELSE 8 END::smallint AS code
                  FROM unnest(batch_id) WITH ORDINALITY AS b(id, n) JOIN money_transfer AS t ON t.id = b.id
                 WHERE batch_code[b.n] = 0) AS known;
        FOR i IN 1..coalesce(cardinality(told_places), 0) LOOP
            b_verdict[told_places[i]] := told_codes[i];
        END LOOP;
    END IF;
    IF has_marks THEN
        SELECT array_agg(place), array_agg(batch_kind[place]), array_agg(account_ids[batch_debit[place]]),
               array_agg(account_ids[batch_credit[place]]), array_agg(batch_amount[place]),
               array_agg(batch_goods[place]), array_agg(batch_reference[place])
          INTO told_places, m_kinds, m_debits, m_credits, m_amounts, m_goods, m_references
          FROM generate_series(1, size) AS place
         WHERE batch_kind[place] IN (1, 2, 6, 7) AND (a_mark[located[batch_debit[place]]] IS NOT NULL
                                                      OR a_mark[located[batch_credit[place]]] IS NOT NULL);
        FOR item IN
            SELECT place, code FROM money_check_marks(city_now, told_places, m_kinds, m_debits, m_credits, m_amounts,
                                                      m_goods, m_references)
        LOOP
            b_mark[item.place] := item.code;
        END LOOP;
        a_cap := array_fill(NULL::bigint, ARRAY[accounts]);
        a_period := array_fill(0::smallint, ARRAY[accounts]);
        FOR item IN
            SELECT place, mark.period_cap, mark.cap_period
              FROM (SELECT id, period_cap, cap_period FROM money_mark
                     WHERE id = ANY(a_mark) AND period_cap IS NOT NULL) AS mark
              JOIN unnest(a_mark) WITH ORDINALITY AS pot(mark_id, place) ON pot.mark_id = mark.id
        LOOP
            a_cap[item.place] := item.period_cap;
            a_period[item.place] := item.cap_period;
        END LOOP;
    END IF;
    IF has_concerned THEN
        SELECT array_agg(kind), array_agg(status), array_agg(amount), array_agg(debit_id), array_agg(credit_id),
               array_agg(back), array_agg(expires_at), array_agg(age)
          INTO k_kind, k_status, k_amount, k_debit, k_credit, k_back, k_expires, k_age
          FROM (SELECT t.kind, coalesce(h.status, 0)::smallint AS status, t.amount, t.debit_id, t.credit_id,
                       coalesce(r.refunded, 0) AS back, h.expires_at,
                       CASE WHEN h.counted THEN greatest(city_day - h.spent_on, 0) END AS age
                  FROM unnest(concerned_ids) WITH ORDINALITY AS asked(id, place)
                  LEFT JOIN money_transfer AS t ON t.id = asked.id
                  LEFT JOIN money_hold AS h ON h.transfer_id = asked.id
                  LEFT JOIN money_refundtotal AS r ON r.transfer_id = asked.id
                 ORDER BY asked.place) AS earlier;
    END IF;

    -- Few statements and long conditions: each statement costs as much as several comparisons.
    FOR i IN 1..size LOOP
        d := located[batch_debit[i]];
        c := located[batch_credit[i]];
        amount := batch_amount[i];
        kind := batch_kind[i];
        k := batch_concerns[i];
        code := b_verdict[i];
        IF chain = 0 AND batch_linked[i] THEN
            chain := i;
        END IF;
        IF has_doubles AND code = 0 AND batch_first[i] < i AND b_accepted[batch_first[i]] > 0 THEN
            low := b_accepted[batch_first[i]];
            code := CASE WHEN batch_debit[low] = batch_debit[i] AND batch_credit[low] = batch_credit[i]
                          AND batch_amount[low] = amount AND batch_kind[low] = kind
                          AND batch_currency[low] = batch_currency[i] AND batch_purpose[low] = batch_purpose[i]
                          AND batch_reference[low] = batch_reference[i] AND batch_goods[low] = batch_goods[i]
                          AND batch_timeout[low] IS NOT DISTINCT FROM batch_timeout[i]
                          AND batch_concerns[low] = k THEN -1 ELSE 8 END;
        END IF;
        IF code <> 0 OR (a_currency[d] = batch_currency[i] AND a_currency[c] = batch_currency[i]
                         AND a_stopped[d] + a_stopped[c] = 0 AND NOT broken) THEN NULL;
        ELSIF broken THEN code := 45;
        ELSIF d IS NULL THEN code := 9;
        ELSIF c IS NULL THEN code := 10;
        ELSIF a_currency[d] <> batch_currency[i] OR a_currency[c] <> batch_currency[i] THEN code := 11;
        ELSIF kind <> 4 THEN
            -- What a court claims, and what returns to a mark's owner, leaves a stopped wallet too.
            movable := kind >= 6;
            code := CASE WHEN a_stopped[d] / 4 = 2 THEN 12 WHEN a_stopped[c] / 4 = 2 THEN 13
                         WHEN a_stopped[d] / 4 = 1 AND NOT movable THEN 14 WHEN a_stopped[c] / 4 = 1 THEN 15
                         WHEN a_stopped[d] % 4 > 0 AND NOT movable THEN 16 WHEN a_stopped[c] % 4 = 2 THEN 17 ELSE 0 END;
        END IF;
        IF k > 0 AND code = 0 THEN
            IF kind = 5 THEN
                code := CASE WHEN k_kind[k] IS NULL THEN 24
                             WHEN k_kind[k] NOT IN (1, 3) OR k_debit[k] <> account_ids[batch_credit[i]]
                                  OR k_credit[k] <> account_ids[batch_debit[i]] THEN 25
                             WHEN k_back[k] + amount > k_amount[k] THEN 26 ELSE 0 END;
            ELSE
                code := CASE WHEN k_kind[k] IS NULL THEN 18
                             WHEN k_kind[k] <> 2 OR k_debit[k] <> account_ids[batch_debit[i]]
                                  OR k_credit[k] <> account_ids[batch_credit[i]] THEN 19
                             WHEN k_status[k] = 3 THEN 20 WHEN k_status[k] = 4 THEN 21 WHEN k_status[k] = 5 THEN 22
                             WHEN kind = 3 AND k_expires[k] <= city_now THEN 22
                             WHEN amount > k_amount[k] THEN 23 WHEN kind = 4 AND amount <> k_amount[k] THEN 19
                             ELSE 0 END;
            END IF;
            have := CASE WHEN code > 0 THEN k_amount[k] - CASE WHEN kind = 5 THEN k_back[k] ELSE 0 END ELSE 0 END;
        END IF;
        IF (has_marks OR kind = 7) AND code = 0 THEN
            code := CASE WHEN kind = 7 AND a_mark[d] IS NULL THEN 38 ELSE b_mark[i] END;
        END IF;
        counted := code = 0 AND kind <= 2 AND a_group[d] <> a_group[c];
        IF counted THEN
            IF has_marks AND a_cap[d] IS NOT NULL THEN
                today := CASE WHEN a_period[d] = 1 THEN a_today[d] ELSE a_month[d] END;
                IF today + amount > a_cap[d] THEN
                    code := 36;
                    most := a_cap[d];
                    have := today;
                END IF;
            END IF;
            IF a_limited[d] AND code = 0 THEN
                g := a_group[d];
                tier := a_tier[d] + 1;
                today := CASE WHEN g > 0 THEN g_today[g] ELSE a_today[d] END;
                month := CASE WHEN g > 0 THEN g_month[g] ELSE a_month[d] END;
                IF amount > tier_payment[tier] THEN
                    code := 39;
                    most := tier_payment[tier];
                ELSIF today + amount > tier_day[tier] THEN
                    code := 40;
                    most := tier_day[tier];
                    have := today;
                ELSIF month + amount > tier_month[tier] THEN
                    code := 41;
                    most := tier_month[tier];
                    have := month;
                END IF;
            END IF;
            IF a_limited[c] AND code = 0 THEN
                g := a_group[c];
                after := CASE WHEN g > 0 THEN g_balance[g] ELSE a_balance[c] + a_in[c] END;
                IF after + amount > tier_balance[a_tier[c] + 1] THEN
                    code := 42;
                    most := tier_balance[a_tier[c] + 1];
                    have := after;
                END IF;
            END IF;
        END IF;
        IF code = 0 AND kind <> 3 AND kind <> 4 THEN
            IF a_balance[d] - a_out[d] - amount < a_floor[d] THEN
                code := 43;
                have := a_balance[d] - a_out[d] - a_floor[d];
            ELSIF a_balance[c] + a_in[c] + amount > most_units THEN
                code := 44;
            END IF;
        END IF;
        b_verdict[i] := code;

        -- What takes effect now, or what has to be undone because a later link of its chain broke.
        IF code = 0 THEN
            low := i;
            high := i;
            sign := 1;
            IF counted THEN
                b_counted[i] := true;
            END IF;
        ELSIF code > 0 THEN
            b_have[i] := have;
            b_most[i] := most;
            have := 0;
            most := 0;
            low := CASE WHEN chain > 0 AND NOT broken THEN chain ELSE i END;
            high := i - 1;
            sign := -1;
            broken := chain > 0;
        ELSE
            low := 1;
            high := 0;
        END IF;
        -- Undone from the last to the first, so that each account's last entry is again what it was.
        FOR j IN REVERSE high..low LOOP
            IF sign = -1 THEN
                CONTINUE WHEN b_verdict[j] <> 0;
                b_verdict[j] := 45;
                d := located[batch_debit[j]];
                c := located[batch_credit[j]];
                kind := batch_kind[j];
                k := batch_concerns[j];
                amount := batch_amount[j];
                counted := b_counted[j];
            END IF;
            own := sign * amount;
            IF kind = 2 THEN
                a_out[d] := a_out[d] + own;
                a_in[c] := a_in[c] + own;
            ELSIF kind <> 4 THEN
                after := a_balance[d] - own;
                a_balance[d] := after;
                d_after[j] := after;
                after := a_balance[c] + own;
                a_balance[c] := after;
                c_after[j] := after;
                after := a_number[d] + sign;
                a_number[d] := after;
                d_number[j] := after;
                after := a_number[c] + sign;
                a_number[c] := after;
                c_number[j] := after;
                IF sign = 1 THEN
                    d_before[j] := a_place[d];
                    c_before[j] := a_place[c];
                    a_place[d] := j;
                    a_place[c] := j;
                ELSE
                    a_place[d] := d_before[j];
                    a_place[c] := c_before[j];
                END IF;
            END IF;
            IF counted THEN
                a_today[d] := a_today[d] + own;
                a_month[d] := a_month[d] + own;
            END IF;
            IF has_groups AND batch_currency[j] = 1 THEN
                g := a_group[d];
                IF g > 0 AND kind <> 2 AND kind <> 4 THEN
                    g_balance[g] := g_balance[g] - own;
                END IF;
                IF g > 0 AND counted THEN
                    g_today[g] := g_today[g] + own;
                    g_month[g] := g_month[g] + own;
                END IF;
                g := a_group[c];
                IF g > 0 AND kind <> 4 THEN
                    g_balance[g] := g_balance[g] + own;
                END IF;
            END IF;
            IF k > 0 AND kind = 5 THEN
                k_back[k] := k_back[k] + own;
            ELSIF k > 0 THEN
                held := sign * k_amount[k];
                k_status[k] := CASE WHEN sign = -1 THEN 0 WHEN kind = 3 THEN 3
                                    WHEN k_expires[k] <= city_now THEN 5 ELSE 4 END;
                a_out[d] := a_out[d] - held;
                a_in[c] := a_in[c] - held;
                IF batch_currency[j] = 1 AND a_group[c] > 0 THEN
                    g_balance[a_group[c]] := g_balance[a_group[c]] - held;
                END IF;
                -- What was held and is not paid no longer counts for the day on which it was held.
                back := held - CASE WHEN kind = 3 THEN own ELSE 0 END;
                IF back <> 0 AND k_age[k] < 30 THEN
                    own := CASE WHEN k_age[k] = 0 THEN back ELSE 0 END;
                    a_month[d] := a_month[d] - back;
                    a_today[d] := a_today[d] - own;
                    IF batch_currency[j] = 1 AND a_group[d] > 0 THEN
                        g_month[a_group[d]] := g_month[a_group[d]] - back;
                        g_today[a_group[d]] := g_today[a_group[d]] - own;
                    END IF;
                END IF;
            END IF;
            IF has_concerned AND batch_known[j] > 0 THEN
                k := batch_known[j];
                k_kind[k] := CASE WHEN sign = 1 THEN kind END;
                k_status[k] := 0;
                k_amount[k] := amount;
                k_debit[k] := account_ids[batch_debit[j]];
                k_credit[k] := account_ids[batch_credit[j]];
                k_back[k] := 0;
                k_age[k] := CASE WHEN counted THEN 0 END;
                k_expires[k] := city_now + make_interval(secs => batch_timeout[j]);
            END IF;
            IF has_doubles THEN
                b_accepted[batch_first[j]] := CASE WHEN sign = 1 THEN j ELSE 0 END;
            END IF;
        END LOOP;
        IF chain > 0 AND NOT batch_linked[i] THEN
            chain := 0;
            broken := false;
        END IF;
    END LOOP;
    IF NOT careful THEN
        -- One that is refused now may have been accepted long ago. No index told, for it would write nothing.
        PERFORM 1 FROM unnest(batch_id) WITH ORDINALITY AS b(id, n) JOIN money_transfer AS t ON t.id = b.id
          WHERE b_verdict[b.n] > 0 AND batch_code[b.n] = 0;
        IF FOUND THEN
            RAISE EXCEPTION 'a transfer is there already' USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;
    -- Nothing is refused below this line.

    IF 0 = ANY(b_verdict) THEN
        -- An account's entries never go back in time, whichever of two batches read the clocks first: a posting takes
        -- the latest time of its accounts.
        INSERT INTO money_posting (id, city_at, wall_at) VALUES (posting_id, posted_city_at, posted_wall_at)
        RETURNING number INTO posting;
        INSERT INTO money_transfer (
            posting, amount, debit_number, debit_balance, credit_number, credit_balance, city_at, wall_at, place,
            timeout_seconds, kind, linked, id, debit_id, credit_id, concerns_id, debit_previous_id, credit_previous_id,
            currency, purpose, reference, goods)
        SELECT posting, batch_amount[place], nullif(d_number[place], 0),
               CASE WHEN d_number[place] > 0 THEN d_after[place] END, nullif(c_number[place], 0),
               CASE WHEN c_number[place] > 0 THEN c_after[place] END, posted_city_at, posted_wall_at, place,
               batch_timeout[place], batch_kind[place], batch_linked[place], batch_id[place],
               account_ids[batch_debit[place]], account_ids[batch_credit[place]], concerned_ids[batch_concerns[place]],
               CASE WHEN d_before[place] > 0 THEN batch_id[d_before[place]]
                    WHEN d_number[place] > 0 THEN a_last[located[batch_debit[place]]] END,
               CASE WHEN c_before[place] > 0 THEN batch_id[c_before[place]]
                    WHEN c_number[place] > 0 THEN a_last[located[batch_credit[place]]] END,
               currencies[batch_currency[place]], batch_purpose[place], batch_reference[place], batch_goods[place]
          FROM generate_series(1, size) AS place WHERE b_verdict[place] = 0;
        changed := ARRAY(SELECT place FROM generate_series(1, accounts) AS place
                          WHERE a_number[place] <> number_was[place] OR a_out[place] <> out_was[place]
                             OR a_in[place] <> in_was[place] OR a_size[place] <> size_was[place]);
        -- Found by where they lie: they are locked, so nobody moves them meanwhile.
        UPDATE money_account AS a
           SET balance = a_balance[place], held_out = a_out[place], held_in = a_in[place], entries = a_number[place],
               last_transfer_id = CASE WHEN a_place[place] > 0 THEN batch_id[a_place[place]]
                                       ELSE a.last_transfer_id END,
               last_city_at = CASE WHEN a_number[place] > a.entries THEN posted_city_at ELSE a.last_city_at END,
               last_wall_at = CASE WHEN a_number[place] > a.entries THEN posted_wall_at ELSE a.last_wall_at END,
               spent_before = CASE WHEN a.spent_on >= city_day THEN a.spent_before
                                   ELSE money_spent_days(a.spent_on, a.spent_today, a.spent_before, city_day) END,
               spent_on = greatest(a.spent_on, city_day), spent_today = a_today[place], spent_month = a_month[place],
               group_size = a_size[place]
          FROM unnest(changed) AS place
         WHERE a.ctid = a_lies[place];
        GET DIAGNOSTICS written = ROW_COUNT;
        IF written <> cardinality(changed) THEN
            RAISE EXCEPTION 'an account moved while it was locked';
        END IF;
        IF 2 = ANY(batch_kind) THEN
            INSERT INTO money_hold (transfer_id, debit_id, credit_id, amount, expires_at, counted, spent_on, status)
            SELECT batch_id[place], account_ids[batch_debit[place]], account_ids[batch_credit[place]],
                   batch_amount[place], city_now + make_interval(secs => batch_timeout[place]), b_counted[place],
                   city_day, 0
              FROM generate_series(1, size) AS place WHERE batch_kind[place] = 2 AND b_verdict[place] = 0;
        END IF;
        IF has_concerned THEN
            UPDATE money_account AS a
               SET spent_before[given.age] = a.spent_before[given.age] - given.back
              FROM (SELECT account_ids[b.debit] AS id, k_age[b.concerns] AS age,
                           sum(k_amount[b.concerns] - CASE WHEN b.kind = 3 THEN b.amount ELSE 0 END)::bigint AS back
                      FROM unnest(b_verdict, batch_debit, batch_amount, batch_kind, batch_concerns)
                           AS b(verdict, debit, amount, kind, concerns)
                     WHERE b.verdict = 0 AND b.kind IN (3, 4) AND k_age[b.concerns] BETWEEN 1 AND 29
                     GROUP BY 1, 2) AS given
             WHERE a.id = given.id;
            UPDATE money_hold AS h SET status = k_status[b.concerns], settled_by_id = b.id
              FROM unnest(b_verdict, batch_id, batch_kind, batch_concerns) AS b(verdict, id, kind, concerns)
             WHERE h.transfer_id = concerned_ids[b.concerns] AND b.verdict = 0 AND b.kind IN (3, 4);
            INSERT INTO money_refundtotal AS total (transfer_id, refunded)
            SELECT DISTINCT concerned_ids[b.concerns], k_back[b.concerns]
              FROM unnest(b_verdict, batch_kind, batch_concerns) AS b(verdict, kind, concerns)
             WHERE b.verdict = 0 AND b.kind = 5
                ON CONFLICT (transfer_id) DO UPDATE SET refunded = excluded.refunded;
        END IF;
    END IF;
    SELECT array_agg(place), array_agg(b_verdict[place]), array_agg(b_have[place]), array_agg(b_most[place])
      INTO places, codes, haves, mosts
      FROM generate_series(1, size) AS place WHERE b_verdict[place] <> 0;
END $$;
