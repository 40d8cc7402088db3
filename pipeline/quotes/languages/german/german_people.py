"""What German calls persons and organisations by."""

from __future__ import annotations

from pipeline.text.word_sets import words

COURTESY = words("herr herrn frau fräulein")
"""Titles that say nothing but the gender."""
ACADEMIC = words(
    """dr dr. prof prof. professor professorin professors doktor doktorin dipl dipl. ing ing. mag
    mag. med med. h.c h.c. habil. phil. jur. rer. nat. univ.-prof univ.-prof. pd dipl.-ing
    dipl.-ing. sir lord lady dame pater schwester don"""
)
"""Titles that stand before a name and are not a role."""
TITLES = COURTESY | ACADEMIC
"""Words that stand before a name and are not a part of it."""

MALE_ROLES = words(
    """herr onkel opa papa junge bub witwer mönch priester kardinal rabbiner imam laie held graf
    baron scheich zar pate enkel neffe cousin schwager bräutigam bube keeper oberst major
    leutnant doktor hirte schmied tischler"""
)
"""Nouns for men whose ends no rule shows."""
FEMALE_ROLES = words(
    """frau mutter schwester tochter tante oma großmutter mama mädchen ehefrau witwe nonne
    hebamme dame krankenschwester geisel enkelin nichte cousine schwägerin braut kauffrau
    fachfrau königin prinzessin kaiserin ärztin anwältin köchin rätin bäuerin putzfrau"""
)
"""Nouns for women whose ends no rule shows."""
PERSON_ENDS = tuple(
    words(
        """minister präsident kanzler sprecher chef leiter meister forscher wissenschaftler
        experte politiker anwalt richter arzt professor vorsitzende vorsitzender vorstand
        manager autor redakteur reporter spieler stürmer torwart torhüter verteidiger kapitän
        sekretär beauftragte beauftragter abgeordnete abgeordneter rat mann frau leute vater
        mutter sohn tochter bruder schwester lehrer schüler student pfarrer bischof bauer wirt
        unternehmer gründer händler berater kandidat kommissar polizist beamter beamte soldat
        general botschafter diplomat historiker ologe ologin ökonom analyst jurist journalist
        künstler musiker sänger rapper regisseur schriftsteller fotograf maler architekt
        ingenieur techniker informatiker physiker chemiker mediziner chirurg apotheker pfleger
        therapeut aktivist vertreter mitarbeiter besitzer inhaber betreiber fahrer pilot
        geschäftsführender intendant kurator dirigent moderator kommentator ermittler zeuge
        angeklagte angeklagter verdächtige opfer bewohner anwohner bürger nachbar besucher kunde
        nutzer kollege freund partner gegner anhänger mitglied funktionär schützer züchter
        jährige jähriger präsidierende könig prinz papst kaiser fürst sieger läufer fußballer
        profi star coach boss investor banker verleger herausgeber stratege dezernent senator
        ratsherr notar gutachter kämmerer betreuer erzieher helfer retter führer förster jäger
        referent dozent rektor dekan wärter winzer bäcker koch ministerin rätin ärztin anwältin
        kanzlerin kollegin kundin expertin zeugin ökonomin patin nachbarin gesandte gesandter
        angehörige angehöriger delegierte delegierter angestellte angestellter verwandte
        jugendliche jugendlicher betroffene betroffener überlebende überlebender reisende
        reisender studierende forschende auszubildende verletzte bekannte bekannter erwachsene
        kranke geschädigte geschädigter aner ländner länder ainer schweizer österreicher
        franzose brite russe türke däne schwede grieche italiener chinese ungar spanier promoter
        blogger streamer influencer leader officer designer maker veranstalter organisator
        initiator laureat preisträger"""
    )
)
"""Ends of nouns for persons; German puts the head of a compound last. With -in for women."""
SUFFIXES = ("iker", "ist", "ologe", "loge", "eur", "ant", "ent", "ator", "graf", "soph", "ier")
"""Endings by which German makes names for what somebody does; with -in for women."""
SHORTEST_WITH_SUFFIX = 7
"""Letters of a noun that a suffix alone shows: shorter ones are given and family names."""
NO_PERSONS = words(
    """prozent argument dokument parlament element instrument experiment apartment management
    turnier quartier klavier scharnier regiment testament fundament sakrament segment sortiment
    temperament engagement investment statement departement abonnement reglement establishment
    medikament ornament kontinent content elefant diamant hydrant restaurant terrorist
    papier revier lokalrevier polizeirevier vorrat apparat länder bundesländer referat rückgrat
    verrat hausrat unrat hochverrat inserat"""
)
"""Nouns that end like those for persons and are for things."""
ORGANISATION_NOUNS = words(
    """ag gmbh se kg rat land bundesland kanton bund eu uno un nato haus werk band team jury
    staat kreml nation deutschland österreich"""
)
"""Short nouns for organisations, which many other nouns end with."""
ORGANISATION_NOUN_ENDS = tuple(
    words(
        """polizei regierung ministerium amt behörde gericht gerichtshof verband verein partei
        fraktion gewerkschaft stadt gemeinde kreis unternehmen konzern firma bank versicherung
        klub club verlag universität institut schule klinik krankenhaus kirche organisation
        stiftung kammer agentur kommission ausschuss senat stadtrat gemeinderat bundesrat
        betriebsrat aufsichtsrat kreistag landtag bundestag sicherheitsrat nationalrat
        regierungsrat ministerrat anwaltschaft armee militär wehr marine kanzlei verwaltung
        direktion redaktion zeitung magazin sender blatt portal bündnis allianz initiative
        bewegung gesellschaft union bundesliga dienst zentrale zentrum börse airline hersteller
        anbieter betrieb parlament kabinett vorstand präsidium rathaus konsulat botschaft gruppe
        familie leitung holding gremium inspektion präfektur kraftwerk institution justiz innung
        genossenschaft netzwerk inspektorat department stelle"""
    )
)
"""Ends of nouns for organisations that speak."""
DOCUMENT_ENDS = tuple(
    words(
        """mitteilung erklärung bericht schreiben brief statement stellungnahme meldung urteil
        beschluss antrag studie gutachten aussendung nachricht beitrag post posting tweet
        interview gespräch rede papier mail antwort begründung entwurf buch video podcast
        artikel kommentar bekanntmachung verordnung gesetz vertrag protokoll analyse text satz
        anklage anzeige anfrage botschaft aussage aussagen angaben konferenz"""
    )
)
"""Ends of nouns for what is written or said and has an author."""
MALE_NAMES = words(
    """aaron achim adam adolf adrian ahmed albert albrecht alex alexander alfons alfred ali andré
    andreas andrzej anton antonio arne arno arnold arthur artur august axel bastian ben benedikt
    benjamin bernd bernhard bert berthold björn bodo boris bruno burkhard carl carlo carlos
    carsten cem charles chris christian christof christoph christopher claus clemens
    constantin cornelius daniel david dennis detlef detlev dieter dietmar dietrich dirk dominic
    dominik donald eberhard eckart eckhard eduard edgar edmund egon elias elmar emanuel emil
    emmanuel enrico eric erich erik ernst erwin eugen fabian felix ferdinand finn florian frank
    franz franziskus fred frederik friedhelm friedrich fritz gabriel georg george gerald gerd
    gerhard gernot gert giorgio giovanni giuseppe gottfried götz gregor guido gunnar günter
    günther gustav hagen hannes hanno hans harald harry hartmut hasan heiko heiner heinrich heinz
    helge helmut hendrik henning henrik henry herbert heribert hermann holger horst hubert hubertus
    hugo igor ingo ivan jakob james jan jannik jean jens jim joachim joe joel johann johannes john
    jonas jonathan jörg jörn josé josef joseph juan julian julius jürgen justus kai karim karl
    karl-heinz karsten kaspar kay kevin kilian klaus konrad konstantin kurt lars lasse laurenz
    leo leon leonard leonhard leopold lorenz lothar louis luca lucas ludger ludwig luis lukas lutz
    malte manfred manuel marc marcel marco marcus mario marius mark markus marten martin marvin
    mathias matteo matthew matthias maurice max maximilian mehmet meinhard michael michel miguel
    mike mirko mohammad mohammed moritz murat mustafa nico nicolas niels niklas niko nikolaus
    nils norbert olaf ole oliver omar oscar oskar oswald otmar otto pascal patrick paul paulo
    pedro peter philip philipp phillip pierre pius ralf ralph rainer raimund raphael reiner
    reinhard reinhold rené reto richard rico robert robin roderich roger roland rolf roman ronald
    ronny rudi rudolf ruedi rüdiger salvatore samuel sascha sebastian sergej siegfried siegmar
    sigmar simon stefan steffen stephan stephen steve steven sven swen tarek theo theodor thilo
    thomas thorsten thorben till tilman tilo tim timo tino tobias tom torben torsten udo ueli ulf
    uli ulrich urs uwe valentin veit viktor vincent vinzenz volker volkmar walter werner wilfried
    wilhelm willi willy winfried wladimir wolf wolfgang wolfram wolodymyr xaver yannick yusuf
    hans-georg hans-jürgen hans-peter karl-josef franz-josef klaus-dieter hans-joachim mats"""
)
"""Given names of men, frequent in German news; the gender of a pronoun's person comes from them."""
FEMALE_NAMES = words(
    """adelheid agnes aileen alena alexandra alice alina amelie anastasia andrea anette angela
    angelika anita anja anke anna annalena anne annegret anneliese annemarie annette annika antje
    antonia astrid ayse barbara bärbel beate beatrice beatrix bettina bianca birgit birgitta
    birte brigitta brigitte britta carina carla carmen carola caroline carolin cäcilia charlotte
    christa christel christiane christin christina christine clara claudia constanze cordula
    cornelia corinna dagmar daniela diana doris dorothea dorothee edith elena eleonore elfriede
    elif elisa elisabeth elke ella ellen elvira emilia emily emma erika esther eva evelin evelyn
    fatma felicitas fiona frauke franziska frieda friederike gabi gabriela gabriele gerda
    gerlinde gertrud gesine gisela gitta greta gudrun hanna hannah hannelore heide heidemarie
    heidi heike helen helena helene helga henriette hilde hildegard ida ilona ilse ina ines inga
    inge ingeborg ingrid irene iris irmgard isabel isabell isabella isabelle jacqueline jana janina
    janine jasmin jenny jennifer jessica johanna jolanda josefine judith julia juliane julie jutta
    karen karin karina karla karola karoline katarina katharina kathrin kathy katja katrin kerstin
    kim kirsten klara klaudia konstanze kristin kristina lara larissa laura lea lena leonie
    lieselotte lilli lina linda lisa lore lotte louisa louise lucia lucy luisa luise lydia
    magdalena maike maja manja manuela mara mareike maren margarete margarethe margit margot
    margret maria marianne marie marie-agnes marie-luise marina marion marita marlene marlies
    marta martha martina mary mathilde maya mechthild meike melanie melissa mia michaela michelle
    miriam mirjam mona monika nadine nadja nancy natalia natalie natascha nele nicola nicole nina
    nora olga olivia patricia paula pauline petra pia rachel rahel ramona rebecca rebekka regina
    regine regula renate ricarda rita romy rosa rosemarie rosi roswitha ruth sabine sabrina sahra
    samantha sandra sara sarah saskia senta serap sibylle sigrid silke silvana silvia simone
    sina sofia sofie sonja sophia sophie stefanie steffi stella stephanie susan susanna susanne
    svenja svetlana sybille sylvia tamara tanja tatjana teresa thea theresa theresia tina traute
    trude ulla ulrike ursula uschi ute valentina valerie vanessa vera verena veronika victoria
    viktoria viola waltraud wiebke yvonne zoe ricarda"""
)
"""Given names of women, likewise."""
GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES
"""Of both."""


