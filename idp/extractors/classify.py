"""Which type is the document? By its title and by the labels that only such documents have; unsure is said, not guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import median

from idp.domain.document import DocumentType
from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.label import Label, find_labels
from idp.extractors.layout import Layout, Segment
from idp.extractors.token import NUMBER, pieces

QUOTATION = "quotation"

# How much a label tells about the type: an invoice number is printed on invoices, an invoice reference elsewhere too.
_LABELS: Mapping[str, tuple[str, float]] = {
    "invoice_number": (DocumentType.INVOICE, 1.0),
    "invoice_date": (DocumentType.INVOICE, 0.7),
    "due_date": (DocumentType.INVOICE, 0.5),
    "amount_due": (DocumentType.INVOICE, 0.5),
    "tax_amount": (DocumentType.INVOICE, 0.2),
    "confirmation_number": (DocumentType.ORDER_CONFIRMATION, 0.4),
    "confirmation_date": (DocumentType.ORDER_CONFIRMATION, 1.0),
    "delivery_note_number": (DocumentType.DELIVERY_NOTE, 0.4),
    "bol_number": (DocumentType.BILL_OF_LADING, 1.0),
    "pro_number": (DocumentType.BILL_OF_LADING, 0.6),
    "scac": (DocumentType.BILL_OF_LADING, 0.8),
    "consignee": (DocumentType.BILL_OF_LADING, 0.5),
    "port": (DocumentType.BILL_OF_LADING, 0.6),
    "received_by": (DocumentType.PROOF_OF_DELIVERY, 0.7),
    "delivered_date": (DocumentType.PROOF_OF_DELIVERY, 0.8),
}
_SUMS = frozenset({"total", "subtotal", "amount_due"})
_FILLERS = {NUMBER, "vom", "von", "du", "del", "van", "of", "id", "date", "datum", "the", "dated", "le", "il", "ref"}
_QUOTE_INVOICES = frozenset({DocumentType.STATEMENT, DocumentType.OTHER, QUOTATION})
"""Papers that print the labels of invoices without being one: reminders, statements, pro-forma invoices, quotations."""
_TITLED = 1.2
_SAID = 0.9
"""What a sentence says that only such papers print: "which we confirm as follows"."""
_SURE = 2.0
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Kind:
    """The type found. `score` grows with the evidence; `margin` is its lead over the runner-up. `why` is a sentence.

    `expected` is another type, which the source's settings name for its documents. `is_foreign`: it plainly is a paper
    of a kind that is not processed, such as a quotation.
    """

    document_type: DocumentType
    score: float
    margin: float
    why: str
    title: Label | None = None
    expected: DocumentType | None = None
    is_foreign: bool = False

    @property
    def is_sure(self) -> bool:
        return self.score >= _SURE and self.margin >= 0.5


def classify(layout: Layout, labels: Iterable[Label]) -> Kind:
    """The type of the document; OTHER where no type has enough evidence or the paper is of a kind not processed."""
    scores: defaultdict[str, float] = defaultdict(float)
    named = find_labels(layout, "kind")
    titles = _titles(layout, (label for label in named if not label.weak))
    for name, (score, _) in titles.items():
        scores[name] += score
    for name in {label.name for label in named if label.weak}:
        scores[name] += _SAID
    for kind, support in _support(labels).items():
        scores[kind] += support
    printed = {label.name for label in labels if not label.weak}
    if {"total", "paid"} <= printed and not {"invoice_number", "buyer", "due_date"} & printed:
        scores[DocumentType.RECEIPT] += 0.8  # a total with cash, card or change
    _rules(scores, titles)
    best, second = _two_best(scores)
    untitled = titles.get(DocumentType.INVOICE, (0.0, None))[0] < _TITLED
    letter = best == DocumentType.INVOICE and untitled and scores[best] < _SURE and not printed & _SUMS
    if scores[best] < _LEAST or best == QUOTATION or letter:
        why = "no title or label tells what kind of document this is"
        return Kind(DocumentType.OTHER, scores[best], 0.0, why, is_foreign=best == QUOTATION and scores[best] >= _TITLED)
    title = titles.get(best, (0.0, None))[1]
    why = f"titled '{title.text}'" if title is not None else "by the labels it prints"
    return Kind(DocumentType(best), scores[best], scores[best] - scores[second], why, title)


def with_expected(kind: Kind, expected: DocumentType | None) -> Kind:
    """The kind of a page whose source's settings say that its documents are of the type `expected`.

    That settles what the page itself says without being sure, and stands, still unsure, where the page says nothing sure; a page
    that is surely of another type wins.
    """
    if expected is None:
        return kind
    if kind.document_type is expected:
        sure = replace(kind, score=max(kind.score, _SURE), margin=_SURE, why=f"{kind.why} and by its source's settings")
        return kind if kind.is_sure else sure
    if kind.is_sure or kind.is_foreign:
        return replace(kind, expected=expected)
    return replace(kind, document_type=expected, margin=0.0, why="by its source's settings")


def _support(labels: Iterable[Label]) -> Mapping[str, float]:
    """By type what its labels say for it, each once."""
    seen = {label.name for label in labels if not label.weak and (label.length > 1 or len(label.text) > 8)}
    support: defaultdict[str, float] = defaultdict(float)
    for name, (kind, weight) in _LABELS.items():
        support[kind] += weight if name in seen else 0.0
    return support


def _two_best(scores: Mapping[str, float]) -> tuple[str, str]:
    ranked = sorted([*scores, DocumentType.OTHER, DocumentType.STATEMENT], key=lambda name: -scores.get(name, 0.0))
    return ranked[0], next(name for name in ranked if name != ranked[0])


def _rules(scores: defaultdict[str, float], titles: Mapping[str, tuple[float, Label]]) -> None:
    """Titles that hold another title: a credit note also prints invoice labels, a confirmation quotes the order."""
    if DocumentType.CREDIT_NOTE in titles and titles[DocumentType.CREDIT_NOTE][0] >= 0.5:
        scores[DocumentType.CREDIT_NOTE] += scores[DocumentType.INVOICE] - titles.get(DocumentType.INVOICE, (0.0, None))[0]
    order, confirmed = (titles.get(x, (0.0, None))[0] for x in (DocumentType.PURCHASE_ORDER, DocumentType.ORDER_CONFIRMATION))
    if order and confirmed > 0.5 * order:
        scores[DocumentType.PURCHASE_ORDER] -= 1.0
    best = max(titles, key=lambda name: titles[name][0], default="")
    if best == DocumentType.PROOF_OF_DELIVERY and titles[best][0] >= _TITLED:
        # a carrier's delivery receipt prints the labels of the bill of lading that it delivers
        carried = titles.get(DocumentType.BILL_OF_LADING, (0.0, None))[0]
        scores[best] += max(0.0, scores[DocumentType.BILL_OF_LADING] - carried)
        scores[DocumentType.BILL_OF_LADING] = carried
    if best in _QUOTE_INVOICES and titles[best][0] >= _TITLED:
        billed = titles.get(DocumentType.INVOICE, (0.0, None))[0]
        scores[best] += max(0.0, scores[DocumentType.INVOICE] - billed)
        scores[DocumentType.INVOICE] = billed


def _titles(layout: Layout, named: Iterable[Label]) -> dict[str, tuple[float, Label]]:
    """Per type the best title and its score: high on the page, large, alone in its segment."""
    found: dict[str, tuple[float, Label]] = {}
    usual = _usual_height(layout)
    first_page = layout.pages[0].index if layout.pages else 0
    for label in named:
        score = _title_score(layout, label, usual, label.page == first_page)
        if score > found.get(label.name, (0.0, label))[0]:
            found[label.name] = (score, label)
    return found


def _usual_height(layout: Layout) -> float:
    heights = [word.box.height for row in layout.rows for word in row.words]
    return median(heights) if heights else 0.01


def _title_score(layout: Layout, label: Label, usual: float, on_first_page: bool) -> float:
    row = layout.rows[label.row]
    segment = next(s for s in row.segments if s.start <= label.first < s.start + len(s.words))
    share, numbered = _share_of_segment(label, segment)
    begins = label.first == segment.start or segment.words[label.first - segment.start - 1].text in ("/", "|")
    if share < 0.34 or not begins or not on_first_page or label.box.top > 0.6:
        return 0.0
    size = min(2.0, label.box.height / usual)
    alone = 1.0 if share > 0.99 else 0.75 if share >= 0.5 else 0.4
    high = 1.0 if label.box.top < 0.4 else 0.6 if size > 1.3 or label.box.top < 0.5 else 0.25
    capitals = 0.25 if label.text.isupper() else 0.0
    several = 0.35 * (label.length - 1)
    score = (0.8 * size + capitals + several) * alone * high
    # "Order No. 4711" names a number of another paper as often as its own; "Invoice No." rarely does.
    return score * (1.0 if not numbered else 0.7 if label.name in ("invoice", "credit_note", "bill_of_lading") else 0.25)


def _share_of_segment(label: Label, segment: Segment) -> tuple[float, bool]:
    """The label's share of the words in its segment, numbers and dates aside; and whether "No." or "ID" follows it."""
    words = _between_slashes(label, segment)
    after = [piece for word in segment.words[label.last - segment.start + 1 :] for piece in pieces(word.text)]
    wordy = [w for w in words if sum(c.isalpha() for c in w.text) >= 2 and not any(c.isdigit() for c in w.text)]
    wordy = [w for w in wordy if not set(pieces(w.text)) <= _FILLERS]
    own = [w for w in segment.words[label.first - segment.start : label.last - segment.start + 1] if w in wordy]
    return (len(own) or 1) / max(1, len(wordy)), bool(after) and after[0] in (NUMBER, "id", "date", "datum", "ref", "reference")


def _between_slashes(label: Label, segment: Segment) -> tuple[Word, ...]:
    """The words around the label up to a slash: "Rechnung / Invoice" is a title in two languages."""
    cuts = [i for i, w in enumerate(segment.words, segment.start) if w.text in ("/", "|", "-", "–")]
    first = max((i + 1 for i in cuts if i < label.first), default=segment.start)
    last = min((i for i in cuts if i > label.last), default=segment.start + len(segment.words))
    return segment.words[first - segment.start : last - segment.start]


def title_box(kind: Kind) -> Box | None:
    """Where the title stands."""
    return kind.title.box if kind.title is not None else None
