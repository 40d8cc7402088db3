"""Names come whole, whatever their culture and whatever somebody does for a living."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor

NAMES = (
    "Annelies van den Brul", "Jean-Luc de la Tour-Martin", "Hope Winter", "Siobhán O’Hara",
    "Nguyen Thi Lan", "Mohammed bin Rashid", "Ana María de los Santos", "Ludwig von Hagen",
    "José Luís da Silva", "Park Seo-yeon", "Oluwaseun Adeyemi", "Ngozi Eze", "Tomasz Wiśniewski",
    "Anders Ångström", "Mette-Marit Sørby", "Yusuf al-Hadid", "Fatima El Amrani",
    "Ravi Chandrasekaran", "Li Xiaoping", "Te Rangi Pohatu", "Keoni Kealoha",
    "Aoife Ní Dhomhnaill", "Grace Bishop", "Summer Rivers", "Rose Field", "Will Power",
    "Joy Knight", "Chase Banks", "Marco D’Angelo", "Igor Petrovich Volkov", "Ekaterina Sokolova",
    "Thabo Nkosi", "Zanele Mthembu", "Kwame Boateng", "Haruki Tanabe", "Priya Raghunathan",
    "Björn Ketilsson", "Dafydd ap Gwilym", "Ioana Popescu", "Annika ter Horst",
    "Pieter van der Merwe", "Giulia De Santis", "Carlos Ruiz de la Peña", "Abdul Rahman Siddiqui",
    "Tran Van Minh", "Kim Min-jun", "Chinwe Okonkwo", "Aleksandr Vasilyev", "Zofia Nowak",
    "Sione Tupou", "Lupe Fa’asavalu", "Owen ap Rhys", "Sean Mac Giolla", "Faith Winters",
    "Storm Reid", "Dean Marsh", "Amal al-Khatib", "Omar ibn Yusuf", "Hiroko Matsuda",
    "Dilnoza Karimova", "Arman Petrosyan", "Nino Kapanadze", "Elif Yılmaz", "Vigdís Jónsdóttir",
)  # fmt: skip
OCCUPATIONS = (
    "virologist", "coroner", "counsellor", "glaciologist", "shop steward", "beekeeper", "actuary",
    "epidemiologist", "ombudsman", "locksmith", "seismologist", "bailiff", "notary", "welder",
    "cartographer", "hydrologist", "taxidermist", "stonemason", "auctioneer", "toxicologist",
    "town crier", "choreographer", "signalman", "lifeguard", "optician", "geneticist", "roofer",
    "zoologist", "quartermaster", "puppeteer", "dietitian", "falconer", "luthier", "vintner",
    "acrobat", "acupuncturist", "anaesthetist", "animator", "anthropologist", "apothecary",
    "archivist", "astronaut", "astrophysicist", "baker", "balladeer", "bartender", "blacksmith",
    "boatswain", "bookbinder", "botanist", "brewer", "bricklayer", "butcher", "cabinetmaker",
    "caretaker", "carpenter", "cartoonist", "caterer", "chandler", "chemist", "chiropractor",
    "cobbler", "cooper", "cosmologist", "criminologist", "crofter", "cryptographer", "curator",
    "cutler", "dairymaid", "dancer", "demographer", "dermatologist", "dispatcher", "docker",
    "draughtsman", "dressmaker", "drummer", "dyer", "ecologist", "economist", "electrician",
    "embalmer", "engraver", "entomologist", "farrier", "ferryman", "fishmonger", "fletcher",
    "florist", "forester", "forger", "furrier", "gamekeeper", "gardener", "geologist",
    "glassblower", "glazier", "goldsmith", "greengrocer", "groundskeeper", "haberdasher",
    "hairdresser", "herbalist", "historian", "horologist", "housekeeper", "illustrator",
    "immunologist", "ironmonger", "jeweller", "jockey", "juggler", "knitter", "lexicographer",
    "librarian", "linguist", "lithographer", "lumberjack", "machinist", "mason", "mathematician",
    "mediator", "meteorologist", "midwife", "milliner", "miner", "mycologist", "neurologist",
    "novelist", "nurseryman", "oceanographer", "oncologist", "orchardist", "ornithologist",
    "orthodontist", "osteopath", "paleontologist", "paramedic", "ranger", "pathologist",
    "pharmacist", "philologist", "photographer", "physiotherapist", "pilot", "plasterer",
    "plumber", "podiatrist", "potter", "printer", "psychiatrist", "radiologist", "rigger",
    "saddler", "sailmaker", "sculptor", "sexton", "shepherd", "shipwright", "silversmith",
    "sociologist", "sommelier", "statistician", "steeplejack", "surveyor", "tanner", "thatcher",
    "tinsmith", "typesetter", "upholsterer", "urologist", "vet", "violinist", "warehouseman",
    "weaver", "wheelwright", "winemaker", "woodcarver",
)  # fmt: skip
SAID = "The council met on Tuesday.\n\n“The ferry is late and nobody minds,” said the {}, {}."


def speaker(attributor: Attributor, text: str) -> str | None:
    """The speaker of the only marked words of a text."""
    (said,) = [found for found in attributor.attributions(text) if found.segments]
    return said.speaker


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_whole(attributor: Attributor, name: str) -> None:
    assert speaker(attributor, SAID.format("harbour pilot", name)) == name


@pytest.mark.parametrize("occupation", OCCUPATIONS)
def test_an_occupation_is_not_the_name(attributor: Attributor, occupation: str) -> None:
    assert speaker(attributor, SAID.format(occupation, "Signe Lund")) == "Signe Lund"


@pytest.mark.parametrize("written", ["NFB", "N.F.B."])
def test_initials_are_the_name_that_they_stand_for(attributor: Attributor, written: str) -> None:
    text = (
        "The Northern Ferry Board met on Tuesday and talked about the water.\n\n"
        f"“The ferry is late and nobody minds,” the {written} said."
    )
    assert speaker(attributor, text) == "Northern Ferry Board"


@pytest.mark.parametrize("printed", ["Ada Cole", "Ms. Cole"])
def test_the_name_with_its_initial_is_the_fullest(attributor: Attributor, printed: str) -> None:
    text = (
        "Ada R. Cole runs the yard in Sundal and has done so for twenty years.\n\n"
        f"“The ferry is late and nobody minds,” said {printed}."
    )
    assert speaker(attributor, text) == "Ada R. Cole"


def test_several_names_are_all_of_them(attributor: Attributor) -> None:
    text = (
        "Ada Cole and Bram Hale run the yard.\n\n"
        "“The ferry is late and nobody minds,” Ada Cole and Mr. Hale said."
    )
    assert speaker(attributor, text) == "Ada Cole and Bram Hale"


def test_the_writer_is_never_meant_by_she(attributor: Attributor) -> None:
    text = "It rained all day in the town.\n\n“The ferry is late and nobody minds,” she said."
    assert speaker(attributor, text) != "[author]"


@pytest.mark.parametrize(
    ("heading", "paragraph", "speaker"),
    [
        (
            "More than one plan",
            "Householders in Tellmouth said “the bins are never full” and asked for another.",
            "Householders in Tellmouth",
        ),
        (
            "Northern Ferry Board",
            "Northern Ferry Board chair Ada Cole said “the fare will stay”.",
            "Ada Cole",
        ),
    ],
)
def test_a_heading_is_no_part_of_the_source_below_it(
    attributor: Attributor, heading: str, paragraph: str, speaker: str
) -> None:
    text = f"{heading}\n\n{paragraph}"
    quotations = attributor.attributions(text)
    assert {quotation.speaker for quotation in quotations} == {speaker}
    sources = [q.attribution.source for q in quotations if q.attribution.source]
    assert sources
    assert all("\n" not in text[slice(*source)] for source in sources)
