"""What the numbers of a candidate are called, in their order.

`choice_numbers` makes them, `spoken_before` and `clause_numbers` those of their names.
"""

from __future__ import annotations

from pipeline.quotes.speakers.words_read import SOURCE_KINDS

PRONOUN_CLASSES = 10
"""Classes of PRONOUNS in `speaker_candidates`, 0 for none among them."""
DETERMINER_CLASSES = 8
"""Classes of DETERMINERS in `choice_numbers`, 0 for none among them."""
QUERY_COLUMNS = (
    *(f"pronoun-{number}" for number in range(PRONOUN_CLASSES)),
    *(f"determiner-{number}" for number in range(DETERMINER_CLASSES)),
    *(f"source-{kind}" for kind in SOURCE_KINDS),
    "no-source", "source-words", "source-names", "source-prepositions", "source-capital",
    "source-opens-sentence", "source-opens-paragraph", "source-quoted", "source-plain-words",
    "source-name-kind", "source-name-fuller", "source-is-name", "content-quoted",
)  # fmt: skip
"""What the source is like, the same for all of its candidates."""
CANDIDATE_COLUMNS = (
    "kind", "words", "times", "times-with-short", "fuller-forms", "gender", "first-at",
    "first-is-short", "share", "times-in-source", "candidate-determiner",
    *(f"candidate-{kind}" for kind in SOURCE_KINDS),
)  # fmt: skip
"""What a candidate is like, the same for all sources."""
WORDING_COLUMNS = (
    "equal", "ends-with", "begins-with", "share-of-words", "words-common", "holds-source",
    "held-by-source", "acronym-source", "acronym-candidate", "same-last", "name-of-kind",
    "name-fits", "kinds-agree", "described", "described-head", "described-beside",
    "described-share", "rival-first", "rival-share", "rival-kind", "own-words", "own-names",
    "own-is-form", "own-said-before", "gender-agrees",
)  # fmt: skip
"""How the words of candidate and source agree."""
POSITION_COLUMNS = (
    "inside", "inside-at", "inside-first", "inside-possessive", "inside-governed", "inside-exact",
    "inside-ends", "inside-goes-on", "before", "words-since", "sentences-since",
    "paragraphs-since", "in-source", "sentence-position", "in-marks", "exact", "mentions-before",
    "governed", "possessive", "words-since-exact", "opens-paragraph", "words-until", "rank",
    "rank-of-gender", "in-content", "words-to-next", "paragraphs-to-next", "next-in-source",
)  # fmt: skip
"""Where the candidate is named, seen from the source."""
HISTORY_COLUMNS = (
    "spoke-last", "spoke-last-paragraphs", "spoke-last-here", "spoke-last-beside", "spoke-before",
    "spoke-before-paragraphs", "spoke-times",
)  # fmt: skip
"""Who spoke before."""
CLAUSE_COLUMNS = (
    "last-is-subject", "last-is-clause-subject", "last-is-object", "last-is-owner",
    "last-is-oblique", "words-since-subject", "sentences-since-subject",
    "paragraphs-since-subject", "rank-of-subjects", "subject-opens-sentence", "subject-here",
    "source-is-subject",
)  # fmt: skip
"""What the candidate was in the clauses before."""
COLUMNS = (
    *QUERY_COLUMNS, *CANDIDATE_COLUMNS, *WORDING_COLUMNS, *POSITION_COLUMNS, *HISTORY_COLUMNS,
    *CLAUSE_COLUMNS,
)  # fmt: skip
"""All of them; the order is part of the trained trees."""
FAR = 9999.0
"""Words since a mention, where there is none before."""
