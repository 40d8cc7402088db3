"""Words that report what somebody said, wrote, thinks or calls something.

Three classes of verbs, by what may follow them:

- SAY takes the very words in marks, and clauses ("said", "told", "wrote");
- CLAIM takes clauses, and words in marks now and then ("argued", "believes");
- JUDGE takes a thing and what somebody makes of it, so that a fragment in
  marks after it is that person's wording ("called it a “disgrace”").
"""

from __future__ import annotations

from pipeline.quotes.languages.english.english_inflection import FINITE, inflect
from pipeline.quotes.languages.english.english_people import ROLE_NOUNS
from pipeline.quotes.languages.word_sets import words

SAY, CLAIM, JUDGE = "say", "claim", "judge"

_SAY = """
say tell add write tweet reply respond answer explain continue note declare announce state testify
remark recall comment shout yell cry whisper joke quip exclaim insist stress emphasise emphasize
admit concede acknowledge warn ask caution recount recite retort conclude observe repeat reiterate
elaborate interject chime muse reflect enthuse lament complain boast proclaim confess joke mutter
murmur scream chant sing promise vow pledge reassure remind advise urge post blog email text
message caption agree counter argue predict wonder ponder marvel beam laugh sigh plead implore
clarify confirm stipulate assure recollect object protest fume rage thunder growl snap tease opine
theorise theorize summarise summarize narrate report tell venture volunteer concur echo joke
disclose reveal read inform begin signal relate
"""

_CLAIM = """
claim believe think hope fear suggest allege assert contend maintain suspect estimate expect
argue know feel find show indicate deny doubt propose imply reckon assume figure understand guess
speculate forecast project calculate determine learn discover realise realize worry hint decide
recommend demand request order rule conclude consider foresee accept recognise recognize imagine
dream highlight underline underscore signal swear guarantee certify charge teach hold complain
point
"""

_JUDGE = """
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

VERBS: dict[str, tuple[str, str, frozenset[str]]] = {}
"""Form -> (base, verb form of `inflection`, classes)."""

for _class, _bases in ((SAY, _SAY), (CLAIM, _CLAIM), (JUDGE, _JUDGE)):
    for _form, (_base, _kind) in inflect(_bases.split()).items():
        _known = VERBS.get(_form)
        VERBS[_form] = (_base, _kind, (_known[2] if _known else frozenset()) | {_class})

PURE_SAY = frozenset(
    form
    for form, (base, _, _) in VERBS.items()
    if base in {"say", "tell", "add", "write", "tweet", "reply", "explain", "testify", "quip"}
)
"""Forms that hardly ever mean anything but reported words."""

ALSO_NOUNS = words(
    """claims calls reports notes states reads plans hopes demands promises remarks comments replies
    answers questions warnings posts tweets texts messages emails orders rules charges fears
    estimates projects forecasts figures finds shows vows pledges ranks rates styles bills casts
    labels brands complaints credits faults blames attacks praises thanks cries shouts laughs
    sighs requests doubts guesses jokes signals details lists raises welcomes points
    findings warning meaning feeling understanding reading saying posting recording ruling
    finding showing following beginning teaching painting holding cast rate rank style frame
    bill"""
)
"""Forms that need a pronoun, a name or a clause beside them to be taken as verbs."""

WEAK = words(
    """find show know feel hold point begin read rule order text message project figure
    understand learn rank rate list bill cast raise frame style paint charge discuss detail
    question challenge address pan savage trash laugh commit sing see snap
    object caption relate accept consider hear determine decide realise realize"""
)
"""Bases that report only where the words around leave no other reading."""

COGNITION = words(
    """find show determine understand learn discover know see believe suggest indicate estimate
    decide figure calculate project consider suspect assume realise realize feel hear"""
)
"""Bases of finding and thinking: a term in marks inside what they report is nobody's wording."""

NAMING = words(
    """titled entitled called named dubbed nicknamed termed known labelled labeled headlined
    subtitled captioned christened codenamed renamed translated marked stamped inscribed
    emblazoned reading means meaning word words phrase term expression slogan motto song single
    album film movie book novel show series play poem essay article column episode programme
    program track hit titled hashtag nickname title headline concept notion
    acronym category categories definition so-called"""
)
"""Words right before marks that announce a name, a title or a term and not somebody's words."""

ADDRESSEE_VERBS = words(
    "tell inform remind assure reassure warn advise ask urge teach text message email notify"
)
"""Bases whose first object is the person spoken to."""

PROMISES = frozenset({"promise", "vow", "pledge", "swear"})
"""Bases that report with "to": “promised to go”."""

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


def is_finite(word: str) -> bool:
    """Whether a word (lower case) is a finite form of a verb that reports, and no noun as well."""
    entry = VERBS.get(word)
    return (
        entry is not None
        and entry[1] == FINITE
        and word not in ALSO_NOUNS
        and word not in ROLE_NOUNS
    )
