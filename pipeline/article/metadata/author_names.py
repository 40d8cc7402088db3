"""One person's name out of a part of a byline, and names in capitals as names."""

from __future__ import annotations

import re

from pipeline.people.name_vocabulary import DEGREES, GENERATIONS, INITIALS
from pipeline.people.name_vocabulary import PARTICLES as NAME_PARTICLES
from pipeline.text.folding import letters_and_digits
from pipeline.text.word_sets import words

MAX_NAME_CHARACTERS = 60
"""What is longer is a sentence, or several names."""
MAX_NAME_WORDS = 6
"""With initials and particles: “Maria João de Almeida e Silva”."""

PARTICLES = NAME_PARTICLES | words(
    "das do y e af av vom zum zur dal dalla dei degli las los op bint abu"
)
"""Small words inside names, of the languages that write them in small letters."""
_LOWER_PARTICLES = frozenset({"de", "der", "den", "dos", "das", "van", "von", "zu", "ter", "ten"})
"""Particles that names in capitals get back in lower case; "La" and "Di" are mostly written so."""
_SUFFIXES = GENERATIONS | DEGREES
"""What stands behind a family name and belongs to the name in a byline."""
_NO_FIRST_NAME = frozenset(
    {
        *("the", "a", "an", "our", "your", "this", "view", "show", "more", "read", "follow"),
        *("share", "watch", "see", "all", "about", "click", "sign", "subscribe", "updated"),
        *(
            "published",
            "posted",
            "written",
            "comments",
            "comment",
            "photo",
            "photos",
            "video",
            "image",
            "file",
        ),
        *("special", "with", "additional", "contact", "email", "advertisement", "admin"),
        *("administrator", "webmaster", "unknown", "anonymous", "user", "guest", "author", "none"),
        *("null", "undefined", "home", "skip", "menu", "topics", "related"),
    }
)
"""Words with which bylines and buttons begin, and no name does."""
_BEHIND_NAMES = frozenset(
    {
        *("updated", "published", "posted", "photos", "photo", "photographs", "photography"),
        *("special", "video", "comments", "comment", "follow", "share", "contact", "email"),
        *("read", "view", "associated", "reuters", "bloomberg", "agence"),
    }
)
"""Words that follow a name without a sign between: what they begin is not a part of it."""
_ROLE_NOUNS = frozenset(
    {
        *("editor", "correspondent", "reporter", "writer", "columnist", "producer", "journalist"),
        *("critic", "contributor", "analyst", "photographer", "director", "professor", "intern"),
        *("chief", "commentator", "anchor", "presenter", "blogger", "freelancer", "author"),
        *("bureau", "staff", "desk", "team", "specialist"),
        *("기자", "記者", "记者"),
    }
)
"""What authors are: behind these a name has ended."""
_ROLE_ADJECTIVES = frozenset(
    {
        *("chief", "senior", "deputy", "associate", "assistant", "staff", "political", "national"),
        *("foreign", "business", "sport", "sports", "science", "health", "economics", "economic"),
        *("diplomatic", "defence", "defense", "home", "royal", "religion", "education"),
        *("technology", "tech", "environment", "environmental", "climate", "culture", "arts"),
        *("media", "consumer", "legal", "crime", "city", "world", "international", "news"),
        *("investigative", "investigations", "special", "contributing", "guest", "managing"),
        *("executive", "digital", "features", "travel", "finance", "financial", "local", "data"),
        *("audience", "social", "opinion", "personal", "money", "energy", "transport", "global"),
        *("white", "us", "u.s.", "uk", "regional", "general", "content", "web", "online"),
    }
)
"""What stands before such a noun."""
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z][a-z])")
"""A small letter before a capital: two lines that the page sets without a space."""
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,40}|[(\[]?@\w{1,64}[)\]]?")
"""Addresses by e-mail and names on networks, which stand beside authors' names."""
_REFUSED = re.compile(
    r"https?:|www\.|\d|[<>{}\[\]\\=_@#?!%$]|\w\.(?:com|org|net|co|info|io|tv|uk|de)\b", re.I
)
"""Signs that no name has."""
_BY_WORD = re.compile(r"\W*(?:[^\W\d_]+\s+){0,2}(?:by|von|par|por|door|av|af|od|di)\b\W*", re.I)
"""A line that is nothing but “By” in one of several languages, with what goes before it."""
_BY_LINE = re.compile(
    r"\W*((?:[^\W\d_]+\s+){0,2})(?:by|von|par|por|door|av|af)\b\W*(?=[^\W\d_])", re.I
)
"""The same before a name."""
_PARTICLE_PREFIX = re.compile(r"^(?:al|el|ul|ad|d|l|o|t)[-'’][^\W\d_]", re.I)
"""Particles that are joined with the name: “al-Hadi”, “d’Arc”."""


