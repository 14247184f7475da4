"""Who sells and who buys? Names by label, letterhead, return address, footer and mail domain; the buyer's block is never the supplier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from idp.domain.geometry import Box
from idp.domain.purchase import Company
from idp.extractors.candidate import Candidates, Spot, lowest
from idp.extractors.date import find_dates
from idp.extractors.evidence import Choice, Option, choose
from idp.extractors.label import Label
from idp.extractors.layout import Layout, Segment
from idp.extractors.relation import Run, Side, Surroundings, below, beside_below, right_of
from idp.extractors.token import fold, pieces
from idp.extractors.wording.table import load, matches_at

_LEGAL = re.compile(
    r"(?:\b(?:GmbH|mbH|AG|KG|OHG|e\.?K\.?|UG|SE|Inc|LLC|Ltd|Limited|Corp|Corporation|Co|PLC|LLP|LP|Pty|Pte|SARL|S\.?A\.?R\.?L|SAS|S\.A\.S|SASU|EURL|SA|"
    r"S\.?A\.?U?|S\.?L\.?U?|SL|S\.?r\.?l|SRL|S\.?p\.?A|SpA|B\.?V|N\.?V|V\.?O\.?F|ApS|A/S|AB|AS|Oy|Sp\. z o\.?o|Sdn|Bhd|SNC|S\.n\.c|GbR|Company|Ltda|Lda|"
    r"GmbH & Co\. KG|Group|Gruppe|Holding)\b\.?)",
)
_STRONG_LEGAL = re.compile(
    r"\b(?:GmbH|mbH|KG|Inc|LLC|Ltd|Limited|Corp|PLC|SARL|SAS|S\.L|S\.r\.l|SRL|S\.p\.A|SpA|B\.V|BV|N\.V|Bhd|Pty|Pte|S\.A|AG|SA|SL|NV|Oy|AB)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[|•●·∙■▪]|\s[-–—*]\s|,\s|\s/\s|;\s|\s{3,})\s*")
_STREET = re.compile(
    r"\b(?:str|strasse|straße|street|st|road|rd|avenue|ave|lane|drive|dr|blvd|boulevard|rue|chemin|allee|platz|weg|via|viale|piazza|calle|avda|plaza|laan|"
    r"straat|weg|gracht|plein|box|suite|floor|way|place|quai|impasse|zone|park|parkway|court|unit|hwy|highway|circle|building|paseo|corso|damm|ufer|gasse)\b\.?",
    re.IGNORECASE,
)
_STREET_ENDING = re.compile(
    r"(?:stra(?:ss|ß)e|street|road|lane|avenue|str\.|straat|weg|platz|gasse|allee|laan|gracht|plein|ring|damm|markt|kade)\s*\.?\s*\d|^(?:calle|rue|via|avenida|avda|carrer|plaza|"
    r"piazza|viale|p\.?\s?o\.? box|postfach|bp|c/|ul\.|avenue|chemin|boulevard)\b|^\d+[a-z]?\b.*(?:street|st|road|rd|ave|avenue|lane|drive|dr|blvd|way|rue)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{4,5}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b|\b\d{4}\s?[A-Z]{2}\b")
_CITY_LINE = re.compile(
    r"^(?:[A-Z]{1,2}[-\s])?\d{4,6}(?:\s?[A-Z]{2})?,?\s+\D{3,}|\b[A-Z]{2},?\s+\d{4,5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|^\d{2}-\d{3}\s\D{3,}|"
    r"^\d{4}-\d{3}\s\D{3,}|^\D{3,},?\s\d{5}$"
)
_PERSON_LINE = re.compile(
    r"^(?:attn|att|c/o|herrn|z\.?\s?hd|zu handen|herr|frau|mr|mrs|ms|m\.|mme|t\.a\.v|à l'attention|dear|an|firma|company|spett)\b[.:]?\s*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"@|www\.|https?:|^\W*$|\d{3,}|^(?:page|seite|pagina|página|tel|fax|phone|original|copy|kopie|copie|duplicate|date|datum|fecha|data|gmbh|ltd)\b",
    re.IGNORECASE,
)
_HEADINGS = frozenset(
    {
        "information", "details", "name", "address", "signature", "data", "date", "contact", "customer", "supplier", "shipper", "carrier", "and", "of",
        "the", "charges", "pickup", "certification", "angaben", "daten", "anschrift", "adresse", "coordonnees", "datos", "dati", "gegevens", "stamp", "or",
    }
)  # fmt: skip
_COUNTRIES = {
    "germany", "deutschland", "france", "frankreich", "italy", "italia", "spain", "espana", "netherlands", "nederland", "belgium", "belgie", "belgique",
    "united states", "usa", "united kingdom", "uk", "austria", "osterreich", "switzerland", "schweiz", "suisse", "england", "australia", "india", "china",
    "denmark", "sweden", "norway", "poland", "polska", "portugal", "ireland", "singapore", "canada", "u s a", "european union", "luxembourg",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parties:
    """The names found; None where nothing stands out. `buyer_boxes` are the blocks of the buyer and the place of delivery."""

    supplier: Choice | None
    buyer: Choice | None
    buyer_boxes: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    spot: Spot
    height: float


def find_parties(
    layout: Layout, labels: Sequence[Label], around: Surroundings, candidates: Candidates, own: tuple[Company, ...] = ()
) -> Parties:
    """Supplier and buyer of an invoice-like document."""
    buyer_labels = [label for label in labels if label.name in ("buyer", "ship_to") and _can_head_a_block(label, around)]
    buyer_boxes = tuple((label.page, _block(label, layout)) for label in buyer_labels)
    buyer = choose(
        option
        for label in buyer_labels
        if label.name == "buyer"
        for option in _named_by(label, around, 1.0 if not label.weak else 0.6)
    )
    own_names = {fold(company.name) for company in own}
    window = None
    if buyer is None:
        window = choose(_address_window(layout, around))
        buyer = window if window is not None and window.option.points > 0.85 else None
    supplier = choose(_supplier_options(layout, labels, around, candidates, buyer_boxes, buyer, own_names))
    if buyer is None and supplier is not None:
        seller = fold(str(supplier.option.value))
        buyer = choose(o for o in _address_window(layout, around) if fold(str(o.value)) != seller)
    return Parties(supplier, buyer, buyer_boxes)


def party_by_label(names: Sequence[str], labels: Iterable[Label], around: Surroundings) -> Choice | None:
    """The name that stands by a label with one of `names` (shipper, consignee, carrier...)."""
    strength = {True: 1.0, False: 0.8}
    return choose(o for label in labels if label.name in names for o in _named_by(label, around, strength[label.length > 1]))


def _can_head_a_block(label: Label, around: Surroundings) -> bool:
    """A label of a party begins its segment; "to" and "client" within a sentence do not."""
    row = around.layout.rows[label.row]
    segment = next(s for s in row.segments if s.start <= label.first < s.start + len(s.words))
    if label.first != segment.start:
        return False
    short = label.length == 1 and len(label.text) <= 3
    return not short or len(segment.words) == 1 or row.words[label.last].text.endswith(":")


def _named_by(label: Label, around: Surroundings, strength: float) -> Iterator[Option]:
    if not _can_head_a_block(label, around):
        return
    right = right_of(label, around)
    if right is not None and _is_value_of(right, label):
        run = _value_of_name_key(right) if _is_keyed(right) else right
        name = _name_in_run(run) if run is not None else None
        if name is not None:
            yield Option(name.text, name.spot, strength * right.closeness, (f"stands right of '{label.text}'",))
            return
    for found in (*below(label, around, rows=5), *beside_below(label, around)):
        run = _value_of_name_key(found) if _is_keyed(found) else found
        name = _name_in_run(run) if run is not None else None
        if name is not None:
            yield Option(name.text, name.spot, strength * (0.5 + 0.5 * found.closeness), (f"stands below '{label.text}'",))
            return
        if run is not None and not _skippable(run):
            return


def _is_value_of(run: Run, label: Label) -> bool:
    """Near enough, and set apart from the label: "Seller trade name" is a phrase, "Seller: Acme" and "Bill to Acme" are not."""
    gap = run.row.words[run.first].box.left - label.box.right
    same_segment = any(s.start <= label.first and run.first < s.start + len(s.words) for s in run.row.segments)
    colon = run.row.words[run.first - 1].text.endswith(":") or run.row.words[label.last].text.endswith(":")
    return gap < 0.25 and (colon or not same_segment or label.length >= 2)


_NAME_KEYS = frozenset(
    {"name", "nazwa", "nom", "naam", "nombre", "nome", "company", "firma", "firm", "societe", "ragione", "bedrijf", "empresa"}
)


def _is_keyed(run: Run) -> bool:
    """A row of the form "Number: 16259" within a party's block."""
    return any(word.text.endswith(":") for word in run.words[:4])


