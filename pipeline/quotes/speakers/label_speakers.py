"""Who is meant by words that only name somebody: the label of a turn, the line below a quotation.

That they mean a speaker is sure, so nothing is chosen by what is said around them. It is the name
of the article that the words are, or are short for; the name that the article gives for an office
(“THE CHAIR”); or the words themselves, which need no other mention to be a name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from pipeline.people.name_vocabulary import STRIPPED_TITLES, TITLES
from pipeline.quotes.languages.english.english_people import is_role
from pipeline.quotes.languages.english.english_reporting import REPORT_NOUNS
from pipeline.quotes.speakers.article_names import ArticleNames
from pipeline.quotes.speakers.name_forms import Key, NameForm, acronym, is_short_for, key_of
from pipeline.quotes.speakers.speaker_candidates import CandidateKind, SpeakerCandidate
from pipeline.quotes.speakers.words_read import PERSON_NAME, WordSpan
from pipeline.records import AUTHOR

JOINTS = frozenset({"is", "was", ",", ":", "(", "the", "a", "an", "as", "—", "–"}) | TITLES
"""Words between an office and the name of who holds it."""
OFFICE_GAP = 8
"""Words between them at most: “The chair of the inquiry is Dame Ada Cole” has six."""
MOST_POSITIONS = 50
"""Positions of an office's word that are searched for its holder, who is named early in a text."""
BEFORE_NAMES = STRIPPED_TITLES | {"the", ".", "a", "an"}
"""What is taken from the front of words that are somebody's name."""
MOST_INITIALS = 3
"""Letters of a label that may be initials: “AC” for Ada Cole."""


