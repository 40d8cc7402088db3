"""Speakers and statements that are found anew keep the numbers under which they are cited."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text

from pipeline.warehouse import (
    distinguish_speakers,
    load_identities,
    merge_speakers,
    rebuild_speakers,
    speaker_decisions,
    split_speaker,
    upgrade,
)
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import Said, load, page, shuffled
from tests.warehouse.identity_examples import identities_file
from tests.warehouse.sql_results import rows, violations
from tests.warehouse.test_names_across_articles import said_by, who

NUMBERS = """
SELECT DISTINCT statement_id, speaker_id, url, text FROM quotations ORDER BY url, text
"""


def test_a_rebuild_keeps_the_numbers(engine: Engine) -> None:
    # what is gone leaves gaps, which a count from the beginning would close
    gone = page(
        "“Nobody heard of it before,” Abel Dunn said.", quotes=[Said("“Nobody heard", None)]
    )
    load(engine, gone)
    load(engine, *shuffled(7))
    load(engine, gone, extraction="2+rules")
    before, held = rows(engine, NUMBERS), contents(engine)
    assert len(before) > 5
    rebuild_speakers(engine)
    assert rows(engine, NUMBERS) == before
    assert contents(engine) == held
    assert violations(engine) == []
    load(engine, *shuffled(7), extraction="3+rules")
    rebuild_speakers(engine)
    assert rows(engine, NUMBERS) == before


def test_of_a_speaker_who_was_several_the_one_with_most_quotations_keeps_the_number(
    engine: Engine,
) -> None:
    load(engine, *shuffled(3))
    by_number = "SELECT speaker_id, count(*) FROM quotations GROUP BY 1 ORDER BY 2 DESC, 1"
    (most, _), (second, _), *_others = rows(engine, by_number)
    held = contents(engine)
    # as code that takes all names for those of one person would have left them
    with engine.begin() as connection:
        connection.execute(text("UPDATE speaker_name SET speaker_id = :one"), {"one": second})
        connection.execute(text("DELETE FROM speaker WHERE id <> :one"), {"one": second})
    rebuild_speakers(engine)
    assert contents(engine) == held
    assert rows(engine, by_number)[0][0] == second != most
    assert violations(engine) == []


def test_an_upgrade_compares_names_and_words_as_today_and_keeps_the_numbers(
    made_warehouse: NewWarehouse,
) -> None:
    engine = made_warehouse()
    load(engine, *shuffled(3))
    before, held = rows(engine, NUMBERS), contents(engine)
    # as code that compares otherwise would have left them
    with engine.begin() as connection:
        for change in (
            "UPDATE speaker_name SET key = key || 'mp', normalised = normalised || 'mp',"
            " family = family || 'mp', points_to = points_to || 'mp'",
            "UPDATE speaker SET key = key || 'mp'",
            "UPDATE wording SET digest = digest || '0', words = 'x ' || words,"
            " points_to = points_to || '0'",
            "UPDATE statement SET digest = digest || '0'",
            "DROP INDEX ix_speaker_name_letters",
            "ALTER TABLE speaker_name DROP COLUMN letters",
            "UPDATE alembic_version SET version_num = '0015'",
        ):
            connection.execute(text(change))
    upgrade(engine)
    assert contents(engine) == held
    assert rows(engine, NUMBERS) == before
    assert violations(engine) == []


def test_decisions_follow_names_that_are_compared_otherwise(
    made_warehouse: NewWarehouse, tmp_path: Path
) -> None:
    engine = made_warehouse()
    load(
        engine,
        said_by("Robert Smithson"),
        said_by("Bobby Smythson", role="pilot"),
        said_by("Ada Holm", outlet="post"),
        said_by("Ada Holm"),
        said_by("Jon Kvist"),
        said_by("John Kvist"),
    )
    merge_speakers(engine, "Bobby Smythson", "Robert Smithson")
    split_speaker(engine, "Ada Holm", outlet="post", label="the pilot")
    distinguish_speakers(engine, "Jon Kvist", "John Kvist")
    load_identities(engine, [identities_file(tmp_path, "Q1,Jon Kvist,,,,,")])
    before, held, decided = rows(engine, NUMBERS), contents(engine), speaker_decisions(engine)
    compare_letters_alone(engine)
    rebuild_speakers(engine)
    assert contents(engine) == held
    assert rows(engine, NUMBERS) == before
    assert speaker_decisions(engine) == decided
    assert violations(engine) == []


def test_a_split_of_a_name_that_is_several_today_holds_for_each(
    made_warehouse: NewWarehouse,
) -> None:
    engine = made_warehouse()
    load(engine, said_by("Mary Ann Lund"), said_by("Mary Ann Lund"))
    load(engine, said_by("Maryann Lund", outlet="post"))
    split_speaker(engine, "Maryann Lund", outlet="post", label="the pilot")
    before = who(engine)
    assert sorted(before.values()) == [1, 2]
    compare_letters_alone(engine)
    rebuild_speakers(engine)
    assert who(engine) == before
    decided = speaker_decisions(engine)
    rebuild_speakers(engine)
    assert speaker_decisions(engine) == decided


def compare_letters_alone(engine: Engine) -> None:
    """Leave names as code has left them that compared their letters alone."""
    with engine.begin() as connection:
        for table, columns in LETTERS_ALONE.items():
            for column in columns:
                change = f"UPDATE {table} SET {column} = replace({column}, ' ', '')"
                connection.execute(text(change))


LETTERS_ALONE = {
    "speaker": ("key",),
    "speaker_name": ("key", "points_to", "normalised"),
    "speaker_decision": ("name_key", "into_key"),
    "identity_name": ("normalised",),
}
"""Columns that had names without spaces."""
