"""Roles of persons and organisations."""

from __future__ import annotations

from pipeline.people.name_vocabulary import TITLES
from pipeline.text.word_sets import words

ROLE_NOUNS = TITLES | words(
    """spokesperson spokesman spokeswoman spokespeople spokesmen lawyer attorney solicitor
    barrister prosecutor prosecutors official officials minister expert analyst economist
    researcher scientist professor lecturer academic historian author writer journalist reporter
    editor columnist critic blogger presenter host anchor broadcaster correspondent photographer
    actor actress singer rapper musician guitarist drummer comedian filmmaker director producer
    screenwriter novelist poet artist painter designer architect engineer developer programmer
    founder co-founder cofounder ceo cfo coo cto boss owner executive chairman president partner
    investor trader banker broker strategist adviser advisor aide assistant consultant lobbyist
    activist campaigner organiser organizer advocate volunteer candidate nominee lawmaker
    legislator politician member head chief leader officer owner coach trainer player captain
    striker goalkeeper midfielder defender quarterback pitcher driver cyclist runner swimmer
    athlete champion manager teacher principal headteacher student pupil graduate doctor nurse
    surgeon physician paramedic midwife psychologist psychotherapist psychiatrist therapist
    psychoanalyst dentist pharmacist biologist chemist physicist ecologist climatologist
    meteorologist geologist archaeologist astronomer mathematician farmer fisherman fisher baker
    butcher chef cook waiter waitress bartender barman shopkeeper grocer miner worker labourer
    builder carpenter plumber electrician mechanic pilot sailor skipper soldier veteran general
    commander detective investigator policeman policewoman sheriff constable firefighter ranger
    guard warden priest pastor vicar bishop rabbi imam nun monk resident neighbour neighbor
    tenant landlord villager shopper customer passenger commuter visitor tourist witness victim
    survivor suspect defendant plaintiff claimant patient parent mother father mom mum dad son
    daughter brother sister wife husband widow widower partner girlfriend boyfriend friend
    colleague cousin uncle aunt nephew niece grandmother grandfather grandson granddaughter
    mother-in-law father-in-law teammate rival opponent supporter fan voter reader listener user
    reviewer retiree pensioner teenager boy girl man woman child businessman businesswoman
    entrepreneur industrialist mogul tycoon billionaire millionaire philanthropist clerk
    secretary receptionist librarian curator conductor composer organist violinist pianist cellist
    dancer choreographer model influencer youtuber streamer gamer inventor explorer climber
    hiker employee employees staffer staffers contractor freelancer apprentice trainee intern
    delegate envoy diplomat ambassador negotiator mediator governor mayor senator congressman
    congresswoman representative premier chancellor president king queen prince princess source
    sources insider whistleblower group company firm agency ministry department office team
    commission committee council board party union association organisation organization
    institute university college school hospital bank court police military army navy government
    administration campaign charity foundation network newspaper magazine publisher outlet
    station website airline carrier manufacturer maker retailer supplier authority authorities
    regulator watchdog bureau panel jury tribunal federation league club band trio duo couple
    family account bot app chatbot platform study report survey poll statement co-author
    co-president co-chair co-director vice-chair vice-president deputy heir heiress monarch
    pontiff frontman singer-songwriter songwriter superintendent planner surveyor auditor
    master dictator foreman roofer lineman vet choirmaster backbencher actuary scorer conjuror
    seamstress headmaster headmistress undertaker usher referee umpire juror magistrate postman
    milkman keeper cleaner cashier hotelier publican gardener tailor seller collector translator
    counsel agent accountant statistician harbourmaster harbormaster ferryman beekeeper"""
)
"""Nouns that say what somebody or some organisation is."""


def is_role(word: str) -> bool:
    """Whether a word (lower case) is a role noun: “minister”, “secretary-general”, “co-owner”."""
    if word in ROLE_NOUNS:
        return True
    parts = word.split("-")
    return len(parts) > 1 and (parts[-1] in ROLE_NOUNS or parts[0] in TITLES - {"crown", "prime"})