class LabelSpeakers:
    """The labels of one article, and who is meant by each."""

    def __init__(
        self,
        names: ArticleNames,
        labels: Iterable[WordSpan],
        writers: Iterable[str],
        beside: Iterable[NameForm],
    ) -> None:
        """`labels` are the names in all labels of the text; `writers` wrote or published it;
        `beside` are the names of headline and captions."""
        self.names = names
        self.beside = {form.key: form for form in beside}
        self.known: dict[Key, SpeakerCandidate] = {}
        self.persons = [c for c in names.named.values() if c.kind == CandidateKind.PERSON]
        self.read = names.read
        self.writers = [key for writer in writers if (key := key_of(writer))]
        self.longer: dict[str, dict[Key, WordSpan]] = defaultdict(dict)
        """Last word of the labels of several words -> the labels."""
        for span in labels:
            key = self._key(span)
            if len(key) > 1:
                self.longer[key[-1]].setdefault(key, span)

    def meant(self, label: WordSpan) -> SpeakerCandidate:
        """Who is meant by a label."""
        key = self._key(label)
        if key not in self.known:
            self.known[key] = self._meant(label, key)
        return self.known[key]

    def interviewed(self, before: int) -> SpeakerCandidate | None:
        """The person that an article interviews; the answers begin at a word.

        It is the one that the text before names most, with the headline and the captions; who
        wrote the article only asks. The first of several who are named as often.
        """
        persons = [
            (sum(start < before for start, _ in candidate.all_mentions), candidate)
            for candidate in self.persons
            if not self._is_writer(candidate.key)
        ]
        named = [
            (times + (candidate.key in self.beside), len(candidate.key) > 1, candidate)
            for times, candidate in persons
            if times
        ]
        if named:
            return self.names.canonical(max(named, key=lambda known: known[:2])[2])
        for form in self.beside.values():
            if form.kind == PERSON_NAME and not self._is_writer(form.key):
                kind = CandidateKind.PERSON
                return self.names.named.get(form.key) or SpeakerCandidate(form.text, kind, form.key)
        return None

    def _is_writer(self, key: Key) -> bool:
        return any(key == writer or is_short_for(key, writer) for writer in self.writers)

    def _meant(self, label: WordSpan, key: Key) -> SpeakerCandidate:
        if key and self._is_writer(key):
            return SpeakerCandidate(AUTHOR, CandidateKind.AUTHOR, (AUTHOR,))
        inside = [self.names.names[at] for at in self.names.names_in(label)]
        persons = [name.key for name in inside if name.kind == PERSON_NAME]
        if len(persons) == 1 and persons[0] != key and self._ends_with(label, persons[0]):
            key = persons[0]
        found = self._named(key) or self._held(label, key) or self._short(key)
        if found is None:
            return self._own(label, key)
        if found.key in self.names.named:
            found = self.names.canonical(found)
        return self._whole(found)

    def _whole(self, found: SpeakerCandidate) -> SpeakerCandidate:
        """Who is meant, by the one label that has more of the name where nothing else has."""
        labels = self.longer.get(found.key[0], {}) if len(found.key) == 1 else {}
        if len(labels) != 1:
            return found
        ((longer, span),) = labels.items()
        return self._own(span, longer)

    def _key(self, label: WordSpan) -> Key:
        """The words of a label without titles in front."""
        key = key_of(self.read.phrase(label))
        while len(key) > 1 and key[0] in STRIPPED_TITLES:
            key = key[1:]
        return key

    def _ends_with(self, label: WordSpan, name: Key) -> bool:
        """Whether a name ends a label behind a role or the owner of one.

        “Harbour master Ada Cole”, “the Herald’s Ada Cole”.
        """
        words = key_of(self.read.phrase(label))
        before = words[-len(name) - 1] if len(words) > len(name) else ""
        return words[-len(name) :] == name and (is_role(before) or before.endswith("'s"))

    def _named(self, key: Key) -> SpeakerCandidate | None:
        """The name of the article that the words are."""
        named = self.names.named.get(key)
        if named is None or (len(key) == 1 and key[0] in TITLES):
            return None
        return named

    def _short(self, key: Key) -> SpeakerCandidate | None:
        """The one name, of the text or of its labels, that a label is short for."""
        if len(key) != 1:
            return None
        ending = self._by_last_word.get(key[0], [])
        if len(ending) == 1:
            return ending[0]
        labels = self.longer.get(key[0], {})
        if not ending and len(labels) == 1:
            ((longer, span),) = labels.items()
            return self._own(span, longer)
        if len(key[0]) in range(2, MOST_INITIALS + 1):
            initials = self._by_initials.get(key[0], [])
            if len(initials) == 1:
                return initials[0]
        return None

    def _held(self, label: WordSpan, key: Key) -> SpeakerCandidate | None:
        """The name that the article gives for an office: “The chair is Dame Ada Cole.”"""
        if not key or not is_role(key[-1]):
            return None
        for at in self._positions.get(key[-1], [])[:MOST_POSITIONS]:
            if label[0] <= at < label[1]:
                continue
            found = self._holder(at)
            if found is not None:
                return self.names.named[found]
        return None

    @cached_property
    def _by_last_word(self) -> dict[str, list[SpeakerCandidate]]:
        found: dict[str, list[SpeakerCandidate]] = defaultdict(list)
        for candidate in self.persons:
            if len(candidate.key) > 1:
                found[candidate.key[-1]].append(candidate)
        return found

    @cached_property
    def _by_initials(self) -> dict[str, list[SpeakerCandidate]]:
        found: dict[str, list[SpeakerCandidate]] = defaultdict(list)
        for candidate in self.persons:
            if len(candidate.key) > 1:
                found[acronym(candidate.key)].append(candidate)
        return found

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        positions: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.read.lower):
            if is_role(word):
                positions[word].append(at)
        return positions

    @cached_property
    def _starting(self) -> dict[int, Key]:
        return {n.span[0]: n.key for n in self.names.names if n.kind == PERSON_NAME}

    @cached_property
    def _ending(self) -> dict[int, Key]:
        return {n.span[1]: n.key for n in self.names.names if n.kind == PERSON_NAME}

    def _holder(self, at: int) -> Key | None:
        """The name of a person that stands beside an office as its holder's."""
        lower, sentence = self.read.lower, self.read.sentence
        for start in range(at + 1, min(at + OFFICE_GAP + 2, len(lower))):
            if sentence[start] != sentence[at]:
                break
            if start in self._starting:
                before = start - 1
                while before > at and (lower[before] in TITLES or lower[before] == "."):
                    before -= 1
                if before == at or lower[before] in {"is", "was", ",", ":", "("}:
                    return self._starting[start]
                break
        for end in range(at, max(at - OFFICE_GAP // 2, 0), -1):
            if end in self._ending and sentence[end - 1] == sentence[at]:
                return self._ending[end] if JOINTS.issuperset(lower[end:at]) else None
        return None

    def _own(self, label: WordSpan, key: Key) -> SpeakerCandidate:
        """The words themselves as somebody's name, without titles; capitals are for show."""
        start, end = label
        while end - start > 1 and self.read.lower[start] in BEFORE_NAMES:
            start += 1
        while end - start > 1 and not self.read.word(end - 1)[:1].isalnum():
            end -= 1
        text = self.read.phrase((start, end))
        is_person = len(key) > 1 and not is_role(key[-1])
        is_titled = start > label[0] and not is_role(key[-1])
        if text.isupper() and (is_person or is_titled):
            text = text.title()
        kind = CandidateKind.PERSON if is_person else CandidateKind.OWN
        return SpeakerCandidate(text, kind, key, [label], [label])


def writer_of(names: ArticleNames, source: WordSpan) -> SpeakerCandidate | None:
    """The person who wrote what a source names: “the report, by Dame Ada Cole,”."""
    lower = names.read.lower
    behind = source[1] + (lower[source[1] : source[1] + 1] == [","])
    for at in range(source[0] + 1, min(behind + 1, len(lower) - 1)):
        head = at - 1 - (lower[at - 1] == ",")
        if lower[at] != "by" or lower[head] not in REPORT_NOUNS:
            continue
        start = at + 1
        while start < len(lower) - 1 and (lower[start] in TITLES or lower[start] == "."):
            start += 1
        position = bisect_right(names.name_starts, start) - 1
        name = names.names[position] if position >= 0 else None
        if name is not None and name.kind == PERSON_NAME and at < name.span[0] <= start:
            return names.named[name.key]
    return None
