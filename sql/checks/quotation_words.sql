-- a quotation whose words are not those of the article at its offsets; further parts follow " … "
SELECT quotation.id AS quotation_id
FROM checked_version
INNER JOIN quotation ON checked_version.id = quotation.version_id
INNER JOIN article_version ON quotation.version_id = article_version.id
WHERE
    -- an empty span has no words to compare, and PostgreSQL does not take a negative length
    CASE
        WHEN quotation.end_offset > quotation.start_offset
            THEN
                substr(quotation.text, 1, quotation.end_offset - quotation.start_offset)
                <> substr(
                    article_version.text,
                    quotation.start_offset + 1,
                    quotation.end_offset - quotation.start_offset
                )
                OR substr(quotation.text, quotation.end_offset - quotation.start_offset + 1, 3)
                NOT IN ('', ' … ')
        ELSE FALSE
    END
