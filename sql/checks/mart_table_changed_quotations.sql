-- a row of changed_quotation that is missing, of no edit, or not what its two quotations show
WITH told AS (
    SELECT
        article_edit.article_id,
        changed_quotation.version_id,
        changed_quotation.version_now_id,
        changed_quotation.quotation_id,
        changed_quotation.quotation_now_id,
        changed_quotation.change,
        changed_quotation.other_speaker,
        changed_quotation.words_changed,
        quotation.version_id AS of_version,
        quotation_now.version_id AS now_of_version,
        wording.words,
        wording_now.words AS words_now,
        quotation.name_id AS name,
        quotation_now.name_id AS name_now
    FROM checked_article
    INNER JOIN article_edit ON checked_article.id = article_edit.article_id
    INNER JOIN changed_quotation
        ON
            article_edit.version_id = changed_quotation.version_id
            AND article_edit.version_now_id = changed_quotation.version_now_id
    LEFT JOIN quotation ON changed_quotation.quotation_id = quotation.id
    LEFT JOIN wording ON quotation.wording_id = wording.id
    LEFT JOIN quotation AS quotation_now ON changed_quotation.quotation_now_id = quotation_now.id
    LEFT JOIN wording AS wording_now ON quotation_now.wording_id = wording_now.id
)

-- a quotation of another text, or a kind of change that the two quotations rule out
SELECT article_id AS mart_row
FROM told
WHERE
    coalesce(of_version, -1) <> CASE WHEN quotation_id IS NULL THEN -1 ELSE version_id END
    OR coalesce(now_of_version, -1)
    <> CASE WHEN quotation_now_id IS NULL THEN -1 ELSE version_now_id END
    OR (quotation_now_id IS NULL) <> (coalesce(change, '') = 'removed')
    OR (quotation_id IS NULL) <> (coalesce(change, '') = 'added')
    OR (other_speaker AND name = name_now)
    OR NOT (other_speaker OR change IS NOT NULL)
    OR (
        words = words_now
        AND change IN ('negation', 'number', 'spelling', 'replaced', 'reworded')
    )
    OR (words_changed > 0)
    <> (
        coalesce(change, '')
        IN ('removed', 'added', 'negation', 'number', 'spelling', 'replaced', 'reworded')
    )
UNION ALL
-- a quotation in two changes of one edit
SELECT min(article_id) AS mart_row
FROM told
WHERE quotation_id IS NOT NULL
GROUP BY version_id, version_now_id, quotation_id
HAVING count(*) > 1
UNION ALL
SELECT min(article_id) AS mart_row
FROM told
WHERE quotation_now_id IS NOT NULL
GROUP BY version_id, version_now_id, quotation_now_id
HAVING count(*) > 1
UNION ALL
-- words in one piece that the newer text has nowhere, and that no row says were changed
SELECT article_edit.article_id AS mart_row
FROM checked_article
INNER JOIN article_edit ON checked_article.id = article_edit.article_id
INNER JOIN article_version AS version_now ON article_edit.version_now_id = version_now.id
INNER JOIN quotation ON article_edit.version_id = quotation.version_id
INNER JOIN wording ON quotation.wording_id = wording.id
LEFT JOIN told
    ON
        quotation.id = told.quotation_id
        AND article_edit.version_now_id = told.version_now_id
WHERE
    told.quotation_id IS NULL
    AND NOT version_now.truncated
    AND NOT version_now.paywalled
    AND NOT EXISTS (
        SELECT 1
        FROM quotation AS still
        INNER JOIN wording AS still_wording ON still.wording_id = still_wording.id
        WHERE
            still.version_id = article_edit.version_now_id
            AND still_wording.words = wording.words
    )
    AND quotation.end_offset - quotation.start_offset = length(quotation.text)
    AND length(quotation.text) > 1
    -- their beginning is enough: marks around them may be others
    AND replace(version_now.text, substr(quotation.text, 2, 20), '') = version_now.text
UNION ALL
-- rows that came or went
SELECT article_edit.article_id AS mart_row
FROM checked_article
INNER JOIN article_edit ON checked_article.id = article_edit.article_id
LEFT JOIN changed_quotation
    ON
        article_edit.version_id = changed_quotation.version_id
        AND article_edit.version_now_id = changed_quotation.version_now_id
GROUP BY
    article_edit.article_id,
    article_edit.version_id,
    article_edit.version_now_id,
    article_edit.changed_quotations
HAVING count(changed_quotation.ordinal) <> article_edit.changed_quotations
UNION ALL
-- rows of no edit
SELECT changed_quotation.version_id AS mart_row
FROM changed_quotation
LEFT JOIN article_edit
    ON
        changed_quotation.version_id = article_edit.version_id
        AND changed_quotation.version_now_id = article_edit.version_now_id
WHERE article_edit.version_id IS NULL
