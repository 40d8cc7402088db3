-- one row per statement that a quotation has: the furthest spread first
SELECT
    statement_spread.statement_id,
    quotations.text,
    quotations.speaker,
    quotations.speaker_identity,
    statement_spread.quotations,
    statement_spread.articles,
    statement_spread.outlets,
    quotations.outlet AS first_outlet,
    statement_spread.first_appeared_at,
    statement_spread.last_appeared_at
FROM statement_spread
INNER JOIN quotations ON statement_spread.first_quotation_id = quotations.quotation_id
ORDER BY
    statement_spread.outlets DESC, statement_spread.articles DESC,
    statement_spread.quotations DESC, statement_spread.statement_id DESC
