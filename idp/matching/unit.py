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
# How many pieces a counting word is by itself (UN/ECE Recommendation 20 and 21), where Odoo has no unit for it.
_COUNTS = {
    "cen": 100, "hundred": 100, "hundert": 100, "100 units": 100, "mil": 1000, "thousand": 1000, "tausend": 1000, "1000 units": 1000,
    "dzn": 12, "dpc": 12, "dozen": 12, "dutzend": 12, "gro": 144, "gross": 144, "ggr": 1728, "dpr": 24, "tpr": 20,
    "pr": 2, "npr": 2, "pair": 2, "pairs": 2, "paar": 2, "paire": 2, "paires": 2,
}  # fmt: skip
NOT_IN_ODOO = 0
"""The id of a unit that a word means though Odoo does not have it: what is entered must be in the order's unit."""
_PIECE = 0  # the position of the words for one piece
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

    A word that could mean the order's unit ("box" beside "Box of 12") does. A counting word ("CEN", a hundred) that Odoo has no unit
    for is that many pieces, where the order counts in pieces.
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
    if group is not None and _group(order_unit.name) == group:
        return order_unit
    alike = [] if group is None else [u for u in units if normalise(u.name) in _WORDS[group]]
    found = min(alike, key=lambda u: (u.category != order_unit.category, u.id), default=None)
    return found or _counted(plain, order_unit, units)


def _counted(word: str, order_unit: Unit, units: Iterable[Unit]) -> Unit | None:
    pieces = _COUNTS.get(word)
    piece = next((u for u in units if u.category == order_unit.category and _group(u.name) == _PIECE), None)
    if pieces is None or piece is None:
        return None
    return Unit(NOT_IN_ODOO, word, order_unit.category, piece.factor * pieces)


def ratio(unit: Unit, order_unit: Unit) -> Decimal | None:
    """How many `order_unit` one `unit` is; None where they do not convert into each other."""
    if unit.id == order_unit.id:
        return Decimal(1)
    if unit.category != order_unit.category or not order_unit.factor:
        return None
    return unit.factor / order_unit.factor
