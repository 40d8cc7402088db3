"""What counts as a name, and when two spellings are one."""

from __future__ import annotations

import pytest

from pipeline.people.proper_names import is_named, name_key, plainest


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


def test_the_plainest_form_is_the_most_frequent_then_not_in_capitals() -> None:
    assert plainest({"ADA KVIST": 3, "Ada Kvist": 2}) == "ADA KVIST"
    assert plainest({"ADA KVIST": 2, "Ada Kvist": 2, "Ada kvist": 2}) == "Ada Kvist"
