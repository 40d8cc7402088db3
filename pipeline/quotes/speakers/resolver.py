"""The component that says who the source of every attribution is.

Sources are resolved in text order, because who spoke before tells who “she” is. What a rule reads
off stands first: a label, a name beside the words, the writer who asks in an interview. Everything
else is chosen among the candidates of the article.

Found: `doc._.verbatim_speakers`, one `Speaker` (or None) for every attribution.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.people.name_vocabulary import COURTESY
from pipeline.quotes.attribution_candidates import AttributionCandidate, Speaker, TokenSpan
from pipeline.quotes.network.attribution_model import SHIPPED
from pipeline.quotes.speakers.article_names import ArticleNames
from pipeline.quotes.speakers.choice_numbers import ChoiceNumbers
from pipeline.quotes.speakers.choosing import SpeakerChooser, load_chooser, words_read
from pipeline.quotes.speakers.label_speakers import LabelSpeakers, writer_of
from pipeline.quotes.speakers.name_forms import Key, NameForm
from pipeline.quotes.speakers.speaker_candidates import (
    UNKNOWN,
    CandidateKind,
    Query,
    SpeakerCandidate,
)
from pipeline.quotes.speakers.spoken_before import SpokenBefore
from pipeline.quotes.speakers.words_read import PERSON_NAME, WordSpan, WordsRead
from pipeline.quotes.token_table import TokenTable, token_table
from pipeline.records import AUTHOR, ORGANISATION, PERSON, Span
from pipeline.text.word_sets import words

NAMED = frozenset({CandidateKind.PERSON, CandidateKind.ORGANISATION, CandidateKind.LOCATION})
"""Kinds of candidates that have a name."""
ROLE_BEFORE = frozenset({",", "the", "a", "an"})
"""Words between a role and the name behind it."""
ROLE_BEHIND = frozenset({",", "(", "the", "a", "an", "—", "–", "is", "was"})
"""Words between a name and the role behind it."""
NO_ROLES = words("and or s in on at to for with that because than who which whose where of one")
"""Words with which no role begins."""
LONGEST_ROLE = 15
"""Words of a role: “deputy assistant secretary of state for …”; more are a clause."""
INTERVIEWED = 0.8
"""How likely it is that the person named most in an interview's introduction is interviewed."""
READ_OFF = 0.97
"""How likely somebody is the speaker who is named by the label of the words alone."""
ROLE_GAP = 2
"""Words between a name and a role beside it, at most."""


