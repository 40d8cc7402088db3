"""Names with what is known of them, and the names that they may be forms of, from the warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from pipeline.people.name_likeness import sound_keys
from pipeline.people.name_parts import PersonName, parsed
from pipeline.records import ORGANISATION
from pipeline.warehouse.identity.identity_keys import letters_of, normalised_name
from pipeline.warehouse.identity.roles import distinctive_words
from pipeline.warehouse.row_sync import Row, select_where_in
from pipeline.warehouse.stored_text import alias_words
from pipeline.warehouse.tables import speaker_alias, speaker_name, speaker_role

MANY = 60
"""A shorter name behind which more names than this may stand, as a common family name, is not
traced: hardly ever would one person be left, and each would have to be looked at."""
MANY_ALIKE = 300
"""If more names than this sound alike and have one initial, or have the same letters, they are not
compared: comparing takes time by the square of their number, and so many are produced on purpose or
by an error."""


@dataclass(frozen=True)
class IndexedName:
    """A name with what is known of it."""

    row: Row
    aliases: frozenset[str]
    """Forms that articles use beside it."""
    roles: frozenset[str]
    """Distinctive words of its roles."""

    @property
    def id(self) -> int:
        """Number of the row."""
        return int(self.row["id"])

    @property
    def key(self) -> str:
        """Its natural key."""
        return str(self.row["key"])

    @property
    def is_organisation(self) -> bool:
        """Whether it is that of an organisation."""
        return bool(self.row["kind"] == ORGANISATION)

    @cached_property
    def words(self) -> str:
        """Its words, as aliases are compared."""
        return alias_words(self.row["name"])

    @cached_property
    def alias_words(self) -> frozenset[str]:
        """The words of the other forms."""
        return frozenset(map(alias_words, self.aliases)) - {self.words}

    @cached_property
    def families_used(self) -> frozenset[str]:
        """The other forms of one word, as family names are compared; most are that."""
        people = map(parsed, self.aliases)
        return frozenset(person.family for person in people if person.is_single)

    @cached_property
    def person(self) -> PersonName:
        """Its parts, as those of a person's name."""
        return parsed(self.row["name"])

    @cached_property
    def fullness(self) -> tuple[int, int, str]:
        """Orders spellings by how full they are; the names of one spelling are equally full."""
        return len(self.row["letters"]), len(self.name_words), self.row["normalised"]

    @cached_property
    def name_words(self) -> Sequence[str]:
        """The words of the name itself, without titles."""
        return str(self.row["normalised"]).split(" ")

    @property
    def phonetic_keys(self) -> set[str]:
        """The keys that another form of it may have in the column `phonetic`."""
        return set() if self.is_organisation else sound_keys(self.person)

    @property
    def letters_used(self) -> set[str]:
        """The letters of the name, of its family name, and of the other forms."""
        kind = self.row["kind"]
        others = {letters_of(normalised_name(alias, kind)) for alias in self.aliases}
        return {self.row["letters"], self.person.family, *others}


class NameIndex:
    """Names by id; each is loaded once."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is loaded yet."""
        self._connection = connection
        self._names: dict[int, IndexedName] = {}
        self._near: dict[tuple[str, str], list[int]] = {}
        """Column and value -> ids of the names that have it."""

    def __getitem__(self, identifier: int) -> IndexedName:
        """A name that was loaded before, by id."""
        return self._names[identifier]

    def __contains__(self, identifier: int) -> bool:
        """Whether a name was loaded and is there."""
        return identifier in self._names

    def load(self, ids: Iterable[int]) -> list[IndexedName]:
        """The names of some ids, less those that are not there."""
        asked = set(ids)
        wanted = asked - self._names.keys()
        if wanted:
            aliases: dict[int, set[str]] = defaultdict(set)
            for row in select_where_in(self._connection, speaker_alias.c.name_id, wanted):
                aliases[row["name_id"]].add(row["alias"])
            roles: dict[int, set[str]] = defaultdict(set)
            for row in select_where_in(self._connection, speaker_role.c.name_id, wanted):
                roles[row["name_id"]] |= distinctive_words(row["role"])
            for row in select_where_in(self._connection, speaker_name.c.id, wanted):
                identifier = row["id"]
                self._names[identifier] = IndexedName(
                    row, frozenset(aliases[identifier]), frozenset(roles[identifier])
                )
        return [self._names[i] for i in sorted(asked) if i in self._names]

    def find(self, column: str, values: Iterable[str | None]) -> list[IndexedName]:
        """The names that have one of the values in a column, or among the words of aliases."""
        return self.load(self.ids(column, values))

    def ids(self, column: str, values: Iterable[str | None]) -> set[int]:
        """The ids of the names that `find` finds."""
        asked = {value for value in values if value}
        missing = {value for value in asked if (column, value) not in self._near}
        if missing:
            for value in missing:
                self._near[column, value] = []
            if column == "alias":
                found = select_where_in(
                    self._connection,
                    speaker_alias.c.words,
                    missing,
                    [speaker_alias.c.words, speaker_alias.c.name_id],
                )
                pairs = [(row["words"], row["name_id"]) for row in found]
            else:
                by = speaker_name.c[column]
                found = select_where_in(self._connection, by, missing, [by, speaker_name.c.id])
                pairs = [(row[column], row["id"]) for row in found]
            for value, identifier in pairs:
                self._near[column, value].append(identifier)
        return {identifier for value in asked for identifier in self._near[column, value]}

    def prefetch(self, names: Collection[IndexedName], keys: Iterable[str | None]) -> None:
        """Load with few queries the names that some may be forms of, and names by key."""
        keys = {*keys, *(name.row["points_to"] for name in names)}
        letters = {used for name in names for used in name.letters_used}
        single = [name for name in names if name.person.is_single and not name.is_organisation]
        self.ids("phonetic", {key for name in names for key in name.phonetic_keys})
        found = {identifier for name in names for identifier in self.sounding_alike(name)}
        self.ids("letters", letters)
        found |= self.spelled_with(letters) | self.ids("key", keys)
        found |= self.ids("normalised", {name.row["normalised"] for name in names})
        self.ids("alias", {name.words for name in names})
        self.ids("family", {name.person.family for name in single})
        for name in names:
            found |= self.calling(name)
        self.load(found)

    def sounding_alike(self, name: IndexedName) -> set[int]:
        """The ids of the names that sound like forms of a name, where they are not too many."""
        by_key = [self.ids("phonetic", [key]) for key in sorted(name.phonetic_keys)]
        return {i for found in by_key if len(found) <= MANY_ALIKE for i in found}

    def spelled_with(self, letters: Iterable[str]) -> set[int]:
        """The ids of the names that have the letters of some, where they are not too many."""
        by_letters = [self.ids("letters", [one]) for one in sorted(letters)]
        return {i for found in by_letters if len(found) <= MANY_ALIKE for i in found}

    def calling(self, name: IndexedName) -> set[int]:
        """The ids of names that articles also call by the words of a name; none if too many."""
        found = self.ids("alias", [name.words])
        if name.person.is_single and not name.is_organisation:
            found = found | self.ids("family", [name.person.family])
        return found if len(found) <= MANY else set()
