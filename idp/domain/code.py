"""The exception codes with severity, owner role and meaning; the same table as the published codes.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """What a finding asks for: I nothing, W notice, R a person, H its owner role, X rejection by a person."""

    INFO = "I"
    WARN = "W"
    REVIEW = "R"
    HOLD = "H"
    REJECT = "X"

    @property
    def rank(self) -> int:
        """0 for info to 4 for reject: higher is stricter."""
        return "IWRHX".index(self.value)


class Role(StrEnum):
    """Who may do what; people get roles from Odoo's groups. SYSTEM owns what needs no person."""

    CLERK = "clerk"
    APPROVER = "approver"
    FINANCE = "finance"
    BUYER = "buyer"
    WAREHOUSE = "warehouse"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"


class Code(StrEnum):
    """Stable code of an exception."""

    ING_EMPTY = "ING-EMPTY"
    ING_CORRUPT = "ING-CORRUPT"
    ING_ENCRYPTED = "ING-ENCRYPTED"
    ING_TYPE = "ING-TYPE"
    ING_SIZE = "ING-SIZE"
    ING_PARTIAL = "ING-PARTIAL"
    ING_ACTIVE = "ING-ACTIVE"
    ING_VIRUS = "ING-VIRUS"
    ING_NOATT = "ING-NOATT"
    CLS_UNKNOWN = "CLS-UNKNOWN"
    CLS_LOWCONF = "CLS-LOWCONF"
    CLS_STATEMENT = "CLS-STATEMENT"
    CLS_MULTI = "CLS-MULTI"
    EXT_NOTEXT = "EXT-NOTEXT"
    EXT_MISSING = "EXT-MISSING"
    EXT_LOWCONF = "EXT-LOWCONF"
    EXT_AMBIG = "EXT-AMBIG"
    EXT_HYBRID = "EXT-HYBRID"
    VAL_LINE = "VAL-LINE"
    VAL_SUBTOTAL = "VAL-SUBTOTAL"
    VAL_TOTAL = "VAL-TOTAL"
    VAL_ROUND = "VAL-ROUND"
    VAL_CHECKDIGIT = "VAL-CHECKDIGIT"
    VAL_DATE = "VAL-DATE"
    VAL_NOTUS = "VAL-NOTUS"
    VAL_AMOUNT = "VAL-AMOUNT"
    VEN_UNKNOWN = "VEN-UNKNOWN"
    VEN_AMBIG = "VEN-AMBIG"
    VEN_MISMATCH = "VEN-MISMATCH"
    VEN_BLOCKED = "VEN-BLOCKED"
    FRD_BANK = "FRD-BANK"
    FRD_DOMAIN = "FRD-DOMAIN"
    FRD_TAMPER = "FRD-TAMPER"
    FRD_SPLIT = "FRD-SPLIT"
    DUP_FILE = "DUP-FILE"
    DUP_NUMBER = "DUP-NUMBER"
    DUP_FUZZY = "DUP-FUZZY"
    PO_NONE = "PO-NONE"
    PO_INFERRED = "PO-INFERRED"
    PO_NOTFOUND = "PO-NOTFOUND"
    PO_CLOSED = "PO-CLOSED"
    PO_DRAFT = "PO-DRAFT"
    PO_OTHERCO = "PO-OTHERCO"
    LIN_NOTONPO = "LIN-NOTONPO"
    LIN_AMBIG = "LIN-AMBIG"
    LIN_MISSING = "LIN-MISSING"
    QTY_OVERORD = "QTY-OVERORD"
    QTY_OVERREC = "QTY-OVERREC"
    QTY_NOREC = "QTY-NOREC"
    QTY_UNDER = "QTY-UNDER"
    QTY_QUALITY = "QTY-QUALITY"
    QTY_UOM = "QTY-UOM"
    PRC_OVER = "PRC-OVER"
    PRC_UNDER = "PRC-UNDER"
    PRC_BASE = "PRC-BASE"
    PRC_DISC = "PRC-DISC"
    PRC_CONF = "PRC-CONF"
    CHG_UNPLANNED = "CHG-UNPLANNED"
    CHG_OVERCAP = "CHG-OVERCAP"
    TAX_RATE = "TAX-RATE"
    TAX_AMOUNT = "TAX-AMOUNT"
    CUR_MISMATCH = "CUR-MISMATCH"
    AMT_CAP = "AMT-CAP"
    AMT_LIMIT = "AMT-LIMIT"
    TRM_PAYMENT = "TRM-PAYMENT"
    CRN_NOLINK = "CRN-NOLINK"
    CRN_OVER = "CRN-OVER"
    CRN_NORETURN = "CRN-NORETURN"
    CNF_LATE = "CNF-LATE"
    CNF_SHORT = "CNF-SHORT"
    CNF_PRICE = "CNF-PRICE"
    CNF_SUBST = "CNF-SUBST"
    CNF_REJECT = "CNF-REJECT"
    CNF_NONE = "CNF-NONE"
    CNF_IMPACT = "CNF-IMPACT"
    SHP_SHORT = "SHP-SHORT"
    SHP_OVER = "SHP-OVER"
    SHP_DAMAGE = "SHP-DAMAGE"
    SHP_REFUSED = "SHP-REFUSED"
    SHP_NOSIGN = "SHP-NOSIGN"
    SHP_NOPO = "SHP-NOPO"
    SHP_RECMISMATCH = "SHP-RECMISMATCH"
    PST_STALE = "PST-STALE"
    PST_PRECISION = "PST-PRECISION"
    PST_VALID = "PST-VALID"
    PST_OFFLINE = "PST-OFFLINE"
    GOV_SOD = "GOV-SOD"
    GOV_MODEL = "GOV-MODEL"
    GOV_SAMPLE = "GOV-SAMPLE"
    GOV_POLICY = "GOV-POLICY"
    GOV_CHOICE = "GOV-CHOICE"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """Default severity, owner (None: nobody needs to act) and meaning of a code."""

    severity: Severity
    owner: Role | None
    meaning: str


