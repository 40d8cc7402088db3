"""German verbs that report speech, with their finite forms.

Weak verbs are listed by their infinitive and inflected by rule; strong ones have their stems
beside them. A bar stands between a separable verb's particle and its stem: of “mit|teilen” come
“teilte … mit” and “mitteilte”.
"""

from __future__ import annotations

from collections import defaultdict

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
    "sprechen": "spricht sprach spräche",
    "schreiben": "schreibt schrieb",
    "rufen": "ruft rief",
    "raten": "rät riet",
    "bitten": "bittet bat",
    "nennen": "nennt nannte",
    "finden": "findet fand",
    "denken": "denkt dachte",
    "geben": "gibt gab",
    "heben": "hebt hob",
    "halten": "hält hielt",
    "weisen": "weist wies",
    "streiten": "streitet stritt",
    "streichen": "streicht strich",
    "werfen": "wirft warf",
    "wenden": "wendet wandte",
    "schlagen": "schlägt schlug",
    "lassen": "lässt ließ",
    "sehen": "sieht sah",
    "schwören": "schwört schwor",
    "schreien": "schreit schrie",
    "singen": "singt sang",
    "preisen": "preist pries",
    "schließen": "schließt schloss",
    "bieten": "bietet bot",
    "nehmen": "nimmt nahm",
}
"""Strong stem -> third person, past, subjunctive."""

STRONG_VERBS = """sprechen ver+sprechen wider+sprechen aus|sprechen an|sprechen zu|sprechen
schreiben be+schreiben um|schreiben zu|schreiben vor|schreiben rufen auf|rufen zu|rufen aus|rufen
raten ver+raten ab|raten bitten nennen be+nennen finden be+finden denken
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
E_INSERTED = ("t", "d", "chn", "gn", "ffn", "ckn", "tm", "dm")
"""Ends of stems that put an e before the ending: antwort-e-t, entgegn-e-te."""


def _stem(infinitive: str) -> str:
    return infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]


def _weak(infinitive: str) -> set[str]:
    stem = _stem(infinitive)
    joint = "e" if stem.endswith(E_INSERTED) else ""
    past = stem + joint + "te"
    forms = {infinitive, stem + joint + "t", stem + "e", past, past + "n"}
    return forms | {stem[:-2] + "le"} if infinitive.endswith("eln") else forms


def _strong(infinitive: str) -> set[str]:
    present, past, *subjunctive = STRONG[infinitive].split()
    plural = past + ("n" if past.endswith("e") else "en")
    return {present, past, plural, infinitive, _stem(infinitive) + "e", *subjunctive}


def _collect() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entry in (*WEAK.split(), *STRONG_VERBS.split()):
        particle, _, rest = entry.rpartition("|")
        prefix, _, infinitive = rest.rpartition("+")
        for form in _strong(infinitive) if infinitive in STRONG else _weak(infinitive):
            found[prefix + form].add(particle)
            if particle:
                found[particle + prefix + form].add("")
    return dict(found)


VERBS = _collect()
"""Finite form -> the particles that may make it a verb of speech; "" where it needs none."""
