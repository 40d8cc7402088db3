-- something that one run rejected twice for one reason
SELECT
    rejected.run_id,
    rejected.stage,
    rejected.reference,
    rejected.reason,
    rejected.warc_file,
    rejected.warc_offset
FROM checked_run
INNER JOIN rejected ON checked_run.id = rejected.run_id
GROUP BY
    rejected.run_id, rejected.stage, rejected.reference, rejected.reason, rejected.warc_file,
    rejected.warc_offset
HAVING count(*) > 1
