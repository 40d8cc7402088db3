-- a row of statement_spread that is missing, or other than what it follows from
WITH printed AS (
    SELECT
        wording.statement_id,
        quotation.id AS quotation_id,
        article.id AS article_id,
        article.outlet_id,
        article.published_or_first_seen_at,
        rank() OVER (
            PARTITION BY wording.statement_id
            ORDER BY
                date(article.published_or_first_seen_at),
                -- midnight is the day alone, which counts from when it was seen
                CASE
                    WHEN
                        substr(cast(article.published_or_first_seen_at AS TEXT), 12, 8) = '00:00:00'
                        AND article.first_seen_at > article.published_or_first_seen_at
                        THEN article.first_seen_at
                    ELSE article.published_or_first_seen_at
                END,
                article.first_seen_at,
                article.url,
                article.outlet_id
        ) AS place
    FROM checked_statement
    INNER JOIN wording ON checked_statement.id = wording.statement_id
    INNER JOIN quotation ON wording.id = quotation.wording_id
    INNER JOIN article_version ON quotation.version_id = article_version.id
    INNER JOIN article ON article_version.article_id = article.id
    WHERE
        article_version.is_current
        AND quotation.withheld IS NULL
),

plain AS (
    SELECT
        statement_id,
        count(*) AS quotations,
        count(DISTINCT article_id) AS articles,
        count(DISTINCT outlet_id) AS outlets,
        max(published_or_first_seen_at) AS last_appeared_at
    FROM printed
    GROUP BY statement_id
)

SELECT plain.statement_id AS mart_row
FROM plain
LEFT JOIN statement_spread ON plain.statement_id = statement_spread.statement_id
LEFT JOIN printed
    ON
        plain.statement_id = printed.statement_id
        AND statement_spread.first_quotation_id = printed.quotation_id
        AND printed.place = 1
WHERE
    statement_spread.statement_id IS NULL
    OR statement_spread.quotations <> plain.quotations
    OR statement_spread.articles <> plain.articles
    OR statement_spread.outlets <> plain.outlets
    OR statement_spread.last_appeared_at <> plain.last_appeared_at
    OR printed.quotation_id IS NULL
    OR statement_spread.first_appeared_at <> printed.published_or_first_seen_at
UNION ALL
SELECT statement_spread.statement_id AS mart_row
FROM checked_statement
INNER JOIN statement_spread ON checked_statement.id = statement_spread.statement_id
LEFT JOIN plain ON statement_spread.statement_id = plain.statement_id
WHERE plain.statement_id IS NULL
