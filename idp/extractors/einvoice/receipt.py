"""What does a UBL ReceiptAdvice say that the goods were: received, missing, refused, and why (Peppol BIS, rules T128-R006, -R007)?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from idp.extractors.einvoice.node import Node
from idp.extractors.einvoice.record import Gathered, decimal

_NOTED = (("ShortQuantity", "short"), ("RejectedQuantity", "rejected"), ("OversupplyQuantity", "more than sent"))
_REASONS = "RejectReason|TimingComplaint|Note"


def read_head(root: Node, head: Gathered) -> None:
    """The reference of what was sent, the day it came, who signed for it, and everything that was not in order."""
    head.put("reference", root.text("DespatchDocumentReference", "ID") or root.text("ID"))
    head.put("receipt_number", root.text("ID"))
    head.put("delivered_date", root.text("ActualDeliveryDate") or root.text("Shipment", "Delivery", "ActualDeliveryDate"))
    head.put("delivered_date", root.text("ReceiptLine", "ReceivedDate"))
    head.put("delivered_date", root.text("IssueDate"))
    head.put("received_by", _signatory(root))
    head.put("exceptions", "; ".join(dict.fromkeys(_exceptions(root))) or None)


def read_quantities(line: Node, cells: Gathered) -> None:
    """`quantity` was sent: what came with what is missing; `quantity_delivered` was kept: what came without what was rejected."""
    stated = line.one("ReceivedQuantity|ShortQuantity|RejectedQuantity")
    if stated is None:
        return
    received, short, rejected = (decimal(line.text(n)) for n in ("ReceivedQuantity", "ShortQuantity", "RejectedQuantity"))
    if received is not None:
        cells.put_number("quantity", received + (short or Decimal(0)))
        cells.put_number("quantity_delivered", received - (rejected or Decimal(0)))
    cells.put("uom", stated.attribute("unitCode"))
    cells.put("exceptions", "; ".join(_of_line(line)) or None)


def _exceptions(root: Node) -> Iterator[str]:
    lines = list(root.all("ReceiptLine"))
    for position, line in enumerate(lines, start=1):
        noted = list(_of_line(line))
        where = f"line {line.text('ID') or position}: " if len(lines) > 1 else ""
        if noted:
            yield where + ", ".join(noted)


def _of_line(line: Node) -> Iterator[str]:
    """Quantities that were not as sent, then the reasons given; a reason alone counts too."""
    for name, word in _NOTED:
        node = line.one(name)
        number = decimal(node.content) if node is not None else None
        if node is not None and number:
            yield f"{number:f} {node.attribute('unitCode') or ''}".strip() + f" {word}"
    yield from line.texts(_REASONS)


def _signatory(root: Node) -> str | None:
    """The person, else the party, of a signature that the document names."""
    party = root.one("Signature", "SignatoryParty")
    if party is None:
        return None
    names = [party.text("Person", name) for name in ("FirstName", "FamilyName")]
    return " ".join(name for name in names if name) or party.text("PartyName", "Name")
