"""What was delivered at which price? Draws the line table, over as many pages as it takes."""

from collections.abc import Callable
from decimal import Decimal
from itertools import groupby

from idp.training.blocks.columns import Cell, Column, cell_of, lay_columns
from idp.training.composition import Composition
from idp.training.content import Commercial, Line
from idp.training.layout import Rules
from idp.training.sheet import Align, Mark, Style, wrap

TurnPage = Callable[[], float]
_FAINT = "#999999"


def draw_table(c: Composition, document: Commercial, y: float, turn_page: TurnPage) -> float:
    """Draws all lines from `y` down; `turn_page` ends a page and says where the next one's text begins. Returns the first free y."""
    table = _Table(c, document, turn_page)
    table.start(y)
    for heading, group in groupby(range(len(document.lines)), key=lambda index: _heading_key(document, index)):
        indexes = tuple(group)
        if heading:
            table.heading(indexes)
        for index in indexes:
            table.row(index)
    return table.finish()


def _heading_key(document: Commercial, index: int) -> str:
    """The order under which a line stands, where the document bills several; "" for none."""
    line = document.lines[index]
    return (line.po_number or "") if len(document.po_numbers) > 1 else ""


class _Table:
    """The table in the making: where the pen is, what was summed so far."""

    def __init__(self, c: Composition, document: Commercial, turn_page: TurnPage) -> None:
        self.c, self.document, self.turn_page = c, document, turn_page
        self.columns = lay_columns(c, document)
        self.y = self.top = 0.0
        self.sum = Decimal(0)
        self.rows = 0

    def start(self, y: float) -> None:
        """Draws the header row at `y`."""
        self.top = y
        self.y = _draw_header(self.c, self.columns, y)

    def heading(self, indexes: tuple[int, ...]) -> None:
        """Draws the row that names the order to which the following lines belong."""
        c, line = self.c, self.document.lines[indexes[0]]
        self._make_room(c.layout.leading * 3)
        po = line.po_number or ""
        text = (
            c.wording.fill("order_line", po=po, dn=line.delivery_note)
            if line.delivery_note
            else c.wording.fill("order_only", po=po)
        )
        before, style = text.split(po)[0], c.bold(0.95)
        y = self.y + c.layout.size
        c.sheet.text(c.left + 3, y, before, style)
        x = c.left + 3 + style.width(before)
        c.sheet.text(x, y, po, style, mark=Mark("po_numbers", po))
        for index in indexes:
            c.sheet.claim((x, y - c.layout.size, x + style.width(po), y + 2), Mark("po_number", po, index))
        c.sheet.text(x + style.width(po), y, text[len(before) + len(po) :], style)
        self.y = y + c.layout.row_gap + 2

    def row(self, index: int) -> None:
        """Draws one line, on the next page where it does not fit here."""
        c, line = self.c, self.document.lines[index]
        room = next(col for col in self.columns if col.key == "description")
        texts = wrap(line.description, c.body(), room.right - room.left - 8)
        details = self._details(line, room.right - room.left - 8)
        height = len(texts) * c.layout.leading + len(details) * c.layout.leading * 0.88 + c.layout.row_gap
        self._make_room(height + (c.layout.leading if c.layout.has_carry_forward else 0))
        if c.layout.rules is Rules.ZEBRA and self.rows % 2 == 0:
            c.sheet.box(c.left, self.y, c.right, self.y + height, fill=c.layout.tint)
        baseline = self.y + c.layout.row_gap / 2 + c.layout.size * 0.95
        self._cells(index, baseline)
        self._description(index, texts, details, room, baseline)
        self.y += height
        if c.layout.rules in {Rules.GRID, Rules.HEADER_RULE}:
            c.sheet.line(
                c.left, self.y, c.right, self.y, width=0.3, color=_FAINT if c.layout.rules is Rules.HEADER_RULE else "#444444"
            )
        self.sum += line.amount
        self.rows += 1

    def finish(self) -> float:
        """Closes the table; returns the first free y."""
        self._close()
        return self.y + 8

    def _cells(self, index: int, baseline: float) -> None:
        for column in self.columns:
            if column.key != "description":
                _draw_cell(self.c, column, cell_of(self.c, self.document, index, column.key), baseline, self.c.body())

    def _description(
        self, index: int, texts: tuple[str, ...], details: list[tuple[str, Mark | None]], room: Column, y: float
    ) -> None:
        mark = Mark("description", self.document.lines[index].description, index)
        for text in texts:
            self.c.sheet.text(room.x, y, text, self.c.body(), mark=mark)
            y += self.c.layout.leading
        for text, detail_mark in details:
            style = self.c.body(0.85, "#444444")
            lead, _, rest = text.partition("\t")
            self.c.sheet.text(room.x, y, lead, style)
            self.c.sheet.text(
                room.x + style.width(lead),
                y,
                rest,
                style,
                mark=detail_mark and Mark(detail_mark.field, detail_mark.value, index),
            )
            y += self.c.layout.leading * 0.88

    def _details(self, line: Line, width: float) -> list[tuple[str, Mark | None]]:
        rows: list[tuple[str, Mark | None]] = []
        if line.code and "code" not in self.c.layout.columns:
            rows.append((f"{self.c.wording['code']}: \t{line.code}", Mark("product_code", line.code)))
        if line.gtin and self.c.layout.has_gtin_line:
            rows.append((f"{self.c.wording['gtin']} {line.gtin}", None))
        if line.detail:
            rows += [(text, None) for text in wrap(line.detail, self.c.body(0.85), width)]
        return rows

    def _make_room(self, height: float) -> None:
        if self.y + height <= self.c.bottom:
            return
        if self.c.layout.has_carry_forward:
            self._sum_row("carry_over")
        self._close()
        self.start(self.turn_page())
        if self.c.layout.has_carry_forward:
            self._sum_row("brought_forward")

    def _sum_row(self, key: str) -> None:
        c = self.c
        y = self.y + c.layout.size + 2
        amount = next(col for col in self.columns if col.key == "amount")
        c.right_text(amount.left - 8, y, c.wording.fill(key, n=c.sheet.page), c.italic())
        c.right_text(amount.x, y, c.notation.number(self.sum), c.italic())
        self.y = y + 5

    def _close(self) -> None:
        c = self.c
        if c.layout.rules in {Rules.GRID, Rules.COLUMN_RULES}:
            for column in self.columns:
                c.sheet.line(column.left, self.top, column.left, self.y, width=0.4, color="#444444")
            c.sheet.box(c.left, self.top, c.right, self.y, stroke="#444444", width=0.6)
        elif c.layout.rules is not Rules.OPEN:
            c.sheet.line(c.left, self.y, c.right, self.y, width=0.8, color=c.layout.accent)


