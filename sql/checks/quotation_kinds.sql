-- a quotation with a confidence not in 0..1, or in marks and yet “indirect”
SELECT quotation.id AS quotation_id
FROM checked_version
INNER JOIN quotation ON checked_version.id = quotation.version_id
WHERE
    NOT quotation.confidence BETWEEN 0 AND 1
    OR (
        quotation.kind = 'indirect'
        AND substr(quotation.text, 1, 1) IN ('“', '„', '«', '"')
        AND substr(quotation.text, length(quotation.text), 1) IN ('”', '“', '»', '"')
        -- the marks at both ends are all that there are: two terms in marks may stand there as well
        AND length(
            replace(
                replace(
                    replace(
                        replace(replace(replace(quotation.text, '“', ''), '”', ''), '„', ''),
                        '«', ''
                    ),
                    '»', ''
                ),
                '"', ''
            )
        )
        = length(quotation.text) - 2
    )
