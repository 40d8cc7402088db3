-- a quotation of an unknown kind, with a confidence not in 0..1, or in marks and yet “indirect”
SELECT id
FROM quotation
WHERE
    kind NOT IN ('direct', 'partial', 'indirect', 'mixed')
    OR NOT confidence BETWEEN 0 AND 1
    OR (
        kind = 'indirect'
        AND substr(text, 1, 1) IN ('“', '„', '«', '"')
        AND substr(text, length(text), 1) IN ('”', '“', '»', '"')
        -- the marks at both ends are all that there are: two terms in marks may stand there as well
        AND length(
            replace(
                replace(
                    replace(replace(replace(replace(text, '“', ''), '”', ''), '„', ''), '«', ''),
                    '»', ''
                ),
                '"', ''
            )
        )
        = length(text) - 2
    )
