"""What do all blocks of one paper share? The deal, the words, the figures and the choices, and how a value is marked in the markup."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from random import Random

from idp.training.identifiers import group
from idp.training.web.choices import Choices
from idp.training.web.company import printed_vat
from idp.training.web.deal import Deal
from idp.training.web.figures import DATE_PATTERNS, SEPARATORS, SYMBOLS, Figures
from idp.training.web.phrasebook import Phrases

_CURRENCY = "\1"  # stands for the currency until the label is markup
_MONEY = (
    "{n}",
    "{n}",
    "{n}",
    "{n} {symbol}",
    "{n} {symbol}",
    "{symbol} {n}",
    "{symbol}{n}",
    "{code} {n}",
    "{n} {code}",
    "{n}{symbol}",
)


def marked(field: str, value: object, text: str, line: int | None = None) -> str:
    """`text` (markup) as a printing of `value`; see `printer` for what the attributes mean."""
    where = "" if line is None else f' data-line="{line}"'
    return f'<span data-field="{field}" data-value="{escape(str(value))}"{where}>{text}</span>'


def rows_of(text: str) -> str:
    """Plain text as markup, newlines kept."""
    return escape(text, quote=False).replace("\n", "<br>")


@dataclass(frozen=True, slots=True)
class Setting:
    """One paper in the making."""

    deal: Deal
    phrases: Phrases
    figures: Figures
    choices: Choices

    def label(self, key: str, **values: object) -> str:
        """The paper's word for `key` as markup, with a second language behind it where the paper has two."""
        key = self._special(key)
        text = self.phrases[key].format(cur=_CURRENCY, **values) if "{" in self.phrases[key] else self.phrases[key]
        second = self._second(key)
        if self.choices.pick("label case", "as is", "as is", "as is", "as is", "upper") == "upper":
            text = text.upper()
        text = escape(text.rstrip(":"), quote=False)
        if second:
            text = f'{text}<small class="second"> / {escape(second, quote=False)}</small>'
        return text.replace(_CURRENCY, marked("currency", self.deal.currency, self.deal.currency))

    def _special(self, key: str) -> str:
        """American papers have sales tax instead of VAT; prices with tax in them are never called net."""
        for prefix, applies in (("us_", self.deal.country == "US"), ("incl_", self.deal.is_inclusive)):
            if applies and self.phrases.has(prefix + key):
                return prefix + key
        return key

    def _second(self, key: str) -> str:
        if self.phrases.language == "en" or not self.choices.chance("bilingual", 0.05):
            return ""
        other = Phrases("en", self.choices, held_out=False)[key]
        return "" if "{" in other or other == self.phrases[key] else other

    @property
    def colon(self) -> str:
        """What stands between a label and its value on one row."""
        return self.choices.pick("colon", ":", ":", ":", "", " :" if self.phrases.language == "fr" else ":")

    def labelled(self, key: str, value: str, **fill: object) -> str:
        """`Label: value` in one run."""
        return f'<span class="label">{self.label(key, **fill)}{self.colon}</span> {value}'

    def marked_date(self, field: str, day: date, line: int | None = None) -> str:
        """A marked date."""
        return marked(field, day.isoformat(), f'<span class="solid">{escape(self.figures.date(day))}</span>', line)

    def plain_date(self, day: date) -> str:
        """A date that is no field."""
        return escape(self.figures.date(day))

    def signed(self, value: Decimal) -> Decimal:
        """`value` with the sign that this paper prints: some credit notes are all negative."""
        return -value if self.deal.is_sign_reversed else value

    def money(self, value: Decimal, field: str | None = None) -> str:
        """Money in the totals, marked as `field` where it is one; its currency sign is marked, too."""
        value = self.signed(value)
        text = self._with_currency(self.figures.money, value, 2)
        return marked(field, value, text) if field else text

    def cell_money(self, value: Decimal, field: str, line: int, *, is_price: bool = False) -> str:
        """Money in a cell of the table."""
        shown = value if is_price else self.signed(value)
        places = max(self.figures.price_places, -int(value.normalize().as_tuple().exponent)) if is_price else 2
        return marked(field, shown, self._with_currency(self.figures.cell_money, shown, places), line)

    def plain_cell(self, value: Decimal) -> str:
        """Money in a cell that is no field: group sums, carried sums."""
        return self._with_currency(self.figures.cell_money, self.signed(value), 2)

    def _with_currency(self, pattern: str, value: Decimal, places: int) -> str:
        sign = {"{symbol}": SYMBOLS.get(self.deal.currency, self.deal.currency), "{code}": self.deal.currency}
        text = pattern.replace("{n}", self.figures.number(abs(value), places))
        for slot, shown in sign.items():
            text = text.replace(slot, marked("currency", self.deal.currency, escape(shown)))
        return self.figures.minus.format(n=text) if value < 0 else text

    def vat(self) -> str:
        """The supplier's VAT number as printed, marked."""
        supplier = self.deal.supplier
        shown, value = printed_vat(supplier.vat or "", supplier.country, self.choices.rng("vat form"))
        return marked("supplier_vat", value, f'<span style="white-space:nowrap">{escape(shown)}</span>')

    def buyer_vat(self) -> str:
        """The buyer's VAT number, which is no field."""
        return escape(printed_vat(self.deal.buyer.vat or "", self.deal.buyer.country, self.choices.rng("buyer vat form"))[0])

    def iban(self, number: str) -> str:
        """One of the supplier's accounts, marked."""
        shown = group(number) if self.choices.chance("iban groups", 0.75) else number
        return marked("supplier_iban", number, f'<span style="white-space:nowrap">{shown}</span>')


def choose_figures(deal: Deal, choices: Choices) -> Figures:
    """A way to write figures that people of the issuer's country, or their software, use."""
    rng: Random = choices.rng("figures")
    habit = "ch" if deal.country == "CH" else deal.language if rng.random() < 0.92 else rng.choice(("en", "de"))
    point, comma = rng.choice(SEPARATORS[habit])
    dates = DATE_PATTERNS["us" if deal.country == "US" else deal.language]
    is_known = deal.currency in {"EUR", "GBP"} or deal.country in {"US", "CH", "DK"}
    money = [pattern for pattern in _MONEY if is_known or "symbol" not in pattern]
    total_pattern = rng.choice(money)
    return Figures(
        deal.language,
        point,
        comma,
        rng.choice(dates),
        money=total_pattern,
        cell_money=total_pattern if rng.random() < 0.3 else "{n}",
        minus=rng.choice(("-{n}", "-{n}", "-{n}", "- {n}", "{n}-", "({n})")),
        rate=rng.choice(("{n}%", "{n} %", "{n} %", "{n}%")),
        price_places=rng.choice((2, 2, 2, 2, 3, 4)),
        quantity_places=rng.choice((None, None, None, 2, 2, 3, 0)),
        quantity_groups=rng.random() < 0.6,
    )
