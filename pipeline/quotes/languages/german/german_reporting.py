"""German verbs that report speech, with all their forms.

Weak verbs are listed by their infinitive and inflected by rule; strong ones have their stems
beside them. A bar stands between a separable verb's particle and its stem: of “mit|teilen” come
“teilte … mit”, “mitteilte”, “mitgeteilt” and “mitzuteilen”.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text.word_sets import words

WEAK = """sagen erklären betonen erzählen berichten schildern äußern ergänzen antworten entgegnen
erwidern fragen fordern warnen kritisieren loben klagen beklagen bemängeln monieren meinen glauben
behaupten bestätigen bekräftigen unterstreichen verkünden vermelden melden mahnen ermahnen urteilen
resümieren bilanzieren konstatieren argumentieren begründen erläutern präzisieren kommentieren
bemerken witzeln scherzen spotten spötteln lästern schimpfen wettern poltern ätzen höhnen frotzeln
unken murmeln flüstern brüllen jubeln schwärmen strahlen lachen lächeln schmunzeln seufzen stöhnen
ächzen prophezeien prognostizieren vermuten mutmaßen spekulieren versichern beteuern bedauern
bekunden signalisieren twittern posten verlangen appellieren plädieren bezeichnen titulieren
beschuldigen verurteilen attestieren bescheinigen diagnostizieren analysieren zitieren
philosophieren sinnieren grübeln rätseln protestieren kontern parieren polemisieren reagieren
formulieren notieren schlussfolgern folgern informieren unterrichten verdeutlichen definieren
charakterisieren bewerten beurteilen bedanken entschuldigen rechtfertigen verteidigen dementieren
leugnen bezweifeln zweifeln befürchten fürchten hoffen wünschen erwarten versprechen ankündigen
beschwören beschwichtigen beruhigen besänftigen bejahen verneinen wiederholen erinnern kritteln
nörgeln jammern lamentieren meckern motzen granteln schnauben zischen zürnen wüten drohen empfehlen
gestehen begrüßen würdigen rühmen rügen tadeln werten gratulieren titeln schätzen konkretisieren
relativieren differenzieren spezifizieren verraten plaudern prahlen diktieren erzürnen echauffieren
ärgern freuen wundern empören argwöhnen orakeln beantworten skizzieren thematisieren postulieren
proklamieren propagieren referieren rekapitulieren insistieren intervenieren interpretieren
illustrieren deklarieren deuten feststellen fabulieren dozieren bekennen flehen fluchen grummeln
grunzen hauchen keifen krächzen labern lallen murren näseln nuscheln piepsen plärren prusten
quengeln raunen raunzen säuseln schluchzen schnaufen stammeln stottern tönen trällern tuscheln
wispern vermitteln verweisen vorrechnen beziffern bestreiten einräumen beharren pochen taxieren
mutmassen grüssen äussern begrüssen veranschlagen legitimieren simsen mailen bloggen chatten
beschreiben belegen veröffentlichen ermuntern ermutigen bestärken entlarven an|kündigen an|fügen
an|merken an|prangern an|klagen auf|klären auf|zählen auf|zeigen aus|führen aus|richten aus|malen
bei|pflichten dar|legen dar|stellen ein|räumen ein|schätzen ein|ordnen entgegen|setzen fest|stellen
fest|legen hinzu|fügen hinzu|setzen klar|stellen klar|machen mit|teilen nach|fragen nach|legen
nach|haken vor|rechnen vor|stellen vor|warnen vor|hersagen vorher|sagen vorweg|schicken
voraus|sagen voraus|schicken zu|sichern zu|sagen zu|stimmen zurück|melden zurück|blicken
zusammen|fassen nach|setzen heraus|stellen bei|steuern auf|fordern ein|gestehen dazu|setzen
aus|plaudern los|poltern ab|winken ab|wiegeln weiter|sagen"""
"""Infinitives of weak verbs that report."""

STRONG = {
    "sprechen": "spricht sprach gesprochen spräche",
    "schreiben": "schreibt schrieb geschrieben",
    "rufen": "ruft rief gerufen",
    "raten": "rät riet geraten",
    "bitten": "bittet bat gebeten",
    "stehen": "steht stand gestanden",
    "nennen": "nennt nannte genannt",
    "finden": "findet fand gefunden",
    "denken": "denkt dachte gedacht",
    "geben": "gibt gab gegeben",
    "heben": "hebt hob gehoben",
    "halten": "hält hielt gehalten",
    "weisen": "weist wies gewiesen",
    "streiten": "streitet stritt gestritten",
    "streichen": "streicht strich gestrichen",
    "werfen": "wirft warf geworfen",
    "wenden": "wendet wandte gewandt",
    "schlagen": "schlägt schlug geschlagen",
    "lassen": "lässt ließ gelassen",
    "sehen": "sieht sah gesehen",
    "schwören": "schwört schwor geschworen",
    "schreien": "schreit schrie geschrien",
    "singen": "singt sang gesungen",
    "preisen": "preist pries gepriesen",
    "schließen": "schließt schloss geschlossen",
    "bieten": "bietet bot geboten",
    "nehmen": "nimmt nahm genommen",
}
"""Strong stem -> third person, past, participle, subjunctive."""

STRONG_VERBS = """sprechen ver+sprechen wider+sprechen aus|sprechen an|sprechen zu|sprechen
schreiben be+schreiben um|schreiben zu|schreiben vor|schreiben rufen auf|rufen zu|rufen aus|rufen
raten ver+raten ab|raten bitten ge+stehen ein|ge+stehen nennen be+nennen finden be+finden denken
zu|geben an|geben bekannt|geben vor|geben wieder|geben preis|geben ab|geben hervor|heben
fest|halten dagegen|halten entgegen|halten vor|halten zurück|weisen hin|weisen ver+weisen
be+streiten unter+streichen vor|werfen ein|werfen ein|wenden vor|schlagen wissen|lassen sehen
ein|sehen voraus|sehen vorher|sehen be+schwören schreien singen preisen schließen ab|schließen
an|bieten vor|nehmen"""
"""Infinitives of verbs that report and whose stem is in STRONG; “+” joins a prefix that stays."""
NAMING = words(
    """nennen nennt nannte nannten genannt nenne bezeichnen bezeichnet bezeichnete bezeichneten
    bezeichne titulieren tituliert titulierte beschreiben beschreibt beschrieb beschrieben
    charakterisiert charakterisierte spricht sprach sprachen sprechen gesprochen spreche"""
)
"""Forms that give somebody's word for a thing, be it one word."""
NOT_SPEECH = words("gestanden bekannt erhalten")
"""Forms that are more often of other verbs: “hat im Weg gestanden”."""
INSEPARABLE = tuple(words("be emp ent er ge miss ver wider zer unter über wieder"))
"""Prefixes that stay with their verb and take no “ge-” in the participle."""
E_INSERTED = ("t", "d", "chn", "gn", "ffn", "ckn", "tm", "dm")
"""Ends of stems that put an e before the ending: antwort-e-t, entgegn-e-te."""


