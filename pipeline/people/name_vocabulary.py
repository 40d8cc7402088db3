"""Small words of persons' names: titles, particles, suffixes, initials, and what stands for a name.

Every list of them stands here, in lower case. What a rule takes away or adds stands with the rule.
"""

from __future__ import annotations

import re

from pipeline.text.word_sets import words

TITLES = words(
    """mr mrs ms miss mx dr doctor prof professor sir dame lord lady baroness baron sen senator
    sens senators rep representative reps representatives gov governor governors president
    vice-president vice premier chancellor king queen prince princess pope bishop archbishop
    cardinal rabbi imam ayatollah sheikh sheik father sister brother rev reverend judge justice
    attorney general gen colonel col lieutenant lt captain capt sergeant sgt major maj admiral
    adm commander cmdr officer detective inspector superintendent supt det constable corporal
    private marshal sheriff deputy mayor councillor councilor councilman councilwoman
    alderman assemblymember assemblyman assemblywoman congressman congresswoman minister
    secretary undersecretary chairman chairwoman chair chairperson speaker whip leader chief
    director coach manager principal dean ambassador consul commissioner comptroller treasurer
    monsignor hon mp mep emir sultan emperor empress duke duchess count countess earl
    pc dc wpc dci airman archdeacon canon provost rector warden auntie aunt uncle supervisor herr
    frau monsieur
    madame señor señora don doña crown prime acting former ex-president then-president"""
)
"""Words that stand before a name and are not a part of it."""
COURTESY = words("mr mrs ms miss mx dr prof sir dame rev fr herr frau monsieur madame")
"""Titles that say nothing of what somebody does."""
MALE_TITLES = words("mr sir lord king prince duke congressman chairman herr monsieur")
"""Titles that say that somebody is “he”."""
FEMALE_TITLES = words(
    "mrs ms miss dame lady queen princess duchess congresswoman chairwoman frau madame"
)
"""Titles that say that somebody is “she”."""
PEERAGES = words("lord lady baroness pope king queen prince princess")
"""Titles without which a single name is not the person's name."""
GIVEN_TOO = words("earl dean major marshal baron duke count private hon rector warden")
"""Titles that are as often a given name, so that they are not taken from a name."""
STRIPPED_TITLES = TITLES - GIVEN_TOO
"""Titles that are taken from the front of a name."""
GENERATIONS = words("jr sr ii iii iv")
"""What stands behind a family name and tells one of two persons of a name from the other."""
DEGREES = words("phd ph.d md m.d")
"""What stands behind a name in bylines."""
PARTICLES = words("al bin da de del della den der di dos du el ibn la le ten ter van von zu")
"""Words between given and family name that are written small, in the languages of Europe and the
Arab world; each module that reads names has further ones of its own texts."""
PRONOUNS = words("he she it they we you i er sie es wir ich both those these this beide diese dies")
"""English and German ones that stand for somebody whom the text before them names; not "who", which
the same sentence explains."""
INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,4}")
"""Initials, with hyphens between them: “J.-P.”."""
