-- one row per edit of an article and quotation that it changed
SELECT
    article_edit.article_id,
    changed_quotation.version_id,
    changed_quotation.version_now_id,
    changed_quotation.ordinal,
    wording.statement_id,
    article.outlet_id,
    outlet.name AS outlet,
    version_now.headline,
    article.url,
    CASE
        WHEN
            changed_quotation.other_speaker
            -- two names may be one person; a source without a name is not
            AND coalesce(speaker.id, -1) <> coalesce(speaker_now.id, -2)
            THEN 'speaker'
        ELSE changed_quotation.change
    END AS change,
    changed_quotation.words_changed,
    speaker.id AS speaker_id,
    coalesce(speaker.name, quotation.speaker_text) AS speaker,
    identity.key AS speaker_identity,
    speaker_now.id AS speaker_now_id,
    coalesce(speaker_now.name, quotation_now.speaker_text) AS speaker_now,
    changed_quotation.quotation_id,
    quotation.text,
    changed_quotation.quotation_now_id,
    quotation_now.text AS text_now,
    CASE
        WHEN quotation_now.confidence > quotation.confidence THEN quotation_now.confidence
        ELSE coalesce(quotation.confidence, quotation_now.confidence)
    END AS confidence,
    article_version.first_seen_at,
    article_edit.last_seen_at,
    article_edit.seen_at
FROM article_edit
INNER JOIN changed_quotation
    ON
        article_edit.version_id = changed_quotation.version_id
        AND article_edit.version_now_id = changed_quotation.version_now_id
INNER JOIN article ON article_edit.article_id = article.id
INNER JOIN outlet ON article.outlet_id = outlet.id
INNER JOIN article_version ON article_edit.version_id = article_version.id
INNER JOIN article_version AS version_now ON article_edit.version_now_id = version_now.id
LEFT JOIN quotation ON changed_quotation.quotation_id = quotation.id
LEFT JOIN speaker_name ON quotation.name_id = speaker_name.id
LEFT JOIN speaker ON speaker_name.speaker_id = speaker.id
LEFT JOIN identity_candidate
    ON
        speaker_name.speaker_id = identity_candidate.speaker_id
        AND identity_candidate.doubt IS NULL
LEFT JOIN identity ON identity_candidate.identity_id = identity.id
LEFT JOIN quotation AS quotation_now ON changed_quotation.quotation_now_id = quotation_now.id
LEFT JOIN speaker_name AS name_now ON quotation_now.name_id = name_now.id
LEFT JOIN speaker AS speaker_now ON name_now.speaker_id = speaker_now.id
LEFT JOIN wording
    ON wording.id = coalesce(quotation.wording_id, quotation_now.wording_id)
WHERE
    quotation.withheld IS NULL
    AND quotation_now.withheld IS NULL
    -- what only one of two texts has may be left out by one of two extractions
    AND (
        article_version.extraction = version_now.extraction
        OR (
            changed_quotation.quotation_id IS NOT NULL
            AND changed_quotation.quotation_now_id IS NOT NULL
        )
    )
    AND (
        changed_quotation.change IS NOT NULL
        OR coalesce(speaker.id, -1) <> coalesce(speaker_now.id, -2)
    )
