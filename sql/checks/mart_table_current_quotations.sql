-- a row of current_quotation that is missing, or other than what it follows from
WITH plain AS (
    SELECT
        quotation.id,
        article.id AS article_id,
        article.outlet_id,
        wording.statement_id,
        quotation.wording_id,
        speaker_name.speaker_id,
        substr(coalesce(speaker.name, quotation.speaker_text), 1, 300) AS speaker,
        quotation.kind,
        article_version.language,
        article.published_or_first_seen_at,
        quotation.confidence
    FROM checked_article
    INNER JOIN article ON checked_article.id = article.id
    INNER JOIN article_version ON article.id = article_version.article_id
    INNER JOIN quotation ON article_version.id = quotation.version_id
    INNER JOIN wording ON quotation.wording_id = wording.id
    LEFT JOIN speaker_name ON quotation.name_id = speaker_name.id
    LEFT JOIN speaker ON speaker_name.speaker_id = speaker.id
    WHERE
        article_version.is_current
        AND quotation.withheld IS NULL
)

SELECT plain.id AS mart_row
FROM plain
LEFT JOIN current_quotation ON plain.id = current_quotation.quotation_id
WHERE
    current_quotation.quotation_id IS NULL
    OR current_quotation.article_id <> plain.article_id
    OR current_quotation.outlet_id <> plain.outlet_id
    OR current_quotation.statement_id <> plain.statement_id
    OR current_quotation.wording_id <> plain.wording_id
    OR coalesce(current_quotation.speaker_id, 0) <> coalesce(plain.speaker_id, 0)
    OR coalesce(current_quotation.speaker, '') <> coalesce(plain.speaker, '')
    OR current_quotation.kind <> plain.kind
    OR coalesce(current_quotation.language, '') <> coalesce(plain.language, '')
    OR current_quotation.published_or_first_seen_at <> plain.published_or_first_seen_at
    OR current_quotation.confidence <> plain.confidence
UNION ALL
SELECT current_quotation.quotation_id AS mart_row
FROM checked_article
INNER JOIN current_quotation ON checked_article.id = current_quotation.article_id
LEFT JOIN plain ON current_quotation.quotation_id = plain.id
WHERE plain.id IS NULL
