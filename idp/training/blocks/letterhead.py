"""Who sends this? Draws the sender's head of the first page, and the short one of the pages after it."""

from collections.abc import Callable

from idp.training.blocks.logo import draw_logo
from idp.training.composition import Composition
from idp.training.content import Party
from idp.training.layout import Letterhead, Logo
from idp.training.sheet import Align, Mark

_LEGAL_FORMS = {
    "gmbh",
    "kg",
    "co.",
    "&",
    "ag",
    "ltd",
    "limited",
    "sarl",
    "sas",
    "s.l.",
    "s.a.",
    "sl",
    "b.v.",
    "bv",
    "aps",
    "inc.",
    "ohg",
    "e.k.",
}


def draw_letterhead(c: Composition, sender: Party) -> float:
    """Draws the head of page one; returns the first free y below it."""
    return _HEADS[c.layout.letterhead](c, sender)


def draw_short_head(c: Composition, sender: Party, reference: str) -> float:
    """Draws the head of a later page: name left, reference right, a rule; returns the first free y."""
    c.sheet.text(c.left, 48, sender.name, c.bold(0.95))
    c.right_text(c.right, 48, reference, c.body(0.95))
    c.sheet.line(c.left, 54, c.right, 54, color=c.layout.accent)
    return 78


def initials(name: str) -> str:
    """First letters of the name's own words, legal forms left out."""
    return "".join(word[0] for word in name.split() if word.lower().strip(",") not in _LEGAL_FORMS).upper()


def _name(sender: Party) -> Mark:
    return Mark("supplier_name", sender.name)


def _contact_rows(c: Composition, sender: Party) -> list[str]:
    rows = [*sender.address]
    rows += [
        f"{c.wording[key]} {value}"
        for key, value in (("phone", sender.phone), ("email", sender.email), ("web", sender.web))
        if value
    ]
    return rows


def _logo_left(c: Composition, sender: Party) -> float:
    took = draw_logo(c.sheet, c.layout.logo, (c.left, 34), 44, color=c.layout.accent, initials=initials(sender.name))
    at = c.left + (took + 12 if took else 0)
    c.sheet.text(at, 54, sender.name, c.heading(15), mark=_name(sender))
    c.sheet.text(at, 69, sender.trade, c.body(0.9, "#555555"))
    y = 44.0
    for row in _contact_rows(c, sender):
        c.right_text(c.right, y, row, c.body(0.82, "#444444"))
        y += c.layout.size * 1.1
    return max(y, 92)


def _logo_right(c: Composition, sender: Party) -> float:
    size = 52
    took = draw_logo(c.sheet, c.layout.logo, (c.right - size, 30), size, color=c.layout.accent, initials=initials(sender.name))
    y = 46.0
    c.sheet.text(c.left, y, sender.name, c.heading(13), mark=_name(sender))
    for row in (sender.trade, *_contact_rows(c, sender)):
        y += c.layout.size * 1.18
        c.sheet.text(c.left, y, row, c.body(0.88))
    if not took:
        c.right_text(c.right, 50, initials(sender.name), c.heading(28))
    return max(y + 12, 96)


def _centered(c: Composition, sender: Party) -> float:
    middle = c.sheet.width / 2
    y = 50.0
    if c.layout.logo is not Logo.NONE:
        draw_logo(c.sheet, c.layout.logo, (middle - 17, 22), 34, color=c.layout.accent, initials=initials(sender.name))
        y = 74
    c.sheet.text(middle, y, sender.name, c.heading(17), align=Align.CENTER, mark=_name(sender))
    line = "  ·  ".join((*sender.address, f"{c.wording['phone']} {sender.phone}"))
    c.sheet.text(middle, y + 14, line, c.body(0.85), align=Align.CENTER)
    c.sheet.text(middle, y + 14 + c.layout.leading, f"{sender.email}  ·  {sender.web}", c.body(0.85), align=Align.CENTER)
    c.sheet.line(c.left, y + 36, c.right, y + 36, width=1.2, color=c.layout.accent)
    return y + 52


def _band(c: Composition, sender: Party) -> float:
    c.sheet.box(0, 0, c.sheet.width, 74, fill=c.layout.accent)
    took = draw_logo(c.sheet, c.layout.logo, (c.left, 20), 34, color="#ffffff", initials="")
    if took:
        draw_logo(c.sheet, c.layout.logo, (c.left + 2, 22), 30, color=c.layout.accent, initials=initials(sender.name))
    c.sheet.text(c.left + (46 if took else 0), 40, sender.name, c.heading(16, "#ffffff"), mark=_name(sender))
    c.sheet.text(c.left + (46 if took else 0), 55, sender.trade, c.body(0.9, "#ffffff"))
    y = 30.0
    for row in _contact_rows(c, sender)[2:]:
        c.right_text(c.right, y, row, c.body(0.85, "#ffffff"))
        y += c.layout.size * 1.2
    return 98


def _split(c: Composition, sender: Party) -> float:
    took = draw_logo(c.sheet, c.layout.logo, (c.left, 30), 58, color=c.layout.accent, initials=initials(sender.name))
    x = c.right - 170 if took else c.left
    y = 40.0
    c.sheet.text(x, y, sender.name, c.bold(1.05), mark=_name(sender))
    rows = _contact_rows(c, sender)
    if sender.vat:
        rows.append("")
    for row in rows:
        y += c.layout.size * 1.15
        c.sheet.text(x, y, row, c.body(0.85))
    if sender.vat:
        c.labelled(x, y, c.wording["supplier_vat"], sender.vat, style=c.body(0.85), mark=Mark("supplier_vat", sender.vat))
    return max(y + 14, 104)


def _plain(c: Composition, sender: Party) -> float:
    y = 48.0
    c.sheet.text(c.left, y, sender.name.upper(), c.heading(12, c.layout.ink), mark=_name(sender))
    for row in (*sender.address, f"{c.wording['phone']} {sender.phone}"):
        y += c.layout.leading
        c.sheet.text(c.left, y, row, c.body())
    return y + 22


_HEADS: dict[Letterhead, Callable[[Composition, Party], float]] = {
    Letterhead.LOGO_LEFT: _logo_left, Letterhead.LOGO_RIGHT: _logo_right, Letterhead.CENTERED: _centered, Letterhead.BAND: _band,
    Letterhead.SPLIT: _split, Letterhead.PLAIN: _plain,
}  # fmt: skip
