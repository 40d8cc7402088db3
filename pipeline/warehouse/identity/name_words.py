"""The words of names, by which speakers are found: family names, given names, words of bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection

from pipeline.people.name_parts import latin_words, parsed
from pipeline.records import ORGANISATION
from pipeline.text.folding import folded_words
from pipeline.warehouse.row_sync import select_where_in, sync_rows
from pipeline.warehouse.tables import speaker_alias, speaker_name, speaker_name_word

MAX_WORD = 100
"""Letters of a word that are compared; an index takes 2,700 bytes."""


def words_of_name(form: str, kind: str | None = None) -> set[str]:
    """The words of a form of a name in plain ASCII letters, titles left out.

    A family name of several words is one word too: "de la Cruz" is "de", "la", "cruz" and
    "delacruz"; and one with an apostrophe is also two: "O’Hara" is "ohara", "o" and "hara".
    """
    words = set(latin_words(form).split()) | {
        latin_words(word) for word in folded_words(form).split()
    }
    if kind != ORGANISATION:
        name = parsed(form)
        words = (words - set(name.title.split())) | {name.family}
    return {word[:MAX_WORD] for word in words if word}


def index_names(connection: Connection, names: Iterable[int]) -> None:
    """Bring the words of some names, by id, up to date with the forms that articles use."""
    ids = set(names)
    columns = [speaker_name.c.id, speaker_name.c.kind]
    kinds = {
        row["id"]: row["kind"] for row in select_where_in(connection, columns[0], ids, columns)
    }
    words: dict[int, set[str]] = defaultdict(set)
    for row in select_where_in(connection, speaker_alias.c.name_id, ids):
        words[row["name_id"]] |= words_of_name(row["alias"], kinds[row["name_id"]])
    stored = select_where_in(connection, speaker_name_word.c.name_id, ids)
    wanted = [{"word": word, "name_id": name} for name, own in words.items() for word in own]
    sync_rows(connection, speaker_name_word, stored, wanted, ["word", "name_id"])
