-- a quotation that is empty or not inside its article's text, or whose source or cue is not
SELECT quotation.id
FROM quotation
INNER JOIN article_version ON quotation.version_id = article_version.id
WHERE
    quotation.start_offset < 0
    OR quotation.end_offset <= quotation.start_offset
    OR quotation.end_offset > length(article_version.text)
    OR quotation.source_start < 0
    OR quotation.source_end <= quotation.source_start
    OR quotation.source_end > length(article_version.text)
    OR (quotation.source_start IS NULL) <> (quotation.source_end IS NULL)
    OR quotation.cue_start < 0
    OR quotation.cue_end <= quotation.cue_start
    OR quotation.cue_end > length(article_version.text)
    OR (quotation.cue_start IS NULL) <> (quotation.cue_end IS NULL)