INFLECTIONS = ("in", "innen", "s", "es", "n", "en")
"""What women, cases and plurals add to a noun for a person."""


def _plain(word: str) -> str:
    """The noun without what its case or a gender sign adds to it."""
    for sign in (":in", "*in", "_in"):
        if sign in word:
            return word.split(sign, maxsplit=1)[0]
    return word


def is_person_noun(word: str) -> bool:
    """Whether a noun (lower case) is one for a person: “ministerpräsidentin”, “45-jähriger”."""
    word = _plain(word)
    if word in GIVEN_NAMES:
        return False
    for form in {word, *(word.removesuffix(end) for end in INFLECTIONS)}:
        if form in NO_PERSONS:
            return False
        if form in MALE_ROLES or form in FEMALE_ROLES or form.endswith(PERSON_ENDS):
            return True
        if len(form) >= SHORTEST_WITH_SUFFIX and form.endswith(SUFFIXES):
            return True
    return len(word) >= SHORTEST_WITH_SUFFIX and word.endswith("erin")


def is_organisation_noun(word: str) -> bool:
    """Whether a noun (lower case) is one for an organisation that speaks: “bundesregierung”."""
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(
        form in ORGANISATION_NOUNS or form.endswith(ORGANISATION_NOUN_ENDS) for form in forms
    )


