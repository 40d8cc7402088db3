"""The articles that training learns from, and those set aside: labels and text agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.evaluation.held_out import ARTICLES, GERMAN_ARTICLES
from training.speakers.written_articles import (
    FOLDER,
    GERMAN_FOLDER,
    KINDS_OF_NAMES,
    LabelError,
    read_article,
    written_articles,
)

HEAD = """# outlet: weekly paper, Scotland
# people:
Annelies van den Brul | van den Brul, she | harbour master
# persons: Annelies van den Brul, van den Brul
# bodies:
# places: Skerra
"""
SAID = (
    "“There is no other way,”{direct|Annelies van den Brul|van den Brul} van den Brul of "
    "Skerra said."
)


FOLDERS = {
    "learned from": FOLDER,
    "set aside": ARTICLES,
    "German": GERMAN_FOLDER,
    "German, set aside": GERMAN_ARTICLES,
}


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS.keys())
def test_every_article_is_read_and_its_labels_agree_with_its_text(folder: Path) -> None:
    """Reading raises LabelError; what the head lists must stand in the text."""
    read = list(written_articles(folder))
    assert len(read) == len(list(folder.rglob("*.txt"))) > 0
    for article in read:
        names = [name for kind in KINDS_OF_NAMES for name in article.names[kind]]
        missing = [one for one in names if one not in article.page.text]
        # who has no name may be described at the beginning of a sentence alone
        lower = article.page.text.lower()
        missing += [one for one in article.page.people if one.lower() not in lower]
        assert not missing, f"{article.page.name}: {missing} are not in the text"
        assert not re.search(r"[{}]", article.page.text)


def test_no_two_articles_are_one() -> None:
    """An article that was copied would count twice, or be learned from though set aside."""
    articles = [one for folder in FOLDERS.values() for one in written_articles(folder)]
    paragraphs = [one for article in articles for one in article.page.paragraphs]
    long = [paragraph for paragraph in paragraphs if len(paragraph) > 80]
    assert len(long) == len(set(long))


def test_a_label_says_what_stands_between_the_marks_before_it() -> None:
    """Spans are the words between marks, without them; the labels are no text."""
    page = read_article("one", f"{HEAD}\n{SAID}").page
    (span,) = page.spans
    assert page.text == "“There is no other way,” van den Brul of Skerra said."
    assert page.text[slice(*page.chars(span))] == "There is no other way,"
    assert (span["kind"], span["speaker"], span["mention"]) == (
        "direct",
        "Annelies van den Brul",
        "van den Brul",
    )
    mention = page.mention_of(span)
    assert mention is not None
    assert page.text[slice(*mention)] == "van den Brul"


def test_a_quotation_that_goes_on_in_the_next_paragraph_needs_no_closing_mark() -> None:
    """Its label stands at the end of the paragraph."""
    body = (
        "“They said so.{direct|Annelies van den Brul|-}\n\n"
        "“Twice,”{direct|Annelies van den Brul|she} she said."
    )
    page = read_article("one", f"{HEAD}\n{body}").page
    assert [page.text[slice(*page.chars(span))] for span in page.spans] == [
        "They said so.",
        "Twice,",
    ]
    assert [span["mention"] for span in page.spans] == [None, "she"]


def test_a_mention_inside_of_what_is_said_is_none() -> None:
    """Who is named in the words themselves does not say them."""
    body = "“She said she knew,”{direct|Annelies van den Brul|she} the clerk wrote that she said."
    page = read_article("one", f"{HEAD}\n{body}").page
    mention = page.mention_of(page.spans[0])
    assert mention is not None
    assert mention[0] > page.text.index("wrote")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("“No,”{direct|Tam Ritchie|she} she said.", "none of the people"),
        ("“No,”{direct||she} she said.", "without a speaker"),
        ("“No,”{direct|Annelies van den Brul|he} she said.", "not near its words"),
        ("No,{direct|Annelies van den Brul|she} she said.", "behind no closing mark"),
        ("No,”{direct|Annelies van den Brul|she} she said.", "no opening mark"),
        ("“No,”{quoted} she said.", "part of no label"),
    ],
)
def test_a_label_that_does_not_agree_is_refused(body: str, reason: str) -> None:
    """The error says which article, and what is wrong."""
    with pytest.raises(LabelError, match=f"one: .*{reason}"):
        read_article("one", f"{HEAD}\n{body}")


def test_a_line_of_the_head_that_is_none_is_refused() -> None:
    """It would be lost otherwise."""
    with pytest.raises(LabelError, match="no line of a head"):
        read_article("one", f"outlet\n{HEAD}\n{SAID}")
