"""Names of one person or body, across articles.

A name points to the fullest other name of the same speaker. It does if

- somebody decided so, or
- it is the same name with another role, and the roles that the name is given do not contradict
  each other; where they do, a role-less one goes with the one that nearly all are, or
- it is the same but for a space ("Mary Ann", "Maryann"), or
- it is a shorter form: initials or middle names left out, or a form that articles use beside
  the fuller name ("Xi", "FTC"), or
- it may be another spelling, order or nickname, and the roles have words in common;

and if all fuller names for which this holds are of one speaker, of whom nobody decided that they
are another, and articles call nobody else by it. Of two that it could be, it is neither: nothing is
guessed. Which names, aliases and roles there are decides, not when they came. No quotation is read
here: what is known of a name is kept with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from pipeline.people.name_likeness import Likeness, likeness
from pipeline.people.name_parts import parsed, same_but_for_spaces
from pipeline.people.proper_names import is_caseless
from pipeline.warehouse.identity.decisions import Decisions
from pipeline.warehouse.identity.display_names import update_display_names
from pipeline.warehouse.identity.name_counts import NameChanges
from pipeline.warehouse.identity.name_index import IndexedName, NameIndex
from pipeline.warehouse.identity.pointer_forest import PointerForest, regroup, set_pointers
from pipeline.warehouse.identity.roles import GENERAL_ORGANISATIONS, contradict
from pipeline.warehouse.tables import speaker, speaker_name

NAMES = PointerForest(
    speaker_name, speaker, key="key", group="speaker_id", group_columns=("name", "kind")
)

NEARLY_ALL = 0.9
"""Of the quotations of a name whose roles have facets, the share that must be one person's for the
others, whose roles have none, to be taken for that person's too: as sure as an attribution is."""


def link_names(
    connection: Connection, added: Collection[int], changes: NameChanges, decided: Decisions
) -> tuple[set[int], set[int]]:
    """Let names point to fuller ones, and speakers follow.

    `added` names are new, `changes` what else became of names. Returns the ids of names that
    came to another speaker, and of speakers who are called otherwise.
    """
    resolution = _Resolution(connection, decided)
    pointers = resolution.pointers(added, changes)
    repointed = set_pointers(connection, NAMES, pointers)
    vacated = {row["speaker_id"] for row in changes.gone}
    moved, left = regroup(connection, NAMES, added, repointed, vacated)
    shown = moved | repointed | set(added) | changes.counted | changes.changed
    renamed = update_display_names(connection, shown, left | vacated, set(decided.merges.values()))
    return moved, renamed


