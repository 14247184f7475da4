"""Which company might send what? Invents suppliers, buyers, goods and papers, consistent to the cent, for training."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from idp.training import pools
from idp.training.content import Bank, Commercial, Kind, Line, Party
from idp.training.identifiers import make_bic, make_gtin, make_iban, make_vat
from idp.training.notation import Notation

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
FIRST_DAY = date(2019, 1, 7)
SPAN_DAYS = 2800
_DATE_PATTERNS = {
    "de": ("{dd}.{mm}.{yyyy}", "{dd}.{mm}.{yy}", "{d}. {month} {yyyy}", "{yyyy}-{mm}-{dd}"),
    "fr": ("{dd}/{mm}/{yyyy}", "{d} {month} {yyyy}", "{dd}.{mm}.{yyyy}", "{dd}/{mm}/{yy}"),
    "es": ("{dd}/{mm}/{yyyy}", "{dd}-{mm}-{yyyy}", "{d} de {month} de {yyyy}", "{dd}/{mm}/{yy}"),
    "en": ("{dd}/{mm}/{yyyy}", "{d} {month} {yyyy}", "{dd}-{mon}-{yyyy}", "{month} {d}, {yyyy}", "{yyyy}-{mm}-{dd}"),
}
_MONEY = ("{n}", "{n}", "{n} {symbol}", "{symbol} {n}", "{symbol}{n}", "{code} {n}", "{n} {code}")


def invent_party(country: str, rng: Random) -> tuple[Party, str]:
    """A company of `country` and the kind of goods it deals in."""
    language = pools.COUNTRIES[country]
    trade, goods = rng.choice(pools.TRADES[language])
    stems = pools.STEMS[language]
    stem, form = rng.choice(stems), rng.choice(pools.FORMS[country])
    name = rng.choice(
        (f"{stem} {trade} {form}", f"{trade} {stem} {form}", f"{stem} & {rng.choice(stems)} {form}", f"{stem} {form}")
    )
    domain = f"{stem}-{trade}".lower().encode("ascii", "ignore").decode().replace(" ", "") + ".example"
    return Party(
        name=name,
        street=rng.choice(pools.STREETS[language]).format(n=rng.randint(1, 180), m=rng.randint(2, 40)),
        city=invent_city(country, rng),
        country=country,
        vat=None if country == "US" else make_vat(country, rng),
        trade=trade,
        phone=f"+{rng.randint(30, 49)} {rng.randint(20, 999)} {rng.randint(100000, 9999999)}",
        email=f"info@{domain}",
        web=f"www.{domain}",
        register=f"HR {rng.randint(1000, 99999)}",
        manager=rng.choice(pools.PEOPLE[language]),
        tax_number=f"{rng.randint(10, 999)}/{rng.randint(1000, 9999)}/{rng.randint(100, 9999)}",
        banks=() if country == "US" else _banks(country, language, rng),
    ), goods


def _banks(country: str, language: str, rng: Random) -> tuple[Bank, ...]:
    """One account, sometimes two."""
    names = pools.BANKS[language]
    return tuple(
        Bank(rng.choice(names), make_iban(country, rng), make_bic(country, rng)) for _ in range(rng.choice((1, 1, 1, 2)))
    )


def invent_city(country: str, rng: Random) -> str:
    """A place with its postal code."""
    pattern = rng.choice(pools.CITIES[country])
    while "{d}" in pattern:
        pattern = pattern.replace("{d}", str(rng.randint(1, 9)), 1)
    return pattern.format(p4=rng.randint(1000, 9999), p5=rng.randint(10000, 98999))


def invent_notation(country: str, rng: Random) -> Notation:
    """A way to write numbers and dates that people of `country` use."""
    language = pools.COUNTRIES[country]
    if country == "CH":
        point, comma = ".", rng.choice(("'", "’", " "))
    elif language == "en":
        point, comma = ".", ","
    else:
        point, comma = ",", " " if language == "fr" else rng.choice((".", ".", " ", ""))
    pattern = (
        rng.choice(("{mm}/{dd}/{yyyy}", "{month} {d}, {yyyy}")) if country == "US" else rng.choice(_DATE_PATTERNS[language])
    )
    return Notation(language, point, comma, pattern, rng.choice(_MONEY), rng.choice((2, 2, 2, 3, 4)))


def invent_number(patterns: tuple[str, ...], day: date, rng: Random) -> str:
    """A document number after one of `patterns`."""
    text = rng.choice(patterns).replace("{yyyy}", str(day.year)).replace("{yy}", f"{day.year % 100:02d}")
    for size in range(1, 9):
        text = text.replace(f"{{n{size}}}", f"{rng.randint(10 ** (size - 1), 10**size - 1)}")
        text = text.replace(f"{{a{size}}}", "".join(rng.choice(_LETTERS) for _ in range(size)))
    return text


def invent_lines(language: str, goods: str, rates: tuple[float, ...], count: int, rng: Random) -> tuple[Line, ...]:
    """`count` rows of one trade's goods, mostly at the first of `rates`."""
    code = _code_maker(rng)
    has_discount, has_detail, has_our_code = rng.random() < 0.25, rng.random() < 0.3, rng.random() < 0.2
    base = rng.choice((1, 1, 1, 1, 100, 1000)) if goods == "screws" else 1
    units = pools.UNITS[language]
    usual = rng.choice(units)
    lines = []
    for _ in range(count):
        quantity, price = _quantity_and_price(rng)
        lines.append(
            Line(
                description=_text(language, goods, rng),
                quantity=quantity,
                uom=usual if rng.random() < 0.8 else rng.choice(units),
                unit_price=price * base,
                code=code(),
                our_code=f"{rng.randint(10000, 99999)}" if has_our_code else None,
                detail=_text(language, rng.choice(tuple(pools.GOODS)), rng) if has_detail and rng.random() < 0.5 else "",
                gtin=make_gtin(rng),
                price_base=base,
                discount=Decimal(rng.choice(("0", "3", "5", "10", "12.5", "25"))) if has_discount else Decimal(0),
                tax_percent=Decimal(str(rates[0] if rng.random() < 0.85 else rng.choice(rates))),
            )
        )
    return tuple(lines)


