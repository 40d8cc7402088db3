-- a row of speaker_day that is missing, or other than what it follows from
WITH span AS (
    SELECT
        min(date(article.published_or_first_seen_at)) AS first_day,
        max(date(article.published_or_first_seen_at)) AS last_day
    FROM checked_article
    INNER JOIN article ON checked_article.id = article.id
),

plain AS (
    SELECT
        current_quotation.speaker_id,
        date(current_quotation.published_or_first_seen_at) AS day,
        count(*) AS quotations,
        count(DISTINCT current_quotation.statement_id) AS statements,
        count(DISTINCT current_quotation.outlet_id) AS outlets
    FROM span
    CROSS JOIN checked_speaker
    INNER JOIN current_quotation
        ON
            checked_speaker.id = current_quotation.speaker_id
            -- the time of a day is not before its date alone, on either database
            AND span.first_day <= current_quotation.published_or_first_seen_at
    WHERE date(current_quotation.published_or_first_seen_at) <= span.last_day
    GROUP BY current_quotation.speaker_id, date(current_quotation.published_or_first_seen_at)
)

SELECT plain.speaker_id AS mart_row
FROM plain
LEFT JOIN speaker_day
    ON
        plain.speaker_id = speaker_day.speaker_id
        AND plain.day = speaker_day.day
WHERE
    speaker_day.speaker_id IS NULL
    OR speaker_day.quotations <> plain.quotations
    OR speaker_day.statements <> plain.statements
    OR speaker_day.outlets <> plain.outlets
UNION ALL
SELECT speaker_day.speaker_id AS mart_row
FROM span
CROSS JOIN checked_speaker
INNER JOIN speaker_day
    ON
        checked_speaker.id = speaker_day.speaker_id
        AND speaker_day.day BETWEEN span.first_day AND span.last_day
LEFT JOIN plain
    ON
        speaker_day.speaker_id = plain.speaker_id
        AND speaker_day.day = plain.day
WHERE plain.speaker_id IS NULL
