"""Texts longer than any article: a first part is read, and how long it is can be asked."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor, cut_notice
from pipeline.quotes.attribution_pipeline import MOST_CHARACTERS
from pipeline.quotes.network.attribution_model import MOST_PIECES

SAYS = "“The ferry is late today,” {name} said.\n\n"


def name(number: int) -> str:
    """One of many names of persons, each another."""
    given = ("Ada", "Ben", "Edda", "Jan", "Mira", "Nora", "Otto", "Ruth")
    family = ("Cole", "Hale", "Kvist", "Dorn", "Holm", "Lind", "Falk", "Berg")
    end = ("", "ly", "er", "sen", "son", "man", "well", "field")
    return f"{given[number % 8]} {family[number // 8 % 8]}{end[number // 64 % 8]}"


@pytest.mark.parametrize("language", [None, "en", "de", "fr"])
def test_an_article_is_read_whole(attributor: Attributor, language: str | None) -> None:
    text = SAYS.format(name="Ada Cole") * 1_000
    assert attributor.readable_length(text[:40_000], language) == 40_000


@pytest.mark.parametrize(
    "text", ['"' * 400_000, "“” " * 100_000, "한국어 " * 100_000, "a\n\n" * 100_000]
)
def test_what_the_network_reads_is_bounded_whatever_it_is(
    attributor: Attributor, text: str
) -> None:
    length = attributor.readable_length(text)
    assert 0 < length <= 3 * MOST_PIECES
    assert length < len(text)


@pytest.mark.parametrize("language", [None, "de", "fr"])
def test_signs_that_the_network_leaves_out_are_bounded(
    attributor: Attributor, language: str | None
) -> None:
    text = "\u200b" * (MOST_CHARACTERS + 1)
    assert attributor.readable_length(text, language) == MOST_CHARACTERS


def test_the_first_part_ends_with_a_line_and_is_read_as_it_is_alone(
    attributor: Attributor,
) -> None:
    text = "".join(SAYS.format(name=name(number)) for number in range(2_000))
    length = attributor.readable_length(text)
    assert length < len(text)
    assert text[:length].endswith("said.\n\n")
    assert attributor.attributions(text) == attributor.attributions(text[:length])


def test_a_single_line_is_cut_within(attributor: Attributor) -> None:
    text = "The ferry is late and " * 20_000
    assert 0 < attributor.readable_length(text) < len(text)


def test_speakers_are_found_however_many_there_are(attributor: Attributor) -> None:
    names = [name(number) for number in range(512)]
    text = "".join(SAYS.format(name=one) for one in names)
    found = attributor.attributions(text)
    right = sum(q.speaker == one for q, one in zip(found, names, strict=True))
    assert right >= 0.95 * len(names)


def test_control_characters_of_a_text_do_not_get_into_names(attributor: Attributor) -> None:
    text = "“The ferry is late today,” harbour\x07 master Ada\x1b Cole\x00 said on Monday."
    (found,) = attributor.attributions(text)
    said = (found.speaker, found.mention, found.role, found.cue, *found.aliases)
    assert found.speaker is not None
    assert not any(ord(sign) < 32 for one in said if one is not None for sign in one)


def test_the_notice_says_how_much_was_read() -> None:
    assert cut_notice(1_000, 20_000) == (
        "only the first 1,000 of 20,000 characters were read for quotations"
    )