def invent_commercial(kind: Kind, country: str, rng: Random) -> Commercial:
    """An invoice, credit note or confirmation of an invented supplier."""
    language = pools.COUNTRIES[country]
    supplier, goods = invent_party(country, rng)
    buyer, _ = invent_party(rng.choice((country, rng.choice(tuple(pools.COUNTRIES)))), rng)
    day = FIRST_DAY + timedelta(days=rng.randrange(SPAN_DAYS))
    rates = _rates(country, buyer.country, rng)
    lines = invent_lines(language, goods, rates, rng.choice((1, 2, 3, 4, 5, 7, 9, 14, 24, 45)), rng)
    orders = tuple(
        dict.fromkeys(invent_number(pools.ORDER_PATTERNS, day, rng) for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 3))))
    )
    days = rng.choice((0, 7, 10, 14, 30, 30, 45, 60))
    document = Commercial(
        kind,
        language,
        supplier,
        buyer,
        number=invent_number(pools.NUMBER_PATTERNS, day, rng),
        issued=day,
        currency=pools.CURRENCIES.get(country, "EUR"),
        lines=_under_orders(lines, orders, day, kind, rng),
        po_numbers=orders,
        due=day + timedelta(days=days) if kind is Kind.INVOICE and rng.random() < 0.8 else None,
        terms_days=days,
        tax_note="reverse_charge" if rates == (0.0,) and country not in {"GB", "CH", "US"} else "",
    )
    return _with_references(document, rng)


def _rates(country: str, buyer_country: str, rng: Random) -> tuple[float, ...]:
    """Tax rates of one document: none across a border, mostly one at home, sometimes two."""
    if buyer_country != country and rng.random() < 0.7:
        return (0.0,)
    rates = tuple(float(rate) for rate in pools.TAX_RATES[country])
    return rates if rng.random() < 0.3 else rates[:1]