def _value_of_name_key(run: Run) -> Run | None:
    """What stands after "Name:"; None after any other key."""
    key = next(i for i, word in enumerate(run.words) if word.text.endswith(":"))
    if not any(piece in _NAME_KEYS for word in run.words[: key + 1] for piece in pieces(word.text)):
        return None
    first = run.first + key + 1
    if first > run.last:
        following = next((s for s in run.row.segments if s.start > run.last), None)
        if following is None:
            return None
        return Run(run.row, following.start, following.start + len(following.words) - 1, run.side, run.closeness)
    return Run(run.row, first, run.last, run.side, run.closeness)


def _skippable(run: Run) -> bool:
    """Rows that may stand between a party's label and its name: keys, attention lines, salutations, numbers."""
    digits, letters = (sum(f(c) for c in run.text) for f in (str.isdigit, str.isalpha))
    return _is_keyed(run) or bool(_PERSON_LINE.match(run.text)) or digits > letters


def _name_in_run(run: Run) -> _Name | None:
    """The name at the beginning of the run: its first segment's text up to an address part."""
    first = run.row.words[run.first]
    segment = next(s for s in run.row.segments if s.start <= run.first < s.start + len(s.words))
    words = segment.words[run.first - segment.start : run.last - segment.start + 1]
    text = " ".join(w.text for w in words)
    text = _name_part(text)
    stripped = _PERSON_LINE.sub("", text)
    if text != stripped and not stripped:
        return None
    if not _looks_like_name(stripped):
        return None
    count = max(1, len(text.split()))
    kept = words[:count] or (first,)
    box = Box.around(w.box for w in kept)
    spot = Spot(run.row.index, run.first, run.first + len(kept) - 1, run.row.page, box, stripped, lowest(tuple(kept)))
    return _Name(stripped, spot, box.height)