def person(part: str, outlet: str | None = None) -> str | None:
    """The name at the beginning of a part of a byline; None if it begins with none.

    A role, a place or the outlet's name behind it is left out: "Jane Roe in Oakfield", "Jane Roe
    Political Editor". A single word is a name only if it is all there is.
    """
    part = (
        _without_outlet(_ADDRESS.sub(" ", part) if "@" in part else part, outlet)
        .strip(" ,:;-–—'\"“”‘’()*")
        .lstrip(".")
    )
    if not INITIALS.fullmatch(part.rsplit(" ", 1)[-1]):
        part = part.rstrip(" .")
    if not part or len(part) > 2 * MAX_NAME_CHARACTERS:
        return None
    words = _without_role(_before_else(_unglued(part).split()))
    if not words or not opens_name(words[0]) or _REFUSED.search(" ".join(words)):
        return None
    run = _leading_names(words)
    if len(run) == 1 and (len(words) > 1 or not _single(run[0])):
        return None
    name = " ".join(run).strip(" ,:;-–—")
    if not INITIALS.fullmatch(name.rsplit(" ", 1)[-1]):
        name = name.rstrip(".")
    if not 1 <= len(run) <= MAX_NAME_WORDS or len(name) > MAX_NAME_CHARACTERS:
        return None
    if name.endswith((" Jr", " Sr")):
        name += "."
    return cased(name)


def is_suffix(part: str) -> bool:
    """Whether a part behind a comma belongs to the name before it ("Jr.")."""
    return part.strip(" .").casefold() in _SUFFIXES


def opens_name(word: str) -> bool:
    """Whether a name may begin with a word: no article, and no word that asks to click."""
    return word.casefold() not in _NO_FIRST_NAME


def is_by_word(line: str) -> bool:
    """Whether a line is nothing but what stands before an author's name ("Written by:")."""
    return len(line) < MAX_NAME_CHARACTERS and _BY_WORD.fullmatch(line) is not None


def behind_by(line: str) -> tuple[str, bool] | None:
    """What follows the by-word of a line ("By …", "Texte par …"), and whether it is the first word.

    Up to two words may stand before it; None for any other line.
    """
    found = _BY_LINE.match(line)
    return (line[found.end() :], not found[1]) if found else None


