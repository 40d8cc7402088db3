-- a quotation that does not begin in the paragraph that it names
WITH paragraph AS (
    SELECT
        block.version_id,
        block.paragraph AS number,
        length(block.text) AS characters,
        sum(length(block.text) + 2) OVER (
            PARTITION BY block.version_id
            ORDER BY block.paragraph
        ) AS next_start
    FROM checked_version
    INNER JOIN block ON checked_version.id = block.version_id
    WHERE block.paragraph IS NOT NULL
)

SELECT quotation.id AS quotation_id
FROM checked_version
INNER JOIN quotation ON checked_version.id = quotation.version_id
LEFT JOIN paragraph
    ON
        quotation.version_id = paragraph.version_id
        AND quotation.paragraph = paragraph.number
WHERE
    paragraph.number IS NULL
    OR quotation.start_offset >= paragraph.next_start
    OR quotation.start_offset < paragraph.next_start - 2 - paragraph.characters
