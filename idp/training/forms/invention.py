"""Which shipment might a form be about? Invents parties, goods, numbers and how it all was received."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from idp.training.content import Party
from idp.training.forms.shipment import Carrier, Item, Receipt, Shipment
from idp.training.forms.vocabulary import world
from idp.training.identifiers import make_container, make_gtin

_FIRST_DAY, _SPAN_DAYS = date(2018, 2, 5), 3100
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_CURRENCIES = {"US": "USD", "CA": "CAD", "GB": "GBP", "CH": "CHF"}
_TAX = {"us": ("0", "6", "8.25"), "gb": ("20",), "de": ("19",), "fr": ("20",), "es": ("21",), "it": ("22",), "nl": ("21",)}
_NUMBERS = (
    "{8}",
    "{6}",
    "{7}",
    "8{7}",
    "{yy}-{5}",
    "{yyyy}{5}",
    "{A}{6}",
    "{AA}-{6}",
    "{yyyy}/{4}",
    "{5}",
    "00{7}",
    "{AA}{yy}{5}",
    "{4}-{4}",
)
_ORDERS = (
    "45{8}",
    "PO-{5}",
    "PO{6}",
    "{6}",
    "{AA}{5}",
    "{yy}{5}",
    "{yyyy}-{4}",
    "P{6}",
    "{4}/{yy}",
    "{AAA}-{4}",
    "{7}",
    "B{yy}.{4}",
)
_CODES = ("{6}", "{AA}-{4}", "{AAA}{3}", "{3}.{3}.{2}", "{2}-{4}-{2}", "{A}{5}", "{5}-{A}", "{8}", "{AA}{2}/{3}", "{4}{A}{2}")  # fmt: skip
_SEALS = ("{7}", "{AA}{7}", "EU{6}", "{6}")
_PER_PACK, _PACKS = (1, 2, 4, 5, 6, 10, 12, 20, 24, 50, 100), (1, 1, 2, 2, 3, 4, 6, 8, 12, 18)
_TERMS_OF_TRADE = ("DAP", "EXW", "FCA", "CPT", "FOB", "CIF", "DDP")
_CLASSES = ("50", "55", "60", "65", "70", "77.5", "85", "92.5", "100", "125", "150", "175")


def invent_shipment(region: str, items: tuple[int, int], rng: Random) -> Shipment:
    """A shipment of a region (a language, `us` or `gb`) with a number of items in the given range."""
    language = "en" if region in {"us", "gb"} else region
    day = _FIRST_DAY + timedelta(days=rng.randrange(_SPAN_DAYS))
    shipper, consignee = _party(_country(region, rng), language, rng), _party(_country(region, rng), language, rng)
    orders = tuple(dict.fromkeys(number(rng.choice(_ORDERS), day, rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))))
    unit = rng.choice(("lbs", "LB", "lb")) if region == "us" else rng.choice(("kg", "KG", "Kg"))
    receipt, goods = _received(language, day, _items(language, rng.randint(*items), orders, day, rng), rng)
    country = shipper.country
    return Shipment(
        region, language, _CURRENCIES.get(country, "EUR"), unit, shipper, consignee,
        bill_to=consignee if rng.random() < 0.5 else _party(consignee.country, language, rng),
        carrier=_carrier(language, country, rng), number=number(rng.choice(_NUMBERS), day, rng),
        order_number=number(rng.choice(("{6}", "SO{5}", "{7}", "{yy}{4}")), day, rng), orders=orders,
        customer_number=number(rng.choice(("{5}", "{6}", "D{5}", "1{4}")), day, rng),
        pro=number(rng.choice(("{9}", "{3}-{6}", "{10}", "{8}-{1}")), day, rng),
        tracking=number(rng.choice(("{12}", "1Z{6}{8}", "{AA}{9}{AA}", "{4} {4} {4}", "{10}", "{A}{8}")), day, rng),
        shipped=day, ordered_on=day - timedelta(days=rng.randint(3, 40)), items=goods,
        containers=tuple(make_container(rng, number("{AAA}U", day, rng)) for _ in range(rng.choice((1, 1, 1, 2)))),
        seals=tuple(number(rng.choice(_SEALS), day, rng) for _ in range(rng.choice((1, 1, 2)))), vessel=rng.choice(world("ships")),
        voyage=number(rng.choice(("{3}W", "{2}{2}E", "V.{3}N")), day, rng), ports=_two(world("ports"), rng),
        airports=_two(world("airports"), rng), plate=number(rng.choice(("{AA}-{AA} {3}", "{3}{AAA}", "{4} {AAA}")), day, rng),
        driver=rng.choice(world("people", language)), clerk=rng.choice(world("people", language)),
        receipt=receipt, incoterm=f"{rng.choice(_TERMS_OF_TRADE)} {consignee.city.split(',')[0]}",
        terms=rng.choice(world("terms", language)), instruction=rng.choice(world("instructions", language)),
        tax_rate=Decimal(rng.choice(_TAX[region])),
    )  # fmt: skip


def number(pattern: str, day: date, rng: Random) -> str:
    """A number after a pattern: `{5}` five digits, `{AA}` two letters, `{yy}` and `{yyyy}` the year."""
    text = pattern.replace("{yyyy}", str(day.year)).replace("{yy}", f"{day.year % 100:02d}")
    for size in range(1, 13):
        while f"{{{size}}}" in text:
            text = text.replace(f"{{{size}}}", str(rng.randint(10 ** (size - 1), 10**size - 1)), 1)
        while f"{{{'A' * size}}}" in text:
            text = text.replace(f"{{{'A' * size}}}", "".join(rng.choice(_LETTERS) for _ in range(size)), 1)
    return text


def _two(choices: tuple[str, ...], rng: Random) -> tuple[str, str]:
    first, second = rng.sample(choices, 2)
    return first, second


def _country(region: str, rng: Random) -> str:
    return rng.choice(world("countries", region))


def _party(country: str, language: str, rng: Random) -> Party:
    stem, trade, form = (
        rng.choice(world(topic, key)) for topic, key in (("stems", language), ("trades", language), ("forms", country))
    )
    name = rng.choice(
        (
            f"{stem} {trade} {form}",
            f"{stem} {form}",
            f"{trade} {stem} {form}" if language in {"fr", "es", "it"} else f"{stem} {trade} {form}",
        )
    )
    street = _filled(rng.choice(world("streets", language)), rng)
    web = "".join(c for c in stem.lower() if c.isascii() and c.isalpha()) or "firma"
    phone = f"{world('dialing', country)[0]} {rng.randint(20, 989)} {rng.randint(200, 989)} {rng.randint(1000, 9899)}"
    return Party(
        name, street, _filled(rng.choice(world("cities", country)), rng), country, trade=trade, phone=phone, email=f"info@{web}.example",
        web=f"www.{web}.example", manager=rng.choice(world("people", language)), tax_number=f"{country}{rng.randint(10**8, 10**9 - 1)}",
    )  # fmt: skip


def _filled(pattern: str, rng: Random) -> str:
    while "{d}" in pattern:
        pattern = pattern.replace("{d}", str(rng.randint(1, 9)), 1)
    return pattern.format(n=rng.randint(2, 190), m=rng.randint(2, 49), dd=f"{rng.randint(1, 99):02d}")


def _carrier(language: str, country: str, rng: Random) -> Carrier:
    name, _, scac = rng.choice(world("carriers", language)).partition(":")
    return Carrier(name, scac, f"{world('dialing', country)[0]} {rng.randint(200, 899)} {rng.randint(100000, 999999)}")


def _items(language: str, count: int, orders: tuple[str, ...], day: date, rng: Random) -> tuple[Item, ...]:
    pattern, usual = rng.choice(_CODES), rng.choice(world("units", language))
    pack = rng.choice(world("packs", language))
    goods = (
        rng.sample(world("goods", language), min(count, 12))
        if count <= 12
        else [rng.choice(world("goods", language)) for _ in range(count)]
    )

    def make(index: int) -> Item:
        uom = usual if rng.random() < 0.75 else rng.choice(world("units", language))
        order = orders[index * len(orders) // count]
        kind = pack if rng.random() < 0.7 else rng.choice(world("packs", language))
        return _item(index, goods[index], lambda: number(pattern, day, rng), uom, kind, order, language, day, rng)

    return tuple(make(index) for index in range(len(goods)))


def _item(
    index: int, goods: str, code: Callable[[], str], uom: str, kind: str, order: str, language: str, day: date, rng: Random
) -> Item:
    per_pack, packages = rng.choice(_PER_PACK), rng.choice(_PACKS)
    quantity = Decimal(per_pack * packages)
    if uom.lower() in {"m", "kg", "mt", "ml", "lb"} and rng.random() < 0.5:
        quantity += Decimal(rng.choice(("0.5", "0.25", "0.8")))
    net = (Decimal(rng.randint(8, 900)) / 10 * packages).quantize(Decimal("0.1"))
    detail = _sized(rng.choice(world("details", language)), rng) if rng.random() < 0.4 else ""
    missing = per_pack * rng.randint(1, 4) if rng.random() < 0.3 else 0
    return Item(
        index, code(), f"{rng.randint(10000, 999999)}", _sized(goods, rng), detail, quantity, uom,
        ordered=quantity + missing, delivered=quantity,
        packages=packages, package_type=kind, gross=(net * Decimal("1.06")).quantize(Decimal("0.1")), net=net,
        volume=(net / Decimal(rng.randint(160, 420))).quantize(Decimal("0.001")) + Decimal("0.01"),
        size=f"{rng.choice((40, 60, 80, 120))} x {rng.choice((30, 40, 60, 80))} x {rng.randint(20, 160)}",
        batch=number(rng.choice(("{6}", "L{5}", "{yy}{4}{A}", "CH{4}")), day, rng),
        serials=tuple(number("SN{6}", day, rng) for _ in range(min(3, int(quantity)))), expiry=day + timedelta(days=rng.randint(200, 900)),
        origin=rng.choice(("DE", "CN", "IT", "US", "TW", "PL", "FR")), hs=number(rng.choice(("{4} {2} {2}", "{8}", "{6}")), day, rng),
        nmfc=number(rng.choice(("{6}", "{5}-{1}", "{6}-{2}")), day, rng), freight_class=rng.choice(_CLASSES), gtin=make_gtin(rng),
        price=Decimal(str(round(10 ** rng.uniform(-0.3, 2.4), 2))).quantize(Decimal("0.01")), order=order,
        requested=day + timedelta(days=rng.randint(5, 25)), promised=day + timedelta(days=rng.randint(10, 70)),
        change=rng.choice(("", "", "", "changed_qty", "changed_price", "changed_date", "substitute")),
    )  # fmt: skip


def _sized(pattern: str, rng: Random) -> str:
    return pattern.format(a=rng.choice((16, 20, 25, 32, 40, 50, 63, 80)), b=rng.choice((2, 3, 4, 6, 8, 10, 12)))


def _received(language: str, day: date, goods: tuple[Item, ...], rng: Random) -> tuple[Receipt, tuple[Item, ...]]:
    """How the goods were taken, and the goods with what was delivered of each: less where pieces are missing or refused."""
    topic = rng.choice(("", "", "", "remarks_short", "remarks_damage", "remarks_refused"))
    when, time = day + timedelta(days=rng.randint(0, 5)), f"{rng.randint(7, 17):02d}:{rng.randint(0, 59):02d}"
    if not topic:
        return Receipt(rng.choice(world("people", language)), when, time, None), goods
    item = rng.choice(goods)
    lost = min(rng.randint(1, 3), int(item.quantity))
    sentence = rng.choice(world(topic, language))
    complaint = sentence.format(n=lost, u=item.uom, l=item.index + 1)
    if "{u}" in sentence or "{l}" in sentence:
        short = replace(item, delivered=item.quantity - lost)
        goods = tuple(short if one is item else one for one in goods)
    return Receipt(rng.choice(world("people", language)), when, time, complaint), goods
