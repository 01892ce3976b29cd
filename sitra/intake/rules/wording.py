"""Cleaning what sources write: HTML, line ends, capitals, addresses of sites, phone numbers."""

import html
import re
import unicodedata

_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h\d)\s*/?\s*>", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
_BLANKS = re.compile(r"[ \t\u00a0\u202f]+")
_MANY_LINES = re.compile(r"\n{3,}")

_SMALL = frozenset(
    [
        "a",
        "à",
        "au",
        "aux",
        "by",
        "chez",
        "d",
        "dans",
        "de",
        "del",
        "della",
        "des",
        "di",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "lès",
        "of",
        "ou",
        "par",
        "près",
        "sous",
        "sur",
        "un",
        "une",
        "the",
        "and",
    ]
)
_KEPT = frozenset(
    [
        "AEP",
        "ANCV",
        "ATC",
        "BP",
        "CGH",
        "CIS",
        "CRT",
        "CS",
        "HLM",
        "LGV",
        "MFV",
        "MGM",
        "MMV",
        "PMR",
        "PRL",
        "RD",
        "RN",
        "SARL",
        "SAS",
        "SCI",
        "SNCF",
        "SPA",
        "TGV",
        "UCPA",
        "ULVF",
        "VTF",
        "VVF",
        "ZA",
        "ZAC",
        "ZI",
    ]
)
_STREETS = frozenset(
    [
        "allée",
        "allee",
        "allées",
        "allees",
        "avenue",
        "av",
        "boulevard",
        "bd",
        "bis",
        "chemin",
        "cours",
        "esplanade",
        "faubourg",
        "hameau",
        "impasse",
        "lieu-dit",
        "lotissement",
        "montée",
        "montee",
        "passage",
        "place",
        "quai",
        "quartier",
        "route",
        "rue",
        "square",
        "ter",
        "voie",
    ]
)
_ELIDED = frozenset({"c", "d", "j", "l", "m", "n", "s", "t", "qu"})
_ROMAN = re.compile(r"^(?:X{0,3}(?:IX|IV|V?I{2,3}|VI)|X{2,3}|XI{0,3}V?)$")
_RANK = re.compile(r"^\d+(?:E|ER|ÈRE|ERE|ÈME|EME|BIS|TER)$")
_PIECES = re.compile(r"([\s\-/()&,.:+\"«»]+)")
_SHOUTED = 0.7
"""Share of capital letters from which a name is thought to be written in capitals."""

_SITE = re.compile(r"^(?:https?://)?[^\s/@.]+(?:\.[^\s/@.]+)+(?:[/?#]\S*)?$", re.IGNORECASE)
_MAIL = re.compile(r"^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$")
_NATIONAL = 10
_SIRET = 14


def clean(text: str) -> str:
    """Turn what a source wrote into plain text: no HTML, NFC, Unix line ends, no stray blanks."""
    plain = _BREAKS.sub("\n", _SILENT.sub("", text))
    plain = _TAGS.sub("", html.unescape(_TAGS.sub("", plain)))
    plain = unicodedata.normalize("NFC", plain).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_BLANKS.sub(" ", line).strip() for line in _CONTROLS.sub("", plain).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """Clean a text that holds on one line."""
    return " ".join(clean(text).split())


def paired(text: str) -> str:
    """Drop the quotation marks of a name when one of a pair is missing."""
    return text.replace('"', "") if text.count('"') % 2 else text


def begin(text: str) -> str:
    """Give a text a capital at its beginning."""
    return text[:1].upper() + text[1:]


def name(text: str) -> str:
    """Clean a name and, when it is written in capitals, put it in title case."""
    return _in_order(text, _SMALL)


def street(text: str) -> str:
    """Clean a line of an address; written in capitals, it gets `2 rue de l'Église`."""
    return _in_order(text, _SMALL | _STREETS)


def _in_order(text: str, small: frozenset[str]) -> str:
    plain = line(text).replace("’", "'")
    letters = [sign for sign in plain if sign.isalpha()]
    shouted = sum(sign.isupper() for sign in letters) > _SHOUTED * len(letters)
    return begin(_title(plain, small) if shouted and len(letters) > 1 else plain)


def _title(text: str, small: frozenset[str]) -> str:
    pieces = _PIECES.split(text)
    words = [_word(piece, small, first=rank == 0) for rank, piece in enumerate(pieces)]
    return "".join(words)


def _word(word: str, small: frozenset[str], *, first: bool) -> str:
    """Write one word of a title: `first` words keep a capital even when they are small."""
    head, mark, tail = word.partition("'")
    if mark and head.lower() in _ELIDED and tail:
        elided = head.lower() if not first else head.capitalize()
        return f"{elided}'{_word(tail, small, first=True)}"
    if word in _KEPT or _is_number(word):
        return word
    if _RANK.match(word) or (word.lower() in small and not first):
        return word.lower()
    return word.capitalize()


def _is_number(word: str) -> bool:
    """Say whether a word is a Roman number or a code such as `A7`."""
    if _RANK.match(word):
        return False
    return bool(word) and (bool(_ROMAN.match(word)) or any(sign.isdigit() for sign in word))


def site(text: str) -> str:
    """Give the whole address of a site, or nothing when it is not one (`https://`, a mail)."""
    plain = line(text).rstrip(".,;")
    if not _SITE.match(plain):
        return ""
    scheme, mark, rest = plain.partition("://")
    return f"{scheme.lower()}://{rest}" if mark else f"https://{_lower_host(plain)}"


def _lower_host(address: str) -> str:
    host, mark, path = address.partition("/")
    return f"{host.lower()}{mark}{path}"


def mail(text: str) -> str:
    """Give a mail address, or nothing."""
    plain = line(text)
    return plain if _MAIL.match(plain) else ""


def phone(text: str) -> str:
    """Write a French number as it is dialled, `04 75 00 00 00`; leave others as they are."""
    plain = line(text)
    if any(sign.isalpha() for sign in plain):
        return ""
    digits = re.sub(r"\D", "", plain.replace("(0)", ""))
    if plain.startswith(("+33", "0033")):
        digits = "0" + digits.removeprefix("00").removeprefix("33")
    elif plain.startswith("+"):
        return plain
    if len(digits) != _NATIONAL or not digits.startswith("0"):
        return ""
    return " ".join(digits[rank : rank + 2] for rank in range(0, _NATIONAL, 2))


def siret(text: str) -> str:
    """Give the fourteen figures of a SIRET, or nothing."""
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) == _SIRET else ""
