-- one row per named speaker and day (UTC) on which articles that quote them appeared
SELECT
    speaker_day.speaker_id,
    speaker.name AS speaker,
    speaker_day.day,
    speaker_day.quotations,
    speaker_day.statements,
    speaker_day.outlets
FROM speaker_day
INNER JOIN speaker ON speaker_day.speaker_id = speaker.id
