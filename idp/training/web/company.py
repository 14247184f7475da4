# ruff: noqa: E501 - tables read better with one row a line
"""Who sends and who gets the papers? Invents companies with addresses, identifiers and banks."""

from functools import cache
from random import Random
from unicodedata import normalize

from idp.training.content import Bank, Party
from idp.training.identifiers import make_bic, make_iban, make_vat
from idp.training.web.phrasebook import world

LANGUAGES_OF = {
    "DE": ("de",), "AT": ("de",), "CH": ("de", "fr"), "FR": ("fr",), "BE": ("fr", "nl"), "ES": ("es",), "IT": ("it",), "NL": ("nl",),
    "GB": ("en",), "IE": ("en",), "US": ("en",), "DK": ("en",),
}  # fmt: skip
COUNTRIES = ("DE", "DE", "DE", "AT", "CH", "FR", "FR", "BE", "ES", "ES", "IT", "IT", "NL", "NL", "GB", "GB", "IE", "US", "US", "US", "DK")  # fmt: skip
_REGISTERS = {"DE": "HRB ", "AT": "FN ", "CH": "CHE-", "FR": "B ", "ES": "T-", "IT": "MI-"}
_IDENTITIES = 300  # of each country
_VOWELS, _CONSONANTS = "aeio", ("b", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t", "v", "br", "st", "tr", "nd", "x", "z")
_ENDINGS = ("tec", "tek", "ra", "line", "pro", "lux", "mat", "tron", "plast", "max", "fix", "nova", "data", "via", "tex", "form")  # fmt: skip
_JOINTS = {"de": " & ", "en": " & ", "fr": " et ", "es": " y ", "it": " e ", "nl": " & "}
_KIN = {"de": " & Söhne", "en": " & Sons", "fr": " Frères", "es": " Hermanos", "it": " F.lli", "nl": " & Zonen"}


def invent_party(country: str, language: str, rng: Random) -> Party:
    """A company of `country` whose people speak `language`."""
    words = world(language)
    name, short = _name(country, language, rng)
    domain = "".join(c for c in normalize("NFKD", short).lower().encode("ascii", "ignore").decode() if c.isalnum()) or "firm"
    domain += rng.choice((".example", ".example", "-group.example"))
    return Party(
        name=name,
        street=_filled(rng.choice(words["streets"]), rng),
        city=_filled(rng.choice(words[f"cities_{country}"]), rng),
        country=country,
        vat=None if country == "US" else _vat(country, rng.randrange(_IDENTITIES)),
        trade=short,
        phone=_phone(country, rng),
        email=f"{rng.choice(('info', 'sales', 'office', 'accounts', 'post', 'kontakt'))}@{domain}",
        web=f"www.{domain}",
        register=f"{_REGISTERS.get(country, '')}{rng.randint(1000, 999999)}",
        manager=rng.choice(words["people"]),
        tax_number=f"{rng.randint(10, 999)}/{rng.randint(1000, 9999)}/{rng.randint(100, 9999)}",
        banks=() if country == "US" else tuple(_bank(country, words["banks"], rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))),
    )


@cache
def _vat(country: str, index: int) -> str:
    """One of the country's invented VAT numbers; finding one that passes its checks takes many tries, so each is found once."""
    return make_vat(country, Random(f"vat {country} {index}"))


@cache
def _iban(country: str, index: int) -> str:
    return make_iban(country, Random(f"iban {country} {index}"))


def _name(country: str, language: str, rng: Random) -> tuple[str, str]:
    """A company's full name, and what people call it."""
    words = world(language)
    surname, other, trade = rng.choice(words["surnames"]), rng.choice(words["surnames"]), rng.choice(words["trades"])
    coined = _coined(rng)
    letters = "".join(rng.choice("ABDEGHKLMNPRSTVW") for _ in range(3))
    form = rng.choice(words[f"forms_{country}"])
    core = rng.choice((
        f"{surname} {trade}", f"{trade} {surname}", surname, f"{surname}{_JOINTS[language]}{other}", f"{coined} {trade}", coined, letters,
        f"{letters} {trade}", f"{surname}{_KIN[language]}", f"{coined}-{trade}", f"{surname} {other} {trade}",
    ))  # fmt: skip
    name = f"{core} {form}"
    return (name.upper() if rng.random() < 0.12 else name), core


def _coined(rng: Random) -> str:
    stem = "".join(rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2))))
    return (stem + rng.choice(_ENDINGS)).capitalize()


def _filled(pattern: str, rng: Random) -> str:
    while "{d}" in pattern:
        pattern = pattern.replace("{d}", str(rng.randint(1, 9)), 1)
    return pattern.format(n=rng.randint(1, 199), m=rng.randint(2, 40), p4=rng.randint(1000, 9899), p5=rng.randint(10000, 98999))


def _phone(country: str, rng: Random) -> str:
    codes = {
        "DE": 49,
        "AT": 43,
        "CH": 41,
        "FR": 33,
        "BE": 32,
        "ES": 34,
        "IT": 39,
        "NL": 31,
        "GB": 44,
        "IE": 353,
        "US": 1,
        "DK": 45,
    }
    area, rest = rng.randint(20, 999), rng.randint(100000, 9999999)
    return rng.choice(
        (
            f"+{codes[country]} {area} {rest}",
            f"0{area} / {rest}",
            f"0{area}-{rest}",
            f"+{codes[country]} (0){area} {rest}",
            f"({area}) {rest}",
        )
    )


def _bank(country: str, names: tuple[str, ...], rng: Random) -> Bank:
    return Bank(
        rng.choice(names), _iban(country, rng.randrange(_IDENTITIES)), make_bic(country, rng) + rng.choice(("", "", "XXX"))
    )


def printed_vat(vat: str, country: str, rng: Random) -> tuple[str, str]:
    """How a VAT number stands on paper, and its value without spaces: Spain and Italy mostly leave the country off."""
    body = vat[2:] if vat.startswith(country) else vat
    if country in {"ES", "IT"} and rng.random() < 0.7:
        return body, body
    prefix = vat[:2]
    match country:
        case "GB":
            shown = rng.choice((vat, f"GB {body[:3]} {body[3:7]} {body[7:]}", f"{body[:3]} {body[3:7]} {body[7:]}"))
        case "BE":
            shown = rng.choice((vat, f"BE {body[:4]}.{body[4:7]}.{body[7:]}"))
        case "CH":
            shown = rng.choice((f"CHE-{vat[3:6]}.{vat[6:9]}.{vat[9:12]} MWST", vat))
        case "FR":
            shown = rng.choice((vat, f"FR {body[:2]} {body[2:5]} {body[5:8]} {body[8:]}"))
        case _:
            shown = rng.choice((vat, vat, f"{prefix} {body}"))
    return shown, "".join(char for char in shown if char.isalnum())
