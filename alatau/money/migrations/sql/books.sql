-- A transfer and both of its entries lie in one row: one row is written instead of three, and neither can be without the
-- other. Transfers lie by hash of their own id, so that an id is unique for ever and looked up in one small index.
-- Fixed columns come first, the wide ones before the narrow: nothing is lost between them.
CREATE TABLE money_transfer_new (
    posting bigint NOT NULL,
    amount bigint NOT NULL,
    debit_number bigint,
    debit_balance bigint,
    credit_number bigint,
    credit_balance bigint,
    city_at timestamptz NOT NULL,
    wall_at timestamptz NOT NULL,
    place integer NOT NULL,
    timeout_seconds integer,
    kind smallint NOT NULL,
    linked boolean NOT NULL,
    id uuid NOT NULL,
    debit_id uuid NOT NULL,
    credit_id uuid NOT NULL,
    concerns_id uuid,
    debit_previous_id uuid,
    credit_previous_id uuid,
    currency varchar(12) NOT NULL,
    purpose varchar(64) NOT NULL,
    reference varchar(140) NOT NULL,
    goods varchar(32) NOT NULL,
    CONSTRAINT money_transfer_new_pkey PRIMARY KEY (id),
    CONSTRAINT transfer_amount_positive CHECK (amount > 0),
    CONSTRAINT transfer_between_two_accounts CHECK (debit_id <> credit_id),
    CONSTRAINT transfer_kind_known CHECK (kind BETWEEN 1 AND 7),
    CONSTRAINT transfer_has_entries_if_it_moves CHECK (
        num_nulls(debit_number, debit_balance, credit_number, credit_balance) = CASE WHEN kind IN (2, 4) THEN 4 ELSE 0 END)
) PARTITION BY HASH (id);

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format('CREATE TABLE money_transfer_new_%1$s PARTITION OF money_transfer_new '
                       'FOR VALUES WITH (MODULUS 8, REMAINDER %1$s)', part);
    END LOOP;
END $$;

-- Books that were kept the other way are copied; clocks stay in the order in which postings took effect.
INSERT INTO money_transfer_new (posting, amount, debit_number, debit_balance, credit_number, credit_balance, city_at,
                                wall_at, place, timeout_seconds, kind, linked, id, debit_id, credit_id, concerns_id,
                                debit_previous_id, credit_previous_id, currency, purpose, reference, goods)
WITH entry AS (
    SELECT *, lag(transfer_id) OVER (PARTITION BY account_id ORDER BY number) AS previous_id FROM money_entry
)
SELECT t.posting, t.amount, debit.number, debit.balance, credit.number, credit.balance,
       max(greatest(t.city_at, debit.city_at, credit.city_at)) OVER earlier,
       max(greatest(t.wall_at, debit.wall_at, credit.wall_at)) OVER earlier,
       t.place, t.timeout_seconds, t.kind, t.linked, t.id, t.debit_id, t.credit_id, t.concerns_id,
       debit.previous_id, credit.previous_id, t.currency, t.purpose, t.reference, t.goods
  FROM money_transfer AS t
  LEFT JOIN entry AS debit ON debit.transfer_id = t.id AND debit.account_id = t.debit_id
  LEFT JOIN entry AS credit ON credit.transfer_id = t.id AND credit.account_id = t.credit_id
WINDOW earlier AS (ORDER BY t.posting, t.place);

-- The account knows its last entry, each entry the one before it.
ALTER TABLE money_account ADD COLUMN last_transfer_id uuid;
-- How many accounts limits count over together: of most holders one, and then no other account has to be looked for.
ALTER TABLE money_account ADD COLUMN group_size integer NOT NULL DEFAULT 1;
UPDATE money_account AS account SET group_size = grouped.size
  FROM (SELECT group_id, count(*) AS size FROM money_account GROUP BY group_id) AS grouped
 WHERE grouped.group_id = account.group_id AND grouped.size > 1;
UPDATE money_account AS account SET last_transfer_id = entry.transfer_id
  FROM money_entry AS entry WHERE entry.account_id = account.id AND entry.number = account.entries;

