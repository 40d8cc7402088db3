"""What German words in marks are like: speech, a fragment of it, or a name, a title, a term."""

from __future__ import annotations

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_reporting import VERBS
from pipeline.quotes.marks.utterances import ends_like_sentence, words_of
from pipeline.quotes.token_table import TokenTable
from pipeline.text.word_sets import words

ANNOUNCING = words(
    """sogenannte sogenannten sogenannter sogenanntes sogenanntem sogennante genannte genannten
    genannter genanntes titel motto namens namen name begriff begriffe stichwort wort wörter
    wörtchen schlagwort schlagzeile überschrift slogan hashtag spitzname spitznamen heißt heißen
    hieß hießen heißt's prädikat label marke beiname beinamen unwort wert kategorie stufe titels
    bezeichnung rubrik reihe serie film lied song roman buch album thema mottos"""
)
"""Words right before marks that announce a name, a title or a term."""
OPENS_FRAGMENT = words("als von ein eine einen einem einer eines kein keine keinen sei wäre für")
"""Words right before somebody's word for a thing: “sprach von „Unsinn“”."""
TITLE_LENGTH = 6
"""Words of the longest title that the noun before it shows."""


class MarkedWords:
    """One quoted span, seen from its sentence."""

    def __init__(self, table: TokenTable, number: int, item: int) -> None:
        """`number` is that of the sentence, `item` the quoted span's place in it."""
        self.table = table
        self.number = number
        self.sentence = sentence = table.sentences[number]
        self.item = item
        self.quote = sentence.quotes[item]
        self.quoted = table.quoted_spans[self.quote]
        self.words = words_of(table, self.quoted)
        self.capital = bool(self.words) and table.is_capitalised(self.words[0])
        self.final = bool(self.words) and ends_like_sentence(table, self.quoted)
        self.clause = self._is_clause()
        self.reported = any(word in grammar.KONJUNKTIV for word in sentence.lower)
        """Whether the sentence around it is in the form of reported words."""

    def __len__(self) -> int:
        return len(self.words)

    def _is_clause(self) -> bool:
        """Whether a finite verb or somebody who speaks is among the words."""
        return any(self._tells_clause(token) for token in self.words)

    def _tells_clause(self, token: int) -> bool:
        lower = self.table.lower[token]
        small = not self.table.is_capitalised(token)
        return lower in grammar.CLAUSE_SIGNS or (small and lower in VERBS)

    @property
    def utterance(self) -> bool:
        """Whether the words are at least a clause, as somebody would say it."""
        if not self.capital:
            return False
        return len(self) >= 3 and (self.final or (self.clause and len(self) >= 4))

    @property
    def announced(self) -> bool:
        """Whether the word before, or a hyphen behind, makes it a name, a title or a term."""
        if self._is_part_of_a_noun():
            return True
        if self.final and self.clause:
            return False
        before = self.sentence.word(self.item - 1)
        return before in ANNOUNCING or (before == "(" and not self.clause)

    @property
    def after_noun(self) -> bool:
        """Whether they stand right behind a noun as its name, “der Film „Das Meer“”.

        Behind a verb of naming, the noun may be what somebody's word is for.
        """
        if (self.final and self.clause) or len(self) > TITLE_LENGTH:
            return False
        if self.clause and not self._all_capitals():
            return False
        before = self.sentence.word(self.item - 1)
        after_noun = self.item > 0 and self.sentence.capital[self.item - 1] and before.isalpha()
        starts = self.item == 1 and before in grammar.SENTENCE_STARTERS
        return self.capital and after_noun and not starts

    def _is_part_of_a_noun(self) -> bool:
        """„Bild“-Zeitung, and a name in capitals glued to the marks."""
        end = self.quoted.end
        table = self.table
        if end >= len(table.text) or table.start[end] != table.end[end - 1]:
            return False
        return table.text[end] in {"-", "‑"} or table.text[end][:1].isalpha()

    def _all_capitals(self) -> bool:
        return all(map(self.table.is_capitalised, self.words))

    @property
    def name_like(self) -> bool:
        """Whether a title or a name might stand so: „Tag der Arbeit“."""
        return self.capital and not self.final and not self.clause and self._all_capitals()

    @property
    def opens_fragment(self) -> bool:
        """Whether the word before is one after which somebody's word for a thing stands."""
        return self.sentence.word(self.item - 1) in OPENS_FRAGMENT
