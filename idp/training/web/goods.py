# ruff: noqa: E501 - tables read better with one row a line
"""What is sold? Invents rows of goods and services: descriptions, codes, quantities that fit the price, notes under the row."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from idp.training.identifiers import make_gtin
from idp.training.web.choices import Choices
from idp.training.web.deal import Item
from idp.training.web.phrasebook import Table, world

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SPECS: tuple[Callable[[Random], str], ...] = (
    lambda r: f"M{r.choice((4, 5, 6, 8, 10, 12, 16, 20))}x{r.choice((10, 16, 20, 25, 30, 40, 50, 60, 80))}",
    lambda r: f"DN{r.choice((10, 15, 20, 25, 32, 40, 50, 80, 100))}", lambda r: f"{r.randint(10, 990)} x {r.randint(10, 600)} mm",
    lambda r: f"{r.randint(1, 99)} mm", lambda r: f"{r.choice((12, 24, 230, 400))} V", lambda r: f"IP{r.choice((20, 44, 54, 65, 67))}",
    lambda r: f"RAL {r.choice((9005, 7035, 3020, 5010, 9010))}", lambda r: f"DIN {r.randint(100, 9999)}", lambda r: f"ISO {r.randint(100, 9999)}",
    lambda r: f"{r.choice((0.5, 0.75, 1, 2.5, 5, 10, 20, 25))} l".replace(".", ","), lambda r: f"Ø{r.randint(3, 200)}",
    lambda r: f"{r.randint(2, 60)}/{r.randint(2, 60)}", lambda r: f'{r.choice(("1/4", "3/8", "1/2", "3/4", "1"))}"', lambda r: f"{r.randint(5, 500)} kg",
    lambda r: r.choice(("A2", "A4", "8.8", "10.9", "S235JR", "EN-GJS", "PVC", "PE-HD", "EPDM", "NBR 70", "1.4301", "Gr. XL", "Gr. 42")),
    lambda r: f"{r.randint(2, 24)} x {r.choice((0.33, 0.5, 0.7, 1, 1.5))} L", lambda r: f"{r.choice((1, 2, 3, 5))}G{r.choice(('1,5', '2,5', '6'))}",
    lambda r: f"{''.join(r.choice(_LETTERS) for _ in range(r.randint(1, 3)))}{r.randint(10, 9999)}", lambda r: f"{r.randint(1, 48)}-pack",
)  # fmt: skip
_SOFT = (".5", ".25", ".75", ".4", ".125")


def invent_items(language: str, rates: tuple[Decimal, ...], count: int, choices: Choices) -> tuple[Item, ...]:
    """`count` rows of one supplier, mostly at the first of `rates`."""
    rng, words = choices.rng("items"), world(language)
    is_service = choices.chance("items.services", 0.12)
    code, our_code = _code_maker(choices.rng("codes")), _code_maker(choices.rng("our codes"))
    has_discount, base = choices.chance("items.discount", 0.25), choices.one("items.base", (1,) * 12 + (100, 1000, 100))
    form, usual = (
        choices.pick("items.text", "plain", "plain", "long", "two rows", "capitals", "short"),
        rng.choice(words["units"]),
    )
    rows = []
    for _ in range(count):
        quantity, price = _hours_and_rate(rng) if is_service else _quantity_and_price(rng, base)
        rows.append(
            Item(
                description=_description(words, form, rng) if not is_service else _service(words, rng),
                quantity=quantity,
                price=price,
                tax=rates[0] if rng.random() < 0.75 else rng.choice(rates),
                code=None if choices.rng("code holes").random() < 0.1 and rng.random() < 0.3 else code(),
                our_code=our_code(),
                gtin=make_gtin(rng),
                uom=rng.choice(words["hours"]) if is_service else usual if rng.random() < 0.8 else rng.choice(words["units"]),
                base=1 if is_service else base,
                discount=Decimal(rng.choice(("0", "3", "5", "10", "12.5", "15", "20", "25", "33", "40")))
                if has_discount
                else Decimal(0),
                origin=rng.choice(("DE", "CN", "IT", "FR", "US", "TW", "PL", "ES")),
                weight=Decimal(rng.randint(1, 9000)) / 100,
            )
        )
    return _shared_code(tuple(rows), rng)


def _shared_code(rows: tuple[Item, ...], rng: Random) -> tuple[Item, ...]:
    """Now and then the same article stands in two rows."""
    if len(rows) > 3 and rng.random() < 0.1:
        again = replace(rows[0], quantity=rows[0].quantity + 1)
        return (*rows[:-1], again)
    return rows


def _description(words: Table, form: str, rng: Random) -> str:
    noun = rng.choice(words["nouns"])
    specs = [rng.choice(_SPECS)(rng) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    extra = [rng.choice(words["adjectives"])] if rng.random() < 0.5 else []
    match form:
        case "long":
            more = ", ".join(rng.choice(words["adjectives"]) for _ in range(rng.randint(1, 3)))
            return f"{noun} {' '.join(specs)} {more}, {rng.choice(_SPECS)(rng)} / {rng.choice(words['nouns']).lower()} {rng.choice(_SPECS)(rng)}".replace(
                "  ", " "
            )
        case "two rows":
            text = " ".join((noun, *specs))
            return (
                f"{text}\n{', '.join((*extra, rng.choice(_SPECS)(rng), rng.choice(_SPECS)(rng)))}"
                if rng.random() < 0.7
                else text
            )
        case "capitals":
            return " ".join((noun, *specs, *extra)).upper()
        case "short":
            return " ".join((noun, *specs[:1]))
    return " ".join(rng.choice(((noun, *extra, *specs), (noun, *specs, *extra))))


def _service(words: Table, rng: Random) -> str:
    text = rng.choice(words["services"])
    return (
        f"{text}\n{rng.choice(words['people'])}, {rng.randint(1, 28):02d}.{rng.randint(1, 12):02d}."
        if rng.random() < 0.25
        else text
    )


def _hours_and_rate(rng: Random) -> tuple[Decimal, Decimal]:
    return Decimal(rng.randint(1, 120)) / rng.choice((1, 1, 2, 4)), Decimal(
        rng.choice(("48", "65", "72.5", "85", "95", "110", "120.75", "19.9"))
    )


def _quantity_and_price(rng: Random, base: int) -> tuple[Decimal, Decimal]:
    """Cheap goods by the thousand, dear ones singly; the price is for `base` units."""
    worth = 10 ** rng.uniform(-1.0, 3.2 if base == 1 else 0.6)
    price = max(Decimal(str(round(worth * base, rng.choice((2, 2, 2, 2, 3, 4) if base == 1 else (2,))))), Decimal("0.01"))
    most = max(1, min(6000, int(5000 / worth)))
    quantity = Decimal(rng.randint(1, rng.choice((most, max(1, most // 8), 12))))
    if quantity > 100:
        quantity -= quantity % rng.choice((10, 25, 50, 100))
    elif rng.random() < 0.07:
        quantity += Decimal(rng.choice(_SOFT))
    return quantity, price


def _code_maker(rng: Random) -> Callable[[], str]:
    """One company's way to form product codes."""
    prefix = "".join(rng.choice(_LETTERS) for _ in range(rng.randint(1, 4)))

    def digits(size: int) -> str:
        return str(rng.randint(10 ** (size - 1), 10**size - 1))

    size = rng.randint(4, 8)
    makers: tuple[Callable[[], str], ...] = (
        lambda: digits(size), lambda: f"{prefix}-{digits(4)}", lambda: f"{prefix}{digits(2)}.{digits(3)}.{digits(2)}", lambda: f"{digits(size)}",
        lambda: f"{digits(2)} {digits(3)} {digits(2)}", lambda: f"{digits(4)}-{prefix}", lambda: f"{prefix}{digits(size)}", lambda: f"000000{digits(6)}",
        lambda: f"{digits(3)}.{digits(3)}", lambda: f"{prefix}-{rng.choice(_LETTERS)}{digits(2)}-{digits(2)}{rng.choice(_LETTERS)}", lambda: f"{prefix}/{digits(3)}",
        lambda: "".join(rng.choice(_LETTERS) for _ in range(rng.randint(5, 9))), lambda: f"{digits(1)}{rng.choice(_LETTERS)}{digits(3)}",
    )  # fmt: skip
    return rng.choice(makers)
