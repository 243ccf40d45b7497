-- Return the first condition of a mark that each given transfer breaks: of the mark that the money is under, and of
-- every wider mark above it. Codes are those of `money.values.Refusal`; a transfer that breaks none has no row.
CREATE FUNCTION money_check_marks(
    city_now timestamptz, places integer[], kinds smallint[], debits uuid[], credits uuid[], amounts bigint[],
    goods_codes text[], reference_texts text[]
) RETURNS TABLE (place integer, code smallint) LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH RECURSIVE asked AS (
        SELECT b.place, b.kind, b.amount, b.goods, b.reference, d.mark_id AS mark_id, d.holder_id AS payer_id,
               c.mark_id AS into_id, c.holder_id AS payee_id, c.category, c.kind AS into_kind, c.id AS credit_id
          FROM unnest(places, kinds, debits, credits, amounts, goods_codes, reference_texts)
               AS b(place, kind, debit_id, credit_id, amount, goods, reference)
          JOIN money_account AS d ON d.id = b.debit_id
          JOIN money_account AS c ON c.id = b.credit_id
    ), lineage AS (
        SELECT DISTINCT asked.mark_id AS mark_id, mark.id AS wider_id, mark.parent_id
          FROM asked JOIN money_mark AS mark ON mark.id = asked.mark_id
         UNION ALL
        SELECT lineage.mark_id, mark.id, mark.parent_id
          FROM lineage JOIN money_mark AS mark ON mark.id = lineage.parent_id
    ), refusal AS (
        -- Money that is about to come under a mark: from its owner's free money, or from the wider mark above.
        SELECT asked.place, CASE
                   WHEN asked.kind = 6 THEN 27
                   WHEN mark.parent_id IS NULL
                        AND (asked.mark_id IS NOT NULL OR asked.payer_id <> mark.owner_id) THEN 27
                   WHEN mark.parent_id IS NOT NULL AND asked.mark_id IS DISTINCT FROM mark.parent_id THEN 27
                   WHEN mark.valid_until <= city_now THEN 29
               END AS code
          FROM asked JOIN money_mark AS mark ON mark.id = asked.into_id
         WHERE asked.kind IN (1, 2, 6) AND asked.into_id IS DISTINCT FROM asked.mark_id
         UNION ALL
        SELECT asked.place, 37 FROM asked JOIN money_mark AS mark ON mark.id = asked.mark_id
         WHERE asked.kind = 6 AND NOT mark.claimable
         UNION ALL
        SELECT asked.place, 38 FROM asked LEFT JOIN money_mark AS mark ON mark.id = asked.mark_id
         WHERE asked.kind = 7 AND asked.credit_id IS DISTINCT FROM mark.return_account_id
         UNION ALL
        SELECT asked.place, CASE
                   WHEN wider.valid_from > city_now THEN 28
                   WHEN wider.valid_until <= city_now THEN 29
                   -- Its owner hands the money out; whom it may be spent with is asked of those who spend it.
                   WHEN NOT wider.any_payee AND NOT (asked.payer_id = wider.owner_id AND asked.into_id IS NOT NULL)
                        AND NOT EXISTS (SELECT FROM money_markpayee AS payee
                                         WHERE payee.mark_id = wider.id
                                           AND (payee.holder_id = asked.payee_id
                                                OR (payee.category = asked.category AND payee.category <> ''))) THEN 30
                   WHEN cardinality(wider.goods) > 0 AND asked.into_id IS NULL
                        AND NOT asked.goods = ANY(wider.goods) THEN 31
                   WHEN wider.needs_evidence AND NOT EXISTS (
                            SELECT FROM money_markevidence AS evidence
                             WHERE evidence.mark_id = wider.id AND evidence.reference = asked.reference) THEN 32
                   WHEN (asked.into_kind IN (1, 2) OR (asked.payer_id = asked.payee_id AND asked.into_id IS NULL))
                        AND NOT (wider.cash_out = 1 AND EXISTS (
                            SELECT FROM money_markpayee AS payee
                             WHERE payee.mark_id = wider.id AND payee.is_final
                               AND payee.holder_id = asked.payer_id)) THEN 33
                   WHEN wider.on_spend = 1 AND asked.into_id IS NULL AND asked.payer_id <> asked.payee_id
                        AND asked.into_kind NOT IN (1, 2) THEN 34
                   WHEN asked.amount > wider.payment_cap THEN 35
               END AS code
          FROM asked
          JOIN lineage ON lineage.mark_id = asked.mark_id
          JOIN money_mark AS wider ON wider.id = lineage.wider_id
         WHERE asked.kind IN (1, 2)
    )
    SELECT refusal.place, min(refusal.code)::smallint FROM refusal WHERE refusal.code IS NOT NULL GROUP BY refusal.place;
END $$;
