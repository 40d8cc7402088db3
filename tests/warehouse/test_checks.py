"""Every data-quality check finds what it is for, and nothing in a good warehouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from pipeline.records import KEPT_LABELS, Label
from pipeline.warehouse import (
    check_run,
    counts_of,
    digest_data,
    park_violations,
    rebuild_marts,
    run_checks,
    search,
    stats,
)
from pipeline.warehouse.derived_tables import MART_TABLES
from pipeline.warehouse.sql_files import check_files
from pipeline.warehouse.tables import metadata
from tests.contents import contents
from tests.warehouse.examples import (
    DAY,
    EDITED_QUOTES,
    FERRY,
    MONDAY,
    RUN,
    agency,
    begin,
    capture,
    edited,
    ferry,
    load,
    page,
    refusal,
    shuffled,
)
from tests.warehouse.sql_results import rows, violations

OF_THE_POST = "(SELECT id FROM article WHERE url = 'https://post.example/ferry')"
OF_THE_COURIER = "(SELECT id FROM article WHERE url = 'https://courier.example/ferry')"
SOME_RUN = f"(SELECT id FROM run WHERE key = '{RUN}')"
SOLD, OURS = "“We will not sell the ferry,”", "“It is ours,”"
KVIST = "SELECT id FROM speaker_name WHERE name = 'Edda Kvist'"
MAY, QUAY = EDITED_QUOTES[0].words, "that the quay needed repair"
DROPPED = [(label, "rule") for label in Label if label not in KEPT_LABELS]
REFUSED_TWICE = (
    "INSERT INTO rejected (run_id, stage, reference, reason, detail) "
    f"VALUES ({SOME_RUN}, 'fetch', 'https://a.example', 'http-404', 'gone')"
)

PLANTED: dict[str, list[list[str]]] = {
    "article_current_versions": [
        [f"UPDATE article_version SET is_current = FALSE WHERE article_id = {OF_THE_POST}"],
    ],
    "article_newest_version": [
        [
            f"UPDATE article_version SET is_current = FALSE WHERE article_id = {OF_THE_COURIER}",
            "UPDATE article_version SET is_current = TRUE WHERE text LIKE '%We will not sell%' "
            f"AND article_id = {OF_THE_COURIER}",
        ],
    ],
    "article_times": [
        [f"UPDATE article SET first_seen_at = published_or_first_seen_at WHERE id = {OF_THE_POST}"],
        ["UPDATE article SET last_seen_at = first_seen_at WHERE url LIKE '%courier%'"],
    ],
    "block_labels": [
        ["UPDATE block SET paragraph = 9 WHERE label = 'related'"],
        ["UPDATE block SET paragraph = NULL WHERE text LIKE '%stays public%'"],
    ],
    "block_positions": [
        ["DELETE FROM block WHERE text LIKE '%stays public%'"],
        ["UPDATE block SET position = 99 WHERE label = 'related'"],
    ],
    "block_probability": [
        ["UPDATE block SET rule = 'arbiter-over-in-container' WHERE label = 'related'"],
        ["UPDATE block SET rule = 'arbiter-over-related-by-name' WHERE text LIKE '%stays public%'"],
    ],
    "mart_table_article_edits": [
        ["UPDATE article_edit SET seen_at = last_seen_at"],
        [
            "INSERT INTO article_edit SELECT version_now_id, version_id, article_id, "
            "last_seen_at, seen_at, 0 FROM article_edit"
        ],
        ["UPDATE article_edit SET version_id = 0 WHERE changed_quotations > 0"],
    ],
    "mart_table_changed_quotations": [
        ["UPDATE changed_quotation SET other_speaker = TRUE WHERE change = 'negation'"],
        [
            "DELETE FROM changed_quotation WHERE change = 'removed'",
            "UPDATE article_edit SET changed_quotations = changed_quotations - 1",
        ],
        ["UPDATE changed_quotation SET quotation_id = quotation_now_id"],
        ["UPDATE changed_quotation SET version_id = 0"],
    ],
    "mart_table_current_quotations": [
        ["UPDATE current_quotation SET speaker = 'Nobody' WHERE speaker = 'Edda Kvist'"],
        ["UPDATE quotation SET withheld = 'a check' WHERE text = 'it was time'"],
    ],
    "mart_table_identity_candidates": [
        ["INSERT INTO identity_candidate SELECT id, 0, NULL FROM speaker WHERE name = 'Edda Kvist'"]
    ],
    "mart_table_speaker_days": [
        ["UPDATE speaker_day SET quotations = 99 WHERE outlets = 2"],
        ["DELETE FROM speaker_day WHERE outlets = 1"],
    ],
    "mart_table_statement_spread": [
        ["UPDATE statement_spread SET outlets = 99"],
    ],
    "quotation_kinds": [
        [f"UPDATE quotation SET confidence = 1.5 WHERE text = '{SOLD}'"],
        ["UPDATE quotation SET confidence = -0.5 WHERE text = 'it was time'"],
        [f"UPDATE quotation SET kind = 'indirect' WHERE text = '{OURS}'"],
    ],
    "quotation_paragraphs": [
        [f"UPDATE quotation SET paragraph = 99 WHERE text = '{OURS}'"],
        [f"UPDATE quotation SET paragraph = 0 WHERE text = '{SOLD}'"],
        ["UPDATE quotation SET paragraph = 2 WHERE text = 'it was time'"],
    ],
    "quotation_spans": [
        [f"UPDATE quotation SET end_offset = start_offset WHERE text = '{OURS}'"],
        [f"UPDATE quotation SET start_offset = -1 WHERE text = '{SOLD}'"],
        ["UPDATE quotation SET end_offset = 100000 WHERE text = 'it was time'"],
        [f"UPDATE quotation SET source_start = 1 WHERE text = '{MAY}'"],
        [f"UPDATE quotation SET cue_start = 9, cue_end = 9 WHERE text = '{QUAY}'"],
    ],
    "quotation_speakers": [
        [f"UPDATE quotation SET wording_id = NULL WHERE text = '{OURS}'"],
        [f"UPDATE quotation SET name_id = ({KVIST}) WHERE text = '{SOLD}'"],
    ],
    "quotation_words": [
        [f"UPDATE quotation SET text = 'invented' WHERE text = '{OURS}'"],
        [f"UPDATE quotation SET text = text || '!' WHERE text = '{SOLD}'"],
        [f"UPDATE quotation SET end_offset = end_offset + 1 WHERE text = '{MAY}'"],
    ],
    "rejections_twice": [[REFUSED_TWICE, REFUSED_TWICE]],
    "run_ends": [
        [f"UPDATE run SET outcome = 'succeeded' WHERE key = '{RUN}'"],
        [
            "INSERT INTO run (key, kind, started_at, finished_at, outcome, code_version, "
            "model_version, parameters) VALUES ('back in time', 'run', '2026-03-02 09:00:00', "
            "'2026-03-02 08:00:00', 'succeeded', '1', '1', '{}')"
        ],
    ],
    "speaker_aliases": [
        ["UPDATE speaker_alias SET quotations = 0 WHERE alias = 'Solberg'"],
        ["UPDATE speaker_alias SET quotations = 99 WHERE alias = 'Edda Kvist'"],
    ],
    "speaker_names": [
        ["UPDATE speaker_name SET quotations = 99 WHERE name = 'Edda Kvist'"],
        ["UPDATE speaker_name SET points_to = 'eddakvist' WHERE name <> 'Edda Kvist'"],
    ],
    "speaker_shown": [["UPDATE speaker SET name = 'Nobody' WHERE name = 'Edda Kvist'"]],
    "statement_wordings": [
        ["UPDATE wording SET points_to = 'gone' WHERE words = 'it is ours'"],
        [
            "UPDATE wording SET "
            "points_to = (SELECT digest FROM wording WHERE words LIKE '%quay%'), "
            "statement_id = (SELECT statement_id FROM wording WHERE words LIKE '%quay%') "
            "WHERE words LIKE '%may%'"
        ],
    ],
    "times_ahead": [
        ["UPDATE capture SET fetched_at = '2999-01-01 00:00:00' WHERE outlet_key = 'post'"],
        [
            "UPDATE article SET published_or_first_seen_at = '2999-01-01 00:00:00' "
            f"WHERE id = {OF_THE_POST}"
        ],
        [f"UPDATE run SET started_at = '2999-01-01 00:00:00' WHERE key = '{RUN}'"],
    ],
    "unused_speakers": [["INSERT INTO speaker (key, name) VALUES ('x', 'X')"]],
    "unused_statements": [
        ["INSERT INTO statement (digest) VALUES ('x')"],
        [
            "INSERT INTO wording (digest, statement_id, source, words) SELECT 'y', min(id), '', "
            "'never said' FROM statement WHERE digest <> 'x'"
        ],
    ],
    "version_captures": [
        [
            "DELETE FROM version_capture WHERE version_id IN "
            f"(SELECT id FROM article_version WHERE article_id = {OF_THE_POST})"
        ],
        ["UPDATE article_version SET last_seen_at = '2027-01-01 00:00:00' WHERE is_current"],
    ],
    "version_text": [
        ["UPDATE article_version SET text = text || 'x' WHERE headline = 'Ferry stays'"],
        ["UPDATE block SET text = 'shorter' WHERE text LIKE '%kept its ferry%'"],
    ],
}
"""For each check, violations; they are planted one after the other."""


@pytest.mark.parametrize("file", check_files(), ids=lambda file: file.stem)
def test_a_check_finds_each_planted_violation(
    engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.warehouse.checks.check_files", lambda: [file])
    load(engine, ferry(), edited(), agency())

    def found() -> int:
        (result,) = run_checks(engine)
        return result.violations

    before = found()
    assert before == 0
    for statements in PLANTED[file.stem]:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        after = found()
        assert after > before, statements
        before = after


def test_there_are_no_violations_of_checks_that_are_not_there() -> None:
    assert PLANTED.keys() == {file.stem for file in check_files()}


def test_a_good_warehouse_has_no_violations(engine: Engine) -> None:
    every_label = page(*FERRY, url="https://post.example/labels", dropped=DROPPED)
    refused = capture("https://post.example/all")
    load(engine, *shuffled(5), every_label, captures=[refused], rejections=[refusal(refused)])
    assert violations(engine) == []
    load(engine, edited(at=MONDAY), captures=[refused], extraction="2+rules")
    assert violations(engine) == []


def test_a_check_is_told_with_what_a_violation_is(engine: Engine) -> None:
    results = run_checks(engine)
    assert [result.name for result in results] == [file.stem for file in check_files()]
    for result in results:
        assert result.description.startswith(("a ", "an ", "some"))
        assert "\n" not in result.description


def test_every_table_is_counted(engine: Engine) -> None:
    load(engine, ferry(), agency())
    assert stats(engine).keys() == metadata.tables.keys()
    assert {name: number for name, number in stats(engine).items() if number} == {
        "article": 2,
        "article_version": 2,
        "block": 9,
        "block_label": 26,
        "capture": 2,
        "current_quotation": 5,
        "decision_kind": 3,
        "outcome": 4,
        "outlet": 2,
        "quotation": 5,
        "quotation_kind": 4,
        "run": 1,
        "run_article": 2,
        "version_capture": 2,
        "speaker": 2,
        "speaker_alias": 5,
        "speaker_day": 2,
        "speaker_kind": 2,
        "speaker_name": 2,
        "speaker_name_word": 4,
        "speaker_role": 2,
        "stage": 6,
        "statement": 4,
        "statement_spread": 4,
        "wording": 4,
        "wording_shingle": 5,
    }


def planted(engine: Engine, *statements: str) -> None:
    """Do to the warehouse what no load does."""
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_what_violates_is_withheld_from_everybody_and_parked(engine: Engine) -> None:
    load(engine, ferry(), agency())
    planted(engine, f"UPDATE quotation SET text = 'invented' WHERE text = '{OURS}'")
    report = check_run(engine, RUN)
    assert [(r.name, r.violations, r.withheld) for r in report.results if r.violations] == [
        ("quotation_words", 1, 1)
    ]
    (parked,) = report.parked
    assert (parked.stage, parked.reason, parked.source) == ("check", "quotation_words", "courier")
    assert parked.reference == "https://courier.example/ferry"
    query = "SELECT stage, reason, reference FROM rejected"
    assert rows(engine, query) == [("check", "quotation_words", parked.reference)]
    assert rows(engine, "SELECT text FROM quotations WHERE text = 'invented'") == []
    assert search(engine, "").total == 4
    digest = digest_data(engine, since=None, until=None)
    assert "invented" not in {quotation.text for quotation in digest.quotations}
    assert sum(number for _outlet, number in digest.outlet_counts) == 4
    assert counts_of(engine)["quotations"] == 4
    assert violations(engine) == ["quotation_words"]


def test_a_violation_of_a_page_withholds_all_its_quotations(engine: Engine) -> None:
    load(engine, ferry(), agency())
    planted(engine, "UPDATE article_version SET text = text || 'x' WHERE headline = 'Ferry stays'")
    report = check_run(engine, RUN)
    assert ([one.withheld for one in report.parked], report.withheld) == ([2], 2)
    assert search(engine, "").total == 3
    assert rows(engine, "SELECT DISTINCT withheld FROM quotation WHERE withheld IS NOT NULL") == [
        ("version_text",)
    ]


def test_what_is_good_again_counts_again(engine: Engine) -> None:
    load(engine, ferry(), agency())
    planted(engine, f"UPDATE quotation SET text = 'invented' WHERE text = '{OURS}'")
    check_run(engine, RUN)
    check_run(engine, RUN)
    assert rows(engine, "SELECT count(*) FROM rejected") == [(1,)]
    planted(engine, f"UPDATE quotation SET text = '{OURS}' WHERE text = 'invented'")
    assert check_run(engine, RUN).parked == ()
    assert search(engine, "").total == 5
    assert rows(engine, "SELECT count(*) FROM rejected") == [(0,)]
    assert violations(engine) == []


def test_a_run_is_not_held_up_by_what_another_left(engine: Engine) -> None:
    load(engine, ferry())
    planted(engine, f"UPDATE quotation SET text = 'invented' WHERE text = '{OURS}'")
    begin(engine, "later", at=MONDAY + DAY)
    load(engine, agency(), run="later")
    report = check_run(engine, "later")
    assert report.parked == ()
    assert all(result.violations == 0 for result in report.results)
    assert violations(engine) == ["quotation_words"]
    assert sum(result.withheld for result in park_violations(engine)) == 1
    assert search(engine, "").total == 4


def test_a_name_that_violates_is_told_and_withholds_nothing(engine: Engine) -> None:
    load(engine, ferry())
    planted(engine, "UPDATE speaker_name SET quotations = 99 WHERE name = 'Edda Kvist'")
    report = check_run(engine, RUN)
    (parked,) = report.parked
    assert (parked.reference, parked.reason) == ("sql/checks/speaker_names.sql", "speaker_names")
    assert (parked.withheld, report.withheld) == (0, 0)
    assert search(engine, "").total == 3


def test_facts_that_were_spoilt_are_made_anew(engine: Engine) -> None:
    load(engine, *shuffled(4))
    before = contents(engine)
    first, *others = MART_TABLES
    planted(engine, *(f"DELETE FROM {table.name}" for table in others))
    assert set(violations(engine)) == {
        "mart_table_article_edits",
        "mart_table_speaker_days",
        "mart_table_statement_spread",
    }
    planted(engine, f"DELETE FROM {first.name}")
    assert "mart_table_current_quotations" in violations(engine)
    rebuild_marts(engine)
    assert contents(engine) == before
    assert violations(engine) == []
