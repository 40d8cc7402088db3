-- something that one run refused twice for one reason
SELECT
    run_id,
    stage,
    reference,
    reason,
    warc_file,
    warc_offset
FROM rejected
GROUP BY run_id, stage, reference, reason, warc_file, warc_offset
HAVING count(*) > 1
