-- something that happened more than a day from now: a capture, an article, a run
SELECT article_version.article_id
FROM checked_version
INNER JOIN article_version ON checked_version.id = article_version.id
INNER JOIN version_capture ON article_version.id = version_capture.version_id
INNER JOIN capture ON version_capture.capture_id = capture.id
WHERE capture.fetched_at > :day_ahead
UNION ALL
SELECT article.id AS article_id
FROM checked_article
INNER JOIN article ON checked_article.id = article.id
WHERE article.published_or_first_seen_at > :day_ahead
UNION ALL
SELECT cast(NULL AS BIGINT) AS article_id
FROM checked_run
INNER JOIN run ON checked_run.id = run.id
WHERE run.started_at > :day_ahead
