"""Who sends it, and how does that stand at the top? Name, logo and address of the issuer, in every place that papers have for them."""

from html import escape

from idp.training.content import Party
from idp.training.web.entries import address_rows
from idp.training.web.logo import logo
from idp.training.web.setting import Setting, marked


def issuer_field(s: Setting) -> str:
    """Which field the issuer's name is."""
    return "buyer_name" if s.deal.kind == "purchase_order" else "supplier_name"


def addressee_field(s: Setting) -> str:
    """Which field the addressee's name is."""
    return "supplier_name" if s.deal.kind == "purchase_order" else "buyer_name"


def issuer_name(s: Setting) -> str:
    """The issuer's name, marked."""
    return marked(issuer_field(s), s.deal.issuer.name, escape(s.deal.issuer.name))


def addressee_name(s: Setting) -> str:
    """The addressee's name, marked."""
    return marked(addressee_field(s), s.deal.addressee.name, escape(s.deal.addressee.name))


def title(s: Setting) -> str:
    """What the paper is called, in its own words."""
    return s.label(s.deal.kind) if s.phrases.has(s.deal.kind) else ""


def contact_rows(s: Setting) -> list[str]:
    """Telephone, mail and web of the issuer, those that this paper has."""
    party = s.deal.issuer
    rows = (("phone", party.phone), ("email", party.email), ("web", party.web))
    style = s.choices.pick("contacts", "labelled", "labelled", "bare", "none")
    return (
        []
        if style == "none"
        else [f"{s.label(key)}{s.colon} {escape(text)}" if style == "labelled" else escape(text) for key, text in rows]
    )


def identity_rows(s: Setting) -> list[str]:
    """Tax numbers of the issuer as they stand with its address; the supplier's VAT number is a field."""
    if s.deal.kind == "purchase_order" or not s.deal.supplier.vat or not s.choices.chance("vat at the top", 0.4):
        return []
    return [s.labelled("supplier_vat", s.vat())]


def is_name_drawn_only(s: Setting) -> bool:
    """Whether the top has a logo without any text."""
    return head_form(s) == "logo only"


def head_form(s: Setting) -> str:
    """Which form the top of the first page has."""
    return s.choices.pick(
        "head",
        "left",
        "left",
        "right",
        "right",
        "centred",
        "logo only",
        "split",
        "sidebar",
        "band",
        "title first",
        "title first",
        "plain",
    )


def letterhead(s: Setting) -> str:
    """The top of the first page, "" where the issuer stands elsewhere."""
    rows = [
        *address_rows(s.deal.issuer, s, with_country=s.choices.chance("issuer's land", 0.4)),
        *contact_rows(s),
        *identity_rows(s),
    ]
    name, small = f'<div class="name">{issuer_name(s)}</div>', f'<div class="issuer">{"<br>".join(rows)}</div>'
    picture = logo(s) if s.choices.chance("logo", 0.7) else ""
    match head_form(s):
        case "left" | "right" | "centred" as side:
            line = f'<div class="issuer">{" · ".join(rows)}</div>' if s.choices.chance("issuer on one row", 0.25) else small
            return f'<header class="h-{side}">{picture}{name}{line}</header>'
        case "logo only":
            return f'<header class="h-{s.choices.pick("logo side", "left", "right", "right")}">{logo(s)}</header>'
        case "split":
            return f'<header class="h-split"><div>{picture}{name}</div>{small}</header>'
        case "band":
            return f'<header class="h-band"><div>{name}{small}</div><div class="title">{title(s)}</div></header>'
        case "title first":
            return f'<header class="h-split"><div class="title">{title(s)}</div><div class="h-right">{picture}{name}{small}</div></header>'
        case "plain":
            return f"<header><b>{issuer_name(s)}</b><br>{', '.join(rows[:2])}</header>"
        case "form":
            return f'<header class="h-form"><div>{picture}{name}{small}</div><div class="title">{title(s)}</div></header>'
    return ""


def has_title_above(s: Setting) -> bool:
    """Whether the letterhead already names the paper."""
    return head_form(s) in {"band", "title first", "form"}


def sidebar(s: Setting) -> str:
    """The column beside the page for papers that have one."""
    if head_form(s) not in {"sidebar", "sidebar right"}:
        return ""
    groups = [address_rows(s.deal.issuer, s, with_country=True), contact_rows(s), identity_rows(s)]
    blocks = "".join(f'<div class="side-block">{"<br>".join(rows)}</div>' for rows in groups if rows)
    return f'<aside>{logo(s)}<div class="name">{issuer_name(s)}</div>{blocks}</aside>'


def sender_line(s: Setting) -> str:
    """The issuer on one small row over the window."""
    party = s.deal.issuer
    parts = [issuer_name(s), escape(party.street), escape(party.city)]
    return f'<div class="sender">{s.choices.pick("sender divider", " · ", " - ", " | ", ", ").join(parts)}</div>'


def party_rows(s: Setting, party: Party, name: str) -> list[str]:
    """A party as on an envelope, sometimes with a person."""
    rows = [
        name,
        *address_rows(party, s, with_country=party.country != s.deal.issuer.country or s.choices.chance("land at home", 0.15)),
    ]
    if s.choices.chance("attention", 0.2):
        rows.insert(1, escape(party.manager))
    return rows
