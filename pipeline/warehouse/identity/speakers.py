"""Names of one person or body, across articles.

A name points to the fullest other name of the same speaker. It does if

- somebody decided so, or
- it is the same name with another role, and the roles that the name is given do not tell of
  several people; where they do, a role-less one goes with the one that nearly all are, or
- it is a shorter form: initials or middle names left out, or a form that articles use beside
  the fuller name ("Xi", "FTC"), or
- it may be another spelling, order or nickname, and the roles have words in common;

and if all fuller names for which this holds are of one speaker. Of two that it could be, it is
neither: nothing is guessed. Which names, aliases and roles there are decides, not when they
came. No quotation is read here: what is known of a name is kept with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from pipeline.warehouse.identity.decisions import Decisions
from pipeline.warehouse.identity.evidence import Changes
from pipeline.warehouse.identity.forest import Forest, point, regroup
from pipeline.warehouse.identity.naming import BODY, spelling_of
from pipeline.warehouse.identity.person_names import (
    Likeness,
    PersonName,
    likeness,
    parsed,
    sound_keys,
)
from pipeline.warehouse.identity.roles import GENERAL_BODIES, contradict, telling_words
from pipeline.warehouse.identity.showing import show_speakers
from pipeline.warehouse.merging import Row, rows_with
from pipeline.warehouse.names import alias_words
from pipeline.warehouse.tables import speaker, speaker_alias, speaker_name, speaker_role

NAMES = Forest(speaker_name, speaker, key="key", group="speaker_id", facts=("name", "kind"))

MANY = 60
"""Names that a shorter one may stand for, from which on it is not asked which it is."""
MANY_ALIKE = 300
"""Names of one sound and initial, from which on they are not compared."""
NEARLY_ALL = 0.9
"""Share of the quotations whose role tells which person is meant, from which on those whose role
does not are taken for that person's."""


def link_names(
    connection: Connection, added: Collection[int], changes: Changes, decided: Decisions
) -> set[int]:
    """Let names point to fuller ones, and speakers follow.

    `added` names are new, `changes` what else became of names. Returns the ids of names that
    came to another speaker.
    """
    resolution = _Resolution(connection, decided)
    pointers = resolution.pointers(added, changes)
    repointed = point(connection, NAMES, pointers)
    vacated = {row["speaker_id"] for row in changes.gone}
    moved, left = regroup(connection, NAMES, added, repointed, vacated)
    shown = moved | repointed | set(added) | changes.counted | changes.told
    show_speakers(connection, shown, left | vacated, set(decided.merges.values()))
    return moved


@dataclass(frozen=True)
class _Name:
    """A name with what is known of it."""

    row: Row
    aliases: frozenset[str]
    """Forms that articles use beside it."""
    roles: frozenset[str]
    """Telling words of its roles."""

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def key(self) -> str:
        return str(self.row["key"])

    @property
    def is_body(self) -> bool:
        return bool(self.row["kind"] == BODY)

    @cached_property
    def words(self) -> str:
        return alias_words(self.row["name"])

    @cached_property
    def alias_words(self) -> frozenset[str]:
        return frozenset(map(alias_words, self.aliases)) - {self.words}

    @cached_property
    def person(self) -> PersonName:
        return parsed(self.row["name"])

    @cached_property
    def fullness(self) -> tuple[int, str]:
        """Orders spellings by how full they are; the names of one spelling are equally full."""
        return len(self.row["spelling"]), self.row["spelling"]


