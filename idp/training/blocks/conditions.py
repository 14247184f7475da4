"""What is on the back of the page? The sender's general conditions in two columns of small print."""

from idp.training.composition import Composition
from idp.training.sheet import Style, wrap
from idp.training.wording.conditions import CLAUSES, TITLES

_SIZE, _LEADING = 7.2, 9.2


def draw_conditions(c: Composition) -> None:
    """Sets the numbered clauses of the sender's language on the current page."""
    language = c.wording.language
    c.sheet.text(c.left, 58, TITLES[language], c.heading(11))
    width = (c.right - c.left - 18) / 2
    style, bold = Style(c.body().font, _SIZE, "#222222"), Style(c.bold().font, _SIZE, "#222222")
    blocks = [_block(number, clause, style, width) for number, clause in enumerate(CLAUSES[language], start=1)]
    half = sum(len(rows) + 1.7 for _, rows in blocks) / 2
    column, y, used = 0, 78.0, 0.0
    for title, rows in blocks:
        if column == 0 and used >= half:
            column, y = 1, 78.0
        x = c.left + column * (width + 18)
        c.sheet.text(x, y, title, bold)
        for row in rows:
            y += _LEADING
            c.sheet.text(x, y, row, style)
        y += _LEADING * 1.7
        used += len(rows) + 1.7


def _block(number: int, clause: str, style: Style, width: float) -> tuple[str, tuple[str, ...]]:
    """A clause's numbered title and its wrapped text."""
    title, _, text = clause.partition(". ")
    return f"{number}. {title}", wrap(text or title, style, width)
