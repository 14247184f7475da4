# ruff: noqa: E501 - markup reads better unbroken
"""How are the rows set? A ruled table in many styles, rows over two lines, a plain list, or one of the forms kept for held-out papers."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from idp.training.web.columns import Column, cell, choose_columns, head_text, quantity_style
from idp.training.web.deal import ZERO, Item
from idp.training.web.entries import orders_in_table
from idp.training.web.notes import notes_under
from idp.training.web.setting import Setting, marked
from idp.training.web.totals import foot_rows

Numbered = tuple[int, Item]


def goods(s: Setting) -> str:
    """The rows of the paper as blocks of the flow, with the sums where they stand in the table's foot."""
    columns = choose_columns(s)
    s.choices.taken["columns"] = ",".join(column.key for column in columns)
    rows = list(enumerate(s.deal.items))
    first, extra = [row for row in rows if not row[1].is_extra], [row for row in rows if row[1].is_extra]
    form = _FORMS[table_form(s)]
    text = form(s, columns, first, has_foot=not extra)
    if extra:
        text += f'<div class="block-title" data-keep>{s.label("charges_table")}</div>{form(s, columns, extra, has_foot=True)}'
    return text


def table_form(s: Setting) -> str:
    """Which form the rows have."""
    return s.choices.pick("table", *("table",) * 12, "two rows", "two rows", "list")


def _table(s: Setting, columns: tuple[Column, ...], rows: list[Numbered], *, has_foot: bool) -> str:
    body = "".join(_unit(s, columns, row, running) for row, running in _with_running(s, rows))
    carry = _carry(s, len(columns)) if s.choices.chance("carry forward", 0.4) else ""
    tall = (
        f'<tbody><tr class="filler">{"<td></td>" * len(columns)}</tr></tbody>'
        if len(rows) < 7 and s.choices.chance("tall table", 0.12)
        else ""
    )
    rules = s.choices.pick(
        "rules", "grid", "lines", "lines", "zebra", "head", "head", "columns", "none", "dots", "box", "dashes"
    )
    return f'<table class="goods r-{rules}" data-splits>{_head(s, columns)}{body}{tall}{carry}{_foot(s, len(columns)) if has_foot else ""}</table>'


def _with_running(s: Setting, rows: list[Numbered]) -> Iterator[tuple[str | Numbered, str]]:
    """Rows, headings and subtotals in order, each with the sum so far as printed."""
    total, group_total, last_group, last_order = ZERO, ZERO, "", None
    if lead := _lead(s):
        yield lead, s.plain_cell(total)
    for line, item in rows:
        if item.group != last_group:
            if last_group:
                yield _subtotal(s, last_group, group_total), s.plain_cell(total)
            yield f'<b class="group">{item.group}</b>', s.plain_cell(total)
            last_group, group_total = item.group, ZERO
        order = item.po_number or (s.deal.po_numbers[0] if s.deal.po_numbers else None)
        if order != last_order and orders_in_table(s):
            yield _order_heading(s, order or "", [n for n, i in rows if (i.po_number or order) == order]), s.plain_cell(total)
            last_order = order
        total, group_total = total + item.amount, group_total + item.amount
        yield (line, item), s.plain_cell(total)
    if last_group:
        yield _subtotal(s, last_group, group_total), s.plain_cell(total)


def _lead(s: Setting) -> str:
    """What some papers say in the table before the first row: a delivery note, a project, a sentence."""
    day = s.plain_date(s.deal.delivered or s.deal.issued)
    return {
        "delivery": s.label("delivery_ref", dn=s.deal.delivery_note, date=day), "project": f"{s.label('job')}: {s.deal.buyer.city.split()[-1].title()}",
        "none": "",
    }[s.choices.pick("table lead", *("none",) * 10, "delivery", "project")]  # fmt: skip


def _subtotal(s: Setting, name: str, amount: Decimal) -> str:
    return f'<div class="subtotal"><span>{s.label("group_total", name=name)}</span> <span>{s.plain_cell(amount)}</span></div>'


def _order_heading(s: Setting, order: str, lines: list[int]) -> str:
    """The order over its rows: a field of the paper, and the order of each row."""
    number = marked("po_numbers", order, f'<span class="solid">{order}</span>')
    for line in lines:
        number = marked("po_number", order, number, line)
    return f"{s.label('po_number')}{s.colon} {number}"