def given_name_first(name: str) -> str:
    """A stated name "Holm, Mira K." as "Mira K. Holm"; any other as it is."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or "," in given or is_suffix(given) or has_role(given):
        return name
    words = [word for word in given.split() if not INITIALS.fullmatch(word)]
    if " " in family or len(words) != 1 or not (family[:1].isupper() and given[:1].isupper()):
        return name
    return f"{given} {family}"


def has_role(part: str) -> bool:
    """Whether a part of a byline names an office or a profession."""
    return any(_role_noun(word) for word in part.split())


def cased(name: str) -> str:
    """A name set in capitals as names are written; any other as it is."""
    words = name.split()
    if not name.isupper() or not any(len(word.strip(".")) > 2 for word in words):
        return name
    last = len(words) - 1
    return " ".join(_cased_word(word, number, last) for number, word in enumerate(words))


def _cased_word(word: str, number: int, last: int) -> str:
    bare = word.strip(".,").casefold()
    if bare in {"jr", "sr", "dr", "mr", "mrs", "ms"}:
        return word.capitalize()
    if bare in _SUFFIXES or (word.endswith(".") and len(bare.replace(".", "")) <= 3):
        return word
    if len(word) <= 2 and not set(bare) & set("aeiouy") and number < last:
        return word
    if 0 < number < last and bare in _LOWER_PARTICLES:
        return bare
    pieces = re.split(r"([-'’])", word.lower())
    joined = "".join(
        piece[:1].upper() + piece[1:]
        if index == 0 or pieces[index - 1] == "-" or len(pieces[index - 2]) == 1
        else piece
        for index, piece in enumerate(pieces)
    )
    if joined.startswith("Mc") and len(joined) > 3:
        return "Mc" + joined[2].upper() + joined[3:]
    return joined


def _without_outlet(part: str, outlet: str | None) -> str:
    """The part without the outlet's name behind the person's."""
    words = part.split()
    for count in range(1, min(len(words) - 1, 6)):
        if outlet and letters_and_digits(" ".join(words[-count:])) == letters_and_digits(outlet):
            return " ".join(words[:-count])
    return part


def _before_else(words: list[str]) -> list[str]:
    """The words of the name, before a number, another line or an agency that follow it."""
    opening = [word for word in words if not INITIALS.fullmatch(word)][:2]
    capitals = bool(opening) and all(word.isupper() and len(word) > 1 for word in opening)
    for number, word in enumerate(words[2:], 2):
        bare = word.strip(".,()")
        if any(map(str.isdigit, word)) or bare.casefold() in _BEHIND_NAMES:
            return words[:number]
        if capitals:
            # "JANE ROE Associated Press"
            ends = word[:1].isupper() and not word.isupper() and not is_suffix(bare)
        else:
            # "Jane Roe BBC News"
            ends = len(bare) > 2 and bare.isalpha() and bare.isupper() and not is_suffix(bare)
        if ends:
            return words[:number]
    return words


def _unglued(part: str) -> str:
    """A space where a role is glued to the name ("Jane RoePolitical Editor")."""
    for gap in _GLUED.finditer(part):
        rest = part[gap.start() :].split()
        if _role_word(rest[0]) and any(map(_role_noun, rest)):
            return part[: gap.start()] + " " + part[gap.start() :]
    return part


def _without_role(words: list[str]) -> list[str]:
    """The words before a role, or behind it; none if the part is nothing but one."""
    if not any(map(_role_noun, words)):
        return words
    first = next(number for number, word in enumerate(words) if _role_word(word))
    if first == 1 and words[0].islower() and words[0] not in PARTICLES:
        # "sea reporter Bo Roe"
        words, first = words[1:], 0
    if first == 1:
        # one word before a role is a name only where names are written without a space
        return words[:1] if not words[0].isascii() else []
    if first:
        return words[:first]
    behind = next((number for number, word in enumerate(words) if not _role_word(word)), len(words))
    rest = words[behind:]
    return rest if len(rest) > 1 and not any(map(_role_noun, rest)) else []


def _role_noun(word: str) -> bool:
    bare = word.strip(".,()").casefold()
    return bare in _ROLE_NOUNS or bare.removesuffix("s") in _ROLE_NOUNS


def _role_word(word: str) -> bool:
    return word.strip(".,()").casefold() in _ROLE_ADJECTIVES or _role_noun(word)


def _leading_names(words: list[str]) -> list[str]:
    """The words up to the first that belongs to no name."""
    run: list[str] = []
    for word in words:
        if not (word in PARTICLES or _name_word(word)):
            break
        run.append(word)
        if word.endswith((",", ":", ";")):
            break
    while run and run[-1] in PARTICLES:
        run.pop()
    return run


def _name_word(word: str) -> bool:
    first = word.lstrip("(\"'“‘’")[:1]
    if not first.isalpha():
        return False
    # letters without capitals (Arabic, Georgian) are their own title case
    return first == first.title() or not first.islower() or bool(_PARTICLE_PREFIX.match(word))


def _single(word: str) -> bool:
    """Whether one word alone may be a name: "Madonna", not "ADMIN" or "By"."""
    written = word[1:].islower() or not word.isascii()
    return (len(word) > (2 if word.isascii() else 1) and written) or _hyphenated(word)


def _hyphenated(word: str) -> bool:
    return len(word) > 3 and word[0].isupper() and "-" in word and word.replace("-", "").isalpha()
