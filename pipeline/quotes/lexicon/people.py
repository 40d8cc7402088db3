"""Titles, roles, words in names of bodies, and given names with the pronoun they go with."""

from __future__ import annotations

from pipeline.quotes.lexicon import words

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
"""Words that stand before a name and are no part of it."""

HONORIFICS = words(
    """mr mrs ms miss mx dr sir dame lord lady hon herr frau monsieur madame señor señora don doña
    monsignor"""
)
"""Titles that say nothing of what somebody does."""

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
"""Nouns that say what somebody or some body is."""

PERSON_NOUNS = ROLE_NOUNS - words(
    """group company firm agency ministry department office team commission committee council
    board party union association organisation organization institute university college school
    hospital bank court police military army navy government administration campaign charity
    foundation network newspaper magazine publisher outlet station website airline carrier
    manufacturer maker retailer supplier authority authorities regulator watchdog bureau panel
    jury tribunal federation league club band trio duo couple family account app chatbot platform
    study report survey poll statement source sources bot"""
)
"""Role nouns that only a person is called by."""

BODY_WORDS = words(
    """committee ministry department commission inc ltd llc plc corp corporation company
    university college school party association council agency police group bank court union
    institute office administration house service services board bureau authority federation
    foundation fund society network league club team center centre hospital church army navy
    force forces congress senate parliament assembly government times post journal magazine news
    press media tribune gazette herald guardian airlines airways motors industries holdings
    partners associates alliance coalition campaign trust museum library theatre theater
    orchestra studio studios records organisation organization nations forum summit
    conference project initiative programme program exchange reserve treasury embassy consulate
    mission division command brigade guard watch international limited co gmbh ag cooperative
    co-operative collective chamber inspectorate secretariat directorate laboratory laboratories
    academy productions entertainment pictures broadcasting foods parish
    diocese borough district county city town port harbour line lines"""
)
"""Words that make a capitalised name that of a body."""

KIN = words(
    """mother father mom mum dad son daughter brother sister wife husband aunt uncle nephew niece
    grandmother grandfather grandson granddaughter girlfriend boyfriend mother-in-law
    father-in-law"""
)
"""Who somebody is to somebody else; “my mother” needs no name."""

CLUB_WORDS = words(
    """inc ltd llc plc corp corporation company co limited gmbh ag group holdings industries
    international hotspur united city rovers wanderers albion athletic county town fc rangers
    motors airlines airways systems technologies pharmaceuticals entertainment productions"""
)
"""Words that a company or club may be called without: “Tottenham” for Tottenham Hotspur."""

MALE_WORDS = words(
    """mr sir lord king prince duke baron count earl emperor chairman councilman congressman
    assemblyman spokesman businessman policeman fisherman actor father dad brother son husband
    uncle nephew grandfather grandson boyfriend widower man boy monk monsignor pope imam
    herr monsieur señor alderman airman frontman barman waiter himself his"""
)
FEMALE_WORDS = words(
    """mrs ms miss dame lady baroness queen princess duchess countess empress chairwoman
    councilwoman congresswoman assemblywoman spokeswoman businesswoman policewoman actress mother
    mom mum sister daughter wife aunt niece grandmother granddaughter girlfriend widow woman girl
    nun frau madame señora waitress heiress midwife herself"""
)