class _Resolution:
    """Which name points where, after some names came, changed or went."""

    def __init__(self, connection: Connection, decided: Decisions) -> None:
        self.connection = connection
        self.decided = decided
        self.targets = set(decided.merges.values())
        self.names: dict[int, _Name] = {}
        self.by_key: dict[str, _Name] = {}
        self.near: dict[tuple[str, str], list[int]] = {}
        """Column and value -> ids of the names that have it."""
        self.fuller: dict[int, str | None] = {}
        """Pointers found so far."""

    def pointers(self, added: Collection[int], changes: Changes) -> dict[int, str | None]:
        """The pointer of each name that may have another than before, by id."""
        touched = {*added, *changes.told}
        self._load(touched)
        former = [
            _Name(row, frozenset(changes.lost_forms[row["id"]]), frozenset())
            for row in changes.former
        ] + [
            _Name(self.names[identifier].row, frozenset(forms), frozenset())
            for identifier, forms in changes.lost_forms.items()
            if identifier in self.names
        ]
        open_ids = self.names.keys() & touched
        self._prefetch([*(self.names[identifier] for identifier in open_ids), *former])
        about = [*(self.names[identifier] for identifier in sorted(open_ids)), *former]
        for name in about:
            dependents = self._dependents(name)
            if name.id in added:
                # nothing pointed to a new name yet, so only what may do so now is concerned
                dependents = [other for other in dependents if self._may_point(other, name)]
            open_ids |= {other.id for other in dependents}
        before: dict[int, str] = {}
        while open_ids:
            self._prefetch([self.names[identifier] for identifier in open_ids])
            before |= {i: self._stored_root(self.names[i]) for i in open_ids}
            self.fuller |= dict.fromkeys(open_ids, "")  # a mark that they are to be found
            # the fullest first, so that where a shorter one leads is known when it is asked
            for name in sorted(
                (self.names[identifier] for identifier in open_ids),
                key=lambda name: (name.fullness, name.key),
                reverse=True,
            ):
                self._pointer(name)
            turned = [self.names[i] for i in open_ids if self._root(self.names[i]) != before[i]]
            open_ids = {d.id for name in turned for d in self._dependents(name)} - before.keys()
        return self.fuller

    # -- what is asked of the database ----------------------------------------------

    def _load(self, ids: Iterable[int]) -> list[_Name]:
        asked = set(ids)
        wanted = asked - self.names.keys()
        if wanted:
            aliases: dict[int, set[str]] = defaultdict(set)
            for row in rows_with(self.connection, speaker_alias.c.name_id, wanted):
                aliases[row["name_id"]].add(row["alias"])
            roles: dict[int, set[str]] = defaultdict(set)
            for row in rows_with(self.connection, speaker_role.c.name_id, wanted):
                roles[row["name_id"]] |= telling_words(row["role"])
            for row in rows_with(self.connection, speaker_name.c.id, wanted):
                identifier = row["id"]
                name = _Name(row, frozenset(aliases[identifier]), frozenset(roles[identifier]))
                self.names[identifier] = self.by_key[name.key] = name
        return [self.names[i] for i in sorted(asked) if i in self.names]

    def _find(self, column: str, values: Iterable[str | None]) -> list[_Name]:
        """The names that have one of the values in a column, or among the words of aliases."""
        return self._load(self._ids(column, values))

    def _ids(self, column: str, values: Iterable[str | None]) -> set[int]:
        """The ids of the names that `_find` finds."""
        asked = {value for value in values if value}
        missing = {value for value in asked if (column, value) not in self.near}
        if missing:
            for value in missing:
                self.near[column, value] = []
            if column == "alias":
                found = rows_with(
                    self.connection,
                    speaker_alias.c.words,
                    missing,
                    [speaker_alias.c.words, speaker_alias.c.name_id],
                )
                pairs = [(row["words"], row["name_id"]) for row in found]
            else:
                by = speaker_name.c[column]
                found = rows_with(self.connection, by, missing, [by, speaker_name.c.id])
                pairs = [(row[column], row["id"]) for row in found]
            for value, identifier in pairs:
                self.near[column, value].append(identifier)
        return {identifier for value in asked for identifier in self.near[column, value]}

    def _prefetch(self, names: Collection[_Name]) -> None:
        """Ask in few queries what `_candidates` and `_dependents` of names will ask for."""
        keys = {name.row["fuller"] for name in names}
        keys |= {self.decided.merges.get(name.key) for name in names}
        spellings = {name.row["spelling"] for name in names}
        spellings |= {name.person.family for name in names if not name.person.is_single}
        spellings |= {spelling for name in names for spelling in _alias_spellings(name)}
        single = [name for name in names if name.person.is_single and not name.is_body]
        self._ids("sound", {key for name in names for key in _sounds(name)})
        found = {identifier for name in names for identifier in self._sounding(name)}
        found |= self._ids("spelling", spellings) | self._ids("key", keys)
        self._ids("alias", {name.words for name in names})
        self._ids("family", {name.person.family for name in single})
        for name in names:
            found |= self._calling(name)
        self._load(found)

    def _sounding(self, name: _Name) -> set[int]:
        """The ids of the names that sound like forms of a name, where they are not too many."""
        by_key = [self._ids("sound", [key]) for key in sorted(_sounds(name))]
        return {i for found in by_key if len(found) <= MANY_ALIKE for i in found}

    def _calling(self, name: _Name) -> set[int]:
        """The ids of the names that articles give the words of a name to; none if too many."""
        found = self._ids("alias", [name.words])
        if name.person.is_single and not name.is_body:
            found = found | self._ids("family", [name.person.family])
        return found if len(found) <= MANY else set()

    def _candidates(self, name: _Name) -> list[_Name]:
        """The fuller names of other spelling that a name may be a form of."""
        return [
            other
            for other in self._load(self._sounding(name) | self._calling(name))
            if other.row["spelling"] != name.row["spelling"] and other.fullness > name.fullness
        ]

    def _dependents(self, name: _Name) -> list[_Name]:
        """The names that may point to a name."""
        merged = [key for key, into in self.decided.merges.items() if into == name.key]
        spellings = [name.row["spelling"], name.person.family, *_alias_spellings(name)]
        found = self._ids("spelling", spellings) | self._sounding(name)
        found |= self._ids("fuller", [name.key]) | self._ids("key", merged)
        return [
            other
            for other in self._load(found)
            if other.row["spelling"] == name.row["spelling"]
            or other.row["fuller"] == name.key
            or other.key in merged
            or other.fullness < name.fullness
        ]

    def _may_point(self, name: _Name, fuller: _Name) -> bool:
        same = name.row["spelling"] == fuller.row["spelling"]
        return same or name.key in self.decided.merges or self._supports(name, fuller)

    # -- what follows ---------------------------------------------------------------

    def _pointer(self, name: _Name) -> str | None:
        if name.id not in self.fuller:
            stored = name.row["fuller"]
            return None if stored is None else str(stored)
        if self.fuller[name.id] == "":
            self.fuller[name.id] = None
            self.fuller[name.id] = self._found_pointer(name)
        return self.fuller[name.id]

    def _root(self, name: _Name) -> str:
        while (key := self._pointer(name)) is not None:
            (name,) = self._find("key", [key])
        return name.key

    def _stored_root(self, name: _Name) -> str:
        while (key := name.row["fuller"]) is not None:
            above = self._find("key", [key])
            if not above:
                return str(key)
            (name,) = above
        return name.key

    def _found_pointer(self, name: _Name) -> str | None:
        group, same = self._person(name)
        if same is not None:
            return same
        into = self._merged(group)
        fixed = (
            not group
            or name.row["label"] is not None
            or any(other.key in self.targets for other in group)
            or self.decided.stands_alone(name.row["spelling"])
        )
        if into is not None or fixed:
            return into
        supported = [other for other in self._candidates(name) if self._supports(name, other)]
        if len({self._root(other) for other in supported}) != 1:
            return None
        return max(supported, key=lambda other: (other.fullness, other.key)).key

    def _merged(self, group: Collection[_Name]) -> str | None:
        """The name whose speaker some names of one person were decided to be.

        Decisions that lead in a circle, as they may when names went and came back, hold for none.
        """
        into = self._decided_for(group)
        passed = {name.key for name in group}
        step = into
        while step is not None:
            if step in passed:
                return None
            (name,) = self._find("key", [step])
            there = self._person(name)[0] or [name]
            passed |= {other.key for other in there}
            step = self._decided_for(there)
        return into

    def _decided_for(self, group: Collection[_Name]) -> str | None:
        own = {name.key for name in group}
        for name in sorted(group, key=lambda n: n.key):
            into = self.decided.merges.get(name.key)
            if into is not None and into not in own and self._find("key", [into]):
                return into
        return None

    def _person(self, name: _Name) -> tuple[list[_Name], str | None]:
        """The names of one spelling that are one person's, and the one of them to point to.

        None for that one itself. Of a name whose role does not tell which of several persons is
        meant, no group.
        """
        if name.row["label"] is not None:
            return [name], None
        found = self._find("spelling", [name.row["spelling"]])
        alike = [other for other in found if other.row["label"] is None]
        if not any(contradict(a.row["facets"], b.row["facets"]) for a in alike for b in alike):
            first = min(alike, key=lambda n: n.key)
            return alike, None if name is first else first.key
        people = _people(n for n in alike if n.row["facets"])
        if name.row["facets"]:
            first = min(people[name.key], key=lambda n: n.key)
            return people[name.key], None if name is first else first.key
        numbers: Counter[str] = Counter()
        for other in alike:
            if other.row["facets"]:
                numbers[min(n.key for n in people[other.key])] += other.row["quotations"]
        ((key, most),) = numbers.most_common(1)
        return [], key if most >= NEARLY_ALL * numbers.total() else None

    def _supports(self, name: _Name, fuller: _Name) -> bool:
        """Whether a name may be a form of a fuller one, if of no other."""
        if fuller.row["label"] is not None or contradict(name.row["facets"], fuller.row["facets"]):
            return False
        kinds = {name.row["kind"], fuller.row["kind"]} - {None}
        if len(kinds) > 1:
            return False
        told = name.words in fuller.alias_words
        if BODY in kinds:
            return told and name.words not in GENERAL_BODIES
        if name.person.is_single:
            return self._is_family_name(name, fuller)
        alike = likeness(name.person, fuller.person)
        if alike is Likeness.SPELLING:
            return bool(told or fuller.words in name.alias_words or name.roles & fuller.roles)
        return alike is Likeness.SHORTER or told

    def _is_family_name(self, name: _Name, fuller: _Name) -> bool:
        """Whether a name of one word is what articles call somebody by, not a given name alone."""
        if fuller.person.is_single or name.person.suffix != fuller.person.suffix:
            return False
        if name.person.family == fuller.person.family:
            return True
        if name.words not in fuller.alias_words or fuller.person.family in fuller.alias_words:
            return False
        titled = any(
            parsed(alias).title and parsed(alias).family == name.person.family
            for alias in fuller.aliases | name.aliases
        )
        return titled or bool(name.roles & fuller.roles)


def _sounds(name: _Name) -> set[str]:
    """The keys that another form of a name may have in the column `sound`."""
    return set() if name.is_body else sound_keys(name.person)


def _alias_spellings(name: _Name) -> set[str]:
    return {spelling_of(alias, name.row["kind"]) for alias in name.aliases}


def _people(names: Iterable[_Name]) -> dict[str, list[_Name]]:
    """Names of one spelling by the person their roles tell of: key -> those that share facets."""
    groups: dict[str, list[_Name]] = {}
    by_facet: dict[str, list[_Name]] = {}
    for name in sorted(names, key=lambda n: n.key):
        group = [name]
        for facet in name.row["facets"].split("+"):
            group += [other for other in by_facet.get(facet, []) if other not in group]
        for other in list(group):
            group += [more for more in groups.get(other.key, []) if more not in group]
        for member in group:
            groups[member.key] = group
            for facet in member.row["facets"].split("+"):
                by_facet[facet] = group
    return groups
