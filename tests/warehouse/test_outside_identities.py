"""Speakers and the identities file: who is linked, who is not and why."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pipeline.records import AttributedPage
from pipeline.warehouse import (
    load_identities,
    merge_speakers,
    open_candidates,
    open_warehouse,
    rebuild_marts,
    rebuild_speakers,
    speakers,
    split_speaker,
    undo_decision,
    upgrade,
)
from pipeline.warehouse.connection import writing
from pipeline.warehouse.outside_identity import identity_loading
from pipeline.warehouse.outside_identity.identities_file import IdentitiesError
from pipeline.warehouse.outside_identity.identity_loading import compared_name
from tests.contents import contents
from tests.import_graph import ROOT
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import Said, load, page
from tests.warehouse.identity_examples import identities_file
from tests.warehouse.newsroom_pages import newsroom_pages
from tests.warehouse.sql_results import rows, violations

_URLS = itertools.count()


def said_by(
    name: str,
    *aliases: str,
    role: str | None = None,
    day: str = "2026-03-02",
    kind: str | None = "person",
    outlet: str = "courier",
) -> AttributedPage:
    """An article of a day in which somebody is quoted."""
    number = next(_URLS)
    words = f"“The harbour has {number} berths and needs more,”"
    made = page(
        f"{words} said {name}.",
        quotes=[Said(words, name, role, aliases)],
        url=f"https://{outlet}.example/{number}",
        outlet=outlet,
        published=datetime.fromisoformat(day).replace(tzinfo=UTC),
    )
    quotations = tuple(replace(quotation, speaker_kind=kind) for quotation in made.quotations)
    return replace(made, quotations=quotations)


def linked(engine: Engine) -> dict[str, str]:
    """The identities of speakers, by name."""
    return {
        entry.name: entry.identity
        for entry in speakers(engine, limit=1000).entries
        if entry.identity is not None
    }


def doubts(engine: Engine) -> set[tuple[str, str, str]]:
    """Speakers who are not taken for somebody of the file, and why."""
    return {
        (one.name, candidate.identity, str(candidate.doubt))
        for one in open_candidates(engine, limit=100)[0]
        for candidate in one.candidates
    }


SOLBERG = "Q11,Ingrid Solberg,Inga Solberg,,,,"


def test_whole_names_link_and_family_names_alone_never(engine: Engine, tmp_path: Path) -> None:
    load(engine, said_by("INGRID SÓLBERG"), said_by("Edda Kvist"), said_by("Holm"), said_by("Lund"))
    lines = (SOLBERG, "Q12,Jon Kvist,Kvist,,,,", "Q13,Vidar Holm,Holm,,,,", "Q14,Lund,,,,,")
    counts = load_identities(engine, [identities_file(tmp_path, *lines)])
    assert linked(engine) == {"INGRID SÓLBERG": "wikidata:Q11"}
    assert (counts.identities, counts.linked, counts.open) == (4, 1, 0)
    assert counts.not_compared == ("Holm", "Kvist", "Lund")
    assert doubts(engine) == set()
    assert violations(engine) == []


def test_speakers_who_are_loaded_later_are_linked_at_once(engine: Engine, tmp_path: Path) -> None:
    load_identities(engine, [identities_file(tmp_path, SOLBERG)])
    load(engine, said_by("Inga Solberg", role="county leader"))
    assert linked(engine) == {"Inga Solberg": "wikidata:Q11"}


def test_any_name_of_a_speaker_links(engine: Engine, tmp_path: Path) -> None:
    load_identities(engine, [identities_file(tmp_path, "Q15,Robert J. Smithson,,,,,")])
    load(engine, said_by("Robert J. Smithson"), said_by("Robert Smithson"), said_by("Smithson"))
    assert linked(engine) == {"Robert J. Smithson": "wikidata:Q15"}


def test_the_same_file_again_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    load(engine, said_by("Ingrid Solberg"), said_by("Edda Kvist"))
    lines = [SOLBERG, "Q12,Edda Kvist,,,mayor,2020,", "Q12,Edda Kvist,E. Kvist,,mayor,2010,2014"]
    load_identities(engine, [identities_file(tmp_path, *lines)])
    everything = "SELECT * FROM {} ORDER BY 1, 2, 3"
    tables = ("identity", "identity_name", "identity_office", "identity_candidate")
    before = [rows(engine, everything.format(table)) for table in tables]
    one, other = (
        identities_file(tmp_path, *some, name=name)
        for some, name in ((lines[2:], "a.csv"), (lines[1::-1], "b.csv"))
    )
    load_identities(engine, [other, one])
    assert [rows(engine, everything.format(table)) for table in tables] == before


def test_what_leaves_the_file_takes_its_link_along(engine: Engine, tmp_path: Path) -> None:
    load(engine, said_by("Ingrid Solberg"), said_by("Inga Solberg", outlet="post"))
    load(engine, said_by("Edda Kvist"))
    kvist = "Q12,Edda Kvist,,,,,"
    load_identities(engine, [identities_file(tmp_path, SOLBERG, kvist)])
    assert linked(engine) == {
        "Ingrid Solberg": "wikidata:Q11", "Inga Solberg": "wikidata:Q11",
        "Edda Kvist": "wikidata:Q12",
    }  # fmt: skip
    load_identities(engine, [identities_file(tmp_path, "Q11,Ingrid Solberg,,,,,")])
    assert linked(engine) == {"Ingrid Solberg": "wikidata:Q11"}
    load_identities(engine, [identities_file(tmp_path)])
    assert linked(engine) == {}
    assert rows(engine, "SELECT count(*) FROM identity_name") == [(0,)]


def test_a_faulty_file_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    load(engine, said_by("Ingrid Solberg"))
    load_identities(engine, [identities_file(tmp_path, SOLBERG)])
    with pytest.raises(IdentitiesError):
        load_identities(engine, [identities_file(tmp_path, "Q12,Edda Kvist,,,,,", "13,A B,,,,,")])
    assert linked(engine) == {"Ingrid Solberg": "wikidata:Q11"}


def test_two_candidates_stay_two(engine: Engine, tmp_path: Path) -> None:
    load(engine, said_by("John Smithson"))
    lines = ("Q21,John Smithson,,,,,", "Q22,John A. Smithson,John Smithson,,,,")
    load_identities(engine, [identities_file(tmp_path, *lines)])
    assert linked(engine) == {}
    assert doubts(engine) == {
        ("John Smithson", f"wikidata:{key}", "several-identities") for key in ("Q21", "Q22")
    }


AGAINST = {
    "an organisation of the name": (
        said_by("Meridian Lines", kind="organisation"), "Q31,Meridian Lines,,person,,,", "kind",
    ),
    "a middle name that differs": (
        said_by("John A. Smithson", "John Smithson"),
        "Q32,John B. Smithson,John A. Smithson; John Smithson,,,,",
        None,
    ),
    "an office of another town": (
        said_by("John Smithson", role="mayor of Eastport"),
        "Q33,John Smithson,,,mayor of Port Ellery,2020,",
        "role",
    ),
    "another kind of work": (
        said_by("John Smithson", role="the goalkeeper"), "Q34,John Smithson,,,heart surgeon,,",
        "role",
    ),
    "an office before its time": (
        said_by("John Smithson", role="mayor", day="2019-06-01"),
        "Q35,John Smithson,,,mayor of Eastport,2020,",
        "office-days",
    ),
    "an office after its time": (
        said_by("John Smithson", role="Mayor of Eastport"),
        "Q36,John Smithson,,,mayor of Eastport,2010,2014",
        "office-days",
    ),
    "a former office": (
        said_by("John Smithson", role="former mayor of Eastport"),
        "Q37,John Smithson,,,mayor of Eastport,2010,2014",
        None,
    ),
    "a title that lags": (
        said_by("John Smithson", role="mayor"), "Q38,John Smithson,,,mayor,2020,2026-02-20", None,
    ),
    "another work later": (
        said_by("John Smithson", role="chairman of the ferry line"),
        "Q39,John Smithson,,,mayor of Eastport,2010,2014",
        None,
    ),
    "one of two terms": (
        said_by("John Smithson", role="mayor", day="2021-01-01"),
        "Q40,John Smithson,,,mayor,2010,2014\nQ40,John Smithson,,,mayor,2019,",
        None,
    ),
    "somebody of another century": (
        said_by("John Smithson"), "Q41,John Smithson,,,senator,1890,1895", "lifetime",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "line", "doubt"), AGAINST.values(), ids=AGAINST)
def test_what_speaks_against_a_name(
    engine: Engine, tmp_path: Path, said: AttributedPage, line: str, doubt: str | None
) -> None:
    load(engine, said)
    load_identities(engine, [identities_file(tmp_path, line)])
    key = f"wikidata:{line[:3]}"
    assert set(linked(engine).values()) == (set() if doubt else {key})
    assert [told for _name, _key, told in doubts(engine)] == ([doubt] if doubt else [])


def test_another_given_name_speaks_against(engine: Engine, tmp_path: Path) -> None:
    load(engine, said_by("John Smithson"), said_by("James Smithson"), said_by("James Smithson"))
    load_identities(engine, [identities_file(tmp_path, "Q42,John Smithson,,,,,")])
    assert linked(engine) == {"John Smithson": "wikidata:Q42"}
    merge_speakers(engine, "John Smithson", "James Smithson")
    assert doubts(engine) == {("James Smithson", "wikidata:Q42", "given-name")}
    undo_decision(engine, rows(engine, "SELECT max(id) FROM speaker_decision")[0][0])  # type: ignore[arg-type]
    assert linked(engine) == {"John Smithson": "wikidata:Q42"}


def test_days_tell_namesakes_of_the_file_apart(engine: Engine, tmp_path: Path) -> None:
    load(engine, said_by("John Smithson", role="mayor of Eastport"))
    lines = (
        "Q21,John Smithson,,,mayor of Eastport,1995,2003",
        "Q22,John Smithson,,,mayor of Eastport,2021,",
    )
    load_identities(engine, [identities_file(tmp_path, *lines)])
    assert linked(engine) == {"John Smithson": "wikidata:Q22"}


def test_of_two_speakers_of_one_name_neither_is_taken(engine: Engine, tmp_path: Path) -> None:
    load_identities(engine, [identities_file(tmp_path, "Q21,John Smithson,,,,,")])
    goalkeeper = said_by("John Smithson", role="goalkeeper")
    load(engine, goalkeeper)
    assert linked(engine) == {"John Smithson": "wikidata:Q21"}
    surgeon = said_by("John Smithson", role="heart surgeon")
    load(engine, surgeon)
    assert linked(engine) == {}
    assert {told for _name, _key, told in doubts(engine)} == {"namesakes"}
    load(engine, replace(surgeon, quotations=()), extraction="2+rules")
    assert linked(engine) == {"John Smithson": "wikidata:Q21"}


def test_who_is_split_off_by_hand_is_not_taken(engine: Engine, tmp_path: Path) -> None:
    load_identities(engine, [identities_file(tmp_path, "Q21,John Smithson,,,,,")])
    load(engine, said_by("John Smithson"), said_by("John Smithson", outlet="post"))
    split_speaker(engine, "John Smithson", outlet="post", label="the pilot")
    assert linked(engine) == {"John Smithson": "wikidata:Q21"}
    assert doubts(engine) == {("John Smithson (the pilot)", "wikidata:Q21", "split-off")}


LINES = (
    SOLBERG,
    "Q21,John Smithson,,,mayor of Eastport,1995,2003",
    "Q22,John Smithson,,,mayor of Eastport,2021,",
    "Q23,Edda Kvist,,,,,",
    "Q24,Edda B. Kvist,,,,,",
    "org:1,Federal Fisheries Board,FFB,organisation,,,",
)


def test_neither_the_order_of_loading_nor_that_of_the_file_makes_a_difference(
    new_warehouse: NewWarehouse, tmp_path: Path
) -> None:
    pages = [
        said_by("Ingrid Solberg"),
        said_by("Inga Solberg", outlet="post"),
        said_by("John Smithson", role="mayor of Eastport"),
        said_by("John Smithson", role="goalkeeper"),
        said_by("Edda Kvist"),
        said_by("Edda B. Kvist"),
        said_by("Federal Fisheries Board", "FFB", kind="organisation"),
        said_by("FFB", kind="organisation"),
    ]
    held = []
    for seed in range(3):
        engine = new_warehouse()
        shuffled = random.Random(seed).sample(pages, len(pages))
        lines = random.Random(seed).sample(LINES, len(LINES))
        for number, some in enumerate(shuffled):
            if number == 3 * seed:
                load_identities(engine, [identities_file(tmp_path, *lines)])
            load(engine, some)
        held.append(contents(engine))
        assert violations(engine) == []
        rebuild_marts(engine)
        assert contents(engine) == held[-1]
    assert held[0] == held[1] == held[2]
    rebuild_speakers(engine)
    assert contents(engine) == held[2]
    # the two Kvists are one speaker, who may be two of the file
    assert set(linked(engine).values()) == {"wikidata:Q11", "wikidata:Q22", "org:1"}


def test_the_marts_carry_the_identity(engine: Engine, tmp_path: Path) -> None:
    load_identities(engine, [identities_file(tmp_path, SOLBERG)])
    load(engine, said_by("Ingrid Solberg"), said_by("Edda Kvist"))
    for mart in (
        "quotations",
        "quotations_by_speaker_and_day",
        "quotations_by_outlet_and_speaker",
        "statements_by_spread",
    ):
        found = rows(engine, f"SELECT speaker, speaker_identity FROM {mart} ORDER BY speaker")
        assert found == [("Edda Kvist", None), ("Ingrid Solberg", "wikidata:Q11")], mart
    assert rows(
        engine, "SELECT speaker, speaker_identity, identity_name, doubt FROM speaker_identities"
    ) == [("Ingrid Solberg", "wikidata:Q11", "Ingrid Solberg", None)]


def test_the_sample_of_the_bundled_news_site_links_its_speakers(engine: Engine) -> None:
    load(engine, *newsroom_pages())
    load_identities(engine, [ROOT / "tests" / "newsroom" / "identities.csv"])
    found = linked(engine)
    assert found["Ingrid Solberg"] == "ellery:1"
    assert found["Coastlink"] == "ellery:5"
    assert "Stephen Aldous" not in found
    assert {told for name, _key, told in doubts(engine) if name == "Stephen Aldous"} == {
        "several-identities"
    }


def test_names_are_compared_while_others_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = identities_file(tmp_path, "Q1,Ingrid Solberg,,person,,,")
    engine = open_warehouse(f"sqlite:///{tmp_path}/warehouse.sqlite?timeout=0.05")
    upgrade(engine)

    def compared(name: str, kind: str) -> str | None:
        with writing(engine):
            return compared_name(name, kind)

    monkeypatch.setattr(identity_loading, "compared_name", compared)
    assert load_identities(engine, [file]).names == 1
