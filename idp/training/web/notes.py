"""What else stands under a row: batches, serial numbers, delivery notes, customs codes. None of it is the row's text."""

from datetime import timedelta

from idp.training.web.deal import Item
from idp.training.web.phrasebook import world
from idp.training.web.setting import Setting

_KINDS = ("contents", "serial", "batch", "delivery_ref", "origin", "backlog", "gtin", "our_code", "weight")


def notes_under(s: Setting, item: Item, line: int) -> list[str]:
    """The notes under one row, as markup."""
    kinds = [kind for kind in _KINDS if s.choices.chance(f"notes {kind}", 0.06)] if item.code or item.gtin else []
    rng = s.choices.rng(f"note {line}")
    notes = [_note(s, kind, item, line) for kind in kinds if kind != "backlog" or rng.random() < 0.2]
    if (
        s.deal.kind == "order_confirmation"
        and "promised" not in s.choices.taken.get("columns", "")
        and item.promised
        and s.choices.chance("promised under rows", 0.5)
    ):
        notes.append(f"{s.label('promised')}: {s.marked_date('promised_date', item.promised, line)}")
    return notes


def _note(s: Setting, kind: str, item: Item, line: int) -> str:
    rng = s.choices.rng(f"note {kind} {line}")
    if kind == "contents":
        parts = (f"{rng.randint(1, 8)} x {rng.choice(world(s.phrases.language)['nouns'])}" for _ in range(rng.randint(2, 3)))
        return "<br>".join(f"- {part}" for part in parts)
    if kind in {"gtin", "our_code"}:
        return f"{s.label(kind)}: {item.gtin if kind == 'gtin' else item.our_code}"
    if kind == "weight":
        return f"{s.label('weight_column')}: {s.figures.number(item.weight)} kg"
    return s.label(
        kind,
        sn=", ".join(f"{rng.randint(10**6, 10**8)}" for _ in range(rng.randint(1, 3))),
        batch=f"L{rng.randint(1000, 99999)}",
        date=s.plain_date(s.deal.issued - timedelta(days=rng.randint(0, 20))),
        dn=f"{rng.randint(10000, 999999)}",
        country=item.origin,
        code=f"{rng.randint(10**7, 10**8 - 1)}",
        n=rng.randint(1, 50),
    )
