-- An account carries its holder's tier and standing, so that posting reads one locked row; this keeps them the same.
ALTER TABLE money_account ADD CONSTRAINT account_follows_its_holder
    FOREIGN KEY (holder_id, tier, standing) REFERENCES money_holder (id, tier, standing) ON UPDATE CASCADE;
-- Pages keep room for the next version of a row: a changed balance then touches no index.
ALTER TABLE money_account SET (fillfactor = 50);
ALTER TABLE money_hold SET (fillfactor = 80);