class SpeakerResolver:
    """Resolves the speakers of a Doc's attributions; see the module's docstring."""

    def __init__(self, folder: Path) -> None:
        """`folder` is that of the model."""
        self.chooser = load_chooser(folder)

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its speakers resolved."""
        table = token_table(doc)
        words = words_read(doc.text, doc._.verbatim_network, table)
        resolution = _Resolution(
            self.chooser, table, words, doc._.verbatim_candidates, doc._.verbatim_names_beside
        )
        doc._.verbatim_speakers = resolution.run()
        return doc


@Language.factory("verbatim_speakers", default_config={"model": None})
def make_speaker_resolver(nlp: Language, name: str, model: str | None) -> SpeakerResolver:
    """Factory; `model` is the folder of another model than the shipped one."""
    return SpeakerResolver(Path(model) if model else SHIPPED)


class _Resolution:
    """One pass over the attributions of one text."""

    def __init__(
        self,
        chooser: SpeakerChooser,
        table: TokenTable,
        words: WordsRead,
        attributions: list[AttributionCandidate],
        beside: list[NameForm] | None,
    ) -> None:
        self.chooser = chooser
        self.table = table
        self.words = words
        self.attributions = attributions
        self.queries = [self._query(attribution) for attribution in attributions]
        sources = {query.source for query in self.queries if query and query.source}
        self.names = ArticleNames(words, sources, beside or (), len(self.queries))
        self.numbers = ChoiceNumbers(self.names)
        self.labels = LabelSpeakers(
            self.names,
            [name for f in attributions if f.read_off and (name := self._name_in(f))],
            table.markup.writers,
            beside or (),
        )
        self.spoken = SpokenBefore()
        self.role_ending = {role[1]: role for role in words.network.roles}
        self.role_starting = {role[0]: role for role in words.network.roles}
        self.roles: dict[Key, str | None] = {}

    def run(self) -> list[Speaker | None]:
        """A speaker for every attribution."""
        speakers: list[Speaker | None] = [None] * len(self.attributions)
        interviewee: Speaker | None = None
        is_asked = False
        for at, query in self._in_order():
            attribution = self.attributions[at]
            if attribution.by_writer:
                speakers[at] = Speaker(AUTHOR, 1.0)
            elif attribution.read_off and attribution.source is not None:
                speakers[at] = self._labelled(attribution, query)
            elif attribution.read_off:
                if not is_asked:
                    is_asked, interviewee = True, self._interviewee(query)
                speakers[at] = interviewee
            else:
                speakers[at] = self._choose(query)
        return speakers

    def _in_order(self) -> list[tuple[int, Query]]:
        found = [(at, query) for at, query in enumerate(self.queries) if query is not None]
        return sorted(found, key=lambda pair: pair[1].anchor)

    def _words_of(self, span: TokenSpan) -> WordSpan | None:
        return self.words.words_at(self.table.chars(*span))

    def _query(self, attribution: AttributionCandidate) -> Query | None:
        """What is asked for a attribution; None for one without a word."""
        content = tuple(
            words for span in sorted(attribution.content) if (words := self._words_of(span))
        )
        if not content:
            return None
        return Query(
            self._words_of(attribution.source.full) if attribution.source else None,
            self._words_of(attribution.cue) if attribution.cue else None,
            content,
        )

    def _interviewee(self, query: Query) -> Speaker | None:
        """Who answers in an interview, at the first answer."""
        candidate = self.labels.interviewed(query.anchor)
        return self._speaker(candidate, INTERVIEWED, None) if candidate is not None else None

    def _labelled(self, attribution: AttributionCandidate, query: Query) -> Speaker | None:
        """Who is meant by a label or a line that names nobody but the speaker."""
        name = self._name_in(attribution)
        if name is None:
            return None
        if len(self.names.names_in(name)) > 1:
            # several names: “Ada Cole and Ben Hale”, “Ada Cole of the Herald”
            return self._choose(query)
        candidate = self.labels.meant(name)
        self.spoken.add(candidate.key, self.words.paragraph[query.anchor])
        return self._speaker(candidate, READ_OFF, query.source)

    def _name_in(self, attribution: AttributionCandidate) -> WordSpan | None:
        source = attribution.source
        return self._words_of((source.start, source.end)) if source is not None else None

    def _choose(self, query: Query) -> Speaker | None:
        candidates = self.names.candidates(query)
        joint = [one for one in candidates if one.kind == CandidateKind.JOINT]
        # what can be read off is not chosen
        if joint and query.source is not None and self.names.is_joint(query.source):
            candidates = joint
        else:
            writer = writer_of(self.names, query.source) if query.source is not None else None
            candidates = [writer] if writer else self.names.expansions(query) or candidates
        chosen, probability = self.chooser.choose(self.numbers, query, candidates, self.spoken)
        chosen = self.names.canonical(chosen)
        paragraph = self.words.paragraph[query.anchor]
        self.spoken.add(chosen.key, paragraph)
        if chosen.text == UNKNOWN:
            return None
        return self._speaker(chosen, probability, query.source)

    def _speaker(
        self, candidate: SpeakerCandidate, probability: float, source: WordSpan | None
    ) -> Speaker:
        named = candidate.kind in NAMED
        kind = None
        if named:
            kind = PERSON if candidate.kind == CandidateKind.PERSON else ORGANISATION
        return Speaker(
            name=candidate.text,
            certainty=probability,
            role=self._role(candidate) if named else None,
            aliases=self._aliases(candidate) if named else (),
            kind=kind,
            mention=self._mention(candidate, source) if source else None,
        )

    def _mention(self, candidate: SpeakerCandidate, source: WordSpan) -> Span:
        """The name by which the source names the speaker, or the source's own phrase."""
        if candidate.kind in NAMED:
            for span in candidate.all_mentions:
                if source[0] <= span[0] and span[1] <= source[1]:
                    return self.words.chars(span)
        if candidate.kind == CandidateKind.OWN:
            return self.words.chars(self.names.stripped(source))
        return self.words.chars(self.names.cut(source))

    def _aliases(self, candidate: SpeakerCandidate) -> tuple[str, ...]:
        """Shorter forms of the name that are short for no other."""
        return tuple(
            form.text
            for key, form in self.names.forms.items()
            if self.names.fuller[key] == (candidate.key,) and form.text != candidate.text
        )

    def _role(self, candidate: SpeakerCandidate) -> str | None:
        """The fullest role that stands beside a mention of the name."""
        if candidate.key not in self.roles:
            found = [role for span in candidate.all_mentions for role in self._roles_beside(span)]
            found += self._roles_in_sources(candidate)
            self.roles[candidate.key] = max(found, key=len, default=None)
        return self.roles[candidate.key]

    def _roles_beside(self, name: WordSpan) -> list[str]:
        lower = self.words.lower
        beside = [
            self.role_ending[end]
            for end in range(name[0] - ROLE_GAP, name[0] + 1)
            if end in self.role_ending and ROLE_BEFORE.issuperset(lower[end : name[0]])
        ] + [
            self.role_starting[start]
            for start in range(name[1], name[1] + ROLE_GAP + 1)
            if start in self.role_starting and ROLE_BEHIND.issuperset(lower[name[1] : start])
        ]
        texts = [self.words.phrase(role) for role in beside]
        return [text for text in texts if text.lower().rstrip(".") not in COURTESY]

    def _roles_in_sources(self, candidate: SpeakerCandidate) -> Iterator[str]:
        """What sources that hold the name say besides: “the mayor, Ada Cole”, “Ada Cole, mayor”."""
        for start, end in candidate.all_mentions:
            position = bisect_right(self.names.sources, (start, len(self.words.start))) - 1
            source = self.names.sources[position] if position >= 0 else (0, 0)
            if not source[0] <= start < end <= source[1]:
                continue
            for span in ((source[0], start), (end, source[1])):
                role = self._bare_role(span)
                if role is not None:
                    yield role
                    break

    def _bare_role(self, span: WordSpan) -> str | None:
        """Words beside a name in its source without what joins them; None for a possessive."""
        start, end = span
        lower = self.words.lower
        while start < end and (lower[start] in ROLE_BEHIND or not lower[start][:1].isalnum()):
            start += 1
        while end > start and not lower[end - 1][:1].isalnum():
            end -= 1
        persons = any(
            self.names.names[at].kind == PERSON_NAME for at in self.names.names_in((start, end))
        )
        if start == end or persons or lower[start] in NO_ROLES:
            return None
        role = self.names.cut((start, end))
        # “the council’s Ada Cole”: whose somebody is says not what they are
        possessive = role[1] < end and lower[role[1]] == "'"
        if possessive or role[1] - role[0] > LONGEST_ROLE:
            return None
        text = self.words.phrase(role)
        return text if text.lower().rstrip(".") not in COURTESY else None
