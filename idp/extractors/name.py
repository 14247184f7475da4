"""Can a printed text be the name of a company or person? Not an address, a label, a title or a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from idp.extractors.candidate import Spot
from idp.extractors.date import find_dates
from idp.extractors.token import fold, pieces
from idp.extractors.wording.table import load, matches_at

_LEGAL_FORM = (
    r"GmbH|mbH|Ges\.?\s?m\.?\s?b\.?\s?H|AG|KGaA|KG|OHG|oHG|e\.?K|e\.?V|UG|SE|GbR|Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Co|PLC|plc|LLP|LP|"
    r"Pty|Pte|SARL|S\.A\.R\.L|Sàrl|S\.à\.?\s?r\.l|SAS|S\.A\.S|SASU|EURL|SA|S\.A|S\.A\.U|SAU|S\.L|SL|SLU|S\.L\.U|S\.r\.l|Srl|SRL|S\.p\.A|SpA|SNC|S\.n\.c|"
    r"S\.a\.s|B\.V|BV|N\.V|NV|V\.O\.F|VOF|BVBA|SPRL|ApS|A/S|AB|AS|ASA|Oy|Oyj|Bhd|BHD|Sdn|SDN|Company|Ltda|Lda|LDA|Unipessoal|Sp\.\s?z\s?o\.?\s?o|"
    r"sp\.\s?z\s?o\.?\s?o|Sp\.\s?[jk]|s\.r\.o|a\.s|d\.o\.o|Kft|Zrt|Group"
)
_LEGAL = re.compile(rf"(?<!\w)(?:{_LEGAL_FORM})(?!\w)")
STRONG_LEGAL = re.compile(
    r"(?<!\w)(?:GmbH|GMBH|mbH|MBH|Ges\.?\s?m\.?\s?b\.?\s?H|KGaA|KG|OHG|oHG|e\.K|eK|e\.V|UG|GbR|Inc|INC|LLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|Corp|CORP|"
    r"Corporation|CORPORATION|PLC|plc|LLP|SARL|S\.A\.R\.L|Sàrl|SAS|S\.A\.S|SASU|EURL|S\.A|S\.A\.U|SAU|S\.L|SLU|S\.L\.U|[Ss]\.[Rr]\.[Ll]|Srl|SRL|S\.p\.A|S\.P\.A|"
    r"SpA|SPA|S\.n\.c|SNC|B\.V|b\.v|BV|N\.V|NV|VOF|V\.O\.F|BVBA|SPRL|Bhd|BHD|Sdn|SDN|Pty|PTY|Pte|PTE|AG|SA|SL|SE|AB|AS|ASA|Oy|OY|Oyj|ApS|APS|A/S|Lda|LDA|"
    r"Ltda|LTDA|Teoranta|C\.B|S\.\s?Coop|Co\.|[Ss][Pp]\.\s?[Zz]\s?[Oo]\.?\s?[Oo]|[Ss]p\.\s?[jk]|s\.r\.o|d\.o\.o|Kft|Zrt)(?!\w)"
)
"""Legal forms that hardly occur outside a company's name."""
_ANY_LEGAL = re.compile(rf"(?<!\w)(?:{_LEGAL_FORM})(?!\w)\.?", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:\b\w\.){2,}$|\b[A-Z]\w{0,3}\.$")
SPLIT = re.compile(r"\s*(?:[|•●·∙■▪]|\s[-–—*]\s|,\s|\s/\s|;\s|\s{3,})\s*")
"""What separates the parts of an address written in one line."""
STREET = re.compile(
    r"\b(?:str|strasse|straße|street|st|road|rd|avenue|ave|lane|drive|dr|blvd|boulevard|rue|chemin|allee|platz|weg|via|viale|piazza|calle|"
    r"avda|plaza|laan|straat|gracht|plein|box|suite|floor|way|place|quai|impasse|zone|park|parkway|court|unit|hwy|highway|circle|building|"
    r"paseo|corso|damm|ufer|gasse|jalan|jln|lorong)\b\.?",
    re.IGNORECASE,
)
_STREET_ENDING = re.compile(
    r"(?:stra(?:ss|ß)e|street|road|lane|avenue|str\.|straat|weg|platz|gasse|allee|laan|gracht|plein|ring|damm|markt|kade)\s*\.?\s*\d|"
    r"^(?:calle|rue|via|avenida|avda|carrer|plaza|piazza|viale|p\.?\s?o\.? box|postfach|bp|c/|ul\.|avenue|chemin|boulevard)\b|"
    r"^(?:no|lot)\b\.?\s?\d|^(?:off\s)?(?:jalan|jln|lorong|taman|tmn|kawasan|medan)\b|"
    r"^\d+[a-z]?\b.*(?:street|st|road|rd|ave|avenue|lane|drive|dr|blvd|way|rue)\b",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b\d{4,5}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b|\b\d{4}\s?[A-Z]{2}\b")
CITY_LINE = re.compile(
    r"^(?:[A-Z]{1,2}[-\s])?\d{4,6}(?:\s?[A-Z]{2})?,?\s+\D{3,}|\b[A-Z]{2},?\s+\d{4,5}(?:-\d{4})?\b|"
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|^\d{2}-\d{3}\s\D{3,}|^\d{4}-\d{3}\s\D{3,}|^\D{3,},?\s\d{5}$|"
    r"\b[AC-FHKNPRTV-Y]\d[\dW]\s?[0-9AC-FHKNPRTV-Y]{4}\b|\b[A-Z]\d[A-Z]\s\d[A-Z]\d\b|^(?:[A-Z]{1,2}[-\s])?\d{3}\s\d{2},?\s+\D{3,}|^\D{3,}[\s,-]+\d{6}$"
)
"""A line with postcode and town: continental, American, British, Polish, Portuguese, Irish, Canadian, Swedish and Indian forms."""
PERSON_LINE = re.compile(
    r"^(?:(?:sr|sra|sig|dhr|mevr)(?=\.)|"
    r"attn|att|c/o|herrn|z\.?\s?hd|zu handen|herr|frau|mr|mrs|ms|m\.|mme|t\.a\.v|à l'attention|dear|an|firma|company|spett)\b[.:]?\s*",
    re.IGNORECASE,
)
"""A form of address at the beginning of a line."""
_HOUSE_NUMBER = re.compile(r"[^\W\d_]\.?,?\s\d{1,4}\s?[a-zA-Z]?(?:\s?[-/]\s?\d+\s?[a-zA-Z]?)?$")
"""What ends with a house number, or "Page 1", names no company."""
_NOT_A_NAME = re.compile(
    r"@|www\.|https?:|^\W*$|\d{3,}|^(?:page|seite|pagina|página|tel|fax|phone|original|copy|kopie|copie|duplicate|date|datum|fecha|data|gmbh|"
    r"ltd)\b",
    re.IGNORECASE,
)
_HEADINGS = frozenset(
    {
        "information", "details", "name", "address", "signature", "data", "date", "contact", "customer", "supplier", "shipper", "carrier",
        "and", "of", "the", "charges", "pickup", "certification", "angaben", "daten", "anschrift", "adresse", "coordonnees", "datos",
        "dati",
        "gegevens", "stamp", "or", "driver", "received", "subject", "to", "noted", "vehicle", "prepaid", "collect",
    }
)  # fmt: skip
_COUNTRIES = frozenset(
    {
        "germany", "deutschland", "france", "frankreich", "italy", "italia", "spain", "espana", "netherlands", "nederland", "belgium",
        "belgie", "belgique", "united states", "usa", "united kingdom", "uk", "austria", "osterreich", "switzerland", "schweiz", "suisse",
        "england", "australia", "india", "china", "denmark", "sweden", "norway", "poland", "polska", "portugal", "ireland", "singapore",
        "canada", "u s a", "european union", "luxembourg",
    }
)  # fmt: skip


_REGISTERED = re.compile(
    r"(?<=\w)[\s,]*(?:\(\s*(?:co\.?\s*)?(?:reg\.?\s*)?(?:no\.?\s*:?\s*)?\d{4,12}\s?-?\s?[A-Z]{0,2}\s*\)?|\b\d{5,9}-[A-Z]\b)(?:\s*\([A-Z]{2,4}\))?$",
    re.IGNORECASE,
)
"""The number in the companies' register behind a name: "(139386 X)", "273500-U (KSB)"."""
_BANK_CODE = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


@dataclass(frozen=True, slots=True)
class PartyName:
    """A name with its place and the height of its letters (page fraction)."""

    text: str
    spot: Spot
    height: float


def name_part(text: str) -> str:
    """The text up to an address or another part; "DEMO - Sliced Invoices" and "Contoso, Ltd." stay whole."""
    parts = SPLIT.split(text)
    light = len(parts) == 2 and not any(c.isdigit() for c in text) and not re.search(r"[|•●·∙■▪;/]", text)
    return (text if light else parts[0]).strip(" :,-|")


def without_register(text: str) -> str:
    """The name without the number under which the company is registered."""
    return _REGISTERED.sub("", text)


def without_legal_form(text: str) -> str:
    """The name without its legal form; the whole where nothing else is left."""
    return _LEGAL.sub("", text).strip(" .,&") or text


def is_street(text: str) -> bool:
    """Whether the text reads as a street with its number."""
    return bool(_STREET_ENDING.search(text)) or (bool(STREET.search(text)) and any(c.isdigit() for c in text))


def is_bank(text: str) -> bool:
    """Whether the text names a bank, which stands beside an account more often than it sells."""
    return any(token.endswith(_BANKS) or token in _BANK_WORDS for token in pieces(text))


_BANKS = ("bank", "sparkasse", "banken")
_BANK_WORDS = frozenset({"banque", "banco", "banca", "bancaire", "bancorp", "caixa", "caja", "spaarbank", "bankas"})


def is_legal_form(text: str) -> bool:
    """Whether the text is nothing but a legal form, as where a name is wrapped: "SDN BHD", "GmbH & Co. KG"."""
    return bool(STRONG_LEGAL.search(text)) and not re.search(r"[A-Za-zÀ-ÿ]{2,}", _ANY_LEGAL.sub("", text))


def looks_like_name(text: str) -> bool:
    """Whether the text can name a company or person."""
    letters = sum(c.isalpha() for c in text)
    if (
        letters < 2
        or not PERSON_LINE.sub("", text)
        or text[0] in "#*_("
        or re.search(r"__|^_|_$", text)
        or any(ord(c) < 32 for c in text)
        or len(text) > 70
        or len(text.split()) > (9 if STRONG_LEGAL.search(text) else 6)
        or _NOT_A_NAME.search(text)
    ):
        return False
    if (
        text.endswith(".")
        and len(text.split()) > 2
        and not _LEGAL.search(text.rsplit(maxsplit=1)[-1].rstrip("."))
        and not _ABBREVIATED.search(text)
    ):
        return False  # a sentence
    if ":" in text or (_BANK_CODE.fullmatch(text) and any(c.isdigit() for c in text)):
        return False
    if _HOUSE_NUMBER.search(text) and not STRONG_LEGAL.search(text):
        return False
    if SALUTATION.match(text) or is_label(text) or _SENTENCE & set(pieces(text)):
        return False
    if _is_title(text) or _STREET_ENDING.search(text) or find_dates(text) or set(pieces(text)) <= _HEADINGS:
        return False
    if fold(text).strip(" .") in _COUNTRIES or text.endswith((":", "?", "!")):
        return False
    digits = sum(c.isdigit() for c in text)
    return (
        digits <= letters
        and not (STREET.search(text) and digits)
        and not (
            text[:1].islower()
            and not _LEGAL.search(text)
            and (" " in text or (text.islower() and text.isalpha() and len(text) > 5))
        )
    )


_SENTENCE = frozenset({"subject", "noted", "acknowledges", "certifies", "acknowledge", "certify", "hereby", "herewith", "rec"})
"""Words of printed conditions."""
SALUTATION = re.compile(
    r"^(?:dear|to whom|sehr geehrte|guten tag|hallo|liebe|madame|monsieur|mesdames|messieurs|cher|muy se|estimad|apreciad|gentil|egregi|"
    r"spettabile cliente|geachte|beste|caro|exmo|exma|szanown|kære|kaere|hej|bonjour)\b",
    re.IGNORECASE,
)
"""How a letter greets its reader."""


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Whether the text is nothing but labels of fields, in one language or two: "Goods delivered to", "An / Account of"."""
    parts = [pieces(part) for part in re.split(r"\s*[/|]\s*", text)]
    return all(tokens and _is_wording(tokens) for tokens in parts)


def _is_wording(tokens: tuple[str, ...]) -> bool:
    longest = next(matches_at(load("header"), tokens, 0), ())
    return bool(longest) and not longest[0].weak and len(longest[0].tokens) == len(tokens)


def _is_title(text: str) -> bool:
    """The title of a paper ("Credit note") is nobody's name."""
    tokens = list(pieces(text))
    if "".join(tokens) in _joined_titles():
        return True  # also where OCR tore it: "T ax In voi ce"
    longest = next(matches_at(load("kind"), tokens, 0), ()) if tokens else ()
    if longest and len(longest[0].tokens) == len(tokens):
        return True
    heading = next(matches_at(load("column"), tokens, 0), ()) if tokens else ()
    return bool(heading) and len(heading[0].tokens) == len(tokens)


@lru_cache(maxsize=1)
def _joined_titles() -> frozenset[str]:
    return frozenset("".join(wording.tokens) for group in load("kind").values() for wording in group)
