-- one row per article and wording that an older version has and the current one no longer
WITH printed AS (
    SELECT
        article_version.article_id,
        article_version.is_current,
        article_version.first_seen_at,
        article_version.last_seen_at,
        wording.statement_id,
        quotation.wording_id,
        quotation.text,
        coalesce(speaker.name, quotation.speaker_text) AS speaker
    FROM quotation
    INNER JOIN article_version ON quotation.version_id = article_version.id
    INNER JOIN wording ON quotation.wording_id = wording.id
    LEFT JOIN speaker_name ON quotation.name_id = speaker_name.id
    LEFT JOIN speaker ON speaker_name.speaker_id = speaker.id
),

now AS (
    SELECT
        article_id,
        statement_id,
        min(text) AS text
    FROM printed
    WHERE is_current
    GROUP BY article_id, statement_id
)

SELECT
    printed.article_id,
    printed.statement_id,
    outlet.name AS outlet,
    article.url,
    min(printed.speaker) AS speaker,
    CASE WHEN min(now.text) IS NULL THEN 'gone' ELSE 'changed' END AS change,
    min(printed.text) AS text,
    min(now.text) AS text_now,
    min(printed.first_seen_at) AS first_seen_at,
    max(printed.last_seen_at) AS last_seen_at
FROM printed
INNER JOIN article ON printed.article_id = article.id
INNER JOIN outlet ON article.outlet_id = outlet.id
LEFT JOIN now
    ON
        printed.article_id = now.article_id
        AND printed.statement_id = now.statement_id
WHERE
    NOT printed.is_current
    AND NOT EXISTS (
        SELECT 1
        FROM quotation AS remaining
        INNER JOIN article_version AS current_version
            ON remaining.version_id = current_version.id
        WHERE
            current_version.article_id = printed.article_id
            AND current_version.is_current
            AND remaining.wording_id = printed.wording_id
    )
GROUP BY printed.article_id, printed.statement_id, printed.wording_id, outlet.name, article.url