def _unit(s: Setting, columns: tuple[Column, ...], row: str | Numbered, running: str) -> str:
    """One `<tbody>`: a row with its notes, or a heading."""
    said = running.replace('"', "&quot;")
    if isinstance(row, str):
        keep = "" if row.startswith("<div") else " data-keep"
        return f'<tbody class="between"{keep} data-running="{_bare(said)}"><tr><td colspan="{len(columns)}">{row}</td></tr></tbody>'
    line, item = row
    notes = notes_under(s, item, line)
    is_inside = s.choices.chance("notes inside", 0.6)
    cells = []
    for column in columns:
        text = cell(s, column, item, line)
        if column.key == "description" and notes and is_inside:
            text += "".join(f"<br><small>{note}</small>" for note in notes)
        cells.append(f'<td class="a-{column.align} c-{column.key}">{text}</td>')
    under = "" if is_inside else "".join(_note_row(columns, note) for note in notes)
    return f'<tbody class="row" data-running="{_bare(said)}"><tr>{"".join(cells)}</tr>{under}</tbody>'


def _bare(markup: str) -> str:
    """Markup of a sum without its tags: what the carry-forward row shows."""
    out, depth = [], 0
    for char in markup:
        depth += (char == "<") - (char == ">")
        if depth == 0 and char != ">":
            out.append(char)
    return "".join(out)


def _note_row(columns: tuple[Column, ...], note: str) -> str:
    place = next(i for i, column in enumerate(columns) if column.key == "description")
    return f'<tr class="note">{"<td></td>" * place}<td colspan="{len(columns) - place}"><small>{note}</small></td></tr>'


def _head(s: Setting, columns: tuple[Column, ...]) -> str:
    if s.choices.chance("no headings", 0.05):
        return ""
    texts = [head_text(s, column) for column in columns]
    if s.choices.chance("heading in two rows", 0.12):
        texts = [text.replace(" ", "<br>", 1) if "<" not in text else text for text in texts]
    cells = "".join(f'<th class="a-{column.align}">{text}</th>' for column, text in zip(columns, texts, strict=True))
    repeat = "" if s.choices.chance("headings again", 0.85) else ' data-repeat="none"'
    return f"<thead{repeat}><tr>{cells}</tr></thead>"


def _carry(s: Setting, width: int) -> str:
    def row(key: str) -> str:
        return f'<tbody class="carry"><tr><td colspan="{width}"><div class="subtotal"><span>{s.label(key, n="")}</span> <span class="running"></span></div></td></tr></tbody>'

    back = f'<template class="carry-in">{row("brought_forward")}</template>' if s.choices.chance("brought forward", 0.7) else ""
    return f'<template class="carry-out" data-height="32">{row("carry_over")}</template>{back}'


def _two_rows(s: Setting, columns: tuple[Column, ...], rows: list[Numbered], *, has_foot: bool) -> str:
    """Description across, figures beneath it."""
    upper = [c for c in columns if c.key in {"position", "code", "our_code", "description", "gtin"}]
    lower = [c for c in columns if c not in upper]
    width = max(len(lower), 1)

    def unit(row: str | Numbered) -> str:
        if isinstance(row, str):
            return f'<tbody class="between" data-keep><tr><td colspan="{width}">{row}</td></tr></tbody>'
        line, item = row
        lead = " &nbsp; ".join(text for c in upper if (text := cell(s, c, item, line)))
        notes = "".join(f"<br><small>{note}</small>" for note in notes_under(s, item, line))
        figures = "".join(f'<td class="a-{c.align}">{cell(s, c, item, line)}</td>' for c in lower)
        return f'<tbody class="row"><tr><td colspan="{width}">{lead}{notes}</td></tr><tr>{figures}</tr></tbody>'

    heads = "".join(f'<th class="a-{c.align}">{head_text(s, c)}</th>' for c in lower)
    title = " / ".join(text for c in upper if (text := head_text(s, c)))
    body = "".join(unit(row) for row, _ in _with_running(s, rows))
    rules = s.choices.pick("rules", "lines", "zebra", "head", "none", "dots", "box")
    head = f'<thead><tr><th class="a-left" colspan="{width}">{title}</th></tr><tr>{heads}</tr></thead>'
    return f'<table class="goods r-{rules}" data-splits>{head}{body}{_foot(s, width) if has_foot else ""}</table>'