def _with_references(document: Commercial, rng: Random) -> Commercial:
    """The document with the other numbers, names and dates that stand around on such papers."""

    def sometimes(text: str, share: float = 0.6) -> str:
        return text if rng.random() < share else ""

    return replace(
        document,
        cash_discount=(8, Decimal(2)) if rng.random() < 0.2 else None,
        customer_number=f"{rng.randint(1000, 999999)}",
        order_number=sometimes(f"{rng.randint(10000, 9999999)}"),
        delivery_note=sometimes(f"{rng.randint(10000, 9999999)}"),
        delivered=document.issued - timedelta(days=rng.randint(0, 9)) if rng.random() < 0.5 else None,
        contact=rng.choice(pools.PEOPLE[document.language]),
        original_invoice=f"{rng.randint(100000, 999999)}" if document.kind is Kind.CREDIT_NOTE else "",
        incoterm=sometimes(rng.choice(("DAP", "EXW", "FCA", "CPT"))),
        shipment=(document.supplier.trade, rng.randint(1, 30), Decimal(rng.randint(10, 9000)) / 10)
        if rng.random() < 0.4
        else None,
        original_issued=_credited_day(document),
    )


def _credited_day(document: Commercial) -> date | None:
    """The day of the invoice that every second credit note names in a sentence; drawn apart, so that all else stays as it was."""
    rng = Random(f"credited by {document.number}")
    is_named = document.kind is Kind.CREDIT_NOTE and rng.random() < 0.5
    return document.issued - timedelta(days=rng.randint(5, 60)) if is_named else None


def _under_orders(lines: tuple[Line, ...], orders: tuple[str, ...], day: date, kind: Kind, rng: Random) -> tuple[Line, ...]:
    """The lines with their orders in sequence, and with promised dates where they are confirmed."""
    marked = []
    for index, line in enumerate(lines):
        order = orders[index * len(orders) // len(lines)] if len(orders) > 1 else None
        promised = day + timedelta(days=rng.randint(5, 60)) if kind is Kind.ORDER_CONFIRMATION else None
        marked.append(replace(line, po_number=order, promised=promised))
    return tuple(marked)


def _text(language: str, goods: str, rng: Random) -> str:
    pattern = rng.choice(pools.GOODS[goods][language])
    return pattern.format(
        a=rng.choice((16, 20, 25, 30, 40, 50, 60)), b=rng.choice((8, 10, 12, 15, 20)), d=rng.randint(2, 12), e=rng.randint(1, 9)
    )


def _quantity_and_price(rng: Random) -> tuple[Decimal, Decimal]:
    """Cheap goods by the thousand, dear ones singly: rows of plausible worth."""
    price = Decimal(str(round(10 ** rng.uniform(-1.3, 3.1), rng.choice((2, 2, 2, 3)))))
    most = max(1, min(8000, int(4000 / max(price, Decimal("0.01")))))
    quantity = Decimal(rng.randint(1, most))
    if quantity > 100:
        quantity -= quantity % rng.choice((10, 25, 50, 100))
    elif rng.random() < 0.08:
        quantity += Decimal(rng.choice(("0.5", "0.25", "0.75")))
    return quantity, max(price, Decimal("0.01"))


def _code_maker(rng: Random) -> Callable[[], str]:
    """One supplier's way to form product codes."""
    prefix = "".join(rng.choice(_LETTERS) for _ in range(rng.randint(2, 3)))
    makers: tuple[Callable[[], str], ...] = (
        lambda: f"{rng.randint(100000, 999999)}",
        lambda: f"{prefix}-{rng.randint(100, 9999)}",
        lambda: f"{prefix}{rng.randint(10, 99)}.{rng.randint(100, 999)}.{rng.randint(10, 99)}",
        lambda: f"{rng.randint(1, 99):02d} {rng.randint(100, 999)} {rng.randint(10, 99)}",
        lambda: f"{rng.randint(1000, 9999)}-{prefix}",
    )
    return rng.choice(makers)
