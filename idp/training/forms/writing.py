"""How does this paper write numbers, weights and dates? One hand a document, in six languages."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from babel.dates import format_date

_PATTERNS = {
    "us": ("MM/dd/yyyy", "MM/dd/yyyy", "M/d/yyyy", "MM/dd/yy", "MMM d, yyyy", "MMMM d, yyyy", "dd-MMM-yyyy", "M/d/yy"),
    "gb": ("dd/MM/yyyy", "dd/MM/yyyy", "d MMMM yyyy", "dd-MMM-yyyy", "dd/MM/yy", "d MMM yyyy", "yyyy-MM-dd"),
    "de": ("dd.MM.yyyy", "dd.MM.yyyy", "dd.MM.yy", "d. MMMM yyyy", "d.M.yyyy", "yyyy-MM-dd"),
    "fr": ("dd/MM/yyyy", "dd/MM/yyyy", "d MMMM yyyy", "dd/MM/yy", "dd.MM.yyyy"),
    "es": ("dd/MM/yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "d 'de' MMMM 'de' yyyy", "dd/MM/yy"),
    "it": ("dd/MM/yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "d MMMM yyyy", "dd.MM.yyyy", "dd/MM/yy"),
    "nl": ("dd-MM-yyyy", "dd-MM-yyyy", "d MMMM yyyy", "dd/MM/yyyy", "d-M-yyyy"),
}  # fmt: skip
_BY_HAND = {"us": "M/d/yy", "gb": "d/M/yy", "de": "d.M.yy", "fr": "d/M/yy", "es": "d/M/yy", "it": "d/M/yy", "nl": "d-M-yy"}
_SEPARATORS = {
    "us": (".", ",", ","), "gb": (".", ",", ","), "de": (",", ".", ""), "fr": (",", " ", ""), "es": (",", ".", ""),
    "it": (",", ".", ""), "nl": (",", ".", ""),
}  # fmt: skip
_LOCALES = {"us": "en_US", "gb": "en_GB"}


@dataclass(frozen=True, slots=True)
class Writing:
    """Separators and date pattern (CLDR) of one document; `quantity_places` is the least number of decimals of quantities."""

    region: str
    decimal: str
    thousands: str
    pattern: str
    quantity_places: int = 0

    def number(self, value: Decimal, places: int = 2) -> str:
        """`value` with exactly `places` decimals."""
        text = f"{value:,.{places}f}"
        return text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)

    def plain(self, value: Decimal | int) -> str:
        """`value` with the decimals that it needs."""
        return self.number(Decimal(value), _places(Decimal(value)))

    def quantity(self, value: Decimal) -> str:
        """`value` with the decimals that it needs and this document's quantities have."""
        return self.number(value, max(self.quantity_places, _places(value)))

    def date(self, day: dt.date, pattern: str | None = None) -> str:
        """`day` in the document's own pattern, or in another one."""
        return format_date(day, pattern or self.pattern, locale=_LOCALES.get(self.region, self.region))

    def hand_date(self, day: dt.date) -> str:
        """`day` as people of this region write it with a pen."""
        return self.date(day, _BY_HAND[self.region])


def choose_writing(region: str, rng: Random) -> Writing:
    """A way to write that is used in the region."""
    point, *commas = _SEPARATORS[region]
    places = rng.choice((0, 0, 0, 0, 2, 3 if region in {"de", "it", "nl"} else 0))
    return Writing(region, point, rng.choice(commas), rng.choice(_PATTERNS[region]), places)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