def _inline(s: Setting, item: Item, line: int, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: cell(s, Column(key, "left"), item, line) for key in keys}


def _list(s: Setting, columns: tuple[Column, ...], rows: list[Numbered], *, has_foot: bool) -> str:
    """`3 × Widget ………… 36.00`, without a table."""
    times, has_price = s.choices.pick("times", "x", "×", " x", "@"), any(c.key == "unit_price" for c in columns)

    def unit(row: str | Numbered) -> str:
        if isinstance(row, str):
            return f'<div class="item" data-keep>{row}</div>'
        line, item = row
        t = _inline(s, item, line, ("quantity", "description", "unit_price", "amount"))
        lead = f"{t['quantity']} {times} " if quantity_style(s) == "shown" and times != "@" else ""
        each = (
            f"<br><small>{t['quantity'] + ' @ ' if not lead and quantity_style(s) == 'shown' else ''}{t['unit_price']}</small>"
            if has_price and (item.quantity != 1 or times == "@")
            else ""
        )
        return f'<div class="item"><div>{lead}{t["description"]}{each}</div><div class="a-right">{t["amount"]}</div></div>'

    return f'<div class="goods list" data-splits>{"".join(unit(row) for row, _ in _with_running(s, rows))}</div>{_foot_table(s) if has_foot else ""}'


def _cards(s: Setting, columns: tuple[Column, ...], rows: list[Numbered], *, has_foot: bool) -> str:
    """A bold text per row, its figures labelled beneath, the amount at the right."""
    keys = tuple(c.key for c in columns if c.key not in {"description", "amount", "position"})

    def unit(row: str | Numbered) -> str:
        if isinstance(row, str):
            return f'<div class="item" data-keep>{row}</div>'
        line, item = row
        t = _inline(s, item, line, (*keys, "description", "amount"))
        facts = " &nbsp;|&nbsp; ".join(
            f"{head_text(s, Column(key, 'left')) or s.label(key)}: {t[key]}" for key in keys if t[key]
        )
        notes = "".join(f"<br><small>{note}</small>" for note in notes_under(s, item, line))
        return f'<div class="item card"><div><b>{t["description"]}</b><br><small>{facts}</small>{notes}</div><div class="a-right">{t["amount"]}</div></div>'

    return f'<div class="goods list" data-splits>{"".join(unit(row) for row, _ in _with_running(s, rows))}</div>{_foot_table(s) if has_foot else ""}'


def _labelled(s: Setting, columns: tuple[Column, ...], rows: list[Numbered], *, has_foot: bool) -> str:
    """Every row a small block of label over value, the description on top."""
    keys = tuple(c.key for c in columns if c.key != "description")

    def unit(row: str | Numbered) -> str:
        if isinstance(row, str):
            return f"<div data-keep>{row}</div>"
        line, item = row
        t = _inline(s, item, line, (*keys, "description"))
        boxes = "".join(
            f"<div><small>{head_text(s, Column(key, 'left')) or s.label(key)}</small><br>{t[key]}</div>" for key in keys
        )
        return f'<div class="block"><div>{t["description"]}</div><div class="boxes">{boxes}</div></div>'

    return f'<div class="goods blocks" data-splits>{"".join(unit(row) for row, _ in _with_running(s, rows))}</div>{_foot_table(s) if has_foot else ""}'


def _foot(s: Setting, width: int) -> str:
    rows = foot_rows(s, width)
    return f"<tfoot>{rows}</tfoot>" if rows else ""


def _foot_table(s: Setting) -> str:
    rows = foot_rows(s, 2)
    return f'<table class="goods r-none"><tfoot>{rows}</tfoot></table>' if rows else ""


class _Form(Protocol):
    def __call__(self, s: Setting, columns: tuple[Column, ...], rows: list[Numbered], /, *, has_foot: bool) -> str: ...


_FORMS: dict[str, _Form] = {
    "table": _table, "two rows": _two_rows, "list": _list, "cards": _cards, "labelled": _labelled,
}  # fmt: skip
