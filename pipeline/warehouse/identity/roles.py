"""What a role says about who is meant by a name that several people have.

People change offices: an actor becomes a governor, a banker a minister. So only two things are
taken to distinguish people: kinds of work that one person hardly does both of (a goalkeeper and a
surgeon), and the same local office at different places (the mayors of two towns). Where there is no
given name, a title that is a man's or a woman's does, too.
"""

from __future__ import annotations

import re

from pipeline.people.name_parts import latin_words
from pipeline.people.name_vocabulary import FEMALE_TITLES, MALE_TITLES

KINDS = {
    "sport": "goalkeeper defender midfielder striker forward winger quarterback linebacker pitcher "
    "coach footballer cricketer golfer boxer sprinter swimmer cyclist skier skater rower gymnast "
    "athlete halfback fullback jockey wrestler",
    "stage": "actor actress singer guitarist drummer pianist violinist rapper comedian songwriter "
    "dancer choreographer bassist soprano tenor",
    "medicine": "surgeon physician doctor nurse paediatrician pediatrician cardiologist midwife "
    "pharmacist dentist psychiatrist paramedic oncologist epidemiologist virologist",
    "police": "detective constable sergeant inspector superintendent sheriff policeman policewoman "
    "trooper",
    "faith": "bishop archbishop priest imam rabbi vicar pastor cardinal monk nun deacon",
    "science": "astronomer biologist chemist physicist geologist mathematician oceanographer "
    "seismologist meteorologist zoologist botanist archaeologist",
    "trade": "fisherman farmer baker butcher plumber carpenter welder trucker electrician miner "
    "shepherd crofter",
}
"""Kinds of work and the nouns that name them."""

LOCAL_OFFICES = frozenset({"mayor", "bishop", "sheriff", "councillor", "provost", "headteacher"})
"""Offices that a person hardly holds in two towns."""

_KIND_OF = {noun: kind for kind, nouns in KINDS.items() for noun in nouns.split()}
"""Noun -> kind of work."""
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
"""Letters and digits, with what an apostrophe joins."""
_PAST = frozenset({"former", "ex", "retired", "onetime", "turned", "late", "erstwhile"})
"""Words that speak of a change of work."""
_TO_COME = frozenset({"elect", "designate", "candidate", "nominee", "incoming", "hopeful"})
"""Words of an office that somebody does not hold yet."""

FACETS_JOINED_BY = "+"
"""Stands in no role's words, so facets can be parted again."""


def facets_of(role: str | None) -> str:
    """What distinguishes people in a role, "" if nothing does.

    A kind of work ("sport"), or a local office with its town ("mayor/eastport"); several are
    joined by "+". A role that speaks of a change of work has no facets.
    """
    words = _WORD.findall(role or "")
    lower = [word.casefold() for word in words]
    if _PAST & set(lower):
        return ""
    found = {_KIND_OF[word] for word in lower if word in _KIND_OF}
    town = "".join(
        latin_words(word).replace(" ", "")
        for word in words
        if word[0].isupper() and word.casefold() not in LOCAL_OFFICES
    )
    if town:
        found |= {f"{word}/{town}" for word in lower if word in LOCAL_OFFICES}
    return FACETS_JOINED_BY.join(sorted(found))


def facets_of_title(title: str) -> str:
    """What a title before a name of one word distinguishes: "Lord Ashby" is not "Lady Ashby"."""
    words = set(title.split())
    found = [
        f"title/{who}"
        for who, titles in (("he", MALE_TITLES), ("she", FEMALE_TITLES))
        if words & titles
    ]
    return "".join(found) if len(found) == 1 else ""


def joined_facets(*several: str) -> str:
    """Facets of several kinds as one text, each once."""
    apart = {facet for facets in several for facet in facets.split(FACETS_JOINED_BY)}
    return FACETS_JOINED_BY.join(sorted(apart - {""}))


def is_of_another_time(role: str) -> bool:
    """Whether a role is one that somebody had or may get: "former mayor", "mayor-elect"."""
    return bool((_PAST | _TO_COME) & {word.casefold() for word in _WORD.findall(role)})


def contradict(one: str, other: str) -> bool:
    """Whether two roles, as their facets, are hardly those of one person."""
    first = set(filter(None, one.split(FACETS_JOINED_BY)))
    second = set(filter(None, other.split(FACETS_JOINED_BY)))
    if not first or not second or first & second:
        return False
    for facet in first:
        for another in second:
            office, _, town = facet.partition("/")
            other_office, _, other_town = another.partition("/")
            if (town and other_town and office == other_office) or not (town or other_town):
                return True
    return False


_COMMON_IN_ROLES = frozenset(
    {
        "the", "a", "an", "of", "for", "at", "in", "and", "to", "on", "with", "from", "by", "his",
        "her", "its", "their", "former", "ex", "late", "new", "old", "senior", "deputy", "chief",
        "head", "leader", "director", "member", "chair", "chairman", "chairwoman", "manager",
        "officer", "spokesman", "spokeswoman", "spokesperson", "expert", "official",
    }
)  # fmt: skip


def distinctive_words(role: str) -> frozenset[str]:
    """The words of a role that few people share: of "mayor of Eastport" "mayor" and "eastport"."""
    return frozenset(latin_words(role).split()) - _COMMON_IN_ROLES


GENERAL_ORGANISATIONS = frozenset(
    {
        "ministry", "council", "government", "police", "company", "party", "union", "court",
        "commission", "committee", "department", "agency", "board", "university", "school",
        "hospital", "bank", "club", "team", "association", "office", "group", "firm",
        "administration", "parliament", "senate", "congress", "house", "authority", "army",
        "navy", "embassy", "church",
    }
)  # fmt: skip
"""What articles call an organisation beside its name, and what many organisations are called."""
