-- Post a batch in its order inside one call: lock and load, decide one by one in memory, write set by set.
--
-- Names: batch_* and b_* have an item for each transfer, a_* for each locked account, g_* for each group of accounts
-- that share limits, k_* for each earlier transfer that the batch settles or refunds. The codes are those of
-- `money.values.Refusal`, in their order; -1 says that the transfer is there already.
-- Plans are made once a session and never read a whole table: a batch names its rows.
-- Kinds: 1 transfer, 2 pending, 3 post, 4 void, 5 refund, 6 claim, 7 return.
CREATE FUNCTION money_post(
    posting_id uuid, city_now timestamptz, wall_now timestamptz, city_day date, ask_for_repeats boolean,
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
    groups uuid[];
    located integer[];
    a_id uuid[]; a_group integer[]; a_currency smallint[]; a_status smallint[]; a_standing smallint[]; a_tier smallint[];
    a_floor bigint[]; a_balance bigint[]; a_out bigint[]; a_in bigint[]; a_number bigint[]; a_marked boolean[];
    a_limited boolean[]; a_today bigint[]; a_month bigint[]; a_cap bigint[]; a_period smallint[];
    a_city timestamptz[]; a_wall timestamptz[];
    g_balance bigint[]; g_today bigint[]; g_month bigint[];
    k_kind smallint[]; k_status smallint[]; k_amount bigint[]; k_debit uuid[]; k_credit uuid[]; k_back bigint[];
    k_expires timestamptz[]; k_age integer[];
    b_verdict smallint[]; b_found smallint[]; b_mark smallint[]; b_counted boolean[]; b_accepted integer[];
    b_have bigint[]; b_most bigint[]; d_after bigint[]; d_number bigint[]; c_after bigint[]; c_number bigint[];
    code smallint; d integer; c integer; k integer; g integer; amount bigint; kind smallint; tier integer; own bigint;
    held bigint; back bigint; have bigint; most bigint; counted boolean; movable boolean;
    chain integer := 0; broken boolean := false; low integer; high integer; sign integer; item record;
BEGIN
    -- Group by group, in one order: two batches would otherwise wait for each other. What has never changed
    -- (`group_id`) may be read before the lock; all else is read with it.
    SELECT array_agg(DISTINCT group_id) INTO groups FROM money_account WHERE id = ANY(account_ids);
    SELECT array_agg(id), array_agg(group_number),
           array_agg(coalesce(array_position(currencies, currency::text), 0)::smallint), array_agg(status),
           array_agg(standing), array_agg(tier), array_agg(coalesce(floor, -most_units)), array_agg(balance),
           array_agg(held_out), array_agg(held_in), array_agg(entries), array_agg(mark_id IS NOT NULL),
           array_agg(currency = currencies[1]
                     AND coalesce(tier_payment[tier + 1], tier_day[tier + 1], tier_month[tier + 1],
                                  tier_balance[tier + 1]) IS NOT NULL),
           array_agg(CASE WHEN spent_on >= city_day THEN spent_today ELSE 0 END),
           array_agg(CASE WHEN spent_on >= city_day THEN spent_month WHEN spent_on IS NULL THEN 0
                          ELSE money_spent_before(spent_on, spent_today, spent_before, city_day) END),
           array_agg(coalesce(last_city_at, '-infinity')), array_agg(coalesce(last_wall_at, '-infinity'))
      INTO a_id, a_group, a_currency, a_status, a_standing, a_tier, a_floor, a_balance, a_out, a_in, a_number, a_marked,
           a_limited, a_today, a_month, a_city, a_wall
      FROM (SELECT *, (dense_rank() OVER (ORDER BY group_id))::integer AS group_number
              FROM (SELECT account.* FROM unnest(groups) AS wanted(group_id)
                      JOIN money_account AS account ON account.group_id = wanted.group_id
                     ORDER BY account.group_id, account.id FOR NO KEY UPDATE OF account) AS locked
             ORDER BY group_id, id) AS numbered;
    SELECT array_agg(place) INTO located
      FROM (SELECT known.place::integer FROM unnest(account_ids) WITH ORDINALITY AS asked(id, place)
              LEFT JOIN unnest(a_id) WITH ORDINALITY AS known(id, place) USING (id) ORDER BY asked.place) AS found;
    SELECT array_agg(balance), array_agg(spent), array_agg(month) INTO g_balance, g_today, g_month
      FROM (SELECT coalesce(least(sum(balance + held) FILTER (WHERE currency = 1), most_units), 0)::bigint AS balance,
                   coalesce(least(sum(spent) FILTER (WHERE currency = 1), most_units), 0)::bigint AS spent,
                   coalesce(least(sum(month) FILTER (WHERE currency = 1), most_units), 0)::bigint AS month
              FROM unnest(a_group, a_currency, a_balance, a_in, a_today, a_month)
                   AS account(group_number, currency, balance, held, spent, month)
             GROUP BY group_number ORDER BY group_number) AS summed;
    b_verdict := array_fill(0::smallint, ARRAY[size]);
    b_found := b_verdict;
    b_mark := b_verdict;
    b_counted := array_fill(false, ARRAY[size]);
    b_accepted := array_fill(0, ARRAY[size]);
    b_have := array_fill(0::bigint, ARRAY[size]);
    b_most := b_have;
    d_after := b_have;
    d_number := b_have;
    c_after := b_have;
    c_number := b_have;
    -- Looked up after the locks: whoever posted the same transfer a moment ago has committed by now.
    IF ask_for_repeats THEN
        FOR item IN
            SELECT b.place, CASE WHEN t.debit_id = account_ids[b.debit] AND t.credit_id = account_ids[b.credit]
                                  AND t.amount = b.amount AND t.kind = b.kind AND t.currency = currencies[b.currency]
                                  AND t.purpose = b.purpose AND t.reference = b.reference AND t.goods = b.goods
                                  AND t.timeout_seconds IS NOT DISTINCT FROM b.timeout
                                  AND t.concerns_id IS NOT DISTINCT FROM concerned_ids[b.concerns] THEN 1 ELSE 2 END AS code
              FROM unnest(batch_id, batch_debit, batch_credit, batch_amount, batch_currency, batch_kind, batch_purpose,
                          batch_reference, batch_goods, batch_timeout, batch_concerns) WITH ORDINALITY
                   AS b(id, debit, credit, amount, currency, kind, purpose, reference, goods, timeout, concerns, place)
              JOIN money_transfer AS t ON t.id = b.id
        LOOP
            b_found[item.place] := item.code;
        END LOOP;
    END IF;
    IF true = ANY(a_marked) THEN
        FOR item IN
            SELECT refusal.place, refusal.code FROM (
                SELECT array_agg(b.place::integer) AS places, array_agg(b.kind) AS kinds,
                       array_agg(account_ids[b.debit]) AS debits, array_agg(account_ids[b.credit]) AS credits,
                       array_agg(b.amount) AS amounts, array_agg(b.goods) AS goods, array_agg(b.reference) AS texts
                  FROM unnest(batch_debit, batch_credit, batch_kind, batch_amount, batch_goods, batch_reference)
                       WITH ORDINALITY AS b(debit, credit, kind, amount, goods, reference, place)
                 WHERE b.kind IN (1, 2, 6, 7) AND (a_marked[located[b.debit]] OR a_marked[located[b.credit]])
            ) AS asked, money_check_marks(city_now, asked.places, asked.kinds, asked.debits, asked.credits,
                                          asked.amounts, asked.goods, asked.texts) AS refusal
        LOOP
            b_mark[item.place] := item.code;
        END LOOP;
        a_cap := array_fill(NULL::bigint, ARRAY[cardinality(a_id)]);
        a_period := array_fill(0::smallint, ARRAY[cardinality(a_id)]);
        FOR item IN
            SELECT known.place, mark.period_cap, mark.cap_period
              FROM unnest(a_id, a_marked) WITH ORDINALITY AS known(id, marked, place)
              JOIN money_account AS account ON account.id = known.id
              JOIN money_mark AS mark ON mark.id = account.mark_id
             WHERE known.marked AND mark.period_cap IS NOT NULL
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

    FOR i IN 1..size LOOP
        d := located[batch_debit[i]];
        c := located[batch_credit[i]];
        amount := batch_amount[i];
        kind := batch_kind[i];
        code := batch_code[i];
        k := batch_concerns[i];
        have := 0;
        most := 0;
        counted := false;
        IF chain = 0 AND batch_linked[i] THEN
            chain := i;
        END IF;
        IF code = 0 AND has_doubles AND batch_first[i] < i AND b_accepted[batch_first[i]] > 0 THEN
            low := b_accepted[batch_first[i]];
            code := CASE WHEN batch_debit[low] = batch_debit[i] AND batch_credit[low] = batch_credit[i]
                          AND batch_amount[low] = amount AND batch_kind[low] = kind
                          AND batch_currency[low] = batch_currency[i] AND batch_purpose[low] = batch_purpose[i]
                          AND batch_reference[low] = batch_reference[i] AND batch_goods[low] = batch_goods[i]
                          AND batch_timeout[low] IS NOT DISTINCT FROM batch_timeout[i]
                          AND batch_concerns[low] = k THEN -1 ELSE 8 END;
        END IF;
        IF code <> 0 THEN NULL;
        ELSIF b_found[i] <> 0 THEN code := CASE WHEN b_found[i] = 1 THEN -1 ELSE 8 END;
        ELSIF broken THEN code := 45;
        ELSIF d IS NULL THEN code := 9;
        ELSIF c IS NULL THEN code := 10;
        ELSIF a_currency[d] <> batch_currency[i] OR a_currency[c] <> batch_currency[i] THEN code := 11;
        ELSIF kind <> 4 AND a_status[d] + a_status[c] + a_standing[d] + a_standing[c] > 0 THEN
            -- What a court claims, and what returns to a mark's owner, leaves a stopped wallet too.
            movable := kind >= 6;
            code := CASE WHEN a_status[d] = 2 THEN 12 WHEN a_status[c] = 2 THEN 13
                         WHEN a_status[d] = 1 AND NOT movable THEN 14 WHEN a_status[c] = 1 THEN 15
                         WHEN a_standing[d] > 0 AND NOT movable THEN 16 WHEN a_standing[c] = 2 THEN 17 ELSE 0 END;
        END IF;
        IF code = 0 AND k > 0 THEN
            IF kind = 5 THEN
                code := CASE WHEN k_kind[k] IS NULL THEN 24
                             WHEN k_kind[k] NOT IN (1, 3) OR k_debit[k] <> account_ids[batch_credit[i]]
                                  OR k_credit[k] <> account_ids[batch_debit[i]] THEN 25
                             WHEN k_back[k] + amount > k_amount[k] THEN 26 ELSE 0 END;
                have := k_amount[k] - k_back[k];
            ELSE
                code := CASE WHEN k_kind[k] IS NULL THEN 18
                             WHEN k_kind[k] <> 2 OR k_debit[k] <> account_ids[batch_debit[i]]
                                  OR k_credit[k] <> account_ids[batch_credit[i]] THEN 19
                             WHEN k_status[k] = 3 THEN 20 WHEN k_status[k] = 4 THEN 21 WHEN k_status[k] = 5 THEN 22
                             WHEN kind = 3 AND k_expires[k] <= city_now THEN 22
                             WHEN amount > k_amount[k] THEN 23 WHEN kind = 4 AND amount <> k_amount[k] THEN 19
                             ELSE 0 END;
                have := k_amount[k];
            END IF;
        END IF;
        IF code = 0 THEN
            code := CASE WHEN kind = 7 AND NOT a_marked[d] THEN 38 ELSE b_mark[i] END;
        END IF;
        IF code = 0 AND kind <= 2 AND a_group[d] <> a_group[c] THEN
            counted := true;
            IF a_marked[d] AND a_cap[d] IS NOT NULL THEN
                have := CASE WHEN a_period[d] = 1 THEN a_today[d] ELSE a_month[d] END;
                IF have + amount > a_cap[d] THEN
                    code := 36;
                    most := a_cap[d];
                END IF;
            END IF;
            IF code = 0 AND a_limited[d] THEN
                g := a_group[d];
                tier := a_tier[d] + 1;
                IF amount > tier_payment[tier] THEN
                    code := 39;
                    most := tier_payment[tier];
                ELSIF g_today[g] + amount > tier_day[tier] THEN
                    code := 40;
                    most := tier_day[tier];
                    have := g_today[g];
                ELSIF g_month[g] + amount > tier_month[tier] THEN
                    code := 41;
                    most := tier_month[tier];
                    have := g_month[g];
                END IF;
            END IF;
            IF code = 0 AND a_limited[c] AND g_balance[a_group[c]] + amount > tier_balance[a_tier[c] + 1] THEN
                code := 42;
                most := tier_balance[a_tier[c] + 1];
                have := g_balance[a_group[c]];
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
        b_counted[i] := counted;

        -- What takes effect now, or what has to be undone because a later link of its chain broke.
        IF code = 0 THEN
            low := i;
            high := i;
            sign := 1;
        ELSIF code > 0 THEN
            b_have[i] := have;
            b_most[i] := most;
            low := CASE WHEN chain > 0 AND NOT broken THEN chain ELSE i END;
            high := i - 1;
            sign := -1;
            broken := chain > 0;
        ELSE
            low := 1;
            high := 0;
        END IF;
        FOR j IN low..high LOOP
            CONTINUE WHEN b_verdict[j] <> 0;
            IF sign = -1 THEN
                b_verdict[j] := 45;
                d := located[batch_debit[j]];
                c := located[batch_credit[j]];
                kind := batch_kind[j];
                k := batch_concerns[j];
                amount := batch_amount[j];
            END IF;
            own := sign * amount;
            IF k > 0 AND kind = 5 THEN
                k_back[k] := k_back[k] + own;
            ELSIF k > 0 THEN
                held := sign * k_amount[k];
                k_status[k] := CASE WHEN sign = -1 THEN 0 WHEN kind = 3 THEN 3
                                    WHEN k_expires[k] <= city_now THEN 5 ELSE 4 END;
                a_out[d] := a_out[d] - held;
                a_in[c] := a_in[c] - held;
                IF batch_currency[j] = 1 THEN
                    g_balance[a_group[c]] := g_balance[a_group[c]] - held;
                END IF;
                -- What was held and is not paid no longer counts for the day on which it was held.
                back := held - CASE WHEN kind = 3 THEN own ELSE 0 END;
                IF back <> 0 AND k_age[k] < 30 THEN
                    a_month[d] := a_month[d] - back;
                    IF k_age[k] = 0 THEN
                        a_today[d] := a_today[d] - back;
                    END IF;
                    IF batch_currency[j] = 1 THEN
                        g_month[a_group[d]] := g_month[a_group[d]] - back;
                        IF k_age[k] = 0 THEN
                            g_today[a_group[d]] := g_today[a_group[d]] - back;
                        END IF;
                    END IF;
                END IF;
            END IF;
            IF kind = 2 THEN
                a_out[d] := a_out[d] + own;
                a_in[c] := a_in[c] + own;
            ELSIF kind <> 4 THEN
                a_balance[d] := a_balance[d] - own;
                a_balance[c] := a_balance[c] + own;
                a_number[d] := a_number[d] + sign;
                a_number[c] := a_number[c] + sign;
                d_after[j] := a_balance[d];
                c_after[j] := a_balance[c];
                d_number[j] := a_number[d];
                c_number[j] := a_number[c];
            END IF;
            IF batch_currency[j] = 1 AND kind <> 4 THEN
                IF kind <> 2 THEN
                    g_balance[a_group[d]] := g_balance[a_group[d]] - own;
                END IF;
                g_balance[a_group[c]] := g_balance[a_group[c]] + own;
            END IF;
            IF b_counted[j] THEN
                a_today[d] := a_today[d] + own;
                a_month[d] := a_month[d] + own;
                IF batch_currency[j] = 1 THEN
                    g_today[a_group[d]] := g_today[a_group[d]] + own;
                    g_month[a_group[d]] := g_month[a_group[d]] + own;
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
                k_age[k] := CASE WHEN b_counted[j] THEN 0 END;
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
    -- Nothing is refused below this line.

    IF 0 = ANY(b_verdict) THEN
        INSERT INTO money_posting (id, city_at, wall_at) VALUES (posting_id, city_now, wall_now)
        RETURNING number INTO posting;
        INSERT INTO money_transfer (id, posting, place, debit_id, credit_id, amount, currency, kind, linked, purpose,
                                    reference, goods, concerns_id, timeout_seconds, city_at, wall_at)
        SELECT b.id, posting, b.place, account_ids[b.debit], account_ids[b.credit], b.amount, currencies[b.currency],
               b.kind, b.linked, b.purpose, b.reference, b.goods, concerned_ids[b.concerns], b.timeout, city_now, wall_now
          FROM unnest(b_verdict, batch_id, batch_debit, batch_credit, batch_amount, batch_currency, batch_kind,
                      batch_linked, batch_purpose, batch_reference, batch_goods, batch_timeout, batch_concerns)
               WITH ORDINALITY AS b(verdict, id, debit, credit, amount, currency, kind, linked, purpose, reference,
                                    goods, timeout, concerns, place)
         WHERE b.verdict = 0;
        -- An account's entries never go back in time, whichever of two batches read the clocks first.
        INSERT INTO money_entry (account_id, number, transfer_id, amount, balance, city_at, wall_at)
        SELECT a_id[e.account], e.number, batch_id[e.place], e.amount, e.balance, greatest(city_now, a_city[e.account]),
               greatest(wall_now, a_wall[e.account])
          FROM (SELECT place, located[batch_debit[place]] AS account, d_number[place] AS number,
                       -batch_amount[place] AS amount, d_after[place] AS balance
                  FROM generate_series(1, size) AS place WHERE b_verdict[place] = 0 AND batch_kind[place] NOT IN (2, 4)
                 UNION ALL
                SELECT place, located[batch_credit[place]], c_number[place], batch_amount[place], c_after[place]
                  FROM generate_series(1, size) AS place WHERE b_verdict[place] = 0 AND batch_kind[place] NOT IN (2, 4)
               ) AS e;
        UPDATE money_account AS a
           SET balance = a_balance[u.place], held_out = a_out[u.place], held_in = a_in[u.place],
               entries = a_number[u.place],
               last_city_at = CASE WHEN a_number[u.place] > a.entries THEN greatest(city_now, a.last_city_at)
                                   ELSE a.last_city_at END,
               last_wall_at = CASE WHEN a_number[u.place] > a.entries THEN greatest(wall_now, a.last_wall_at)
                                   ELSE a.last_wall_at END,
               spent_before = CASE WHEN a.spent_on >= city_day THEN a.spent_before
                                   ELSE money_spent_days(a.spent_on, a.spent_today, a.spent_before, city_day) END,
               spent_on = greatest(a.spent_on, city_day), spent_today = a_today[u.place],
               spent_month = a_month[u.place]
          FROM unnest(a_id) WITH ORDINALITY AS u(id, place)
         WHERE a.id = u.id AND (a_number[u.place] <> a.entries OR a_out[u.place] <> a.held_out
                                         OR a_in[u.place] <> a.held_in OR a_today[u.place] <> CASE
                                            WHEN a.spent_on >= city_day THEN a.spent_today ELSE 0 END);
        IF 2 = ANY(batch_kind) THEN
            INSERT INTO money_hold (transfer_id, debit_id, credit_id, amount, expires_at, counted, spent_on, status)
            SELECT b.id, account_ids[b.debit], account_ids[b.credit], b.amount,
                   city_now + make_interval(secs => b.timeout), b.counted, city_day, 0
              FROM unnest(b_verdict, batch_id, batch_debit, batch_credit, batch_amount, batch_timeout, batch_kind,
                          b_counted) AS b(verdict, id, debit, credit, amount, timeout, kind, counted)
             WHERE b.verdict = 0 AND b.kind = 2;
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
    SELECT array_agg(b.place), array_agg(b.verdict), array_agg(b.have), array_agg(b.most)
      INTO places, codes, haves, mosts
      FROM unnest(b_verdict, b_have, b_most) WITH ORDINALITY AS b(verdict, have, most, place)
     WHERE b.verdict <> 0;
END $$;
