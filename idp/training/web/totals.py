"""How are the sums set? At the right, across the page, in the table's foot, as a strip, at the side, in a sentence, with a tax table."""

from idp.training.web.columns import letter, tax_style
from idp.training.web.deal import Sums
from idp.training.web.entries import SumRow, sum_rows
from idp.training.web.setting import Setting


def totals_form(s: Setting) -> str:
    """Which form the sums have; those of complicated papers never are a sentence."""
    return s.choices.pick(
        "totals",
        "right",
        "right",
        "right",
        "right",
        "full",
        "foot",
        "strip",
        "sentence",
        "tax table",
        "tax table",
        "boxed",
        "beside",
    )


def foot_rows(s: Setting, width: int) -> str:
    """The sums as rows of the foot of a table of `width` columns, "" for papers that have them elsewhere."""
    if totals_form(s) != "foot":
        return ""
    span = max(1, width - 1)
    cells = (
        (row.role, f'<td colspan="{span}" class="a-right">{row.label}</td><td class="a-right">{row.value}</td>')
        for row in sum_rows(s)
    )
    return "".join(f'<tr class="sum {role}">{cell}</tr>' for role, cell in cells)


def totals(s: Setting) -> str:
    """The block of sums after the rows, "" where they stand in the table's foot."""
    match totals_form(s):
        case "foot" | "bottom bar":
            return ""
        case "sentence":
            return _sentence(s)
        case "strip":
            return _strip(s)
        case "tax table":
            return f'<div class="sums-row">{tax_table(s)}{_block(s, "right")}</div>'
        case "top":
            return _block(s, "right")
        case form:
            return _block(s, form)


def bottom_bar(s: Setting) -> str:
    """The strip of sums at the bottom of the last page, for papers that have it there."""
    return f'<div data-on="last">{_strip(s)}</div>' if totals_form(s) == "bottom bar" else ""


def _block(s: Setting, form: str) -> str:
    side = s.choices.pick("sums stand", "right", "right", "right", "left") if form == "beside" else form
    rows = "".join(_row(s, row) for row in sum_rows(s))
    return f'<table class="sums s-{side}">{rows}</table>'


def _row(s: Setting, row: SumRow) -> str:
    colon = s.colon if s.choices.chance("colon in sums", 0.4) else ""
    dots = '<td class="leader"></td>' if s.choices.chance("gap in sums", 0.2) else ""
    return f'<tr class="sum {row.role}"><td>{row.label}{colon}</td>{dots}<td class="a-right">{row.value}</td></tr>'


def _strip(s: Setting) -> str:
    """Labels in one row, sums in the next."""
    rows = sum_rows(s)
    heads = "".join(f"<th>{row.label}</th>" for row in rows)
    values = "".join(f'<td class="sum {row.role}">{row.value}</td>' for row in rows)
    return f'<table class="strip"><tr>{heads}</tr><tr>{values}</tr></table>'


def _sentence(s: Setting) -> str:
    """Sums told in words, where there are only three of them; else a block."""
    deal, sums = s.deal, s.deal.sums()
    is_simple = (
        not deal.adjustments
        and not sums.withheld
        and not sums.deposit
        and not sums.rounding
        and len(sums.taxes) == 1
        and sums.tax
    )
    if not is_simple or deal.is_inclusive or deal.kind != "invoice":
        return _block(s, "right")
    text = s.phrases.fill("in_words", total="\1", tax="\2", net="\3")
    for slot, value in (
        ("\1", s.money(sums.total, "total")),
        ("\2", s.money(sums.tax, "tax_amount")),
        ("\3", s.money(sums.net, "subtotal")),
    ):
        text = text.replace(slot, f'<b class="solid">{value}</b>')
    return f'<p class="told">{text}</p>'


def tax_table(s: Setting) -> str:
    """Base and tax by rate: a table that looks like rows of goods and is none."""
    sums = s.deal.sums()
    has_gross = s.choices.chance("gross in tax table", 0.4)
    heads = [s.label("tax_code"), s.label("tax_base"), s.label("tax_line"), *([s.label("amount_gross")] if has_gross else [])]
    body = "".join(_tax_row(s, sums, index, has_gross=has_gross) for index in range(len(sums.taxes)))
    title = f"<caption>{s.label('tax_summary')}</caption>" if s.choices.chance("tax table title", 0.4) else ""
    return f'<table class="taxes">{title}<tr>{"".join(f"<th>{head}</th>" for head in heads)}</tr>{body}</table>'


def _tax_row(s: Setting, sums: Sums, index: int, *, has_gross: bool) -> str:
    group = sums.taxes[index]
    rate = s.figures.percent(group.percent)
    name = f"{letter(s, group.percent)} = {rate}" if "letter" in tax_style(s) and group.percent in s.deal.rates else rate
    tax = s.money(group.amount, "tax_amount") if len(sums.taxes) == 1 and _is_tax_printed(s) else s.money(group.amount)
    cells = [name, s.money(group.base), tax, *([s.money(group.base + group.amount)] if has_gross else [])]
    row = "".join(f'<td class="a-right">{text}</td>' for text in cells)
    return f"<tr>{row}</tr>"


def _is_tax_printed(s: Setting) -> bool:
    return any('data-field="tax_amount"' in row.value for row in sum_rows(s))