MALE_NAMES = words(
    """aaron adam adrian ahmed alan albert alec alejandro alexander alex alfred ali alistair allan
    allen andre andreas andrew andy anthony antonio arthur barry ben benjamin bernard bernie bill
    bob boris brad brandon brendan brett brian bruce bryan callum carl carlos charles chris
    christian christopher chuck clive colin connor craig damian dan daniel darren dave david dean
    declan dennis derek diego dominic don donald doug douglas duncan earl ed eddie edgar eduardo
    edward edwin emmanuel enrique eric erik ernest ethan eugene evan felix fernando finn francis
    frank fred frederick gareth gary gavin geoff geoffrey george gerald gerard gilbert glen glenn
    gordon graham grant greg gregory guy hamish hans harold harry hassan hector henrik henry
    herbert howard hugh hugo hunter ian ibrahim igor ivan ivor jack jacob jake jamal james jamie
    jan jason javier jay jeff jeffrey jens jeremy jerome jerry jim jimmy joe joel johan john johnny
    jon jonas jonathan jordan jorge jose joseph josh joshua juan julian julio justin karl keith
    ken kenneth kevin khalid kurt lance lars laurence lawrence lee len leo leon leonard lewis liam
    lloyd louis luca lucas luis luke magnus malcolm manfred manuel marc marco marcus mario mark
    martin marvin matt matteo matthew max maxim michael miguel mike mikhail mitch mohamed mohammed
    morris muhammad nathan ned neil nicholas nick nicolas nigel noah norman oleg oliver omar
    oscar otto owen pablo patrick paul pavel pedro pete peter phil philip philippe phillip pierre
    rafael ralph ramon randy raymond ray rex ricardo richard rick rob robert roberto robin rod
    rodney roger roland ron ronald rory ross roy rupert russell ryan salman sam samuel scott sean
    sebastian sergei sergey sergio seth shane shaun sidney simon stan stanley stefan stephen steve
    steven stewart stuart ted theo thomas tim timothy toby todd tom tomas tommy tony travis
    trevor vernon victor vincent viktor vladimir volodymyr wallace walter warren wayne wilf wilfred
    alasdair angus anders anton arne arvid augustin axel bernd bjorn bram calum cato cedric chester
    claude conrad cornelius cyril dieter dmitri dwayne edmund egon einar elias elliot elton emil
    enrico erwin ezra fabio ferdinand florian franz fritz gabriel gaston gerhard giovanni gunnar
    gus gustav hakon hamid harald harvey heinrich helmut henri hiroshi horace horst hubert idris
    ignatius ismail jakob janos jerzy joachim joakim jonah josef jules jurgen kaspar kjell klaus
    knut kofi konrad kristian lorenzo lothar ludovic ludwig luigi marcel marek markus mateo matthias
    maurice mehmet milan mustafa nikolai nils odd olaf ole olof orlando orson osman oswald ottokar
    pascal percival piers pieter quentin rashid ravi reginald reinhard rene ricky rolf roman ruben
    rudolf rufus salim samir sanjay sigurd silas simeon stefano sven tariq tarik thaddeus thor
    tobias torsten ulrich umberto vidar vikram vincenzo wilhelm wolfgang yannick yuri zoltan
    abdul abraham abel ahmad ajay akira alberto alfonso alfredo alonso alvin amir amos andres
    angelo anil archie armando arnold arturo asher barack basil beau benito bennett benny bert
    billy blake bobby bradley brady brent brock bryce byron calvin cameron carlo cecil cesar chad
    clarence clifford clint clyde cody corey cory curtis damon dante darrell darryl daryl dexter
    dirk domingo donovan dustin dwight dylan eli elijah emanuel emilio emmett enzo erick ernesto
    ernie esteban everett ezekiel fabian felipe fidel floyd franklin freddie freddy garrett gene
    gerardo gilberto gonzalo guillermo gustavo hal hank harrison herman humberto ignacio irving
    isaac isaiah ismael jaime jared jarrod jarvis jed jermaine jesse joaquin joey jonathon julius
    kareem kyle lamar lamont laszlo leland lenny leroy levi lionel lonnie lowell luther lyle malik
    marcelo mariano marlon marty mauricio maxwell melvin mickey mitchell mohammad moises monty
    moses murray myron nathaniel nelson nestor nolan octavio otis percy preston quincy raj rajesh
    ramiro randall randolph raul reggie reid rhys rico rocco roderick rodrigo ronnie rudy russ
    salvador salvatore sammy santiago saul shawn sheldon sherman solomon spencer sylvester teddy
    terence terrance terrence theodore trent tyler tyrone ulysses vance vaughn vince virgil wes
    wesley wilbur willard willie woodrow wyatt zack zane
    will william winston xavier yusuf zachary césar josé jürgen björn søren"""
)
FEMALE_NAMES = words(
    """abigail adele agnes aisha alice alicia alison amanda amber amelia amy ana andrea angela
    anita ann anna anne annette annie anya april audrey barbara beatrice becky bella bernadette
    beth betsy betty beverly brenda bridget camilla candice carla carmen carol caroline carolyn
    catherine cathy cecilia celia charlotte cheryl chloe christiane christina christine
    cindy claire clara claudia colleen cynthia daisy dana danielle dawn deborah debbie debra denise
    diana diane donna doreen doris dorothy edith eileen elaine eleanor elena eliza elizabeth ella
    ellen elsa emily emma erica erin esther eva evelyn faith fatima felicity fiona florence frances
    freya gabriela gail gemma georgia gina ginny gloria grace greta hannah harriet hayley
    hazel heather heidi helen helena hilary hillary holly ida imogen ines ingrid irene iris isabel
    isabella isla ivy jacqueline jane janet janice jasmine jean jennifer jenny jess jessica jill
    joan joanna joanne josephine joy joyce judith judy julia julie june karen kate katharine
    katherine kathleen kathryn kathy katie kelly kerry kim kirsten kristen kristin kylie laura
    lauren leah leila lena leslie lillian linda lindsay lisa liz louisa louise lucia lucy lydia
    lynn mabel madeleine maggie marcia margaret margot maria marian marianne marie marilyn marion
    marta martha mary matilda maureen megan melanie melinda melissa mercedes mia michelle mildred
    miranda miriam molly monica nadia nancy naomi natalie natasha nell nicola nicole nina nora
    olga olivia pamela patricia paula pauline penelope penny phoebe phyllis polly priscilla rachel
    rebecca renee rhoda rita roberta rosa rose rosemary rosie roxanne ruth sabrina sally samantha
    sandra sara sarah saskia selina shannon sharon sheila shirley silvia sofia sonia sophia sophie
    stella stephanie sue susan susanna suzanne svetlana sylvia tamara tammy tanya tara teresa
    thelma theresa tina tracy ursula valerie vanessa vera veronica victoria viola violet virginia
    agatha alexandra alma anastasia anneke anneliese antonia ariadne astrid aurora beatrix berit
    birgit birgitte brigitte brunhilde carlotta cecily chiara clarissa clementine constance
    cordelia dagmar dagny daniela delphine desiree dolores dorothea edna elisa elise elsie enid
    ernestine esmeralda esme estelle eugenia eunice fabienne flora francesca frida gertrude
    giovanna gisela gretchen gudrun gwendolyn hedwig helga henrietta henrike hermione hilda honor
    ilse imelda ingeborg inga isolde jana janina joyce jutta karin karina katarina katja katrin
    kirsty kristina lavinia leonora liesel lotte louisa lucinda lucille ludmila maeve magda
    magdalena marguerite mariana marika marina marit marjorie marlene mathilde maud maxine meera
    mette milena millicent moira mona muriel myra myrtle nadine natasha nell noreen octavia odile
    ottilie paloma pandora perpetua petra philippa pia portia prudence ramona renate rhiannon
    rosalind rosamund roswitha ruta saoirse selma sigrid sigrun signe silke simone siobhan solveig
    svetlana tabitha tamsin tatiana tessa theodora therese tilda tilly ulrike una ursel verena
    vesna viveca vivienne wilhelmina willa winnie xenia yasmine yuki zelda zuzana
    ada aileen alexis allison alyssa amina annabel annabelle antoinette arlene ava beatriz belinda
    bernice bethany bonnie brianna brittany brooke caitlin callie candace carly carrie cassandra
    catalina cecile celeste christie claudette colette corinne crystal daphne darlene deanna
    deirdre della dina elisabeth eloise emilia erika estella ethel etta eve faye flavia genevieve
    giselle gladys glenda guadalupe gwen haley hattie imani ivanka janelle janette jeanette jenna
    jennie joann jocelyn jodi johanna jolene josie juanita judi juliana juliet justine kaitlyn
    kamala kara kari karla katelyn katrina kayla keisha kendra kimberly krista kristi kristine
    lara larissa leann leona leticia lila lillie lola lora loretta lori lorraine lottie luisa lyla
    madeline mallory mandy marcella margarita margie maribel maryann maura maya megyn melody
    meredith mila mindy minnie monique nanette natalia nellie nikki noelle norma opal paige
    patrice patsy patti patty pearl peggy rachael raquel regina robyn rochelle rosalie rosalyn
    rosanne rosemarie rowena ruby sadie salma shelley shelly sherri sherry sonya stacey stacy
    susanne tabatha tania tasha thea tiffany toni tonya tricia trisha trudy vicki vicky vivien
    whitney winona zara
    vivian wanda wendy willow winifred yasmin yolanda yvette yvonne zoe chloë zoë"""
)

