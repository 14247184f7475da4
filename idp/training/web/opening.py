# ruff: noqa: E501 - markup reads better unbroken
"""To whom, about what? Addressees in one to three blocks, and the references as list, grid, strip, table or sentence."""

from collections.abc import Callable
from html import escape

from idp.training.web.entries import Entry, date_entry, number, number_entry, own_date, references
from idp.training.web.letterhead import addressee_name, has_title_above, issuer_name, party_rows, sender_line, title
from idp.training.web.setting import Setting, marked

_WIDE = {"strip", "two strips", "running", "two columns"}  # need the whole width of the page
_SENTENCES = {"invoice": "sentence", "credit_note": "sentence_credit", "order_confirmation": "sentence_order"}


def opening(s: Setting) -> str:
    """Everything between the letterhead and the rows."""
    people, facts = parties(s), _META[meta_form(s)](s)
    heading = "" if has_title_above(s) else f'<div class="title">{_numbered_title(s)}</div>'
    order = s.choices.pick("opening order", "beside", "beside", "beside", "below", "title between", "title first")
    match order if meta_form(s) not in _WIDE or order == "title between" else "below":
        case "beside":
            sides = (people, facts) if not s.choices.chance("references left", 0.15) else (facts, people)
            blocks = f'<div class="opening"><div>{sides[0]}</div><div>{sides[1]}</div></div>{heading}'
        case "below":
            blocks = f"{people}{heading}{facts}"
        case "title between":
            blocks = f'<div class="opening"><div>{people}</div><div></div></div>{heading}{facts}'
        case _:
            blocks = f'{heading}<div class="opening"><div>{people}</div><div>{facts}</div></div>'
    return blocks + introduction(s)


def introduction(s: Setting) -> str:
    """A greeting and a sentence, where this paper has them."""
    if not s.choices.chance("introduction", 0.3):
        return ""
    key = {"purchase_order": "order_text"}.get(s.deal.kind, f"intro_{s.deal.kind}")
    greeting = f"{s.phrases['greeting']}<br>" if s.choices.chance("greeting", 0.4) else ""
    return f"<p>{greeting}{s.phrases[key]}</p>"


def _numbered_title(s: Setting) -> str:
    if meta_form(s) in {"in the title", "letter"}:
        return f"{title(s)} {s.choices.pick('before number', '', '', 'Nr. ' if s.phrases.language == 'de' else '')}{number(s)}"
    return title(s)


# --- parties -------------------------------------------------------------------------------------------------------------------


def party_form(s: Setting) -> str:
    """How the addressee is set."""
    return s.choices.pick(
        "parties", "window", "window", "window", "labelled", "two", "two", "three", "from to", "inline", "right window"
    )


def parties(s: Setting) -> str:
    """The addressee, with the sender and the place of delivery where this paper has them."""
    deal = s.deal
    to = "<br>".join(party_rows(s, deal.addressee, addressee_name(s)))
    ship = deal.ship_to if deal.ship_to and s.choices.chance("elsewhere delivered", 0.4) else deal.buyer
    there = "<br>".join(party_rows(s, ship, escape(ship.name)))
    label = s.label("vendor" if deal.kind == "purchase_order" else "bill_to")
    block = s.choices.pick("party boxes", "bare", "bare", "boxed", "ruled")
    tax = (
        f"<br>{s.labelled('buyer_vat', s.buyer_vat())}"
        if deal.buyer.vat and deal.kind != "purchase_order" and s.choices.chance("buyer's vat here", 0.25)
        else ""
    )

    def labelled(name: str, rows: str) -> str:
        return f'<div class="party {block}"><div class="party-label">{name}</div><div>{rows}</div></div>'

    match party_form(s):
        case "window" | "right window" as form:
            sender = sender_line(s) if s.choices.chance("sender line", 0.5) else ""
            return f'<div class="window {"w-right" if form == "right window" else ""}">{sender}{to}{tax}</div>'
        case "two":
            return f'<div class="parties">{labelled(label, to + tax)}{labelled(s.label("ship_to"), there)}</div>'
        case "three":
            return f'<div class="parties">{labelled(s.label("sold_to") if deal.kind != "purchase_order" else label, to)}{labelled(s.label("bill_to"), "<br>".join(party_rows(s, deal.buyer, marked("buyer_name", deal.buyer.name, escape(deal.buyer.name)))))}{labelled(s.label("ship_to"), there)}</div>'
        case "from to":
            own = "<br>".join(party_rows(s, deal.issuer, issuer_name(s)))
            whose = (s.label("purchaser"), label) if deal.kind == "purchase_order" else (s.label("supplier"), label)
            return f'<div class="parties">{labelled(whose[0], own)}{labelled(whose[1], to + tax)}</div>'
        case "inline":
            return f'<div class="window">{label}{s.colon} {", ".join(party_rows(s, deal.addressee, addressee_name(s)))}</div>'
        case "grid":
            rows = "".join(
                f'<tr><td class="label">{name}</td><td>{text}</td></tr>'
                for name, text in ((label, to), (s.label("ship_to"), ", ".join(party_rows(s, ship, escape(ship.name)))))
            )
            return f'<table class="grid">{rows}</table>'
        case "stacked":
            return f'<div class="stacked"><b>{label}</b> {", ".join(party_rows(s, deal.addressee, addressee_name(s)))}</div><div class="stacked"><b>{s.label("ship_to")}</b> {", ".join(party_rows(s, ship, escape(ship.name)))}</div>'
    return labelled(label, to + tax)


