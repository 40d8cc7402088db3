"""Who speaks: names, roles and pronouns, each in the fullest form of the article."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor, attribution_version

LATE = "“The ferry is late,”"

CASES: list[tuple[str, str, list[tuple[str | None, str | None, str | None]]]] = [
    (
        "a surname is the name in full",
        f"Ada Cole runs the port. {LATE} Cole said.",
        [("Ada Cole", "Cole", None)],
    ),
    (
        "the name in full comes later",
        f"{LATE} Cole said.\n\n“It will not sail,” said Ada Cole.",
        [("Ada Cole", "Cole", None), ("Ada Cole", "Ada Cole", None)],
    ),
    (
        "titles are left out",
        f"{LATE} Deputy Mayor Ada Cole said.",
        [("Ada Cole", "Ada Cole", "Deputy Mayor")],
    ),
    (
        "a title in small letters behind the verb",
        f"{LATE} said harbour master Ada Cole.",
        [("Ada Cole", "Ada Cole", "harbour master")],
    ),
    (
        "a description behind the name",
        f"{LATE} said Ada Cole, head of the harbour office.",
        [("Ada Cole", "Ada Cole", "head of the harbour office")],
    ),
    (
        "a description before the name",
        f"{LATE} the union’s lawyer, Ada Cole, said.",
        [("Ada Cole", "Ada Cole", "union’s lawyer")],
    ),
    (
        "a description before the name, behind the verb",
        f"{LATE} said its chair, Ada Cole.",
        [("Ada Cole", "Ada Cole", "its chair")],
    ),
    (
        "a courtesy title is no role",
        f"{LATE} Mrs Cole said.\n\nAda Cole runs the port.",
        [("Ada Cole", "Cole", None)],
    ),
    (
        "the same role at every quotation",
        f"{LATE} Mayor Ada Cole said.\n\nCole, the mayor of Port Ellery, left. “Now,” she said.",
        [
            ("Ada Cole", "Ada Cole", "Mayor"),
            ("Ada Cole", "she", "Mayor"),
        ],
    ),
    (
        "a pronoun goes to the last speaker",
        f"{LATE} Ada Cole said.\n\n“It will not sail,” she added.",
        [("Ada Cole", "Ada Cole", None), ("Ada Cole", "she", None)],
    ),
    (
        "a pronoun goes by gender",
        f"Peter Dale met Ada Cole. {LATE} he said. “Very late,” she said.",
        [("Peter Dale", "he", None), ("Ada Cole", "she", None)],
    ),
    (
        "a pronoun goes to the subject of the sentence before",
        f"{LATE} Ada Cole said.\n\nMaria Dale shook her head. “It never sails,” she said.",
        [("Ada Cole", "Ada Cole", None), ("Maria Dale", "she", None)],
    ),
    (
        "what the article says that somebody is",
        f"Ada Cole is the mayor of Port Ellery. {LATE} the mayor said.",
        [("Ada Cole", "the mayor", None)],
    ),
    (
        "a description without a name",
        f"{LATE} a senior county official said. “It will not sail,” the official added.",
        [
            ("a senior county official", "a senior county official", None),
            ("a senior county official", "the official", None),
        ],
    ),
    (
        "a body",
        "The Harbour Board said that the ferry was late.",
        [("Harbour Board", "Harbour Board", None)],
    ),
    (
        "two together",
        "Ada Cole and Peter Dale said that the ferry was late.",
        [("Ada Cole and Peter Dale", "Ada Cole and Peter Dale", None)],
    ),
    (
        "the writer",
        "I said that the ferry was late.",
        [("[author]", "I", None)],
    ),
    (
        "nobody told",
        f"It rained all day in the town.\n\n{LATE} she said.",
        [(None, "she", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_speakers(
    attributor: Attributor, text: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    found = attributor.attributions(text)
    assert [(q.speaker, q.mention, q.role) for q in found] == expected


def test_other_forms_of_the_name_are_aliases(attributor: Attributor) -> None:
    text = f"{LATE} Mayor Ada Cole said. “It will not sail,” Cole said."
    assert {q.aliases for q in attributor.attributions(text)} == {("Cole",)}


def test_an_unknown_speaker_is_unsure(attributor: Attributor) -> None:
    (found,) = attributor.attributions(f"It rained all day in the town.\n\n{LATE} she said.")
    assert found.attribution.confidence < 0.5


def test_the_interviewer_asks_and_the_guest_answers(attributor: Attributor) -> None:
    text = (
        "Ada Cole runs the ferry. We met Cole on the quay.\n\n"
        "“Is the ferry late?”\n\n“It is always late. Nobody minds.”\n\n"
        "“Would you mend it?”\n\n“I would if I had the parts.”"
    )
    found = attributor.attributions(text)
    assert [q.speaker for q in found] == ["[author]", "Ada Cole", "[author]", "Ada Cole"]


def test_a_speech_to_a_crowd_and_its_answer(attributor: Attributor) -> None:
    text = (
        "Q: Is the ferry late?\n\nA: It is always late.\n\n"
        "Q: Will it sail?\n\nA: Not today. Perhaps tomorrow."
    )
    found = attributor.attributions(text)
    assert [q.speaker for q in found][::2] == ["[author]", "[author]"]


def test_the_sources_span_holds_its_apposition(attributor: Attributor) -> None:
    text = f"{LATE} said Ada Cole, head of the harbour office."
    (found,) = attributor.attributions(text)
    assert found.attribution.source is not None
    assert text[slice(*found.attribution.source)] == "Ada Cole, head of the harbour office"


def test_the_version_is_known_without_an_attributor(
    attributor: Attributor, without_network: Attributor
) -> None:
    assert attribution_version() == attributor.version
    assert attribution_version(rules_only=True) == without_network.version