EASTERN_FAMILY_NAMES = words(
    """cai cao chan chang chen cheng choi chu dai deng ding dong du duan fan fang feng fu gao gong
    gu guo han hao he ho hong hou hsu hu huang hwang jeong ji jia jiang jin jung kang kim kong kwok
    kwon lai lam lee lei leung li liang liao lim lin ling liu lu luo ma mao meng mo nguyen ni pan
    park peng pham qian qin qiu ren ryu shao shen shi shin song su sun tan tang tao tian tran wan
    wang wei wen wong wu xi xia xiao xie xiong xu xue yan yang yao ye yeung yi yin yoon yu yuan yun
    zeng zhang zhao zheng zhong zhou zhu"""
)
"""Family names that stand before the given name: Xi Jinping is Xi."""

COUNTRIES = words(
    """afghanistan argentina australia austria belgium brazil britain bulgaria canada chile china
    colombia croatia cuba denmark egypt england estonia ethiopia finland france georgia germany
    ghana greece hungary iceland india indonesia iran iraq ireland israel italy japan kenya korea
    kuwait latvia lebanon libya lithuania malaysia mexico morocco netherlands nigeria norway
    pakistan panama peru philippines poland portugal qatar romania russia scotland serbia singapore
    slovakia slovenia somalia spain sudan sweden switzerland syria taiwan thailand tunisia turkey
    uganda ukraine venezuela vietnam wales yemen zimbabwe"""
)