CODES = MappingProxyType(
    {
        Code.ING_EMPTY: CodeRow(Severity.REVIEW, Role.CLERK, "file has no content"),
        Code.ING_CORRUPT: CodeRow(Severity.REVIEW, Role.CLERK, "file cannot be opened"),
        Code.ING_ENCRYPTED: CodeRow(Severity.REVIEW, Role.CLERK, "file needs a password"),
        Code.ING_TYPE: CodeRow(Severity.REVIEW, Role.CLERK, "not a type that is read"),
        Code.ING_SIZE: CodeRow(Severity.REVIEW, Role.CLERK, "over a size, page or pixel limit"),
        Code.ING_PARTIAL: CodeRow(Severity.WARN, Role.SYSTEM, "upload not finished; tried again"),
        Code.ING_ACTIVE: CodeRow(Severity.HOLD, Role.ADMIN, "active content (script, launch action, executable)"),
        Code.ING_VIRUS: CodeRow(Severity.HOLD, Role.ADMIN, "scanner found malware"),
        Code.ING_NOATT: CodeRow(Severity.REVIEW, Role.CLERK, "mail without a usable part"),
        Code.CLS_UNKNOWN: CodeRow(Severity.REVIEW, Role.CLERK, "document type not recognised"),
        Code.CLS_LOWCONF: CodeRow(Severity.REVIEW, Role.CLERK, "document type unsure"),
        Code.CLS_STATEMENT: CodeRow(Severity.REVIEW, Role.CLERK, "statement or reminder, not a bill"),
        Code.CLS_MULTI: CodeRow(Severity.REVIEW, Role.CLERK, "several documents in one file, split to be confirmed"),
        Code.EXT_NOTEXT: CodeRow(Severity.REVIEW, Role.CLERK, "no text layer and OCR failed"),
        Code.EXT_MISSING: CodeRow(Severity.REVIEW, Role.CLERK, "a required field is absent"),
        Code.EXT_LOWCONF: CodeRow(Severity.REVIEW, Role.CLERK, "a required field is below the gate"),
        Code.EXT_AMBIG: CodeRow(Severity.REVIEW, Role.CLERK, "two readings remain possible"),
        Code.EXT_HYBRID: CodeRow(Severity.HOLD, Role.FINANCE, "embedded e-invoice and visible page differ"),
        Code.VAL_LINE: CodeRow(Severity.REVIEW, Role.CLERK, "quantity × price ≠ line amount"),
        Code.VAL_SUBTOTAL: CodeRow(Severity.REVIEW, Role.CLERK, "Σ lines ≠ subtotal"),
        Code.VAL_TOTAL: CodeRow(Severity.REVIEW, Role.CLERK, "subtotal + tax ≠ total"),
        Code.VAL_ROUND: CodeRow(Severity.INFO, None, "difference inside the rounding limit"),
        Code.VAL_CHECKDIGIT: CodeRow(
            Severity.REVIEW, Role.CLERK, "IBAN, VAT, GTIN, container or reference number fails its check"
        ),
        Code.VAL_DATE: CodeRow(Severity.REVIEW, Role.CLERK, "date in the future, older than allowed, or before the order"),
        Code.VAL_NOTUS: CodeRow(Severity.REVIEW, Role.CLERK, "billed to someone else"),
        Code.VAL_AMOUNT: CodeRow(Severity.REVIEW, Role.CLERK, "zero or impossible quantity or amount"),
        Code.VEN_UNKNOWN: CodeRow(Severity.REVIEW, Role.CLERK, "vendor not found in Odoo"),
        Code.VEN_AMBIG: CodeRow(Severity.REVIEW, Role.CLERK, "several vendors fit"),
        Code.VEN_MISMATCH: CodeRow(Severity.REVIEW, Role.BUYER, "the purchase order belongs to another vendor"),
        Code.VEN_BLOCKED: CodeRow(Severity.HOLD, Role.BUYER, "vendor is archived or blocked"),
        Code.FRD_BANK: CodeRow(Severity.HOLD, Role.FINANCE, "printed account is not among the vendor's trusted accounts"),
        Code.FRD_DOMAIN: CodeRow(
            Severity.HOLD, Role.FINANCE, "sender's domain unknown or look-alike, or sender authentication failed"
        ),
        Code.FRD_TAMPER: CodeRow(Severity.HOLD, Role.FINANCE, "document shows signs of editing"),
        Code.FRD_SPLIT: CodeRow(Severity.HOLD, Role.FINANCE, "just below an approval limit, or split to stay below"),
        Code.DUP_FILE: CodeRow(Severity.REJECT, Role.CLERK, "same bytes as an earlier document"),
        Code.DUP_NUMBER: CodeRow(Severity.REJECT, Role.CLERK, "same vendor and normalised number as an earlier bill"),
        Code.DUP_FUZZY: CodeRow(
            Severity.REVIEW, Role.CLERK, "same vendor, amount and near date, or same page content, under another number"
        ),
        Code.PO_NONE: CodeRow(Severity.REVIEW, Role.CLERK, "no purchase order named, none inferred"),
        Code.PO_INFERRED: CodeRow(Severity.REVIEW, Role.CLERK, "purchase order not named; inferred from the lines"),
        Code.PO_NOTFOUND: CodeRow(Severity.REVIEW, Role.BUYER, "named purchase order does not exist"),
        Code.PO_CLOSED: CodeRow(Severity.REVIEW, Role.BUYER, "purchase order cancelled or fully billed"),
        Code.PO_DRAFT: CodeRow(Severity.REVIEW, Role.BUYER, "purchase order not confirmed"),
        Code.PO_OTHERCO: CodeRow(Severity.REVIEW, Role.BUYER, "purchase order of another of our companies"),
        Code.LIN_NOTONPO: CodeRow(Severity.REVIEW, Role.BUYER, "billed line is not on the order"),
        Code.LIN_AMBIG: CodeRow(Severity.REVIEW, Role.CLERK, "several order lines fit equally"),
        Code.LIN_MISSING: CodeRow(Severity.INFO, None, "order line not on this document"),
        Code.QTY_OVERORD: CodeRow(Severity.HOLD, Role.BUYER, "cumulative billed quantity exceeds ordered"),
        Code.QTY_OVERREC: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "cumulative billed quantity exceeds received"),
        Code.QTY_NOREC: CodeRow(Severity.HOLD, Role.WAREHOUSE, "nothing received yet; matched again when a receipt arrives"),
        Code.QTY_UNDER: CodeRow(Severity.INFO, None, "billed less than received"),
        Code.QTY_QUALITY: CodeRow(Severity.HOLD, Role.WAREHOUSE, "received goods were rejected or returned"),
        Code.QTY_UOM: CodeRow(Severity.REVIEW, Role.CLERK, "unit cannot be converted, or its ratio differs"),
        Code.PRC_OVER: CodeRow(Severity.REVIEW, Role.BUYER, "unit price above the order beyond tolerance"),
        Code.PRC_UNDER: CodeRow(Severity.INFO, None, "unit price below the order"),
        Code.PRC_BASE: CodeRow(Severity.REVIEW, Role.CLERK, "price base (per 100…) unclear"),
        Code.PRC_DISC: CodeRow(Severity.REVIEW, Role.BUYER, "agreed discount missing or different"),
        Code.PRC_CONF: CodeRow(Severity.REVIEW, Role.BUYER, "price differs from the supplier's own confirmation"),
        Code.CHG_UNPLANNED: CodeRow(Severity.REVIEW, Role.BUYER, "charge that is not on the order"),
        Code.CHG_OVERCAP: CodeRow(Severity.REVIEW, Role.BUYER, "charge above its cap"),
        Code.TAX_RATE: CodeRow(Severity.REVIEW, Role.FINANCE, "tax rate differs from the order"),
        Code.TAX_AMOUNT: CodeRow(Severity.REVIEW, Role.FINANCE, "Odoo would compute another tax or total"),
        Code.CUR_MISMATCH: CodeRow(Severity.REVIEW, Role.FINANCE, "currency differs from the order"),
        Code.AMT_CAP: CodeRow(Severity.REVIEW, Role.BUYER, "differences that pass singly exceed the document cap"),
        Code.AMT_LIMIT: CodeRow(Severity.HOLD, Role.APPROVER, "document over an approval limit"),
        Code.TRM_PAYMENT: CodeRow(Severity.WARN, Role.BUYER, "payment terms differ"),
        Code.CRN_NOLINK: CodeRow(Severity.REVIEW, Role.CLERK, "credit note without its original"),
        Code.CRN_OVER: CodeRow(Severity.REVIEW, Role.BUYER, "credit larger than what was billed"),
        Code.CRN_NORETURN: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "credit for goods without a return"),
        Code.CNF_LATE: CodeRow(Severity.REVIEW, Role.BUYER, "confirmed later than ordered"),
        Code.CNF_SHORT: CodeRow(Severity.REVIEW, Role.BUYER, "confirmed less than ordered"),
        Code.CNF_PRICE: CodeRow(Severity.REVIEW, Role.BUYER, "confirmed at another price"),
        Code.CNF_SUBST: CodeRow(Severity.REVIEW, Role.BUYER, "another product confirmed"),
        Code.CNF_REJECT: CodeRow(Severity.REVIEW, Role.BUYER, "line or order rejected"),
        Code.CNF_NONE: CodeRow(Severity.REVIEW, Role.BUYER, "no confirmation after the set days"),
        Code.CNF_IMPACT: CodeRow(Severity.HOLD, Role.BUYER, "late or short, and confirmed customer orders depend on it"),
        Code.SHP_SHORT: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "shipped or delivered less than ordered, shipped or received"),
        Code.SHP_OVER: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "more than expected"),
        Code.SHP_DAMAGE: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "damage noted"),
        Code.SHP_REFUSED: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "delivery refused"),
        Code.SHP_NOSIGN: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "no signature"),
        Code.SHP_NOPO: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "no order or picking found"),
        Code.SHP_RECMISMATCH: CodeRow(Severity.REVIEW, Role.WAREHOUSE, "delivery paper and Odoo receipt differ"),
        Code.PST_STALE: CodeRow(Severity.REVIEW, Role.CLERK, "values changed since approval"),
        Code.PST_PRECISION: CodeRow(Severity.REVIEW, Role.FINANCE, "printed price needs more digits than Odoo keeps"),
        Code.PST_VALID: CodeRow(Severity.REVIEW, Role.CLERK, "Odoo refused the entry"),
        Code.PST_OFFLINE: CodeRow(Severity.WARN, Role.SYSTEM, "Odoo cannot be reached; tried again"),
        Code.GOV_SOD: CodeRow(Severity.HOLD, Role.FINANCE, "one person in two roles that must differ"),
        Code.GOV_MODEL: CodeRow(Severity.HOLD, Role.ADMIN, "model not approved, or drifted"),
        Code.GOV_SAMPLE: CodeRow(Severity.HOLD, Role.CLERK, "random audit sample of a document that would have passed"),
        Code.GOV_POLICY: CodeRow(
            Severity.REVIEW, Role.CLERK, "the policy lets no document of this kind or vendor pass by itself"
        ),
        Code.GOV_CHOICE: CodeRow(Severity.REVIEW, Role.CLERK, "what a person chose is not in Odoo any more"),
    }
)