# --- references ----------------------------------------------------------------------------------------------------------------


def meta_form(s: Setting) -> str:
    """How number, dates and references are set."""
    form = s.choices.pick(
        "meta",
        "list",
        "list",
        "list",
        "pairs",
        "pairs",
        "table",
        "grid",
        "strip",
        "strip",
        "sentence",
        "in the title",
        "column",
        "two columns",
        "letter",
        "letter",
    )
    return "list" if form == "sentence" and s.deal.kind not in _SENTENCES else form


def _list(s: Setting, entries: list[Entry] | None = None) -> str:
    rows = "".join(f"<div>{label}{s.colon} {value}</div>" for label, value in entries or references(s))
    return f'<div class="meta">{rows}</div>'


def _pairs(s: Setting, entries: list[Entry] | None = None, style: str = "pairs") -> str:
    """Labels in one column, values in the next."""
    colon = s.colon if s.choices.chance("colon in pairs", 0.5) else ""
    rows = "".join(
        f'<tr><td class="label">{label}{colon}</td><td>{value}</td></tr>' for label, value in entries or references(s)
    )
    side = s.choices.pick("pair values", "left", "left", "right")
    return f'<table class="meta {style} v-{side}">{rows}</table>'


def _table(s: Setting) -> str:
    return _pairs(s, style="ruled")


def _grid(s: Setting) -> str:
    """Boxes of label over value."""
    cells = "".join(f'<div><small class="label">{label}</small><br>{value}</div>' for label, value in references(s))
    return f'<div class="meta boxes">{cells}</div>'


def _strip(s: Setting) -> str:
    return _strip_of(references(s)[:6]) + (_list(s, references(s)[6:]) if len(references(s)) > 6 else "")


def _strip_of(entries: list[Entry]) -> str:
    heads = "".join(f"<th>{label}</th>" for label, _ in entries)
    values = "".join(f"<td>{value}</td>" for _, value in entries)
    return f'<table class="strip"><tr>{heads}</tr><tr>{values}</tr></table>'


def _two_strips(s: Setting) -> str:
    entries = references(s)
    half = (len(entries) + 1) // 2
    return _strip_of(entries[:half]) + (_strip_of(entries[half:]) if entries[half:] else "")


def _sentence(s: Setting) -> str:
    text = s.phrases.fill(_SENTENCES[s.deal.kind], number="\1", date="\2").replace("\1", number(s)).replace("\2", own_date(s))
    rest = references(s, without=("number", "date"))
    return f'<p class="told"><b>{text}</b></p>{_list(s, rest) if rest else ""}'


def _in_the_title(s: Setting) -> str:
    return _list(s, references(s, without=("number",))) if not has_title_above(s) else _list(s)


def _letter(s: Setting) -> str:
    """Place and date without a label, as on a letter, with the other references beneath."""
    rest = references(s, without=("number", "date") if not has_title_above(s) else ("date",))
    town = f"{escape(_town(s))}, " if s.choices.chance("place before date", 0.6) else ""
    return f'<div class="meta"><div>{town}{own_date(s)}</div></div>{_list(s, rest) if rest else ""}'


def _town(s: Setting) -> str:
    """The issuer's town without postal code and province."""
    return next((word.title() for word in s.deal.issuer.city.replace(",", " ").split() if word.isalpha() and len(word) > 2), "")


def _column(s: Setting) -> str:
    rows = "".join(f'<div class="over"><small class="label">{label}</small><br>{value}</div>' for label, value in references(s))
    return f'<div class="meta">{rows}</div>'


def _two_columns(s: Setting) -> str:
    entries = references(s)
    half = (len(entries) + 1) // 2
    second = f"<div>{_list(s, entries[half:])}</div>" if entries[half:] else ""
    return f'<div class="opening"><div>{_list(s, entries[:half])}</div>{second}</div>'


def _running(s: Setting) -> str:
    divider = s.choices.pick("running divider", " | ", " · ", "; ", " // ")
    return f'<p class="told">{divider.join(f"{label}{s.colon} {value}" for label, value in references(s))}</p>'


def _split(s: Setting) -> str:
    """Number and date large on top, all else in boxes."""
    rest = references(s, without=("number", "date"))
    boxes = "".join(f'<div><small class="label">{label}</small><br>{value}</div>' for label, value in rest)
    large = "".join(f'<div class="large">{label} <b>{value}</b></div>' for label, value in (number_entry(s), date_entry(s)))
    return (
        f'<div class="meta">{large}</div><div class="meta boxes">{boxes}</div>' if boxes else f'<div class="meta">{large}</div>'
    )


_META: dict[str, Callable[[Setting], str]] = {
    "list": _list, "pairs": _pairs, "table": _table, "grid": _grid, "strip": _strip, "sentence": _sentence, "in the title": _in_the_title,
    "column": _column, "letter": _letter, "two columns": _two_columns, "two strips": _two_strips, "running": _running, "split": _split,
}  # fmt: skip
