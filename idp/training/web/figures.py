# ruff: noqa: E501 - tables read better with one row a line
"""How does this paper write numbers, money, percentages and dates? One way of each per document, as software does it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "Fr.", "DKK": "kr.", "SEK": "kr", "PLN": "zł"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday", "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche", "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica", "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}  # fmt: skip
_SHORT_FRENCH = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]


@dataclass(frozen=True, slots=True)
class Figures:
    """`money` and `cell_money` are patterns of {n}, {symbol}, {code}; `minus` of {n}; `rate` of {n}; `date_pattern` as `date` reads it."""

    language: str
    decimal: str
    thousands: str
    date_pattern: str
    money: str = "{n}"
    cell_money: str = "{n}"
    minus: str = "-{n}"
    rate: str = "{n} %"
    price_places: int = 2
    quantity_places: int | None = None
    quantity_groups: bool = True

    def number(self, value: Decimal, places: int = 2) -> str:
        """`value` with exactly `places` decimals, rounded half up where it has more."""
        text = f"{abs(value):,.{places}f}".replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        return self.minus.format(n=text) if value < 0 else text

    def quantity(self, value: Decimal) -> str:
        """A quantity with the paper's usual places, or only those that it needs."""
        needed = max(0, -int(value.normalize().as_tuple().exponent))
        places = needed if self.quantity_places is None else max(needed, self.quantity_places)
        text = self.number(value, places)
        return text if self.quantity_groups else text.replace(self.thousands, "") if self.thousands else text

    def price(self, value: Decimal) -> str:
        """A unit price with at least the usual places, and those that it needs."""
        return self.number(value, max(self.price_places, -int(value.normalize().as_tuple().exponent)))

    def amount(self, value: Decimal, currency: str) -> str:
        """Money in the totals."""
        return self._money(self.money, value, currency)

    def cell(self, value: Decimal, currency: str, places: int = 2) -> str:
        """Money in a cell of the table."""
        return self._money(self.cell_money, value, currency, places)

    def percent(self, value: Decimal, places: int | None = None) -> str:
        """A rate with its sign: `19 %`, `19,00%`."""
        needed = max(0, -int(value.normalize().as_tuple().exponent))
        return self.rate.format(n=self.number(value, max(needed, places or 0)))

    def date(self, day: date, pattern: str | None = None) -> str:
        """`day` in the paper's pattern."""
        month = _MONTHS[self.language].split()[day.month - 1]
        short = _SHORT_FRENCH[day.month - 1] if self.language == "fr" else month[:3]
        return (pattern or self.date_pattern).format(
            d=day.day, dd=f"{day.day:02d}", m=day.month, mm=f"{day.month:02d}", month=month, Month=month.upper(), mon=short,
            Mon=short.title(), MON=short.upper(), yy=f"{day.year % 100:02d}", yyyy=day.year, weekday=_DAYS[self.language].split()[day.weekday()],
            th=_ordinal(day.day),
        )  # fmt: skip

    def _money(self, pattern: str, value: Decimal, currency: str, places: int = 2) -> str:
        text = pattern.format(n=self.number(abs(value), places), symbol=SYMBOLS.get(currency, currency), code=currency)
        return self.minus.format(n=text) if value < 0 else text


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


DATE_PATTERNS = {
    "de": ("{dd}.{mm}.{yyyy}", "{dd}.{mm}.{yyyy}", "{dd}.{mm}.{yy}", "{d}. {month} {yyyy}", "{yyyy}-{mm}-{dd}", "{d}.{m}.{yyyy}", "{dd}. {mon}. {yyyy}"),
    "fr": ("{dd}/{mm}/{yyyy}", "{dd}/{mm}/{yyyy}", "{d} {month} {yyyy}", "{dd}.{mm}.{yyyy}", "{dd}/{mm}/{yy}", "{dd}-{mm}-{yyyy}", "{weekday} {d} {month} {yyyy}", "{d} {mon} {yyyy}"),
    "es": ("{dd}/{mm}/{yyyy}", "{dd}/{mm}/{yyyy}", "{dd}-{mm}-{yyyy}", "{d} de {month} de {yyyy}", "{dd}/{mm}/{yy}", "{d}/{m}/{yyyy}", "{dd}.{mm}.{yy}", "{dd}-{mon}-{yyyy}"),
    "it": ("{dd}/{mm}/{yyyy}", "{dd}/{mm}/{yyyy}", "{dd}-{mm}-{yyyy}", "{d} {month} {yyyy}", "{dd}/{mm}/{yy}", "{dd}.{mm}.{yyyy}", "{yyyy}-{mm}-{dd}"),
    "nl": ("{dd}-{mm}-{yyyy}", "{dd}-{mm}-{yyyy}", "{d} {month} {yyyy}", "{dd}/{mm}/{yyyy}", "{dd}-{mm}-{yy}", "{d}-{m}-{yyyy}", "{dd}.{mm}.{yyyy}"),
    "en": ("{dd}/{mm}/{yyyy}", "{d} {month} {yyyy}", "{dd}-{Mon}-{yyyy}", "{yyyy}-{mm}-{dd}", "{dd} {Mon} {yyyy}", "{dd}.{mm}.{yyyy}", "{dd}-{MON}-{yy}", "{th} {month} {yyyy}", "{dd}/{mm}/{yy}"),
    "us": ("{mm}/{dd}/{yyyy}", "{month} {d}, {yyyy}", "{Mon} {d}, {yyyy}", "{m}/{d}/{yyyy}", "{mm}/{dd}/{yy}", "{yyyy}-{mm}-{dd}", "{dd}-{MON}-{yyyy}", "{mm}-{dd}-{yyyy}"),
}  # fmt: skip
SEPARATORS = {
    "de": ((",", "."), (",", "."), (",", "."), (",", ""), (",", " ")), "fr": ((",", " "), (",", " "), (",", "\u202f"), (",", "."), (",", "")),
    "es": ((",", "."), (",", "."), (",", ""), (",", " ")), "it": ((",", "."), (",", "."), (",", "")), "nl": ((",", "."), (",", "."), (",", "")),
    "en": ((".", ","), (".", ","), (".", ","), (".", "")), "ch": ((".", "'"), (".", "’"), (".", " "), (".", "")),
}  # fmt: skip
