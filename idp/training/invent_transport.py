"""Which shipment might a paper belong to? Invents bills of lading, delivery notes and proofs of delivery for training."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from idp.training import pools
from idp.training.content import Package, Party, Transport
from idp.training.identifiers import make_container, make_vics_bol
from idp.training.invent import FIRST_DAY, SPAN_DAYS, invent_lines, invent_number, invent_party

_PACKAGES = {
    "de": ("Colli", "Palette", "Karton"),
    "fr": ("colis", "palette", "carton"),
    "es": ("bultos", "palet", "caja"),
    "en": ("PLT", "CTN", "SKD"),
}
_EXCEPTIONS = {
    "de": ("1 Karton beschädigt", "2 Stk fehlen", "Folie aufgerissen, Ware nass", "Palette gekippt, Annahme unter Vorbehalt"),
    "fr": ("1 carton ouvert", "2 pièces manquantes", "palette abîmée, sous réserve de déballage"),
    "es": ("1 caja rota", "faltan 3 uds.", "embalaje mojado, pendiente de revisar"),
    "en": ("1 carton crushed", "short 2 pcs", "shrink wrap torn, goods wet", "3 pallets damaged - subject to check"),
}
_RECEIVERS = ("M. Kowalski", "J. Dupont", "A. Garcia", "T. Miller", "S. Weber", "R. Novak")
_SHIPS = ("ATLANTIC HERON", "NORDIC WILLOW", "CAPE LINNET", "SEA THISTLE")


def invent_transport(country: str, rng: Random) -> tuple[Transport, Party]:
    """A shipment from an invented supplier, and the carrier who moves it."""
    language = pools.COUNTRIES[country]
    shipper, goods = invent_party(country, rng)
    consignee, _ = invent_party(rng.choice(tuple(pools.COUNTRIES)), rng)
    carrier, _ = invent_party(country, rng)
    day = FIRST_DAY + timedelta(days=rng.randrange(SPAN_DAYS))
    lines = invent_lines(language, goods, (0.0,), rng.choice((1, 1, 2, 3, 5, 8)), rng)
    kind = rng.choice(_PACKAGES[language])
    packages = tuple(Package(line, rng.randint(1, 8), kind, Decimal(rng.randint(50, 9000)) / 10) for line in lines)
    orders = tuple(dict.fromkeys(invent_number(pools.ORDER_PATTERNS, day, rng) for _ in range(rng.choice((1, 1, 1, 2)))))
    scac = "".join(rng.choice("ABCDEFGHKLMNPRSTUVWX") for _ in range(4))
    shipment = Transport(
        language,
        make_vics_bol(rng),
        shipper,
        consignee,
        carrier.name,
        day,
        packages,
        orders,
        scac=scac,
        pro_number=f"{scac}{rng.randint(10**8, 10**10)}" if rng.random() < 0.7 else None,
        containers=tuple(make_container(rng, f"{scac[:3]}U") for _ in range(rng.choice((1, 1, 2)))),
        seals=tuple(f"{rng.choice(('', 'SL', 'EU'))}{rng.randint(100000, 9999999)}" for _ in range(rng.choice((1, 1, 2)))),
        trailer=f"{rng.randint(10, 99)}-{rng.randint(1000, 9999)}",
        vessel=f"{rng.choice(_SHIPS)} / {rng.randint(10, 99)}W",
        ports=("Rotterdam", "Antwerpen"),
        incoterm=rng.choice(("FOB", "CIF", "DAP", "FCA")),
        order_number=f"{rng.randint(10000, 999999)}",
        driver=rng.choice(_RECEIVERS),
    )
    return shipment, carrier


def with_receipt(shipment: Transport, rng: Random) -> Transport:
    """The same shipment as delivered: signed or not, complete or with exceptions."""
    is_signed = rng.random() < 0.8
    is_short = rng.random() < 0.25
    missing = min(Decimal(2), shipment.packages[0].line.quantity) if is_short else Decimal(0)
    first, *others = shipment.packages
    packages = (
        replace(first, delivered=first.line.quantity - missing),
        *(replace(one, delivered=one.line.quantity) for one in others),
    )
    return replace(
        shipment,
        number=invent_number(pools.NUMBER_PATTERNS, shipment.shipped, rng),
        packages=packages,
        delivered=shipment.shipped + timedelta(days=rng.randint(1, 4)),
        received_by=rng.choice(_RECEIVERS) if is_signed else None,
        is_signed=is_signed,
        exceptions=rng.choice(_EXCEPTIONS[shipment.language]) if is_short or rng.random() < 0.2 else None,
    )
