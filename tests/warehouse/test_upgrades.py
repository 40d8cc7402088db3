"""Making a warehouse, and bringing an older one to today's tables and views."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    delete,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

from pipeline.records import ORGANISATION, STAGES, Kind, Label
from pipeline.warehouse import (
    WarehouseError,
    finish_run,
    load_pages,
    merge_speakers,
    open_warehouse,
    search,
    speaker_decisions,
    speakers,
    split_speaker,
    stats,
    undo_decision,
    upgrade,
)
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.sql_files import mart_files, migrations_folder
from pipeline.warehouse.tables import SCHEMA_REVISION, article, metadata
from tests.contents import contents
from tests.newsroom import read_outlets
from tests.warehouse.conftest import NewAddress, NewWarehouse
from tests.warehouse.examples import (
    DAY,
    MONDAY,
    RUN,
    agency,
    begin,
    capture,
    edited,
    ferry,
    judged,
    load,
    refusal,
    shuffled,
)
from tests.warehouse.newsroom_pages import newsroom_pages
from tests.warehouse.sql_results import rows, violations


@pytest.fixture
def engine(made_warehouse: NewWarehouse) -> Engine:
    """A warehouse that no other test gets, since these change its tables."""
    return made_warehouse()


@pytest.fixture
def empty(new_address: NewAddress) -> Engine:
    """An empty database."""
    return open_warehouse(new_address())


FOUND_ANEW = ("speaker", "speaker_alias", "statement")
"""What the upgrade makes of the quotations, whatever stood there."""


def set_revision(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


BEFORE_0007 = {
    "block.dom_path": "place",
    "speaker_name.points_to": "fuller",
    "speaker_name.normalised": "spelling",
    "speaker_name.phonetic": "sound",
    "speaker_name.role_facets": "facets",
    "speaker_decision.outlet_key": "outlet",
    "wording.points_to": "fuller",
    "capture.outlet_key": "source",
    "rejected.outlet_key": "source",
    "article.published_or_first_seen_at": "appeared_at",
    "current_quotation.published_or_first_seen_at": "appeared_at",
    "version_capture": "sighting",
    "block_label": "label",
    "quotation_kind": "kind",
}
"""What tables and columns of today were called."""

OTHER_ROWS = frozenset({"changed_quotation"})
"""Tables whose rows were others: an upgrade makes them anew from what was copied."""


def copied(today: Engine, older: Engine, *, without: Collection[str] = ()) -> None:
    """Put the rows of a warehouse into one of an older revision, as far as it has room."""
    with today.connect() as source, older.begin() as target:
        inspector = inspect(target)
        there = set(inspector.get_table_names())
        for table in metadata.sorted_tables:
            name = BEFORE_0007.get(table.name, table.name)
            if name not in there or table.name in {*without, *OTHER_ROWS}:
                continue
            known = {column["name"] for column in inspector.get_columns(name)}
            called = {c.name: BEFORE_0007.get(f"{table.name}.{c.name}", c.name) for c in table.c}
            columns = [column for column in table.c if called[column.name] in known]
            into = Table(name, MetaData(), *(Column(called[c.name], c.type) for c in columns))
            found = [
                {
                    called[column]: "body" if value == ORGANISATION else value
                    for column, value in row.items()
                }
                for row in source.execute(select(*columns)).mappings()
            ]
            target.execute(delete(into))
            target.execute(insert(into), found) if found else None
            if found and "id" in known and target.dialect.name == "postgresql":
                # rows that were numbered elsewhere do not move the sequence on
                sequence = f"pg_get_serial_sequence('{name}', 'id')"
                target.execute(text(f"SELECT setval({sequence}, max(id)) FROM {name}"))


def held(engine: Engine) -> dict[str, Counter[str]]:
    """What a warehouse holds but for which run touched which article: older ones do not say."""
    return {name: rows for name, rows in contents(engine).items() if name != "run_article"}


def test_the_history_makes_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, *_: not str(name).startswith("search_"),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_revision_of_the_code() -> None:
    newest = max((migrations_folder() / "versions").glob("*.py"))
    assert re.match(r"\d{4}", newest.name)[0] == SCHEMA_REVISION  # type: ignore[index]


def test_a_warehouse_of_the_first_revision_is_brought_here_with_its_rows(
    empty: Engine, new_warehouse: NewWarehouse
) -> None:
    today = new_warehouse()
    load(today, ferry(), agency())
    upgrade(empty, "0001")
    with empty.begin() as connection:
        # every quotation referred to a statement; which, is found anew
        connection.execute(
            text("INSERT INTO statement (id, digest, source, words) VALUES (1, 'x', '', 'x')")
        )
    copied(today, empty, without=(*FOUND_ANEW, "quotation"))
    with today.connect() as source, empty.begin() as target:
        known = {column["name"] for column in inspect(target).get_columns("quotation")}
        columns = [column for column in metadata.tables["quotation"].c if column.name in known]
        into = [*(Column(c.name, c.type) for c in columns), Column("statement_id", Integer)]
        found = source.execute(select(*columns)).mappings()
        target.execute(
            insert(Table("quotation", MetaData(), *into)),
            [dict(row) | {"statement_id": 1} for row in found],
        )
    with pytest.raises(WarehouseError, match=r"older version \(0001, .*db upgrade"):
        load(empty, edited())
    upgrade(empty)
    assert held(empty) == held(today)
    assert [found.text for found in search(empty, "ours").quotations] == ["“It is ours,”"]
    assert violations(empty) == []


def test_blocks_of_the_fourth_revision_are_those_the_arbiter_was_not_asked_about(
    empty: Engine, new_warehouse: NewWarehouse
) -> None:
    today = new_warehouse()
    load(today, ferry(), agency())
    upgrade(empty, "0004")
    copied(today, empty)
    upgrade(empty)
    assert held(empty) == held(today)
    assert rows(empty, "SELECT DISTINCT probability FROM block") == [(None,)]
    asked = judged(ferry(), related=("arbiter-over-in-container", 0.25))
    load(empty, asked, extraction="2+rules")
    query = "SELECT label, rule, probability FROM block WHERE probability IS NOT NULL"
    assert rows(empty, query) == [("related", "arbiter-over-in-container", 0.25)]
    with pytest.raises(IntegrityError, match="ck_block_probability"), empty.begin() as connection:
        connection.execute(text("UPDATE block SET probability = 2"))
    assert violations(empty) == []


def test_a_warehouse_of_the_fifth_revision_is_brought_here_with_what_follows_from_its_rows(
    empty: Engine, new_warehouse: NewWarehouse
) -> None:
    today = new_warehouse()
    load(today, *shuffled(3))
    split_speaker(today, "Edda Kvist", outlet="echo", label="of the Echo")
    upgrade(empty, "0005")
    copied(today, empty)
    upgrade(empty)
    assert held(empty) == held(today)
    assert len(speaker_decisions(empty)) == 1
    assert speakers(empty, "Kvi").entries[0].name.startswith("Edda Kvist")
    assert search(empty, "needs repairs").total == search(today, "needs repairs").total > 0
    assert violations(empty) == []
    load(empty, edited(at=MONDAY + DAY), extraction="2+rules")
    load(today, edited(at=MONDAY + DAY), extraction="2+rules")
    assert held(empty) == held(today)
    with pytest.raises(IntegrityError), empty.begin() as connection:
        connection.execute(text("UPDATE block SET probability = 2"))


UNKNOWN_WORDS = (
    "UPDATE block SET label = 'sidebar'",
    "UPDATE quotation SET kind = 'shouted'",
    "UPDATE quotation SET speaker_kind = 'ferry'",
    "UPDATE speaker SET kind = 'ferry'",
    "UPDATE speaker_name SET kind = 'ferry'",
    "UPDATE speaker_decision SET kind = 'guess'",
    "UPDATE speaker_decision SET outlet_key = 'nowhere'",
    "UPDATE capture SET outlet_key = 'nowhere'",
    "UPDATE rejected SET outlet_key = 'nowhere'",
    "UPDATE rejected SET stage = 'guess'",
    "UPDATE run SET outcome = 'perhaps'",
)
"""What a column with a foreign key does not take."""


def test_a_warehouse_of_the_sixth_revision_with_the_news_site_loses_nothing(
    empty: Engine, made_warehouse: NewWarehouse
) -> None:
    today = made_warehouse()
    outlets = {outlet.key: outlet.name for outlet in read_outlets()}
    pages = list(newsroom_pages())
    quiet = [capture(f"https://quiet.example/{n}", outlet="quiet") for n in range(2)]
    load_pages(
        today,
        RUN,
        pages[:-1],
        [refusal(one) for one in quiet],
        captures=quiet,
        extraction="1",
        outlets=outlets,
    )
    finish_run(today, RUN, "incomplete", MONDAY + DAY, {"load": 1})
    most, second, *_others = speakers(today).entries
    merge_speakers(today, str(second.speaker_id), str(most.speaker_id))
    third = speakers(today).entries[1]
    with today.connect() as connection:
        url = connection.scalar(
            select(article.c.url)
            .join(current_quotation, current_quotation.c.article_id == article.c.id)
            .where(current_quotation.c.speaker_id == third.speaker_id)
            .limit(1)
        )
    split_speaker(today, third.name, url=url, label="of one article")
    upgrade(empty, "0006")
    # fingerprints had no part of their own for the owner, and are made anew
    copied(today, empty, without=("wording_shingle",))
    upgrade(empty)
    assert contents(empty) == contents(today)
    assert rows(empty, "SELECT name FROM outlet WHERE key = 'quiet'") == [("quiet",)]
    assert [one.kind for one in speaker_decisions(empty)] == ["merge", "split"]
    assert violations(empty) == []
    decisions = speaker_decisions(empty)
    for engine in (today, empty):
        load_pages(engine, RUN, pages, [], extraction="2", outlets=outlets)
        undo_decision(engine, decisions[1].decision_id)
    assert contents(empty) == contents(today)
    for change in UNKNOWN_WORDS:
        with pytest.raises(IntegrityError), empty.begin() as connection:
            connection.execute(text(change))


def test_an_upgrade_that_would_leave_a_reference_to_nothing_changes_nothing(
    empty: Engine, new_warehouse: NewWarehouse
) -> None:
    if empty.dialect.name != "sqlite":
        pytest.skip("PostgreSQL enforces foreign keys while tables are changed")
    today = new_warehouse()
    load(today, ferry())
    upgrade(empty, "0006")
    copied(today, empty)
    with empty.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM speaker")
        connection.exec_driver_sql("BEGIN")
    with pytest.raises(WarehouseError, match="was not changed: row 1 of its table speaker_name"):
        upgrade(empty)
    assert rows(empty, "SELECT version_num FROM alembic_version") == [("0006",)]


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    load(engine, ferry())
    before = contents(engine)
    upgrade(engine)
    assert contents(engine) == before


def test_every_mart_is_a_view_and_made_anew_by_an_upgrade(engine: Engine) -> None:
    names = {file.stem for file in mart_files()}
    assert set(inspect(engine).get_view_names()) == names
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW run_outcomes"))
        connection.execute(text("CREATE VIEW run_outcomes AS SELECT 1 AS old"))
    upgrade(engine)
    assert set(inspect(engine).get_view_names()) == names
    assert len(rows(engine, "SELECT run_key FROM run_outcomes")) == 1


@pytest.mark.parametrize("revision", ["0999", "8d1c0ffee", ""])
def test_a_newer_or_strange_schema_is_refused(engine: Engine, revision: str) -> None:
    load(engine, ferry())
    set_revision(engine, revision)
    for use in (upgrade, stats, begin, lambda engine: load(engine, agency())):
        with pytest.raises(WarehouseError, match=r"does not know .*a newer Verbatim made them"):
            use(engine)
    set_revision(engine, SCHEMA_REVISION)
    assert stats(engine)["article"] == 1


def test_another_programs_database_is_refused_and_left_alone(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE quotation (recipe TEXT)"))
    for use in (upgrade, stats, begin):
        with pytest.raises(WarehouseError, match="holds tables that are not Verbatim's"):
            use(empty)
    assert inspect(empty).get_table_names() == ["quotation"]


def test_beginning_a_run_makes_an_empty_warehouse(empty: Engine) -> None:
    begin(empty)
    there = {table: number for table, number in stats(empty).items() if number}
    assert there == {
        "block_label": len(Label),
        "decision_kind": 3,
        "outcome": 4,
        "quotation_kind": len(Kind),
        "run": 1,
        "speaker_kind": 2,
        "stage": len(STAGES),
    }


def test_beginning_a_run_does_not_upgrade_an_older_warehouse(empty: Engine) -> None:
    upgrade(empty, "0001")
    with pytest.raises(WarehouseError, match="older version"):
        begin(empty)
    assert rows(empty, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_an_upgrade_that_fails_leaves_the_older_warehouse(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(empty, "0001")
    before = set(inspect(empty).get_table_names())
    monkeypatch.setattr("pipeline.warehouse.upgrades.mart_files", lambda: [migrations_folder()])
    with pytest.raises(IsADirectoryError):
        upgrade(empty)
    assert rows(empty, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert set(inspect(empty).get_table_names()) == before


def test_views_that_others_made_on_marts_are_not_dropped(engine: Engine) -> None:
    """PostgreSQL keeps a view from being dropped under another; SQLite does not mind."""
    with engine.begin() as connection:
        connection.execute(text("CREATE VIEW mine AS SELECT speaker FROM quotations"))
    if engine.dialect.name == "postgresql":
        with pytest.raises(WarehouseError, match="views or tables of others"):
            upgrade(engine)
    else:
        upgrade(engine)
    assert rows(engine, "SELECT * FROM mine") == []
