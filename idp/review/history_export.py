"""How does an auditor get a document's history in hand? As JSON for a program, as PDF for a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from idp.domain.record import DocumentEvent
from idp.insight.history import Change, Happened, History, broken_at
from idp.review.display import moment_text
from idp.review.history_view import change_label, event_text
from idp.review.text import STATES, text

_FONTS = Path(__file__).parent / "fonts"
_ARROW = "→"
_SHOWN_ARROW = "»"
"""The typeface has no arrow."""

_MOST_SHOWN = 60
"""Changes of one event that the PDF writes out; the JSON has all."""


def as_data(history: History, *, shown: Callable[[str], str], odoo_link: str | None, at: datetime) -> dict[str, object]:
    """The history as JSON values, oldest event first. `shown` hides what the reader may not see."""
    record = history.record
    return {
        "document": {
            "id": record.id, "file": record.name, "sha256": record.sha256, "received_at": record.received_at.isoformat(),
            "channel": record.channel, "state": record.state.value,
            "odoo": {"model": record.entered.model, "id": record.entered.id, "name": record.entered.name, "link": odoo_link}
            if record.entered else None,
        },
        "exported_at": at.isoformat(),
        "chain": "intact" if broken_at(_events(history)) is None else f"broken at event {broken_at(_events(history))}",
        "events": [_event_data(one, shown) for one in history.happened],
    }  # fmt: skip


def _event_data(one: Happened, shown: Callable[[str], str]) -> dict[str, object]:
    event = one.event
    return {
        "sequence": event.sequence, "at": event.at.isoformat(), "actor": event.actor, "event": event.event.value if event.event else None,
        "from": event.from_state.value if event.from_state else None, "to": event.to_state.value, "why": shown(event.why),
        "details": {name: shown(value) for name, value in event.details.items()},
        "changes": [{"name": c.name, "old": shown(c.old), "new": shown(c.new)} for c in one.changes],
        "policy": one.policy, "model": one.model, "previous_hash": event.previous_hash, "hash": event.hash,
    }  # fmt: skip


def as_pdf(history: History, *, shown: Callable[[str], str], odoo_link: str | None, at: datetime) -> bytes:
    """The history as a PDF on A4 across, oldest event first, in the reader's language."""
    _register_fonts()
    plain = ParagraphStyle("plain", fontName="idp", fontSize=8, leading=10, wordWrap="CJK")
    small = ParagraphStyle("small", parent=plain, fontSize=6.5, leading=8)
    title = ParagraphStyle("title", parent=plain, fontName="idp-bold", fontSize=14, leading=18)
    record, broken = history.record, broken_at(_events(history))
    facts = [
        f"{text('history.document')}: {record.id}",
        f"SHA-256: {record.sha256}",
        f"{text('history.received')}: {moment_text(record.received_at)} UTC, {record.channel}",
        f"{text('queue.state')}: {STATES[record.state.value]}",
        *(
            [f"Odoo: {record.entered.name} ({record.entered.model} {record.entered.id}) {odoo_link or ''}"]
            if record.entered
            else []
        ),
        text("history.chain.intact", count=len(history.happened))
        if broken is None
        else text("history.chain.broken", number=broken),
        f"{text('history.exported')}: {moment_text(at)} UTC",
    ]
    head = [text(f"history.{key}") for key in ("number", "when", "who", "what", "changed", "hash")]
    rows = [[Paragraph(escape(word.replace(_ARROW, _SHOWN_ARROW)), plain) for word in head]]
    for one in history.happened:
        event = one.event
        state, why = STATES[event.to_state.value], shown(event.why).replace(_ARROW, _SHOWN_ARROW)
        what = f"<b>{escape(event_text(event))}</b> {_SHOWN_ARROW} {escape(state)}<br/>{escape(why)}"
        versions = " · ".join(v for v in (one.policy, one.model) if v)
        changed = "<br/>".join(_change_text(change, shown) for change in one.changes[:_MOST_SHOWN])
        if len(one.changes) > _MOST_SHOWN:
            changed += f"<br/>{escape(text('history.more', count=len(one.changes) - _MOST_SHOWN))}"
        rows.append([
            Paragraph(str(event.sequence), plain), Paragraph(escape(f"{event.at:%Y-%m-%d %H:%M:%S}"), plain),
            Paragraph(escape(event.actor), plain), Paragraph(f"{what}<br/>{escape(versions)}" if versions else what, plain),
            Paragraph(changed, small), Paragraph(event.hash, small),
        ])  # fmt: skip
    table = LongTable(rows, colWidths=[10 * mm, 30 * mm, 26 * mm, 78 * mm, 88 * mm, 38 * mm], repeatRows=1, splitInRow=1)
    table.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
    ]))  # fmt: skip
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=13 * mm, rightMargin=13 * mm, topMargin=13 * mm, bottomMargin=13 * mm,
        title=f"{text('history.title')} {record.id}", author="idp",
    )  # fmt: skip
    heading = Paragraph(escape(f"{text('history.title')}: {record.name}"), title)
    page.build([heading, *(Paragraph(escape(fact), plain) for fact in facts), Spacer(1, 4 * mm), table])
    return out.getvalue()


def _change_text(change: Change, shown: Callable[[str], str]) -> str:
    old, new = escape(shown(change.old) or "–"), escape(shown(change.new) or "–")
    return f"{escape(change_label(change.name))}: {old} {_SHOWN_ARROW} {new}"


def _events(history: History) -> tuple[DocumentEvent, ...]:
    return tuple(one.event for one in history.happened)


def _register_fonts() -> None:
    """Typefaces that have more than Latin-1: names of suppliers are written in many languages."""
    if "idp" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("idp", str(_FONTS / "Roboto-Regular.ttf")))
        pdfmetrics.registerFont(TTFont("idp-bold", str(_FONTS / "Roboto-Bold.ttf")))
        pdfmetrics.registerFontFamily("idp", normal="idp", bold="idp-bold", italic="idp", boldItalic="idp-bold")
