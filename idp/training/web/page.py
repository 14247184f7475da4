"""One paper, from its letterhead to its footer: chooses the skeleton, puts the blocks in, and repeats what every page repeats."""

from html import escape

from idp.training.web.closing import closing, conditions, footer, slip
from idp.training.web.entries import number, total_key
from idp.training.web.letterhead import head_form, issuer_name, letterhead, sidebar, title
from idp.training.web.logo import stamp
from idp.training.web.look import style_sheet
from idp.training.web.opening import opening
from idp.training.web.setting import Setting
from idp.training.web.table import goods
from idp.training.web.totals import bottom_bar, totals, totals_form

_NAMES_VAT = 'data-field="supplier_vat"'


def trade_paper(s: Setting, *, held_out: bool) -> str:
    """An invoice, credit note, confirmation or order as HTML for the printer."""
    rows = goods(s)  # first: where things stand in the rows decides what is said elsewhere
    blocks = f"{letterhead(s)}{_top_sum(s)}{opening(s)}{rows}{totals(s)}{closing(s)}"
    if (
        s.deal.supplier.vat
        and s.deal.kind != "purchase_order"
        and not any(_NAMES_VAT in x for x in (blocks, footer(s), sidebar(s)))
    ):
        blocks += f"<p>{s.labelled('supplier_vat', s.vat())}</p>" if s.choices.chance("vat at the end", 0.7) else ""
    end = bottom_bar(s) + slip(s)
    return framed(s, blocks, held_out=held_out, end=end, short_head=_short_head(s), after=conditions(s))


def framed(s: Setting, blocks: str, *, held_out: bool, end: str = "", short_head: str = "", after: str = "") -> str:
    """Blocks on pages with sidebar and footer; `end` stands above the last footer, `short_head` on top of all pages but the first."""
    paper = "letter" if s.deal.country == "US" and s.choices.chance("letter", 0.9) else "a4"
    foot, side = footer(s), sidebar(s)
    mark = stamp(s, s.phrases["paid_stamp"]) if s.choices.chance("stamped", 0.06) else ""
    side_again = side if s.choices.chance("sidebar again", 0.5) else "<aside></aside>" if side else ""
    first = _section(s, side, f'<div class="flow">{blocks}</div>{end}{foot}', mark)
    following = _section(s, side_again, f'{short_head}<div class="flow"></div>{end}{foot}')
    name = escape(s.phrases[s.deal.kind] if s.phrases.has(s.deal.kind) else s.deal.issuer.name)
    return (
        f'<!doctype html><html data-paper="{paper}" lang="{s.deal.language}"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{style_sheet(s.choices, held_out=held_out)}</style></head><body>{first}"
        f'<template class="next-page">{following}</template>{after}</body></html>'
    )


def _section(s: Setting, side: str, content: str, mark: str = "") -> str:
    if not side:
        return f'<section class="page">{content}{mark}</section>'
    main = f'<div class="main">{content}</div>'
    if head_form(s) == "sidebar right":
        return f'<section class="page sided other-side">{main}{side}{mark}</section>'
    return f'<section class="page sided">{side}{main}{mark}</section>'


def _short_head(s: Setting) -> str:
    """What following pages have at the top."""
    match s.choices.pick("short head", "both", "number", "name", "none"):
        case "both":
            return f'<header class="h-split"><div>{issuer_name(s)}</div><div>{title(s)} {number(s)}</div></header>'
        case "number":
            return f"<header>{s.label(f'number_{s.deal.kind}')}{s.colon} {number(s)}</header>"
        case "name":
            return f"<header><b>{issuer_name(s)}</b></header>"
    return ""


def _top_sum(s: Setting) -> str:
    """What is to be paid, large at the top, as web shops and payment services have it."""
    if totals_form(s) != "top" and not s.choices.chance("sum at the top", 0.03):
        return ""
    return f'<div class="top-sum">{s.label(total_key(s))}{s.colon} <b>{s.money(s.deal.sums().total, "total")}</b></div>'
