-- one row per outlet and kind of answer that it gave to those who visited it
WITH answers AS (
    SELECT
        capture.outlet_key,
        'captured' AS answer,
        capture.fetched_at AS answered_at
    FROM capture
    WHERE capture.imported_from IS NULL
    UNION ALL
    SELECT
        rejected.outlet_key,
        rejected.reason AS answer,
        run.started_at AS answered_at
    FROM rejected
    INNER JOIN run ON rejected.run_id = run.id
    WHERE
        -- no outlet was asked by a run that works from WARC files
        run.kind NOT IN ('import', 'reprocess')
        AND (
            rejected.reason = 'consent-wall'
            OR (
                rejected.stage IN ('discover', 'fetch')
                -- nobody was asked, nothing came back, or what failed was ours
                AND rejected.reason NOT IN (
                    'bad-url', 'unknown-host', 'private-address', 'too-many-candidates',
                    'too-many-sitemaps', 'visit-over', 'left-alone', 'timeout', 'connection-failed',
                    'warc-damaged', 'source-failed', 'reader-failed'
                )
            )
        )
    UNION ALL
    SELECT
        capture.outlet_key,
        'paywalled' AS answer,
        capture.fetched_at AS answered_at
    FROM article_version
    INNER JOIN version_capture ON article_version.id = version_capture.version_id
    INNER JOIN capture ON version_capture.capture_id = capture.id
    WHERE article_version.paywalled AND capture.imported_from IS NULL
)

SELECT
    outlet.key AS outlet_key,
    outlet.name AS outlet,
    answers.answer,
    count(*) AS answers,
    min(answers.answered_at) AS first_answered_at,
    max(answers.answered_at) AS last_answered_at
FROM answers
INNER JOIN outlet ON answers.outlet_key = outlet.key
GROUP BY outlet.key, outlet.name, answers.answer