CLEARED_BY_ERP = frozenset(
    {
        Code.QTY_NOREC, Code.QTY_OVERREC, Code.QTY_OVERORD, Code.QTY_QUALITY, Code.QTY_UOM, Code.PRC_OVER, Code.PRC_DISC, Code.PRC_CONF,
        Code.PO_NONE, Code.PO_NOTFOUND, Code.PO_CLOSED, Code.PO_DRAFT, Code.PO_OTHERCO, Code.LIN_NOTONPO, Code.LIN_AMBIG,
        Code.VEN_UNKNOWN, Code.VEN_AMBIG, Code.VEN_MISMATCH, Code.VEN_BLOCKED, Code.FRD_BANK, Code.FRD_SPLIT, Code.DUP_NUMBER,
        Code.DUP_FUZZY, Code.CHG_UNPLANNED, Code.TAX_RATE, Code.TAX_AMOUNT, Code.CUR_MISMATCH, Code.AMT_CAP, Code.CRN_NOLINK,
        Code.CRN_OVER, Code.CRN_NORETURN, Code.CNF_LATE, Code.CNF_SHORT, Code.CNF_PRICE, Code.CNF_SUBST, Code.CNF_REJECT,
        Code.CNF_IMPACT, Code.SHP_SHORT, Code.SHP_OVER, Code.SHP_NOPO, Code.SHP_RECMISMATCH, Code.PST_OFFLINE,
    }
)  # fmt: skip
"""Findings that a receipt, a return, a changed order or vendor, or a cancelled bill in Odoo may take away.

FRD-BANK is among them, for to release an account there takes the right that the hold waits for; FRD-DOMAIN is not, for any clerk
may write an e-mail address there.
"""
