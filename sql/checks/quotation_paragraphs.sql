-- a quotation that does not begin in the paragraph that it names
WITH paragraph AS (
    SELECT
        version_id,
        paragraph AS number,
        length(text) AS characters,
        sum(length(text) + 2) OVER (
            PARTITION BY version_id
            ORDER BY paragraph
        ) AS next_start
    FROM block
    WHERE paragraph IS NOT NULL
)

SELECT quotation.id
FROM quotation
LEFT JOIN paragraph
    ON
        quotation.version_id = paragraph.version_id
        AND quotation.paragraph = paragraph.number
WHERE
    paragraph.number IS NULL
    OR quotation.start_offset >= paragraph.next_start
    OR quotation.start_offset < paragraph.next_start - 2 - paragraph.characters
