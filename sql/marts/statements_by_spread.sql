-- one row per statement that a current version of an article has: the furthest spread first
WITH printed AS (
    SELECT
        wording.statement_id,
        quotation.text,
        article.id AS article_id,
        article.outlet_id,
        article.appeared_at,
        outlet.name AS outlet,
        coalesce(speaker.name, quotation.speaker_text) AS speaker,
        row_number() OVER (
            PARTITION BY wording.statement_id
            ORDER BY
                article.appeared_at, article.first_seen_at, article.url, article.outlet_id,
                quotation.start_offset, quotation.id
        ) AS place
    FROM quotation
    INNER JOIN article_version ON quotation.version_id = article_version.id
    INNER JOIN article ON article_version.article_id = article.id
    INNER JOIN outlet ON article.outlet_id = outlet.id
    INNER JOIN wording ON quotation.wording_id = wording.id
    LEFT JOIN speaker_name ON quotation.name_id = speaker_name.id
    LEFT JOIN speaker ON speaker_name.speaker_id = speaker.id
    WHERE article_version.is_current
)

SELECT
    printed.statement_id,
    max(CASE WHEN printed.place = 1 THEN printed.text END) AS text,
    max(CASE WHEN printed.place = 1 THEN printed.speaker END) AS speaker,
    count(*) AS quotations,
    count(DISTINCT printed.article_id) AS articles,
    count(DISTINCT printed.outlet_id) AS outlets,
    max(CASE WHEN printed.place = 1 THEN printed.outlet END) AS first_outlet,
    min(printed.appeared_at) AS first_appeared_at,
    max(printed.appeared_at) AS last_appeared_at
FROM printed
GROUP BY printed.statement_id
ORDER BY outlets DESC, articles DESC, quotations DESC, printed.statement_id ASC