class _Resolution:
    """Which name points where, after some names came, changed or went."""

    def __init__(self, connection: Connection, decided: Decisions) -> None:
        self.known = NameIndex(connection)
        self.decided = decided
        self.targets = set(decided.merges.values())
        self.waiting: set[int] = set()
        """Names whose pointer is to be found."""
        self.points_to: dict[int, str | None] = {}
        """Pointers found so far."""

    def pointers(self, added: Collection[int], changes: NameChanges) -> dict[int, str | None]:
        """The pointer of each name that may have another than before, by id."""
        touched = self.known.load({*added, *changes.changed})
        former = [
            IndexedName(row, frozenset(changes.lost_forms[row["id"]]), frozenset())
            for row in (*changes.gone, *changes.rewritten)
        ] + [
            IndexedName(self.known[identifier].row, frozenset(forms), frozenset())
            for identifier, forms in changes.lost_forms.items()
            if identifier in self.known
        ]
        self._ask_about([*touched, *former])
        self.waiting = {name.id for name in touched}
        for name in (*touched, *former):
            dependents = self._dependents(name)
            if name.id in added:
                # nothing pointed to a new name yet, so only what may do so now is concerned
                dependents = [other for other in dependents if self._may_point(other, name)]
            self.waiting |= {other.id for other in dependents}
        while self.waiting:
            # the fullest first, so that where a shorter one leads is known when it is asked
            names = sorted(
                self.known.load(self.waiting),
                key=lambda name: (name.fullness, name.key),
                reverse=True,
            )
            self._ask_about(names)
            before = [self._stored_root(name) for name in names]
            for name in names:
                self._pointer(name)
            turned = [
                name for name, root in zip(names, before, strict=True) if self._root(name) != root
            ]
            dependents = [other for name in turned for other in self._dependents(name)]
            self.waiting = {other.id for other in dependents} - self.points_to.keys()
        return self.points_to

    def _ask_about(self, names: Collection[IndexedName]) -> None:
        self.known.prefetch(names, [self.decided.merges.get(name.key) for name in names])

    def _candidates(self, name: IndexedName) -> list[IndexedName]:
        """The fuller names of other spelling that a name may be a form of."""
        found = self.known.sounding_alike(name) | self.known.calling(name)
        found |= self.known.spelled_with([name.row["letters"]])
        return [
            other
            for other in self.known.load(found)
            if other.row["normalised"] != name.row["normalised"] and other.fullness > name.fullness
        ]

    def _dependents(self, name: IndexedName) -> list[IndexedName]:
        """The names that may point to a name."""
        decided = {key for key, into in self.decided.merges.items() if into == name.key}
        decided |= self.decided.distinguished.get(name.key, frozenset())
        found = self.known.ids("normalised", [name.row["normalised"]])
        found |= self.known.spelled_with(name.letters_used) | self.known.sounding_alike(name)
        found |= self.known.ids("points_to", [name.key]) | self.known.ids("key", decided)
        return [
            other
            for other in self.known.load(found)
            if other.row["normalised"] == name.row["normalised"]
            or other.row["points_to"] == name.key
            or other.key in decided
            or other.fullness < name.fullness
        ]

    def _may_point(self, name: IndexedName, fuller: IndexedName) -> bool:
        same = name.row["normalised"] == fuller.row["normalised"]
        decided = same or name.key in self.decided.merges
        return decided or self._supports(name, fuller) or self._is_called(name, fuller)

    def _pointer(self, name: IndexedName) -> str | None:
        if name.id in self.waiting:
            self.waiting.discard(name.id)
            self.points_to[name.id] = None  # while it is being found
            self.points_to[name.id] = self._found_pointer(name)
        stored: str | None = name.row["points_to"]
        return self.points_to.get(name.id, stored)

    def _root(self, name: IndexedName) -> str:
        while (key := self._pointer(name)) is not None:
            (name,) = self.known.find("key", [key])
        return name.key

    def _stored_root(self, name: IndexedName) -> str:
        while (key := name.row["points_to"]) is not None:
            above = self.known.find("key", [key])
            if not above:
                return str(key)
            (name,) = above
        return name.key

    def _found_pointer(self, name: IndexedName) -> str | None:
        group, same = self._person(name)
        if same is not None:
            return same
        into = self._merged(group or [name])
        fixed = (
            not group
            or name.row["label"] is not None
            or any(other.key in self.targets for other in group)
            or self.decided.stands_alone(name.row["normalised"])
        )
        if into is not None or fixed:
            return into
        candidates = self._candidates(name)
        supported = [other for other in candidates if self._supports(name, other)]
        roots = {self._root(other) for other in supported}
        called = {self._root(other) for other in candidates if self._is_called(name, other)}
        # who is not one of two need not be the other: there may be more than the articles name
        if len(roots) != 1 or called - roots or roots & self._others(name):
            return None
        return max(supported, key=lambda other: (other.fullness, other.key)).key

    def _others(self, name: IndexedName) -> set[str]:
        """The speakers, by the key of their root, whom a name was decided not to be."""
        keys = self.decided.distinguished.get(name.key, frozenset())
        return {self._root(other) for other in self.known.find("key", keys)}

    def _merged(self, group: Collection[IndexedName]) -> str | None:
        """The name whose speaker some names of one person were decided to be.

        Decisions that lead in a circle, as they may when names went and came back, have no effect.
        """
        into = self._decided_for(group)
        passed = {name.key for name in group}
        step = into
        while step is not None:
            if step in passed:
                return None
            (name,) = self.known.find("key", [step])
            there = self._person(name)[0] or [name]
            passed |= {other.key for other in there}
            step = self._decided_for(there)
        return into

    def _decided_for(self, group: Collection[IndexedName]) -> str | None:
        own = {name.key for name in group}
        for name in sorted(group, key=lambda n: n.key):
            into = self.decided.merges.get(name.key)
            if into is not None and into not in own and self.known.find("key", [into]):
                return into
        return None

    def _person(self, name: IndexedName) -> tuple[list[IndexedName], str | None]:
        """The names of one spelling that are one person's, and the one of them to point to.

        None for that one itself. Of a name whose role does not tell which of several persons is
        meant, no group.
        """
        if name.row["label"] is not None:
            return [name], None
        found = self.known.find("normalised", [name.row["normalised"]])
        alike = [other for other in found if other.row["label"] is None]
        if not any(self._are_two(a, b) for a in alike for b in alike):
            first = min(alike, key=lambda n: n.key)
            return alike, None if name is first else first.key
        people = _people(n for n in alike if n.row["role_facets"])
        if name.row["role_facets"]:
            group = people[name.key]
            if any(self._distinguished(a, b) for a in group for b in group):
                return [name], None
            first = min(group, key=lambda n: n.key)
            return group, None if name is first else first.key
        numbers: Counter[str] = Counter()
        for other in alike:
            if other.row["role_facets"]:
                numbers[min(n.key for n in people[other.key])] += other.row["quotations"]
        ((key, most),) = numbers.most_common(1)
        # what somebody decided about the name goes before what most quotations say
        is_decided = name.key in self.targets | self.decided.merges.keys() or any(
            self._distinguished(name, other) for other in people[key]
        )
        return [], key if most >= NEARLY_ALL * numbers.total() and not is_decided else None

    def _are_two(self, name: IndexedName, other: IndexedName) -> bool:
        """Whether names of one spelling are those of two people."""
        return self._distinguished(name, other) or contradict(
            name.row["role_facets"], other.row["role_facets"]
        )

    def _distinguished(self, name: IndexedName, other: IndexedName) -> bool:
        return other.key in self.decided.distinguished.get(name.key, frozenset())

    def _may_be(self, name: IndexedName, fuller: IndexedName) -> bool:
        """Whether nothing but the names themselves may tell apart whom two names stand for."""
        return (
            fuller.row["label"] is None
            and not contradict(name.row["role_facets"], fuller.row["role_facets"])
            and len({name.row["kind"], fuller.row["kind"]} - {None}) <= 1
        )

    def _supports(self, name: IndexedName, fuller: IndexedName) -> bool:
        """Whether a name may be a form of a fuller one, if of no other."""
        if not self._may_be(name, fuller):
            return False
        if _differ_in_spaces(name, fuller):
            return True
        is_alias = name.words in fuller.alias_words
        if name.is_organisation or fuller.is_organisation:
            return is_alias and name.words not in GENERAL_ORGANISATIONS
        if name.person.is_single:
            return self._is_family_name(name, fuller)
        alike = likeness(name.person, fuller.person)
        if alike is Likeness.SPELLING:
            return bool(is_alias or fuller.words in name.alias_words or name.roles & fuller.roles)
        return alike is Likeness.SHORTER or is_alias

    def _is_family_name(self, name: IndexedName, fuller: IndexedName) -> bool:
        """Whether a name of one word is what articles call somebody by, not a given name alone."""
        if fuller.person.is_single or name.person.suffix != fuller.person.suffix:
            return False
        if name.person.family == fuller.person.family:
            return True
        titled = any(
            parsed(alias).title and parsed(alias).family == name.person.family
            for alias in fuller.aliases | name.aliases
        )
        return self._is_called(name, fuller) and (titled or bool(name.roles & fuller.roles))

    def _is_called(self, name: IndexedName, fuller: IndexedName) -> bool:
        """Whether articles call a person by a name of one word that stands in front of others.

        It is the family name in some languages, as of Kim Jong-un, and the given name in others.
        """
        return (
            self._may_be(name, fuller)
            and name.person.is_single
            and not fuller.person.is_single
            and name.words in fuller.alias_words
            and fuller.person.family not in fuller.families_used
        )


def _differ_in_spaces(name: IndexedName, fuller: IndexedName) -> bool:
    """Whether two names are one, of which one spelling leaves spaces out.

    A person's name of one word is another name than one of two, "Rosemary" than "Rose Mary",
    unless it is in a script that leaves no spaces between names and has no capitals either.
    """
    if name.row["letters"] != fuller.row["letters"]:
        return False
    leaves_out = name.is_organisation or not name.person.is_single or is_caseless(name.row["name"])
    return leaves_out and same_but_for_spaces(name.name_words, fuller.name_words)


def _people(names: Iterable[IndexedName]) -> dict[str, list[IndexedName]]:
    """Names that are normalised alike, by person: key -> those that share role facets."""
    groups: dict[str, list[IndexedName]] = {}
    by_facet: dict[str, list[IndexedName]] = {}
    for name in sorted(names, key=lambda n: n.key):
        group = [name]
        for facet in name.row["role_facets"].split("+"):
            group += [other for other in by_facet.get(facet, []) if other not in group]
        for other in list(group):
            group += [more for more in groups.get(other.key, []) if more not in group]
        for member in group:
            groups[member.key] = group
            for facet in member.row["role_facets"].split("+"):
                by_facet[facet] = group
    return groups
