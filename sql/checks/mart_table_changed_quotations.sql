-- a row of changed_quotation that is missing, or other than what it follows from
WITH printed AS (
    SELECT
        article_version.article_id,
        article_version.is_current,
        article_version.first_seen_at,
        article_version.last_seen_at,
        quotation.wording_id,
        quotation.withheld,
        wording.statement_id
    FROM checked_article
    INNER JOIN article_version ON checked_article.id = article_version.article_id
    INNER JOIN quotation ON article_version.id = quotation.version_id
    INNER JOIN wording ON quotation.wording_id = wording.id
),

plain AS (
    SELECT
        article_id,
        wording_id,
        min(statement_id) AS statement_id,
        min(first_seen_at) AS first_seen_at,
        max(last_seen_at) AS last_seen_at
    FROM printed
    WHERE
        NOT is_current
        AND withheld IS NULL
    GROUP BY article_id, wording_id
    EXCEPT
    SELECT
        older.article_id,
        older.wording_id,
        min(older.statement_id) AS statement_id,
        min(older.first_seen_at) AS first_seen_at,
        max(older.last_seen_at) AS last_seen_at
    FROM printed AS older
    INNER JOIN printed AS now
        ON
            older.article_id = now.article_id
            AND older.wording_id = now.wording_id
            AND now.is_current
    WHERE
        NOT older.is_current
        AND older.withheld IS NULL
    GROUP BY older.article_id, older.wording_id
)

SELECT plain.article_id AS mart_row
FROM plain
LEFT JOIN changed_quotation
    ON
        plain.article_id = changed_quotation.article_id
        AND plain.wording_id = changed_quotation.wording_id
WHERE
    changed_quotation.article_id IS NULL
    OR changed_quotation.statement_id <> plain.statement_id
    OR changed_quotation.first_seen_at <> plain.first_seen_at
    OR changed_quotation.last_seen_at <> plain.last_seen_at
    OR (changed_quotation.quotation_now_id IS NULL)
    <> (
        NOT EXISTS (
            SELECT 1
            FROM printed AS now
            WHERE
                now.is_current
                AND now.withheld IS NULL
                AND now.article_id = plain.article_id
                AND now.statement_id = plain.statement_id
        )
    )
UNION ALL
SELECT changed_quotation.article_id AS mart_row
FROM checked_article
INNER JOIN changed_quotation ON checked_article.id = changed_quotation.article_id
LEFT JOIN plain
    ON
        changed_quotation.article_id = plain.article_id
        AND changed_quotation.wording_id = plain.wording_id
WHERE plain.article_id IS NULL
