-- Transfers lie by hash of their own id, so that an id is unique for ever and looked up in one small index.
CREATE TABLE money_transfer (
    id uuid NOT NULL,
    posting bigint NOT NULL,
    place integer NOT NULL,
    debit_id uuid NOT NULL,
    credit_id uuid NOT NULL,
    amount bigint NOT NULL,
    currency varchar(12) NOT NULL,
    kind smallint NOT NULL,
    linked boolean NOT NULL,
    purpose varchar(64) NOT NULL,
    reference varchar(140) NOT NULL,
    goods varchar(32) NOT NULL,
    concerns_id uuid,
    timeout_seconds integer,
    city_at timestamptz NOT NULL,
    wall_at timestamptz NOT NULL,
    CONSTRAINT money_transfer_pkey PRIMARY KEY (id),
    CONSTRAINT transfer_amount_positive CHECK (amount > 0),
    CONSTRAINT transfer_between_two_accounts CHECK (debit_id <> credit_id),
    CONSTRAINT transfer_kind_known CHECK (kind BETWEEN 1 AND 7)
) PARTITION BY HASH (id);

-- Entries lie by hash of their account: what is asked of an account lies in one part, under one index.
CREATE TABLE money_entry (
    account_id uuid NOT NULL,
    number bigint NOT NULL,
    transfer_id uuid NOT NULL,
    amount bigint NOT NULL,
    balance bigint NOT NULL,
    city_at timestamptz NOT NULL,
    wall_at timestamptz NOT NULL,
    CONSTRAINT money_entry_pkey PRIMARY KEY (account_id, number),
    CONSTRAINT entry_counted_from_one CHECK (number > 0),
    CONSTRAINT entry_moves_something CHECK (amount <> 0)
) PARTITION BY HASH (account_id);

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format('CREATE TABLE money_transfer_%1$s PARTITION OF money_transfer '
                       'FOR VALUES WITH (MODULUS 16, REMAINDER %1$s)', part);
        EXECUTE format('CREATE TABLE money_entry_%1$s PARTITION OF money_entry '
                       'FOR VALUES WITH (MODULUS 16, REMAINDER %1$s)', part);
    END LOOP;
END $$;
