-- a row of statement_spread that is missing, or other than what it follows from
WITH plain AS (
    SELECT
        wording.statement_id,
        count(*) AS quotations,
        count(DISTINCT article.id) AS articles,
        count(DISTINCT article.outlet_id) AS outlets,
        min(article.published_or_first_seen_at) AS first_appeared_at,
        max(article.published_or_first_seen_at) AS last_appeared_at
    FROM checked_statement
    INNER JOIN wording ON checked_statement.id = wording.statement_id
    INNER JOIN quotation ON wording.id = quotation.wording_id
    INNER JOIN article_version ON quotation.version_id = article_version.id
    INNER JOIN article ON article_version.article_id = article.id
    WHERE
        article_version.is_current
        AND quotation.withheld IS NULL
    GROUP BY wording.statement_id
)

SELECT plain.statement_id AS mart_row
FROM plain
LEFT JOIN statement_spread ON plain.statement_id = statement_spread.statement_id
LEFT JOIN current_quotation ON statement_spread.first_quotation_id = current_quotation.quotation_id
WHERE
    statement_spread.statement_id IS NULL
    OR statement_spread.quotations <> plain.quotations
    OR statement_spread.articles <> plain.articles
    OR statement_spread.outlets <> plain.outlets
    OR statement_spread.first_appeared_at <> plain.first_appeared_at
    OR statement_spread.last_appeared_at <> plain.last_appeared_at
    OR current_quotation.quotation_id IS NULL
    OR current_quotation.published_or_first_seen_at <> plain.first_appeared_at
UNION ALL
SELECT statement_spread.statement_id AS mart_row
FROM checked_statement
INNER JOIN statement_spread ON checked_statement.id = statement_spread.statement_id
LEFT JOIN plain ON statement_spread.statement_id = plain.statement_id
WHERE plain.statement_id IS NULL
