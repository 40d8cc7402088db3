"""When two texts count as the same, and what counts as a name."""

from __future__ import annotations

import pytest

from pipeline.warehouse.names import bounded, is_named, name_key, plainest, storable, words_of


@pytest.mark.parametrize(
    "source",
    [
        "Ada Kvist", "de Vries", "Ministry of Fisheries", "the Ministry of Fisheries",
        "The Courier", "O’Hara", "d’Aubigny", "al-Din", "bin al-Din", "Channel 4", "BBC",
        "Trask-Lowe", "A. Smith", "A Smith", "日本語", "محمد علي", "Éva Šimková", "One Nation",
    ],
)  # fmt: skip
def test_a_name_is_a_name(source: str) -> None:
    assert is_named(source)


@pytest.mark.parametrize(
    "source",
    [
        "", " ", "officials", "the union", "The judge", "A boy", "a Ministry spokesman",
        "A spokesman for Tarn", "One woman", "Two people familiar with the matter", "My neighbour",
        "Kvist's lawyer", "Counsel for the other", "[author]", "[Ada Kvist]", "The", "some", "…",
        "they", "N" * 201, "de", "the de",
    ],
)  # fmt: skip
def test_a_description_is_no_name(source: str) -> None:
    assert not is_named(source)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Kvist", "ADA  KVIST "),
        ("Maeve O’Hara", "Maeve O'Hara"),
        ("Trask‑Lowe", "trask-lowe"),
        ("ﬁnn", "Finn"),
        ("Groß", "GROSS"),
    ],
)
def test_spellings_of_one_name_agree(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_accents_tell_names_apart() -> None:
    assert name_key("Núria") != name_key("Nuria")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It’s ours!”", "it s ours"),
        ("Café—Straße,  N°5", "cafe strasse n 5"),
        ("日本語。", "日本語"),
        ("… — “”", ""),
        ("\x00\ud800a", "a"),
    ],
)
def test_words_are_plain(text: str, words: str) -> None:
    assert words_of(text) == words


def test_bounded_texts_stay_apart() -> None:
    long, longer = "é" * 1000, "é" * 1001
    assert len(bounded(long, 100).encode()) <= 100
    assert bounded(long, 100) != bounded(longer, 100)
    assert bounded("short", 100) == "short"


def test_the_plainest_form_is_the_most_frequent_then_not_in_capitals() -> None:
    assert plainest({"ADA KVIST": 3, "Ada Kvist": 2}) == "ADA KVIST"
    assert plainest({"ADA KVIST": 2, "Ada Kvist": 2, "Ada kvist": 2}) == "Ada Kvist"


def test_what_cannot_be_stored_keeps_its_length() -> None:
    assert storable("a\x00\ud800\udfffz") == "a\ufffd\ufffd\ufffdz"
    assert storable({"\x00": ("\x00", [1, None])}) == {"\ufffd": ["\ufffd", [1, None]]}
