-- a quotation, or a source or cue of one, that is empty or not inside its article's text
-- the length is read once a version: length() has to go through a whole text
WITH version AS MATERIALIZED (
    SELECT
        article_version.id,
        length(article_version.text) AS characters
    FROM checked_version
    INNER JOIN article_version ON checked_version.id = article_version.id
)

SELECT quotation.id AS quotation_id
FROM quotation
INNER JOIN version ON quotation.version_id = version.id
WHERE
    quotation.start_offset < 0
    OR quotation.end_offset <= quotation.start_offset
    OR quotation.end_offset > version.characters
    OR quotation.source_start < 0
    OR quotation.source_end <= quotation.source_start
    OR quotation.source_end > version.characters
    OR (quotation.source_start IS NULL) <> (quotation.source_end IS NULL)
    OR quotation.cue_start < 0
    OR quotation.cue_end <= quotation.cue_start
    OR quotation.cue_end > version.characters
    OR (quotation.cue_start IS NULL) <> (quotation.cue_end IS NULL)
