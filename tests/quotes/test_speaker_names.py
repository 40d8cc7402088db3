"""Names come whole, whatever their culture and whatever somebody does for a living."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor

NAMES = (
    "Annelies van den Brul", "Jean-Luc de la Tour-Martin", "Hope Winter",
    "Siobhán O’Hara", "Nguyen Thi Lan", "Mohammed bin Rashid", "Ana María de los Santos",
    "Ludwig von Hagen", "José Luís da Silva", "Park Seo-yeon", "Oluwaseun Adeyemi", "Ngozi Eze",
    "Tomasz Wiśniewski", "Anders Ångström", "Mette-Marit Sørby", "Yusuf al-Hadid",
    "Fatima El Amrani", "Ravi Chandrasekaran", "Li Xiaoping", "Te Rangi Pohatu", "Keoni Kealoha",
    "Aoife Ní Dhomhnaill", "Grace Bishop", "Summer Rivers", "Rose Field", "Will Power",
    "Joy Knight", "Chase Banks", "Marco D’Angelo", "Igor Petrovich Volkov", "Ekaterina Sokolova",
    "Thabo Nkosi", "Zanele Mthembu", "Kwame Boateng", "Haruki Tanabe", "Priya Raghunathan",
    "Björn Ketilsson", "Dafydd ap Gwilym", "Ioana Popescu",
)  # fmt: skip
OCCUPATIONS = (
    "virologist", "coroner", "counsellor", "glaciologist", "shop steward", "beekeeper", "actuary",
    "epidemiologist", "ombudsman", "locksmith", "seismologist", "bailiff", "notary", "welder",
    "cartographer", "hydrologist", "taxidermist", "stonemason", "auctioneer", "toxicologist",
    "town crier", "choreographer", "signalman", "lifeguard", "optician", "geneticist", "roofer",
    "zoologist", "quartermaster", "puppeteer", "dietitian", "falconer", "luthier", "vintner",
)  # fmt: skip
SAID = "The council met on Tuesday.\n\n“The ferry is late and nobody minds,” said the {}, {}."


def speaker(attributor: Attributor, text: str) -> str | None:
    """The speaker of the only marked words of a text."""
    (said,) = [found for found in attributor.attributions(text) if found.segments]
    return said.speaker


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_whole(with_model: Attributor, name: str) -> None:
    assert speaker(with_model, SAID.format("harbour pilot", name)) == name


@pytest.mark.parametrize("occupation", OCCUPATIONS)
def test_an_occupation_is_not_the_name(with_model: Attributor, occupation: str) -> None:
    assert speaker(with_model, SAID.format(occupation, "Signe Lund")) == "Signe Lund"


@pytest.mark.parametrize("written", ["NFB", "N.F.B."])
def test_initials_are_the_name_that_they_stand_for(with_model: Attributor, written: str) -> None:
    text = (
        "The Northern Ferry Board met on Tuesday and talked about the water.\n\n"
        f"“The ferry is late and nobody minds,” the {written} said."
    )
    assert speaker(with_model, text) == "Northern Ferry Board"


@pytest.mark.parametrize("printed", ["Ada Cole", "Ms. Cole"])
def test_the_name_with_its_initial_is_the_fullest(with_model: Attributor, printed: str) -> None:
    text = (
        "Ada R. Cole runs the yard in Sundal and has done so for twenty years.\n\n"
        f"“The ferry is late and nobody minds,” said {printed}."
    )
    assert speaker(with_model, text) == "Ada R. Cole"


def test_several_names_are_all_of_them(with_model: Attributor) -> None:
    text = (
        "Ada Cole and Bram Hale run the yard.\n\n"
        "“The ferry is late and nobody minds,” Ada Cole and Mr. Hale said."
    )
    assert speaker(with_model, text) == "Ada Cole and Bram Hale"


def test_the_writer_is_never_meant_by_she(with_model: Attributor) -> None:
    text = "It rained all day in the town.\n\n“The ferry is late and nobody minds,” she said."
    assert speaker(with_model, text) != "[author]"
