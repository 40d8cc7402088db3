"""The names and phrases of one article, and who of them may be meant by a source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.people.name_vocabulary import FEMALE_TITLES, MALE_TITLES, TITLES
from pipeline.quotes.languages.english.english_grammar import AUXILIARIES, PREPOSITIONS
from pipeline.quotes.speakers.name_forms import (
    Key,
    NameForm,
    NameMention,
    acronym,
    fuller_forms,
    is_common,
    is_short_for,
    key_of,
    name_forms,
    name_mentions,
)
from pipeline.quotes.speakers.speaker_candidates import (
    PRONOUNS,
    UNKNOWN,
    WRITER,
    WRITERS,
    CandidateKind,
    Query,
    SpeakerCandidate,
)
from pipeline.quotes.speakers.words_read import (
    PERSON_NAME,
    SOURCE_KINDS,
    WordSpan,
    WordsRead,
)
from pipeline.records import AUTHOR

CUTS = frozenset(
    {",", "who", "which", "that", "(", "–", "—", "--", "whose", "where", "including", ";"}
)
"""Words with which something begins that is said of a source besides."""
INDEFINITE = frozenset({"a", "an", "another"})
"""Determiners of somebody who was not described before."""
DETERMINED = re.compile(r"\A(?:the|an?|its|their)\s+(?=\S)", re.IGNORECASE)
"""The determiner of a phrase whose noun alone is the speaker."""
NO_PERSONS = frozenset(map(SOURCE_KINDS.index, ("organisation", "document")))
"""Kinds of sources whose phrases lose their article: “the union” is the speaker “union”."""
JOINTS = frozenset({"and", "&", ",", "the", "both", "."})
"""Words between names that are one source together."""
JOINT_GAP = 12
"""Words between two names of one source, at most: “Ada Cole, the mayor, and Ben Hale”."""
MOST_NAMES, MOST_PHRASES = 300, 100
"""Names and phrases of a text up to which all are candidates for every source."""
FIRST_NAMES, NAMES_BEFORE, NAMES_BEHIND = 40, 120, 20
"""Mentions of names in a longer text that are candidates: at its start, around a source."""
MOST_CANDIDATES = 80_000
"""Candidates of all sources of a text together, at 0.04 ms each: three seconds. A text with more
(400 attributions and 200 names and phrases) has fewer for each of its sources."""
FEWEST_NAMES, FEWEST_PHRASES = 24, 8
"""Names and phrases that are candidates however many attributions a text has."""
SURE_GENDER = 5.0
"""What a title says of gender; names score between -5 and 5."""
GIVEN_NAMES_TOO = PREPOSITIONS | AUXILIARIES
"""Words of grammar; those of them that are given names have a capital inside a sentence."""


class ArticleNames:
    """The names and phrases of one article, and the candidates for a source."""

    def __init__(
        self,
        read: WordsRead,
        sources: Iterable[WordSpan],
        beside: Sequence[NameForm] = (),
        attributions: int = 1,
    ) -> None:
        """`sources` are those of the whole text; `beside` are names of headline and captions.

        `attributions` is how many times `candidates` will be asked for, which bounds their number.
        """
        self.read = read
        self.sources = sorted(set(sources))
        self.in_source = bytearray(len(read.start))
        for start, end in self.sources:
            self.in_source[start:end] = b"\1" * (end - start)
        opening = {start for start, _ in self.sources}
        self.names = [self._with_grammar_word(name, opening) for name in name_mentions(read)]
        self.name_starts = [name.span[0] for name in self.names]
        self.forms = name_forms(read, self.names)
        self._add_beside(beside)
        self.fuller = fuller_forms(self.forms)
        self.shorter: dict[Key, list[Key]] = {key: [] for key in self.forms}
        for key, every in self.fuller.items():
            for other in every:
                self.shorter[other].append(key)
        self.named = {key: self._of_form(form) for key, form in self.forms.items()}
        self.with_letters: dict[str, Key] = {}
        """The first name of several words with these first letters."""
        for key in self.forms:
            if len(key) > 1:
                self.with_letters.setdefault(acronym(key), key)
        self.phrases = self._phrases()
        self.most_names, self.most_phrases = self._most(attributions)
        self.phrase_order = [(phrase.mentions[0][0], key) for key, phrase in self.phrases.items()]

    def _most(self, attributions: int) -> tuple[int, int]:
        """How many names and phrases each of so many sources is compared with, at most."""
        each = min(len(self.named), MOST_NAMES) + min(len(self.phrases), MOST_PHRASES)
        if each * attributions <= MOST_CANDIDATES:
            return MOST_NAMES, MOST_PHRASES
        share = MOST_CANDIDATES / (each * attributions)
        return (
            max(FEWEST_NAMES, int(min(len(self.named), MOST_NAMES) * share)),
            max(FEWEST_PHRASES, int(min(len(self.phrases), MOST_PHRASES) * share)),
        )

    def _with_grammar_word(self, name: NameMention, opening: set[int]) -> NameMention:
        """A family name with a given name that is a word of grammar, too: “Per Holt”, “Will Cole”.

        With a capital, and first in a source (`opening` are their first words), it is a name.
        """
        start, end = name.span
        if name.kind != PERSON_NAME or len(name.key) > 1 or start - 1 not in opening:
            return name
        word = self.read.word(start - 1)
        if not word.istitle() or word.lower() not in GIVEN_NAMES_TOO:
            return name
        span = (start - 1, end)
        return NameMention(span, name.kind, key_of(self.read.phrase(span)))

    def _add_beside(self, beside: Sequence[NameForm]) -> None:
        """Take in names of headline and captions for which the text has one short form alone."""
        shorter = {
            form.key: [key for key in self.forms if is_short_for(key, form.key)] for form in beside
        }
        times = Counter(key for keys in shorter.values() for key in keys)
        for form in beside:
            keys = shorter[form.key]
            if form.key not in self.forms and keys and all(times[key] == 1 for key in keys):
                self.forms[form.key] = form

    def expansions(self, query: Query) -> list[SpeakerCandidate]:
        """The names of which a source is the initials: “NFB” for “Northern Ferry Board”."""
        if query.source is None:
            return []
        key = key_of(self.read.phrase(self.stripped(query.source)))
        if len(key) != 1:
            return []
        if key in self.forms:
            return [self.named[full] for full in self.fuller[key] if key[0] not in full]
        shouted = self.read.phrase(query.source).isupper() and len(key[0]) > 1
        full = self.with_letters.get(key[0]) if shouted else None
        return [self.named[full]] if full is not None else []

    def _of_form(self, form: NameForm) -> SpeakerCandidate:
        mentions = [m for key in self.shorter[form.key] for m in self.forms[key].mentions]
        candidate = SpeakerCandidate(
            text=form.text.rstrip("’'"),
            kind=CandidateKind(form.kind),
            key=form.key,
            mentions=form.mentions,
            all_mentions=sorted(form.mentions + mentions),
            fuller=self.fuller[form.key],
        )
        candidate.gender = self._gender_of_name(form)
        return candidate

    def _gender_of_name(self, form: NameForm) -> float:
        """Above 0 for “she”, below for “he”; a family name has that of its fullest form."""
        if form.kind != PERSON_NAME:
            return 0.0
        if form.titles & MALE_TITLES:
            return -SURE_GENDER
        if form.titles & FEMALE_TITLES:
            return SURE_GENDER
        fuller = [self.forms[key] for key in self.fuller[form.key]]
        best = max(fuller, key=lambda other: len(other.mentions), default=form)
        chosen = best if len(form.key) == 1 and len(best.key) > 1 else form
        if not chosen.mentions:
            return 0.0
        return float(self.read.network.gender[chosen.mentions[0][0]])

    def _phrases(self) -> dict[Key, SpeakerCandidate]:
        """Sources and descriptions that are neither names nor pronouns, by key."""
        found: dict[Key, SpeakerCandidate] = {}
        spans = {
            self.cut(source)
            for source in self.sources
            if not self.pronoun(source) and not self._is_apposed(source)
        }
        apart = [
            span for span in self.read.network.phrases if not any(self.in_source[span[0] : span[1]])
        ]
        for span in sorted(spans.union(map(self.stripped, apart))):
            key = key_of(self.read.phrase(span))
            if not key or key in self.forms or self.pronoun(span):
                continue
            if key not in found:
                found[key] = self._of_phrase(span, CandidateKind.PHRASE, key)
            else:
                found[key].mentions.append(span)
        return found

    def _is_apposed(self, source: WordSpan) -> bool:
        """Whether a source describes a person whose name stands behind a comma.

        What stands before the comma of “a pilot, Ada Cole” is then nobody else.
        """
        end = self.cut(source)[1]
        if end + 1 >= source[1] or self.read.lower[end] != ",":
            return False
        at = bisect_left(self.name_starts, end + 1)
        return (
            at < len(self.names)
            and self.name_starts[at] == end + 1
            and self.names[at].kind == PERSON_NAME
            and self.names[at].span[1] <= source[1]
            and not self.names_in((source[0], end))
        )

    def _of_phrase(self, span: WordSpan, kind: CandidateKind, key: Key) -> SpeakerCandidate:
        mentions = [span]
        kinds = self.read.kinds(span)
        text = self.read.phrase(span)
        if kinds.index(max(kinds)) in NO_PERSONS:
            text = DETERMINED.sub("", text)
        return SpeakerCandidate(
            text=text,
            kind=kind,
            key=key,
            mentions=mentions,
            all_mentions=mentions,
            gender=float(self.read.network.gender[span[1] - 1]),
            kinds=kinds,
        )

    def pronoun(self, span: WordSpan) -> int:
        """The class of a source that is one pronoun, 0 for every other."""
        return PRONOUNS.get(self.read.lower[span[0]], 0) if span[1] - span[0] == 1 else 0

    def cut(self, source: WordSpan) -> WordSpan:
        """A source up to what is said of it besides."""
        start, end = source
        for at in range(start + 1, end):
            if self.read.lower[at] in CUTS:
                return self.stripped((start, at))
        return self.stripped(source)

    def stripped(self, span: WordSpan) -> WordSpan:
        """A phrase without a possessive and marks behind it."""
        start, end = self.read.without_possessive(span)
        lower = self.read.lower
        while end - start > 1 and lower[end - 1] in {"'", ",", '"', "”", "."}:
            end -= 1
        return start, end

    def names_in(self, span: WordSpan) -> list[int]:
        """Indices of the names within a span."""
        first, last = bisect_left(self.name_starts, span[0]), bisect_left(self.name_starts, span[1])
        return [at for at in range(first, last) if self.names[at].span[1] <= span[1]]

    def candidates(self, query: Query) -> list[SpeakerCandidate]:
        """Everybody who may be meant by a source, the source's own words among them."""
        found = self._near_names(query)
        own: dict[Key, tuple[WordSpan, CandidateKind]] = {}
        joint = None
        if query.source is not None and not self.pronoun(query.source):
            if not self._is_apposed(query.source):
                own = self._own_words(query.source)
            joint = self._joint(query.source)
        if query.source is None or self.read.lower[query.source[0]] not in INDEFINITE:
            found += [phrase for key, phrase in self._near_phrases(query) if key not in own]
        found += [
            self._of_phrase(span, kind, key)
            for key, (span, kind) in own.items()
            if key not in self.forms
        ]
        if joint is not None:
            found.append(joint)
        if self._may_be_author(query):
            found.append(SpeakerCandidate(AUTHOR, CandidateKind.AUTHOR, (AUTHOR,)))
        found.append(SpeakerCandidate(UNKNOWN, CandidateKind.UNKNOWN, (UNKNOWN,)))
        return found

    def _own_words(self, source: WordSpan) -> dict[Key, tuple[WordSpan, CandidateKind]]:
        """The source up to what is said of it besides, and as it stands."""
        spans = (
            (self.cut(source), CandidateKind.OWN_CUT),
            (self.stripped(source), CandidateKind.OWN),
        )
        own: dict[Key, tuple[WordSpan, CandidateKind]] = {}
        for span, kind in spans:
            own.setdefault(key_of(self.read.phrase(span)), (span, kind))
        return own

    def _may_be_author(self, query: Query) -> bool:
        """Whether the article's writer may be meant.

        Only “I” and “we” say so, and words without a source; but a writer does not put marks
        around words of the article's own.
        """
        if query.source is None:
            return not self.read.quoted[query.content[0][0]]
        return PRONOUNS.get(self.read.lower[query.source[0]]) in {WRITER, WRITERS}

    def _near_names(self, query: Query) -> list[SpeakerCandidate]:
        """All names of an article of the common length; of a longer text those near a query.

        They are the first ones, those before and behind it, and with them the fuller forms of
        each.
        """
        most = self.most_names
        if len(self.named) <= most:
            return list(self.named.values())
        position = bisect_left(self.name_starts, query.anchor)
        first, before, behind = (
            number * most // MOST_NAMES for number in (FIRST_NAMES, NAMES_BEFORE, NAMES_BEHIND)
        )
        near = self.names[max(0, position - before) : position + behind]
        keys = dict.fromkeys(name.key for name in (*self.names[:first], *near))
        for key in list(keys):
            keys.update(dict.fromkeys(self.fuller[key]))
        return [self.named[key] for key in list(keys)[:most]]

    def _near_phrases(self, query: Query) -> list[tuple[Key, SpeakerCandidate]]:
        if len(self.phrases) <= self.most_phrases:
            return list(self.phrases.items())
        position = bisect_left(self.phrase_order, (query.anchor, ()))
        near = self.phrase_order[max(0, position - self.most_phrases) : position + 1]
        return [(key, self.phrases[key]) for _, key in near]

    def _joint(self, source: WordSpan) -> SpeakerCandidate | None:
        """The names of “Ada Cole and Ben Hale” as one candidate, each in its fullest form."""
        inside = [self.names[at] for at in self.names_in(source)]
        inside = [name for name in inside if not is_common(self.read, name.span)]
        joined = inside[:1]
        for name in inside[1:]:
            gap = self.read.lower[joined[-1].span[1] : name.span[0]]
            if gap == [","] or (len(gap) <= JOINT_GAP and not {"and", "&"}.isdisjoint(gap)):
                joined.append(name)
        if len(joined) < 2:
            return None
        text = " and ".join(dict.fromkeys(self.fullest(name.key) for name in joined))
        candidate = self._of_phrase(source, CandidateKind.JOINT, ("[joint]", text))
        candidate.text = text
        return candidate

    def is_joint(self, source: WordSpan) -> bool:
        """Whether a source is nothing but names, titles and what joins them."""
        named = {at for index in self.names_in(source) for at in range(*self.names[index].span)}
        words = {self.read.lower[at] for at in range(*source) if at not in named}
        return (
            len(self.names_in(source)) > 1
            and words <= JOINTS | TITLES
            and bool(words & {"and", "&"})
        )

    def canonical(self, chosen: SpeakerCandidate) -> SpeakerCandidate:
        """The fullest form of a name, where it can be read off which that is.

        Of a person it is the one with more between the same first and last name (“Nikki Moss”,
        “Nikki R. Moss”), and for a family name alone the only person's name that ends with it;
        of an organisation the only one that says whose it is (“Ardenia’s Ministry of Trade”).
        """
        key = chosen.key
        if chosen.kind == CandidateKind.ORGANISATION:
            owned = [other for other in self.fuller[key] if _is_owned(other, key)]
            return self.named[owned[0]] if len(owned) == 1 else chosen
        if chosen.kind != CandidateKind.PERSON:
            return chosen
        fuller = [
            self.named[other]
            for other in self.fuller[key]
            if self.named[other].kind == CandidateKind.PERSON and other[-1] == key[-1]
        ]
        between = [other for other in fuller if len(key) > 1 and other.key[0] == key[0]]
        if between:
            return max(between, key=lambda other: len(other.key))
        # a family name of several words, “Al-Riyami”, is short for whoever's name ends with it
        ending = [other for other in fuller if other.key[-len(key) :] == key]
        return ending[0] if len(ending) == 1 else chosen

    def fullest(self, key: Key) -> str:
        """The longest form that a name may be short for, the most frequent of several."""
        fuller = sorted(
            self.fuller[key], key=lambda other: (-len(other), -len(self.forms[other].mentions))
        )
        return self.forms[fuller[0] if fuller else key].text.rstrip("’'")


def _is_owned(full: Key, short: Key) -> bool:
    """Whether one form is the other with the name of an owner before it."""
    begin = len(full) - len(short)
    return begin > 0 and full[begin:] == short and full[begin - 1].endswith("'s")