def _draw_cell(c: Composition, column: Column, cell: Cell, y: float, style: Style) -> None:
    x = column.x if column.align is Align.LEFT else column.x - style.width(cell.text)
    for text, mark in cell.runs:
        c.sheet.text(x, y, text, style, mark=mark)
        x += style.width(f"{text} ")


def _draw_header(c: Composition, columns: tuple[Column, ...], y: float) -> float:
    is_band = c.layout.rules is Rules.BAND
    style = c.bold(0.92, "#ffffff" if is_band else None)
    labels = {col.key: wrap(c.wording[col.key], style, max(col.right - col.left - 4, 20)) for col in columns}
    depth = max(len(rows) for rows in labels.values())
    height = depth * c.layout.leading + 6
    if is_band or c.layout.rules in {Rules.GRID, Rules.COLUMN_RULES}:
        c.sheet.box(c.left, y, c.right, y + height, fill=c.layout.accent if is_band else c.layout.tint)
    for column in columns:
        for row, text in enumerate(labels[column.key]):
            c.sheet.text(column.x, y + 2 + c.layout.size + row * c.layout.leading, text, style, align=column.align)
    if c.layout.rules in {Rules.HEADER_RULE, Rules.ZEBRA}:
        c.sheet.line(c.left, y, c.right, y, width=0.8, color=c.layout.accent)
    if not is_band:
        c.sheet.line(c.left, y + height, c.right, y + height, width=0.8, color=c.layout.accent)
    return y + height + 2
