-- a version of an article that no capture shows, or that was seen at other times than it says
SELECT article_version.id AS version_id
FROM checked_version
INNER JOIN article_version ON checked_version.id = article_version.id
LEFT JOIN version_capture ON article_version.id = version_capture.version_id
LEFT JOIN capture ON version_capture.capture_id = capture.id
GROUP BY article_version.id, article_version.first_seen_at, article_version.last_seen_at
HAVING
    count(capture.id) = 0
    OR article_version.first_seen_at <> min(capture.fetched_at)
    OR article_version.last_seen_at <> max(capture.fetched_at)
