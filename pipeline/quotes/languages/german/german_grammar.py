"""Closed word classes of German, all in lower case."""

from __future__ import annotations

from pipeline.people.name_vocabulary import PARTICLES
from pipeline.text.calendar_names import lower_case, month_names, weekday_names
from pipeline.text.word_sets import words

ARTICLES = words(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner
    keines"""
)
"""In all cases."""
POSSESSIVES = frozenset(
    base + end
    for base in ("mein", "dein", "sein", "ihr", "unser", "euer", "eur")
    for end in ("", "e", "en", "em", "er", "es")
)
"""In all cases."""
DETERMINERS = (
    ARTICLES
    | POSSESSIVES
    | words(
        """dieser diese dieses diesen diesem jener jene jenes jenen jenem jeder jede jedes jeden
        jedem mancher manche manches manchen welcher welche welches welchen welchem beide beiden
        beider mehrere mehreren mehrerer einige einigen einiger viele vielen vieler alle allen
        aller wenige wenigen andere anderen anderer zwei drei vier fünf sechs sieben acht neun
        zehn elf zwölf"""
    )
)
"""What begins a noun phrase."""
INDEFINITE = words(
    """ein eine einer kein keine mehrere einige viele manche zwei drei vier fünf sechs sieben acht
    neun zehn elf zwölf"""
)
"""Determiners of somebody who is not named."""
NEVER_SUBJECT = words(
    """dem des einem eines keinem keines diesem jenem jedem den einen keinen diesen jenen jeden
    seinem ihrem meinem unserem seinen ihren meinen unseren seines ihres meines unseres"""
)
"""Determiners of other cases than the one of a subject."""
PREPOSITIONS = words(
    """in im ins an am ans auf aufs aus außer bei beim bis durch für gegen gegenüber hinter mit
    nach neben ohne seit trotz um unter über vor von vom während wegen zu zum zur zwischen
    angesichts anlässlich anhand aufgrund außerhalb bezüglich dank entlang gemäß infolge
    innerhalb jenseits laut mangels mithilfe mittels nahe namens samt statt anstatt ungeachtet
    zufolge zugunsten zuungunsten seitens hinsichtlich binnen per pro ab"""
)
"""With those that are joined with an article: “im”, “zur”."""
COORDINATORS = words("und oder aber sondern denn doch sowie bzw. beziehungsweise")
"""What joins clauses of one rank."""
SUBORDINATORS = words(
    """dass daß weil wenn als ob obwohl obgleich während nachdem bevor ehe bis damit sodass falls
    sofern soweit solange sobald indem wie wo wann warum weshalb wieso was wer woher wohin womit
    wodurch wobei woran worauf wofür wovon worüber worum zumal da seitdem"""
)
"""What opens a clause whose verb comes last."""
RELATIVES = words("der die das den dem deren dessen denen welche welcher welches")
"""What opens a clause on the noun before it."""
PRONOUNS = words(
    """er sie es ich wir ihr du man ihm ihn ihnen mir mich uns dir dich euch sich wer jemand
    niemand jeder alle beide dies das andere einer eine keiner"""
)
"""In all cases, with the indefinite ones."""
SUBJECT_PRONOUNS = words("er sie ich wir")
"""Pronouns that may stand for who speaks; “wir” for the writer's own group."""
FIRST_PERSON = words("ich wir")
"""Words of who speaks of themselves."""
_ADVERBS = words(
    """auch aber dann da dabei dafür dagegen daher damit danach daneben daran darauf daraufhin
    darin darüber darum davon davor dazu deshalb deswegen dennoch doch eben ebenfalls ebenso
    eher einmal endlich erneut erst etwa fast früher ganz genau gerade gern gestern gleich
    gleichzeitig heute hier hierzu hingegen hinterher immer indes indessen inzwischen ja jedoch
    jetzt kaum kürzlich lange längst leider letztlich lieber mal mehrfach mehrmals meist morgen
    nämlich nicht nie noch nun nur oft offenbar ohnehin plötzlich schließlich schon sehr so
    sofort sogar somit sonst später stattdessen stets tatsächlich trotzdem übrigens vielleicht
    vielmehr vorab vorher wahrscheinlich weiter weiterhin weiters wieder wiederum wohl
    womöglich zudem zuerst zugleich zuletzt zuletzt zumindest zunächst zusätzlich zuvor zwar
    abschließend allerdings also andererseits anschließend außerdem beispielsweise bereits
    bislang bisher entsprechend ergänzend ferner freilich grundsätzlich insbesondere
    insgesamt jüngst konkret lediglich mittlerweile natürlich nachdrücklich öffentlich
    ausdrücklich deutlich klar knapp kurz offen rückblickend schriftlich mündlich telefonisch
    scharf selbst sichtlich überraschend unmissverständlich vehement wörtlich einst damals
    neulich hinzu zurück ruhig leise laut lachend lächelnd nachdenklich nüchtern trocken
    energisch entschieden selbstbewusst zufrieden enttäuscht erfreut verärgert überzeugt
    los weg an eigentlich eh ebenda"""
)
"""Those that are frequent in sentences that report speech."""
ADVERBS = _ADVERBS - PREPOSITIONS - DETERMINERS
"""Words that may stand between a verb and its subject."""
HAVE = words(
    "hat haben hatte hatten habe hätte hätten habt hast ist war sind waren sei seien wurde wird"
)
"""Verbs that stand with a participle."""
AUXILIARIES = HAVE | words(
    """bin bist seid gewesen wäre wären würde würden werde werden worden wurden kann können konnte
    konnten könne könnte könnten muss müssen musste mussten müsse müsste müssten soll sollen
    sollte sollten solle will wollen wollte wollten wolle darf dürfen durfte durften dürfe dürfte
    dürften mag mögen möchte möchten möge lässt lassen ließ ließen lasse macht machen machte gibt
    geben gab gäbe gebe geht gehen ging gehe kommt kommen kam komme steht stehen stand stehe
    bleibt bleiben blieb bleibe braucht brauchen brauche weiß wissen wisse wusste tut tun liegt
    lag liege hält halten hielt halte nimmt nehmen nahm nehme bringt brachte zeigt zeigte führt
    fährt fahren wirkt gilt gelten galt heißt hieß heiße denkt glaubt findet finden fand finde
    sieht sehen sah sehe spielt spielen arbeitet arbeiten lebt leben hilft helfen"""
)
"""Verbs so frequent that they tell a clause from a title."""
KONJUNKTIV = words(
    """sei seien habe hätten hätte werde würden würde könne könnten könnte müsse müssten müsste
    solle sollten dürfe dürften wolle wäre wären gebe gäbe gehe komme käme stehe bleibe brauche
    wisse lasse liege halte nehme finde sehe mache bringe führe zeige brauche bedeute gelte
    handle handele bestehe glaube"""
)
"""Forms by which German reports words without marks."""
NAME_PARTICLES = PARTICLES | words("vom zur zum und")
"""Small words inside names of persons and organisations."""
SENTENCE_STARTERS = (
    DETERMINERS
    | PREPOSITIONS
    | COORDINATORS
    | SUBORDINATORS
    | PRONOUNS
    | ADVERBS
    | words("nein hallo dort dadurch dieser hierbei manchmal niemand bitte danke")
)
"""Words that open sentences: their capital letter says nothing."""
ABBREVIATIONS = words(
    """dr prof dipl ing hr fr st nr abs art bzw ca etc usw evtl ggf inkl exkl max min mind mio mrd
    tsd vgl sog jh jhd bd hg hrsg geb gest verh rer nat phil med jur habil mag univ doz pd
    str tel std sek jan feb apr aug sept okt nov dez mo di mi do sa z u d h o i v a b s
    anm aufl bzgl co ders ebd ff zzgl zit allg öff staatl ehem stellv christl ev kath jun sen
    lt u.a z.b d.h i.d.r u.u a.d h.c e.v"""
)
"""Words whose full stop belongs to them."""
MAY_END_SENTENCE = words("etc usw co u.a a.d e.v h.c jun sen mio mrd")
"""Abbreviations after which a sentence may end all the same."""
MONTHS = lower_case(month_names("de"), month_names("de_AT")) | {"feber"}
"""With Austria's, of which the CLDR has Jänner alone."""
DAYS = lower_case(weekday_names("de")) | {"sonnabend"}
"""With the north's name of Saturday."""
TIME_WORDS = MONTHS.union(DAYS) | words(
    """morgen vormittag
    mittag nachmittag abend nacht woche wochenende monat jahr jahre jahren tag tage tagen stunde
    stunden minuten uhr frühjahr frühling sommer herbst winter anfang ende mitte wochen monate
    monaten montagabend montagmorgen dienstagabend mittwochabend donnerstagabend freitagabend
    samstagabend sonntagabend jahrhundert jahrzehnt"""
)
"""Nouns of times: never who speaks."""
# joined once, because rules ask for them at every word
CLOSED = PREPOSITIONS | ADVERBS | DETERMINERS | PRONOUNS | SUBORDINATORS | COORDINATORS
"""Small words that are not verbs."""
NO_ADJECTIVES = PRONOUNS | AUXILIARIES | DETERMINERS | SUBORDINATORS
"""Words that end like adjectives and are not."""
BEFORE_A_NOUN = PREPOSITIONS | DETERMINERS
"""Words behind which a noun is expected."""
AFTER_A_PHRASE = PREPOSITIONS | ADVERBS | {"der", "des"}
"""Small words that may go on with a phrase before its verb."""
OPENERS = COORDINATORS | {"auch"}
"""Words before the first phrase of a clause that do not count."""
PARTICLES_OF_NAMES = NAME_PARTICLES - {"und"}
"""Those of persons' names; “und” stands in names of organisations alone."""
CLAUSE_SIGNS = AUXILIARIES | FIRST_PERSON | {"du", "mich", "uns"}
"""Words that only a clause has."""