@dataclass(frozen=True, slots=True)
class VerbForm:
    """What a form of a verb of speech is."""

    particle: str = ""
    """What must stand at the end of the clause; "" where nothing must."""
    participle: bool = False
    infinitive: bool = False
    """Whether it is one with “zu” inside: “mitzuteilen”. Another is a finite form as well."""


def _stem(infinitive: str) -> str:
    return infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]


def _weak_finite(infinitive: str) -> set[str]:
    stem = _stem(infinitive)
    joint = "e" if stem.endswith(E_INSERTED) else ""
    past = stem + joint + "te"
    present = {stem + joint + "t", infinitive, stem + "e"}
    if infinitive.endswith("eln"):
        present.add(stem[:-2] + "le")
    return present | {past, past + "n"}


def _weak_participle(infinitive: str) -> str:
    stem = _stem(infinitive)
    joint = "e" if stem.endswith(E_INSERTED) else ""
    bare = stem + joint + "t"
    unprefixed = infinitive.endswith("ieren") or infinitive.startswith(INSEPARABLE)
    return bare if unprefixed else "ge" + bare


def _strong_finite(infinitive: str, forms: list[str]) -> set[str]:
    present, past = forms[0], forms[1]
    plural = past + ("n" if past.endswith("e") else "en")
    return {present, past, plural, infinitive, _stem(infinitive) + "e", *forms[3:]}


def _collect() -> dict[str, tuple[VerbForm, ...]]:
    found: dict[str, list[VerbForm]] = {}

    def add(form: str, what: VerbForm) -> None:
        known = found.setdefault(form, [])
        if what not in known:
            known.append(what)

    def add_verb(particle: str, infinitive: str, finite: set[str], participle: str) -> None:
        for form in finite:
            add(form, VerbForm(particle))
            if particle:
                add(particle + form, VerbForm())
        add(particle + participle, VerbForm(participle=True))
        if particle:
            add(particle + "zu" + infinitive, VerbForm(infinitive=True))

    for entry in WEAK.split():
        particle, _, infinitive = entry.rpartition("|")
        add_verb(particle, infinitive, _weak_finite(infinitive), _weak_participle(infinitive))
    for entry in STRONG_VERBS.split():
        particle, _, rest = entry.rpartition("|")
        prefix, _, infinitive = rest.rpartition("+")
        forms = STRONG[infinitive].split()
        participle = forms[2]
        if prefix:
            participle = prefix + (
                participle.removeprefix("ge") if infinitive != "stehen" else "standen"
            )
        finite = {prefix + form for form in _strong_finite(infinitive, forms)}
        add_verb(particle, prefix + infinitive, finite, participle)
    for form in NOT_SPEECH:
        found.pop(form, None)
    return {form: tuple(what) for form, what in found.items()}


VERBS = _collect()
"""Form -> what it may be."""