DROP TABLE money_entry;
DROP TABLE money_transfer;
ALTER TABLE money_transfer_new RENAME TO money_transfer;
ALTER TABLE money_transfer RENAME CONSTRAINT money_transfer_new_pkey TO money_transfer_pkey;

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format('ALTER TABLE money_transfer_new_%1$s RENAME TO money_transfer_%1$s', part);
        EXECUTE format('ALTER INDEX money_transfer_new_%1$s_pkey RENAME TO money_transfer_%1$s_pkey', part);
    END LOOP;
END $$;

-- Every sixteenth entry of an account is a landmark that an index finds; from there entries are followed back. An index
-- of all of them would cost more than all else that a transfer writes, and the more of them there were.
CREATE INDEX transfer_debit_landmark ON money_transfer (debit_id, debit_number) WHERE debit_number % 16 = 0;
CREATE INDEX transfer_credit_landmark ON money_transfer (credit_id, credit_number) WHERE credit_number % 16 = 0;

-- All entries there are, for questions about all of them. Those of one account come from `money_entries`.
CREATE VIEW money_entry AS
SELECT debit_id AS account_id, debit_number AS number, id AS transfer_id, -amount AS amount, debit_balance AS balance,
       debit_previous_id AS previous_id, city_at, wall_at
  FROM money_transfer WHERE debit_number IS NOT NULL
 UNION ALL
SELECT credit_id, credit_number, id, amount, credit_balance, credit_previous_id, city_at, wall_at
  FROM money_transfer WHERE credit_number IS NOT NULL;

-- Return what a transfer did to one of its two accounts.
CREATE FUNCTION money_side(asked_id uuid, asked_transfer_id uuid) RETURNS SETOF money_entry LANGUAGE sql STABLE AS $$
    SELECT asked_id, CASE WHEN debit_id = asked_id THEN debit_number ELSE credit_number END, id,
           CASE WHEN debit_id = asked_id THEN -amount ELSE amount END,
           CASE WHEN debit_id = asked_id THEN debit_balance ELSE credit_balance END,
           CASE WHEN debit_id = asked_id THEN debit_previous_id ELSE credit_previous_id END, city_at, wall_at
      FROM money_transfer WHERE id = asked_transfer_id
$$;

-- Return the entry of a landmark; nothing when the account has not come so far.
CREATE FUNCTION money_landmark(asked_id uuid, landmark bigint) RETURNS SETOF money_entry LANGUAGE sql STABLE AS $$
    SELECT debit_id, debit_number, id, -amount, debit_balance, debit_previous_id, city_at, wall_at FROM money_transfer
     WHERE debit_id = asked_id AND debit_number = landmark AND debit_number % 16 = 0
     UNION ALL
    SELECT credit_id, credit_number, id, amount, credit_balance, credit_previous_id, city_at, wall_at FROM money_transfer
     WHERE credit_id = asked_id AND credit_number = landmark AND credit_number % 16 = 0
$$;

-- Return an account's entries from one number down to another, newest first: from the next landmark above, or from the
-- last entry, each leads to the one before it.
CREATE FUNCTION money_entries(asked_id uuid, newest bigint, oldest bigint) RETURNS SETOF money_entry LANGUAGE sql STABLE AS $$
    WITH RECURSIVE step AS (
        SELECT start.* FROM (
            SELECT transfer_id FROM money_landmark(asked_id, (newest + 15) / 16 * 16)
             UNION ALL
            SELECT last_transfer_id FROM money_account WHERE id = asked_id AND entries < (newest + 15) / 16 * 16
        ) AS top CROSS JOIN LATERAL money_side(asked_id, top.transfer_id) AS start
         UNION ALL
        SELECT earlier.* FROM step CROSS JOIN LATERAL money_side(asked_id, step.previous_id) AS earlier
         WHERE step.number > greatest(oldest, 1)
    )
    SELECT * FROM step WHERE number BETWEEN oldest AND newest
$$;

DO $$
DECLARE
    working_role text;
BEGIN
    FOR working_role IN SELECT rolname FROM pg_roles WHERE rolname IN ('web', 'worker', 'auditor') LOOP
        EXECUTE format('GRANT SELECT ON money_entry TO %I', working_role);
    END LOOP;
END $$;
