"""German: who says what, by the conventions of the German press."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.model_files import ModelError
from pipeline.quotes import Attributor
from pipeline.quotes.languages.german.german_choice import MOST_UTTERANCES
from pipeline.quotes.languages.german.german_trees import NAMES, SHIPPED, SPEAKERS, shipped_judge
from pipeline.records import Quotation

MEET = "Ada Blum leitet den Hafen von Norderau, Jan Dorn fährt die Fähre. "


def _found(attributor: Attributor, text: str) -> list[tuple[str | None, str]]:
    return [(q.speaker, s) for q in _quotations(attributor, text) for s in q.segments]


def _quotations(attributor: Attributor, text: str) -> tuple[Quotation, ...]:
    return attributor.attributions(text, language="de")


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue"),
    [
        ("„Die Fähre fährt nicht“, sagte Ada Blum.", "Ada Blum", "sagte"),
        ("„Die Fähre fährt nicht“, schmunzelte Blum am Montag.", "Ada Blum", "schmunzelte"),
        ("„Die Fähre fährt nicht“, so Blum weiter.", "Ada Blum", "so"),
        ("„Die Fähre fährt nicht“, hat Ada Blum gesagt.", "Ada Blum", "hat"),
        ("„Die Fähre fährt nicht“, wie Ada Blum betonte.", "Ada Blum", "betonte"),
        ("„Die Fähre fährt nicht“, freute sich am Abend auch Jan Dorn.", "Jan Dorn", "freute"),
        ("Ada Blum sagte: „Die Fähre fährt nicht.“", "Ada Blum", "sagte"),
        ("Am Montag erklärte Ada Blum: „Die Fähre fährt nicht.“", "Ada Blum", "erklärte"),
        ("Ada Blum teilte auf Anfrage mit: „Die Fähre fährt nicht.“", "Ada Blum", "teilte"),
        ("Jan Dorn: „Die Fähre fährt nicht.“", "Jan Dorn", None),
        ("Für Ada Blum ist der Fall klar: „Die Fähre fährt nicht.“", "Ada Blum", None),
        ("Laut Ada Blum ist die Fähre „schon lange nicht mehr sicher“.", "Ada Blum", "Laut"),
        (
            "Nach Angaben von Ada Blum ist die Fähre „schon lange nicht mehr sicher“.",
            "Ada Blum",
            "Nach Angaben",
        ),
        ("Ada Blum zufolge ist die Fähre „schon lange nicht mehr sicher“.", "Ada Blum", "zufolge"),
        ("Ada Blum nannte den Plan „Unsinn“.", "Ada Blum", "nannte"),
        ("Den Plan nannte Ada Blum einen „Irrweg“.", "Ada Blum", "nannte"),
    ],
)
def test_the_source_stands_where_german_puts_it(
    attributor: Attributor, sentence: str, speaker: str, cue: str | None
) -> None:
    (found,) = _quotations(attributor, MEET + sentence)
    assert (found.speaker, found.cue) == (speaker, cue)


@pytest.mark.parametrize("marks", ["„{}“", "„{}”", '„{}"', "»{}«", "«{}»", '"{}"', "“{}”", "‚{}‘"])
def test_marks_of_every_german_kind(attributor: Attributor, marks: str) -> None:
    text = marks.format("Die Fähre ist alt und fährt nicht") + ", sagte Ada Blum."
    assert _found(attributor, text) == [("Ada Blum", "Die Fähre ist alt und fährt nicht")]


@pytest.mark.parametrize(
    ("source", "speaker", "role"),
    [
        ("die Hafenmeisterin Ada Blum", "Ada Blum", "Hafenmeisterin"),
        ("Hafenmeisterin Ada Blum", "Ada Blum", "Hafenmeisterin"),
        ("Ada Blum, Leiterin des Hafens", "Ada Blum", "Leiterin des Hafens"),
        ("die Leiterin des Hafens, Ada Blum", "Ada Blum", "Leiterin des Hafens"),
        ("Prof. Dr. Anna Blum-Dorn", "Anna Blum-Dorn", None),
        ("Anna von der Heide", "Anna von der Heide", None),
        ("Ministerpräsident Jan Dorn (CDU)", "Jan Dorn", "Ministerpräsident"),
        ("ein Sprecher der Polizei", "ein Sprecher der Polizei", None),
        ("die Polizei", "Polizei", None),
        ("das Hafenamt", "Hafenamt", None),
    ],
)
def test_names_stand_without_titles_and_roles_beside_them(
    attributor: Attributor, source: str, speaker: str, role: str | None
) -> None:
    (found,) = _quotations(attributor, f"„Die Fähre fährt heute nicht“, sagte {source}.")
    assert (found.speaker, found.role) == (speaker, role)


@pytest.mark.parametrize(
    ("again", "speaker"),
    [
        ("sagte Dorn", "Jan Dorn"),
        ("sagte er", "Jan Dorn"),
        ("sagte sie", "Ida Blum"),
        ("sagte der CDU-Politiker", "Jan Dorn"),
        ("sagte die Hafenmeisterin", "Ida Blum"),
        ("sagten sie", None),
    ],
)
def test_who_is_meant_agrees(attributor: Attributor, again: str, speaker: str | None) -> None:
    text = (
        "Hafenmeisterin Ida Blum und der Abgeordnete Jan Dorn (CDU) kamen zum Hafen.\n\n"
        f"„Die Fähre fährt heute nicht mehr“, {again}."
    )
    (found,) = _quotations(attributor, text)
    assert found.speaker == speaker


def test_a_body_is_given_by_the_name_that_its_letters_stand_for(attributor: Attributor) -> None:
    text = (
        "Das Institut für Wellen (IFW) misst seit Jahren. „Die Wellen werden höher“, teilte das "
        "IFW am Montag mit."
    )
    assert _found(attributor, text) == [("Institut für Wellen", "Die Wellen werden höher")]


def test_speech_goes_on_in_the_next_sentence_and_paragraph(attributor: Attributor) -> None:
    text = (
        "„Die Fähre fährt nicht“, sagte Ada Blum. „Sie ist zu alt.“ Der Motor sei „völlig am "
        "Ende“.\n\n„Wir suchen nun eine neue Fähre.“"
    )
    assert {speaker for speaker, _ in _found(attributor, text)} == {"Ada Blum"}
    assert len(_found(attributor, text)) == 4


def test_a_coordinated_verb_has_the_subject_before_it(attributor: Attributor) -> None:
    text = "Ada Blum lobte den Plan und sprach von einem „guten Tag für den Hafen“."
    assert _found(attributor, text) == [("Ada Blum", "guten Tag für den Hafen")]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Blum liest jeden Morgen die „Norderauer Post“ und geht dann schwimmen.",
        "Der Film „Das Meer im Winter“ läuft im Kino von Norderau.",
        "Die sogenannte „Seebrücke“ ist seit Mai gesperrt.",
        "Jan Dorn sagte dem „Hafenboten“-Reporter kein Wort.",
        "„Sturmflut“ heißt der neue Roman aus Norderau.",
        "Fachleute nennen solche Wellen „Kaventsmänner“.",
    ],
)
def test_names_titles_and_terms_are_nobodys_words(attributor: Attributor, text: str) -> None:
    assert _quotations(attributor, text) == ()


def test_a_number_before_a_month_ends_no_sentence(attributor: Attributor) -> None:
    text = "Am 3. Mai sagte Ada Blum vor Dr. Jan Dorn: „Die Fähre fährt nicht.“"
    assert _found(attributor, text) == [("Ada Blum", "Die Fähre fährt nicht.")]


def test_nobody_is_named_where_nothing_tells(attributor: Attributor) -> None:
    assert _found(attributor, "„Die Fähre ist seit Montag nicht mehr gefahren.“") == [
        (None, "Die Fähre ist seit Montag nicht mehr gefahren.")
    ]


def test_a_closer_tie_is_surer(attributor: Attributor) -> None:
    text = "„Die Fähre fährt nicht“, sagte Ada Blum. Es sei „ein Jammer für den Hafen“."
    beside, carried = _quotations(attributor, text)
    assert beside.attribution.confidence > carried.attribution.confidence


def test_the_language_is_the_article_s(attributor: Attributor) -> None:
    text = "„Die Fähre fährt nicht“, sagte Ada Blum."
    (german,) = attributor.attributions(text, language="de-AT")
    (other,) = attributor.attributions(text, language="da")
    assert (german.speaker, other.speaker) == ("Ada Blum", None)


def test_undescribed_languages_find_speech_and_leave_terms(attributor: Attributor) -> None:
    text = (
        "« Le ferry ne partira pas ce soir », a dit Ada Cole. Le mot « ferry » est anglais. "
        "Ada Cole lit « Le Grand Soir Du Nord »."
    )
    (found,) = attributor.attributions(text, language="fr")
    assert found.segments == ("Le ferry ne partira pas ce soir",)
    assert (found.speaker, found.cue, found.attribution.source) == (None, None, None)


@pytest.mark.parametrize(
    "name",
    [
        "Rukmini Devarajan",
        "Babajide Alakija",
        "Zoltán Farkas",
        "Mehmet Ali Tunç",
        "Ingvild Solbakken",
        "Xiaomei Zhang",
    ],
)
def test_names_of_many_languages_are_found(attributor: Attributor, name: str) -> None:
    family = name.rsplit(maxsplit=1)[-1]
    text = (
        f"Seit drei Jahren leitet {name} das Institut in Norderau. Der Abgeordnete Jan Dorn kam "
        f"am Montag zu Besuch.\n\n„Die Fähre ist zu alt für den Winter“, sagte {family}. Dorn "
        f"wollte wissen, was eine neue kostet. „Mehr, als der Kreis hat“, so {family}."
    )
    assert {speaker for speaker, _ in _found(attributor, text)} == {name}


def test_a_name_that_ends_in_s_is_a_name(attributor: Attributor) -> None:
    text = (
        "Kritik kam von Heiko Harms. „Die Fähre fährt seit Mai nicht mehr“, sagte Harms am Montag."
    )
    assert _found(attributor, text) == [("Heiko Harms", "Die Fähre fährt seit Mai nicht mehr")]


def test_a_body_is_meant_by_the_end_of_its_name(attributor: Attributor) -> None:
    text = (
        "Der Naturschutzverband Küste lehnt den neuen Hafen ab. Der Bau zerstöre das Watt, "
        "erklärte der Naturschutzverband Küste am Montag.\n\n„Wir werden klagen“, teilte der "
        "Verband mit."
    )
    assert _found(attributor, text) == [("Naturschutzverband Küste", "Wir werden klagen")]


def test_several_are_no_single_person(attributor: Attributor) -> None:
    text = MEET + "„Wir fahren heute nicht mehr“, sagten sie am Abend."
    assert _found(attributor, text) == [(None, "Wir fahren heute nicht mehr")]


def test_who_says_more_than_any_article_holds_is_not_asked(attributor: Attributor) -> None:
    said = "„Die Fähre fährt heute nicht“, sagte Ada Blum.\n\n"
    speakers = [speaker for speaker, _ in _found(attributor, said * (MOST_UTTERANCES + 1))]
    assert speakers[0] == "Ada Blum"
    assert speakers[-1] is None


@pytest.mark.parametrize("file", [NAMES, SPEAKERS])
def test_changed_trees_are_refused(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "trees"
    shutil.copytree(SHIPPED, folder)
    columns = json.loads((folder / "config.json").read_text())["columns"][file]
    (folder / file).write_bytes((folder / file).read_bytes() + b"\0")
    with pytest.raises(ModelError, match="not the one of its config"):
        shipped_judge(file, tuple(columns), folder)
    with pytest.raises(ModelError, match="other columns"):
        shipped_judge(file, tuple(columns[1:]), folder)
