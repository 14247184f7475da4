"""How does this supplier write numbers, money and dates?

One `Notation` per document: separators, date pattern and where the currency stands never change within one paper.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF"}


@dataclass(frozen=True, slots=True)
class Notation:
    """Separators and patterns. `date_pattern` knows `{d} {dd} {mm} {month} {mon} {yy} {yyyy}`; `money` knows `{n} {symbol} {code}`."""

    language: str
    decimal: str
    thousands: str
    date_pattern: str
    money: str = "{n}"
    price_decimals: int = 2

    def number(self, value: Decimal, places: int = 2) -> str:
        """`value` with exactly `places` decimals and grouped thousands."""
        text = f"{value:,.{places}f}"
        return text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)

    def plain(self, value: Decimal) -> str:
        """`value` with only the decimals that it needs, for quantities and percentages."""
        normal = value.normalize()
        exponent = normal.as_tuple().exponent
        return self.number(normal, max(0, -exponent if isinstance(exponent, int) else 0))

    def price(self, value: Decimal) -> str:
        """A unit price with at least the document's usual decimals."""
        exponent = value.normalize().as_tuple().exponent
        needed = -exponent if isinstance(exponent, int) else 0
        return self.number(value, max(self.price_decimals, needed))

    def amount(self, value: Decimal, currency: str) -> str:
        """Money as it stands in totals, with the currency where this supplier puts it."""
        return self.money.format(n=self.number(value), symbol=_SYMBOLS.get(currency, currency), code=currency)

    def date(self, day: date) -> str:
        """`day` in the document's pattern, months in its language."""
        month = _MONTHS[self.language][day.month - 1]
        return self.date_pattern.format(
            d=day.day,
            dd=f"{day.day:02d}",
            mm=f"{day.month:02d}",
            month=month,
            mon=month[:3],
            yy=f"{day.year % 100:02d}",
            yyyy=day.year,
        )


def percent(notation: Notation, value: Decimal) -> str:
    """A rate as printed: `19 %`, `5,5 %`."""
    return f"{notation.plain(value)} %" if notation.language != "en" else f"{notation.plain(value)}%"