def _name_part(text: str) -> str:
    """The text up to an address or another part; "DEMO - Sliced Invoices" and "Contoso, Ltd." stay whole."""
    parts = _SPLIT.split(text)
    light = len(parts) == 2 and not any(c.isdigit() for c in text) and not re.search(r"[|•●·∙■▪;/]", text)
    return (text if light else parts[0]).strip(" :,-|")


def _looks_like_name(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    if letters < 2 or text[0] in "#*_(" or "_" in text or any(ord(c) < 32 for c in text) or len(text) > 70 or len(text.split()) > 9 or _NOT_A_NAME.search(text):
        return False
    if _is_title(text) or _STREET_ENDING.search(text) or find_dates(text) or set(pieces(text)) <= _HEADINGS:
        return False
    if fold(text).strip(" .") in _COUNTRIES or text.endswith((":", "?", "!")):
        return False
    digits = sum(c.isdigit() for c in text)
    return (
        digits <= letters
        and not (_STREET.search(text) and digits)
        and not (text[:1].islower() and not _LEGAL.search(text) and " " in text)
    )


def _is_title(text: str) -> bool:
    """The title of a paper ("Credit note") is nobody's name."""
    tokens = list(pieces(text))
    longest = next(matches_at(load("kind"), tokens, 0), ()) if tokens else ()
    if longest and len(longest[0].tokens) == len(tokens):
        return True
    heading = next(matches_at(load("column"), tokens, 0), ()) if tokens else ()
    return bool(heading) and len(heading[0].tokens) == len(tokens)


def _block(label: Label, layout: Layout) -> Box:
    """The address block under a label: rows below it in its column until a gap."""
    left, right, bottom = label.box.left, max(label.box.right, label.box.left + 0.12), label.box.bottom
    for row in layout.rows[label.row + 1 : label.row + 9]:
        if row.page != label.page or row.box.top - bottom > 2.0 * max(label.box.height, 0.008):
            break
        inside = [
            s for s in row.segments if s.box.left < right + 0.02 and s.box.right > left - 0.01 and s.box.left > left - 0.08
        ]
        if inside:
            bottom = row.box.bottom
            right = max(right, min(left + 0.45, max(s.box.right for s in inside)))
    return Box.clamped(left - 0.01, label.box.top - 0.002, right + 0.01, bottom + 0.002)


def _address_window(layout: Layout, around: Surroundings) -> Iterator[Option]:
    """Without a label: the first line of an address block in the upper part, where the envelope's window shows it."""
    for row in layout.rows:
        if row.page != layout.pages[0].index or not 0.06 < row.box.top < 0.42:
            continue
        for segment in row.segments:
            if (
                not _CITY_LINE.search(segment.text)
                or len(segment.words) > 7
                or find_dates(segment.text)
                or _keyed_from_left(segment, around)
            ):
                continue
            lines = list(_lines_above(segment, layout))
            if len(lines) < 2 or any(_contact_line(line.text) for line in lines):
                continue
            top = next((line for line in reversed(lines) if _looks_like_name(_PERSON_LINE.sub("", line.text))), None)
            if top is None or _labelled(top, around):
                continue
            if _has_contact_below(segment, layout):
                continue
            name = _PERSON_LINE.sub("", top.text)
            points = 0.3 + (0.35 if segment.box.left < 0.4 else 0.1) - 0.3 * top.box.top
            points += 0.6 if _under_return_address(top, layout) else 0.0
            yield Option(name, _spot_of(top), points, ("heads the address block in the upper part",))


def _keyed_from_left(segment: Segment, around: Surroundings) -> bool:
    """A value in a list of keys and values ("Delivery terms  DAP Duisburg") is no address."""
    labels = around.labels_of_row.get(segment.row, ())
    return any(label.last < segment.start and segment.box.left - label.box.right < 0.25 and not label.weak for label in labels)


def _has_contact_below(segment: Segment, layout: Layout) -> bool:
    """A sender's own block goes on with telephone and mail under its city."""
    for row in layout.rows[segment.row + 1 : segment.row + 4]:
        if row.page != segment.page or row.box.top - segment.box.bottom > 4 * max(segment.box.height, 0.008):
            return False
        if any(abs(s.box.left - segment.box.left) < 0.015 and (_contact_line(s.text) or "@" in s.text) for s in row.segments):
            return True
    return False


def _under_return_address(top: Segment, layout: Layout) -> bool:
    """Whether the sender's address line stands right above the block, as in a window envelope."""
    for row in reversed(layout.rows[max(0, top.row - 4) : top.row]):
        if row.page == top.page and top.box.top - row.box.bottom < 0.05:
            for segment in row.segments:
                beside = segment.box.left < top.box.right and segment.box.right > top.box.left - 0.02
                if beside and len(_SPLIT.split(segment.text)) > 1 and _POSTCODE.search(segment.text):
                    return True
    return False


def _lines_above(segment: Segment, layout: Layout) -> Iterator[Segment]:
    """The segments right above that share the left edge, nearest first."""
    current = segment
    for index in range(segment.row - 1, max(-1, segment.row - 12), -1):
        row = layout.rows[index]
        if row.page != segment.page or current.box.top - row.box.bottom > 3.6 * max(segment.box.height, 0.008):
            return
        above = next((s for s in row.segments if abs(s.box.left - segment.box.left) < 0.012), None)
        if above is not None:
            if len(_SPLIT.split(above.text)) > 1 and _POSTCODE.search(above.text):
                return  # the sender's address line over the window
            yield above
            current = above


def _contact_line(text: str) -> bool:
    return bool(re.search(r"\b(?:tel|fax|phone|fon|iban|ust|vat|tva|siret|btw|p\.?\s?iva|www)\b", fold(text)))


def _labelled(segment: Segment, around: Surroundings) -> bool:
    return any(
        segment.start <= label.first < segment.start + len(segment.words)
        and not label.weak
        and label.name not in ("buyer", "freight", "port")
        for label in around.labels_of_row.get(segment.row, ())
    )


def _spot_of(segment: Segment, text: str | None = None) -> Spot:
    return Spot(
        segment.row,
        segment.start,
        segment.start + len(segment.words) - 1,
        segment.page,
        segment.box,
        text or segment.text,
        lowest(segment.words),
    )


def _supplier_options(
    layout: Layout,
    labels: Sequence[Label],
    around: Surroundings,
    candidates: Candidates,
    buyer_boxes: tuple[tuple[int, Box], ...],
    buyer: Choice | None,
    own_names: set[str],
) -> Iterator[Option]:
    """Every possible supplier name with its points."""
    buyer_name = fold(str(buyer.option.value)) if buyer else None
    domains = _domains(candidates, buyer_boxes)

    def fits(name: str) -> bool:
        folded = fold(name)
        return folded not in own_names and not (buyer_name and (folded == buyer_name))

    for label in labels:
        if label.name in ("supplier", "remit_to") and not (
            label.name == "remit_to" and label.text.isupper() and label.length < 2
        ):
            for option in _named_by(label, around, 2.6 if label.name == "supplier" else 0.9):
                if fits(str(option.value)) and not (
                    label.weak or (label.length == 1 and len(label.text) <= 4 and not label.text.istitle())
                ):
                    yield _with_domain(option, domains)
    usual = median(word.box.height for row in layout.rows for word in row.words) if layout.rows else 0.01
    for name, place in _printed_names(layout, buyer_boxes, around):
        if fits(name.text):
            yield _with_domain(_scored(name, place, usual), domains)


def _domains(candidates: Candidates, buyer_boxes: tuple[tuple[int, Box], ...]) -> set[str]:
    """Second-level domains of mail and web addresses outside the buyer's block, free mail services aside."""
    found = set()
    for code in candidates.codes:
        if code.kind in ("email", "web") and not _inside(code.spot.page, code.spot.box, buyer_boxes):
            host = code.value.rsplit("@", 1)[-1].lower().removeprefix("www.")
            name = host.split(".")[-2] if host.count(".") else host
            if name in ("co", "com") and host.count(".") > 1:
                name = host.split(".")[-3]
            if name not in (
                "gmail",
                "hotmail",
                "yahoo",
                "outlook",
                "gmx",
                "web",
                "orange",
                "aol",
                "t-online",
                "example",
                "localhost",
            ):
                found.add(re.sub(r"[^a-z0-9]", "", name))
    return found


def _with_domain(option: Option, domains: set[str]) -> Option:
    """More points the more of a domain's letters the name explains."""
    tokens = [t for t in pieces(str(option.value)) if len(t) > 1]
    best, agreeing = max(((_explained(domain, tokens), domain) for domain in domains), default=(0.0, ""))
    if best < 0.4:
        return option
    reasons = (*option.reasons, f"agrees with the mail or web address ({agreeing})")
    return Option(option.value, option.spot, option.points + 1.1 * best, reasons)


def _explained(domain: str, tokens: Sequence[str]) -> float:
    """The share of the domain's letters that words of the name (or their endings, as in compounds) account for."""
    joined = "".join(tokens)
    if joined and (domain in joined or (joined in domain and len(joined) > 0.6 * len(domain))):
        return 1.0
    rest = domain
    for token in sorted(tokens, key=len, reverse=True):
        part = next((token[i:] for i in range(max(1, len(token) - 3)) if len(token[i:]) > 2 and token[i:] in rest), None)
        if part:
            rest = rest.replace(part, "", 1)
    return 1.0 - len(rest) / max(1, len(domain))


def _printed_names(
    layout: Layout, buyer_boxes: tuple[tuple[int, Box], ...], around: Surroundings
) -> Iterator[tuple[_Name, str]]:
    """Names in the letterhead (top), the return address and the footer of the first and last page, outside the buyer's block."""
    if not layout.pages:
        return
    first, last = layout.pages[0].index, layout.pages[-1].index
    for row in layout.rows:
        place = (
            "letterhead"
            if row.page == first and row.box.top < 0.28
            else "footer"
            if row.page in (first, last) and row.box.top > 0.8
            else ""
        )
        if not place:
            continue
        for segment in row.segments:
            if _inside(segment.page, segment.box, buyer_boxes) or _labelled(segment, around):
                continue
            parts = [part.strip(" :,-|") for part in _SPLIT.split(segment.text)]
            address = len(parts) > 1 and bool(_POSTCODE.search(segment.text) or _STREET.search(segment.text))
            listed = len(parts) > 1 and not address and not _STRONG_LEGAL.search(parts[0])
            name = "" if listed and len(parts) > 2 else segment.text.strip(" :,-|") if listed else parts[0]
            if find_dates(segment.text):
                continue
            if _looks_like_name(name):
                kind = "return address" if address and place == "letterhead" else place
                yield _Name(name, _spot_of(segment, name), segment.box.height), kind


def _scored(name: _Name, place: str, usual: float) -> Option:
    points, reasons = 0.0, []
    if place == "return address":
        points, reasons = 1.2, ["begins the sender's address line"]
    elif place == "letterhead":
        size = min(2.2, name.height / usual)
        points = 0.45 + max(0.0, 0.55 * (size - 1.0)) + max(0.0, 0.35 - 1.3 * name.spot.box.top)
        reasons = ["stands in the letterhead"]
    else:
        points, reasons = 0.25, ["stands in the footer"]
    if _STRONG_LEGAL.search(name.text):
        points += 0.7
        reasons.append("has a legal form")
    return Option(name.text, name.spot, points, tuple(reasons))


def _inside(page: int, box: Box, blocks: tuple[tuple[int, Box], ...]) -> bool:
    return any(p == page and b.left <= box.middle_x <= b.right and b.top <= box.middle_y <= b.bottom for p, b in blocks)
