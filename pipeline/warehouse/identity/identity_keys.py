"""Which name and which words a quotation has: what follows from its row and decisions alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.people.name_likeness import sound_key
from pipeline.people.name_parts import latin_words, parsed
from pipeline.people.proper_names import is_named, name_key, tidy
from pipeline.records import ORGANISATION, PARAGRAPH_SEPARATOR
from pipeline.text.digests import digest_of
from pipeline.text.folding import folded_words
from pipeline.warehouse.identity.decisions import ArticleAddress, Decisions
from pipeline.warehouse.identity.roles import facets_of, facets_of_title, joined_facets
from pipeline.warehouse.row_sync import Row
from pipeline.warehouse.stored_text import MAX_KEY_BYTES, bounded

NAMES_KEPT = 50_000
"""Names whose normalised form is remembered: those of a large batch, in some 10 MB."""


@dataclass(frozen=True, slots=True)
class IdentityKeys:
    """The natural keys of what a quotation refers to."""

    name: Row | None
    """Columns of `speaker_name`, without the speaker; None for a source without a name."""
    wording: Row
    """Columns of `wording`, without ids and what follows from other rows."""


def keys_of_quotation(quoted: Row, address: ArticleAddress, decisions: Decisions) -> IdentityKeys:
    """The name and the wording of a row of `quotation` that stands at an address."""
    speaker = tidy(quoted["speaker_text"])
    name = None
    if is_named(speaker):
        name = _name(speaker, quoted["speaker_kind"], quoted["role"], address, decisions)
    source = name_key(speaker) if name is None else ""
    # text without letters, as "…", is compared as it is printed
    words = folded_words(quoted["text"]) or tidy(quoted["text"])
    identity = PARAGRAPH_SEPARATOR.join((name["key"] if name else "", source, words))
    return IdentityKeys(
        name, {"digest": digest_of(identity.encode()), "source": source, "words": words}
    )


def _name(
    speaker: str, kind: str | None, role: str | None, address: ArticleAddress, decisions: Decisions
) -> Row:
    normalised = normalised_name(speaker, kind)
    label = decisions.label_of(normalised, role, address)
    facets = facets_of_name(speaker, kind, facets_of(role)) if label is None else ""
    return {
        "key": key_of_name(normalised, facets, label),
        "normalised": normalised,
        "letters": letters_of(normalised),
        "role_facets": facets,
        "label": label,
        "name": speaker,
        "kind": kind,
        "quotations": 0,
        **family_of(speaker, kind),
    }


def facets_of_name(speaker: str, kind: str | None, of_role: str) -> str:
    """What distinguishes who is meant by a name: facets of the role, and of a title in the name."""
    if kind == ORGANISATION:
        return of_role
    name = parsed(speaker)
    return joined_facets(of_role, facets_of_title(name.title)) if name.is_single else of_role


def key_of_name(normalised: str, facets: str, label: str | None) -> str:
    """The natural key of a name; with a label, facets make no difference."""
    key = normalised
    if label is not None:
        key += f"#{latin_words(label)}"
    elif facets:
        key += f"|{facets}"
    return bounded(key, MAX_KEY_BYTES)


def letters_of(normalised: str) -> str:
    """A normalised name in one word, by which spellings that part it otherwise are found."""
    return normalised.replace(" ", "")


def family_of(speaker: str, kind: str | None) -> Row:
    """The columns by which forms of a person's name are found; both None for an organisation."""
    if kind == ORGANISATION:
        return {"family": None, "phonetic": None}
    name = parsed(speaker)
    own = None if name.is_single else bounded(sound_key(name), MAX_KEY_BYTES)
    return {"family": bounded(name.family, MAX_KEY_BYTES), "phonetic": own}


@lru_cache(NAMES_KEPT)
def normalised_name(speaker: str, kind: str | None) -> str:
    """What the spellings of one name have in common: its words, with single spaces between them.

    Letters in plain ASCII, case, hyphens, apostrophes and titles make no difference, nor does a
    comma between family and given names: "Orbán, Viktor" is "viktor orban". In the name of an
    organisation, an article in front makes no difference either.
    """
    if kind == ORGANISATION:
        words = latin_words(speaker).split()
        spaced = " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
    else:
        spaced = " ".join(parsed(speaker).words)
    # a name in signs that have no letters keeps them
    return bounded(spaced or name_key(speaker), MAX_KEY_BYTES // 2)
