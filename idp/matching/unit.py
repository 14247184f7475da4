"""Which unit of measure does a printed word mean, and how many order units is one of it?"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from idp.domain.purchase import Unit
from idp.matching.name import normalise

# Words for one unit, first the one Odoo uses; UN/ECE Recommendation 20 and 21 codes among them.
_WORDS: tuple[tuple[str, ...], ...] = (
    ("units", "unit", "u", "un", "pce", "pcs", "pc", "piece", "pieces", "ea", "each", "c62", "h87", "nar", "nmb", "st",
     "stk", "stck", "stuck", "unite", "unites", "pz", "pza", "pzas", "pezzi", "pezzo", "ud", "uds", "unidad", "unidades",
     "szt", "stuks", "stuk", "no", "nos", "psch", "x1"),
    ("dozens", "dozen", "dz", "doz", "dzn", "dtz", "dutzend", "douzaine", "douzaines", "docena", "docenas", "dozzina",
     "dozijn"),
    ("kg", "kgs", "kgm", "kilo", "kilos", "kilogram", "kilogramm", "kilograms", "kilogramme", "kilogrammes"),
    ("g", "gr", "grm", "gram", "grams", "gramm", "gramme", "grammes"),
    ("t", "to", "ton", "tons", "tne", "tonne", "tonnes", "tonnen"),
    ("lb", "lbs", "lbr", "pound", "pounds"),
    ("oz", "onz", "ounce", "ounces"),
    ("m", "mtr", "meter", "meters", "metre", "metres", "lfm", "ml lin", "metri", "metros"),
    ("cm", "cmt", "centimeter", "zentimeter"),
    ("mm", "mmt", "millimeter"),
    ("km", "kmt", "kilometer"),
    ("ft", "fot", "foot", "feet"),
    ("in", "inh", "inch", "inches"),
    ("m2", "mtk", "qm", "sqm", "square meter"),
    ("m3", "mtq", "cbm", "kubikmeter"),
    ("l", "ltr", "liter", "litre", "litres", "liters", "litro", "litri", "litros"),
    ("hours", "hour", "h", "hr", "hrs", "hur", "std", "stunde", "stunden", "heure", "heures", "hora", "horas", "ora",
     "ore", "uur"),
    ("days", "day", "d", "tag", "tage", "jour", "jours", "dia", "dias", "giorni", "dagen"),
    ("box", "boxes", "bx", "xbx", "carton", "cartons", "ct", "xct", "ctn", "cs", "case", "cases", "karton", "kartons",
     "kiste", "caja", "cajas", "scatola", "doos", "boite", "boites"),
    ("pack", "packs", "pk", "xpk", "pkg", "package", "pac", "packung", "pckg", "paket", "paquet", "paquete",
     "confezione", "pak"),
    ("pallet", "pallets", "pf", "xpx", "pal", "palette", "paletten", "palettes"),
    ("roll", "rolls", "rl", "xro", "ro", "rolle", "rollen", "rouleau", "rollo"),
    ("set", "sets", "satz", "kit", "jeu"),
    ("pair", "pairs", "pr", "npr", "paar", "paire", "paires", "par"),
    ("bag", "bags", "bg", "xbg", "sack", "sac", "beutel"),
    ("bottle", "bottles", "bo", "xbo", "flasche", "flaschen", "bouteille"),
    ("100 units", "cen", "hundred", "hundert", "cent", "%"),
    ("1000 units", "mil", "thousand", "tausend", "mille"),
)  # fmt: skip
_GROUP = {word: number for number, words in enumerate(_WORDS) for word in words}


@lru_cache(maxsize=10_000)
def _group(word: str) -> int | None:
    """The unit that a word means by itself; "Box of 12" is a box."""
    plain = normalise(word)
    if plain in _GROUP:
        return _GROUP[plain]
    compact = plain.replace(" ", "")
    return _GROUP.get(compact, _GROUP.get(plain.split(" ")[0]) if " " in plain else None)


def resolve_unit(word: str | None, order_unit: Unit, units: Iterable[Unit]) -> Unit | None:
    """The unit that `word` means beside `order_unit`; the order's own unit where nothing is printed; None where it is not known.

    A word that could mean the order's unit ("box" beside "Box of 12") does.
    """
    if word is None or not normalise(word):
        return order_unit
    plain = normalise(word)
    if plain == normalise(order_unit.name):
        return order_unit
    named = [u for u in units if normalise(u.name) == plain]
    if named:
        return min(named, key=lambda u: (u.category != order_unit.category, u.id))
    group = _group(word)
    if group is None:
        return None
    if _group(order_unit.name) == group:
        return order_unit
    alike = [u for u in units if normalise(u.name) in _WORDS[group]]
    return min(alike, key=lambda u: (u.category != order_unit.category, u.id), default=None)


def ratio(unit: Unit, order_unit: Unit) -> Decimal | None:
    """How many `order_unit` one `unit` is; None where they do not convert into each other."""
    if unit.id == order_unit.id:
        return Decimal(1)
    if unit.category != order_unit.category or not order_unit.factor:
        return None
    return unit.factor / order_unit.factor