def is_document_noun(word: str) -> bool:
    """Whether a noun (lower case) is one for what is written or said: “pressemitteilung”."""
    forms = (word, word.removesuffix("s"), word.removesuffix("n"), word.removesuffix("en"))
    return any(form.endswith(DOCUMENT_ENDS) for form in forms)


def noun_gender(word: str) -> str:
    """“m” or “f” if a noun for a person tells it, else “”."""
    if word in FEMALE_ROLES or word.endswith(("frau", "mutter", "schwester", "tochter")):
        return "f"
    if word.endswith("in") and is_person_noun(word.removesuffix("in")):
        return "f"
    if word.endswith(("rätin", "ärztin", "anwältin", "ologin", "kollegin", "kundin", "expertin")):
        return "f"
    if word.endswith(("jährige", "vorsitzende", "beauftragte", "abgeordnete", "angeklagte")):
        return ""
    if word.endswith("erin"):
        return "f"
    return "m" if is_person_noun(word) else ""


def name_gender(given: str) -> str:
    """“m” or “f” if a given name (lower case) tells it, else “”."""
    first = given.split("-", maxsplit=1)[0]
    for name in (given, first):
        if name in FEMALE_NAMES:
            return "f"
        if name in MALE_NAMES:
            return "m"
    return ""
