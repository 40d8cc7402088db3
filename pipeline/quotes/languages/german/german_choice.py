"""Who says the marked words of a German article: a choice learned from labelled articles.

Boosted trees say of every candidate for an utterance how likely it is the one, by the numbers of
`german_choice_numbers`, in text order, since who spoke before tells much of who speaks next.
"""

from __future__ import annotations

from pipeline.quotes.attribution_candidates import Speaker
from pipeline.quotes.languages.german.german_asked import asked_by
from pipeline.quotes.languages.german.german_attribution import Utterance, utterances_of
from pipeline.quotes.languages.german.german_candidates import (
    ArticleCandidates,
    Form,
    GermanCandidate,
)
from pipeline.quotes.languages.german.german_choice_numbers import (
    ChoiceNumbers,
    Said,
    SpokenSoFar,
)
from pipeline.quotes.languages.german.german_name_finder import find_names
from pipeline.quotes.languages.german.german_names import ArticleNames
from pipeline.quotes.languages.german.german_trees import Floats, Judge
from pipeline.quotes.token_table import TokenTable
from pipeline.records import Span

SURE = 0.3
"""How likely the likeliest candidate must be: of speakers named so, 85 in a hundred are right."""
MOST_BEFORE = 10
"""Of those who spoke or were told of last: whom a pronoun may mean."""
MOST_UTTERANCES = 1000
"""More than any article has; who says those behind is not asked, so that time stays bounded."""


class GermanArticle:
    """The utterances of one text, and the candidates for who says them."""

    def __init__(self, table: TokenTable, name_judge: Judge) -> None:
        self.table = table
        found = find_names(table, name_judge)
        table.names, table.bodies = found.persons, found.bodies
        self.utterances = utterances_of(table)
        names = ArticleNames(table)
        frames = [one.frame for one in self.utterances if one.frame is not None]
        self.candidates = ArticleCandidates(table, names, frames)
        told = {
            one.sentence: who
            for one in self.utterances
            if one.candidate is None and (who := self._source(one)) is not None
        }
        self.numbers = ChoiceNumbers(table, self.candidates, told)
        self.spoken = SpokenSoFar()

    def _source(self, utterance: Utterance) -> GermanCandidate | None:
        frame = utterance.frame
        if frame is None or frame.source is None:
            return None
        return self.candidates.of(frame.source, self.table.sentences[frame.sentence], frame.tie)

    def rows_of(self, utterance: Utterance) -> tuple[list[GermanCandidate], Floats]:
        """The candidates for an utterance with their numbers, after what was noted before."""
        considered = self.numbers.considered(utterance)
        return considered, self.numbers.rows_of(utterance, considered, self.spoken)

    def note(self, utterance: Utterance, candidate: GermanCandidate) -> None:
        """Notes who says an utterance, or whom a sentence without marks is about."""
        if candidate is not self.candidates.nobody:
            paragraph = self.table.sentences[utterance.sentence].paragraph
            marked = utterance.candidate is not None
            self.spoken.add(Said(candidate, paragraph, utterance.sentence, marked))

    def note_told(self, utterance: Utterance) -> None:
        """Notes whom a sentence without marks is about."""
        asked = asked_by(self.candidates, self.table, utterance.frame)
        self.spoken.last_told = asked
        who = self.numbers.told.get(utterance.sentence)
        before = [one.candidate for one in reversed(self.spoken.said[-MOST_BEFORE:])]
        if who is None and asked.gender:
            who = next((one for one in before if asked.gender_fits(one) >= 0), None)
        elif who is not None and who.form is Form.DESCRIPTION and asked.noun:
            who = next((one for one in before if asked.role_fits(one) > 0), who)
        if who is not None:
            self.note(utterance, who)

    def mention(self, utterance: Utterance) -> Span | None:
        """The characters by which an utterance mentions its source."""
        frame = utterance.frame
        if frame is None or frame.source is None:
            return None
        sentence, phrase = self.table.sentences[frame.sentence], frame.source
        start, end = phrase.name or (phrase.start, phrase.end)
        if phrase.beside is not None:
            start, end = phrase.start, phrase.beside.end
        return self.table.chars(sentence.tokens[start], sentence.tokens[end - 1] + 1)


def speakers_of(article: GermanArticle, judge: Judge) -> list[Speaker | None]:
    """A speaker for every utterance with marked words, in text order; None where nobody is sure."""
    speakers: list[Speaker | None] = []
    for utterance in article.utterances:
        if utterance.candidate is None:
            article.note_told(utterance)
        elif len(speakers) >= MOST_UTTERANCES:
            speakers.append(None)
        else:
            considered, rows = article.rows_of(utterance)
            likely = judge(rows)[:, 1]
            best, probability = considered[int(likely.argmax())], float(likely.max())
            article.note(utterance, best)
            sure = probability >= SURE
            speakers.append(best.speaker(probability, article.mention(utterance)) if sure else None)
    return speakers
