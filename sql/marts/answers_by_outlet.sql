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
    WHERE rejected.stage IN ('discover', 'fetch') OR rejected.reason = 'consent-wall'
    UNION ALL
    SELECT
        outlet.key AS outlet_key,
        'paywalled' AS answer,
        article_version.first_seen_at AS answered_at
    FROM article_version
    INNER JOIN article ON article_version.article_id = article.id
    INNER JOIN outlet ON article.outlet_id = outlet.id
    WHERE article_version.paywalled
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
