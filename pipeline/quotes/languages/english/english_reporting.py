"""Words that report what somebody said, wrote, thinks or calls something."""

from __future__ import annotations

from pipeline.quotes.languages.english.english_grammar import AUXILIARIES
from pipeline.quotes.languages.english.english_inflection import inflect
from pipeline.quotes.languages.english.english_people import ROLE_NOUNS
from pipeline.text.word_sets import words

_BASES = """
say tell add write tweet reply respond answer explain continue note declare announce state testify
remark recall comment shout yell cry whisper joke quip exclaim insist stress emphasise emphasize
admit concede acknowledge warn ask caution recount recite retort conclude observe repeat reiterate
elaborate interject chime muse reflect enthuse lament complain boast proclaim confess joke mutter
murmur scream chant sing promise vow pledge reassure remind advise urge post blog email text
message caption agree counter argue predict wonder ponder marvel beam laugh sigh plead implore
clarify confirm stipulate assure recollect object protest fume rage thunder growl snap tease opine
theorise theorize summarise summarize narrate report tell venture volunteer concur echo joke
disclose reveal read inform begin signal relate
claim believe think hope fear suggest allege assert contend maintain suspect estimate expect
argue know feel find show indicate deny doubt propose imply reckon assume figure understand guess
speculate forecast project calculate determine learn discover realise realize worry hint decide
recommend demand request order rule conclude consider foresee accept recognise recognize imagine
dream highlight underline underscore signal swear guarantee certify charge teach hold complain
point
call describe label brand dub deem praise hail laud applaud commend salute thank celebrate tout
criticise criticize condemn denounce decry blast slam attack mock ridicule dismiss reject deride
lambast lambaste slate rebuke chide berate scold accuse blame charge fault credit attribute liken
compare characterise characterize portray depict refer express voice speak talk cite quote
urge promise vow pledge threaten lament bemoan deplore regret defend welcome extol trumpet
advocate champion demand
denigrate disparage vilify eulogise eulogize congratulate greet address question challenge dispute
excoriate castigate pillory invoke boast brag rail inveigh complain warn appeal plead
propose outline
"""
"""Verbs that report speech; the forms of irregular ones are in IRREGULAR."""

REPORTING_VERBS, FINITE_VERBS = inflect(_BASES.split())
"""All forms of the verbs that may report words, and those of them that have a subject."""

SAYING_VERBS, _ = inflect(words("say tell add write tweet reply explain testify quip"))
"""Forms that hardly ever mean anything but reported words."""

ALSO_NOUNS = words(
    """claims calls reports notes states reads hopes demands promises remarks comments replies
    answers questions posts tweets texts messages emails orders rules charges fears estimates
    projects forecasts figures finds shows vows pledges labels brands credits faults blames
    attacks praises thanks cries shouts laughs sighs requests doubts guesses jokes signals
    welcomes points"""
)
"""Forms that need a pronoun, a name or a clause beside them to be taken as verbs."""

REPORT_NOUNS = words(
    """statement interview post tweet message letter email memo report filing lawsuit complaint
    testimony speech address remarks comments affidavit release conference briefing brief note
    column article essay book memoir blog video podcast tweet thread verdict ruling opinion
    indictment petition editorial declaration announcement warning warnings comment account
    study survey poll analysis review documents document text transcript placard sign banner
    headline caption answer reply response question words paper card application
    advertisement"""
)
"""Things that say something and have an author."""
NOT_FINITE = words("be been being having")
"""Auxiliaries that no clause has alone."""
FINITE_AUXILIARIES = AUXILIARIES - NOT_FINITE - {"'s"}
"""Those that make a clause; “’s” is more often a possessive."""
SHORTEST_PAST = 5
"""Letters of the shortest word that its ending shows to be a verb: “asked”, and not “red”."""


def is_finite(word: str) -> bool:
    """Whether a word (lower case) is a finite form of a verb that reports, and no noun as well."""
    return word in FINITE_VERBS and word not in ALSO_NOUNS and word not in ROLE_NOUNS


def makes_clause(word: str) -> bool:
    """Whether a word (lower case) looks like a finite verb: an auxiliary, one that reports, “-ed”.

    What looks like a past tense may be a participle; without a parser both are taken for verbs.
    """
    return (
        word in FINITE_AUXILIARIES
        or is_finite(word)
        or (word.endswith("ed") and len(word) >= SHORTEST_PAST)
    )
