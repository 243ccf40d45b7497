-- name: a currency does not sum to zero
SELECT currency, sum(balance) FROM money_account GROUP BY currency HAVING sum(balance) <> 0;

-- name: a balance is not that of the last entry
SELECT account.id, account.balance, account.entries, entry.number, entry.balance
  FROM money_account AS account
  LEFT JOIN (SELECT account_id, count(*) AS entries FROM money_entry GROUP BY account_id)
       AS counted ON counted.account_id = account.id
  LEFT JOIN LATERAL money_side(account.id, account.last_transfer_id) AS entry ON true
 WHERE (account.balance, account.entries, account.entries)
       IS DISTINCT FROM (coalesce(entry.balance, 0), coalesce(entry.number, 0), coalesce(counted.entries, 0))
 LIMIT 20;

-- name: an entry does not follow from the one before it
SELECT account_id, number FROM (
    SELECT account_id, number, amount, balance, previous_id, city_at, wall_at,
           coalesce(lag(number) OVER one, 0) AS number_before, coalesce(lag(balance) OVER one, 0) AS balance_before,
           lag(transfer_id) OVER one AS transfer_before, coalesce(lag(city_at) OVER one, '-infinity') AS city_before,
           coalesce(lag(wall_at) OVER one, '-infinity') AS wall_before
      FROM money_entry WINDOW one AS (PARTITION BY account_id ORDER BY number)) AS step
 WHERE number <> number_before + 1 OR balance <> balance_before + amount OR city_at < city_before OR wall_at < wall_before
    OR previous_id IS DISTINCT FROM transfer_before
 LIMIT 20;

-- name: a transfer is in another currency than its accounts
SELECT transfer.id, transfer.currency, debit.currency, credit.currency
  FROM money_transfer AS transfer
  LEFT JOIN money_account AS debit ON debit.id = transfer.debit_id
  LEFT JOIN money_account AS credit ON credit.id = transfer.credit_id
 WHERE debit.currency IS DISTINCT FROM transfer.currency OR credit.currency IS DISTINCT FROM transfer.currency
 LIMIT 20;

-- name: what is held is not the sum of open holds
SELECT account.id, account.held_out, account.held_in
  FROM money_account AS account
  LEFT JOIN (SELECT debit_id, sum(amount) AS units FROM money_hold WHERE status = 0 GROUP BY debit_id)
       AS leaving ON leaving.debit_id = account.id
  LEFT JOIN (SELECT credit_id, sum(amount) AS units FROM money_hold WHERE status = 0 GROUP BY credit_id)
       AS coming ON coming.credit_id = account.id
 WHERE account.held_out <> coalesce(leaving.units, 0) OR account.held_in <> coalesce(coming.units, 0)
 LIMIT 20;

-- name: a hold was not settled by exactly one transfer
SELECT coalesce(transfer.id, hold.transfer_id), hold.status, count(settling.id)
  FROM (SELECT id, amount FROM money_transfer WHERE kind = 2) AS transfer
  FULL JOIN money_hold AS hold ON hold.transfer_id = transfer.id
  LEFT JOIN (SELECT id, concerns_id, kind, amount FROM money_transfer WHERE kind IN (3, 4))
       AS settling ON settling.concerns_id = transfer.id
 GROUP BY transfer.id, transfer.amount, hold.transfer_id
HAVING transfer.amount IS DISTINCT FROM hold.amount
    OR count(settling.id) <> CASE WHEN hold.status = 0 THEN 0 ELSE 1 END
    OR (hold.status = 3) IS DISTINCT FROM coalesce(min(settling.kind) = 3, false)
    OR min(settling.amount) > hold.amount
    OR hold.settled_by_id IS DISTINCT FROM min(settling.id::text)::uuid
 LIMIT 20;

-- name: more was refunded than paid, or another sum than is kept
SELECT coalesce(total.transfer_id, back.concerns_id), total.refunded, back.units
  FROM money_refundtotal AS total
  FULL JOIN (SELECT concerns_id, sum(amount) AS units FROM money_transfer WHERE kind = 5 GROUP BY concerns_id)
       AS back ON back.concerns_id = total.transfer_id
  LEFT JOIN money_transfer AS paid ON paid.id = back.concerns_id
 WHERE total.refunded IS DISTINCT FROM back.units OR back.units > paid.amount OR paid.id IS NULL
 LIMIT 20;

-- name: a mark is not conserved
SELECT mark.id, flow.units, pots.units
  FROM money_mark AS mark
  LEFT JOIN (SELECT mark_id, sum(balance) AS units FROM money_account WHERE mark_id IS NOT NULL GROUP BY mark_id)
       AS pots ON pots.mark_id = mark.id
  LEFT JOIN (SELECT into_mark AS mark_id, sum(units) AS units
               FROM (SELECT credit.mark_id AS into_mark, transfer.amount AS units
                       FROM money_transfer AS transfer
                       JOIN money_account AS credit ON credit.id = transfer.credit_id AND credit.mark_id IS NOT NULL
                       JOIN money_account AS debit ON debit.id = transfer.debit_id
                      WHERE transfer.kind NOT IN (2, 4) AND debit.mark_id IS DISTINCT FROM credit.mark_id
                      UNION ALL
                     SELECT debit.mark_id, -transfer.amount
                       FROM money_transfer AS transfer
                       JOIN money_account AS debit ON debit.id = transfer.debit_id AND debit.mark_id IS NOT NULL
                       JOIN money_account AS credit ON credit.id = transfer.credit_id
                      WHERE transfer.kind NOT IN (2, 4) AND debit.mark_id IS DISTINCT FROM credit.mark_id) AS crossing
              GROUP BY into_mark) AS flow ON flow.mark_id = mark.id
 WHERE coalesce(flow.units, 0) <> coalesce(pots.units, 0) OR coalesce(pots.units, 0) < 0
 LIMIT 20;