PARTICLES = words(
    "de van von der den del della di da du la le bin ibn al el ben ter ten y e dos das"
)
"""Lower-case parts inside a personal name."""

NATIONALITY_ENDINGS = ("ese", "ian", "ish", "ean", "ench", "utch", "aqi", "eli", "ani", "can")


GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES


def gender_of_name(given_name: str) -> str | None:
    """ "m", "f" or None for a given name (lower case)."""
    male, female = given_name in MALE_NAMES, given_name in FEMALE_NAMES
    if male == female:
        return None
    return "m" if male else "f"


DEMONYMS = words(
    """spaniard german frenchman frenchwoman englishman englishwoman scot scotsman welshman irishman
    irishwoman dutchman dutchwoman italian american canadian australian brazilian argentine
    argentinian portuguese russian ukrainian norwegian swede dane finn pole belgian austrian greek
    turk israeli indian japanese korean chilean mexican colombian croatian serb hungarian romanian
    londoner parisian democrat republican tory islander northerner southerner texan californian
    kiwi aussie briton"""
)
"""Nouns that mean somebody named before: “the Spaniard”."""

OFFICES = words(
    """clerk judge magistrate coroner foreman spokesman spokeswoman spokesperson police prosecutor
    prosecutors solicitor lawyer lawyers minister ministers mayor court guard union chairman
    chairwoman chair president secretary treasurer doctor doctors nurse witness witnesses officer
    officers official officials officer owner landlord vicar priest author source sources insider
    family parents mother father wife husband son daughter editor inspector inspectors defendant
    victim victims residents neighbours neighbors analysts experts critics supporters opponents
    referee umpire engineer engineers surveyor manager teacher teachers students pupils farmers
    workers"""
)
"""Roles that may be held by somebody whom the article never names."""


def is_role(word: str) -> bool:
    """Whether a word (lower case) is a role noun: “minister”, “secretary-general”, “co-owner”."""
    if word in ROLE_NOUNS:
        return True
    parts = word.split("-")
    return len(parts) > 1 and (parts[-1] in ROLE_NOUNS or parts[0] in TITLES - {"crown", "prime"})
