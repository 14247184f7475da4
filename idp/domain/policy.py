"""What may pass without a person: tolerances with scopes, caps, limits, charges, severities, and the version of it all.

Money is in company currency. `policy_from` makes it of the content of policy.yaml; what is not written there is as shipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from idp.domain.approval_rules import KEYS as APPROVAL_KEYS
from idp.domain.approval_rules import ApprovalRules, read_approval_rules
from idp.domain.charge import SHIPPED_CHARGES, Charge
from idp.domain.code import CODES, Code, Role, Severity
from idp.domain.document import DocumentType
from idp.domain.entry import BillEntry
from idp.domain.errors import BadUse
from idp.domain.match import Match
from idp.domain.policyfile import Section, hash_of, read_decimal, read_switch, read_tolerances
from idp.domain.tolerance import SHIPPED_TOLERANCES, Tolerances


@dataclass(frozen=True, slots=True)
class VendorRules:
    """What is different for one vendor. Products are keyed by our code, categories by name. `touchless` None inherits, and so does a
    document type that is not in `receipts`."""

    tolerances: Tolerances = field(default_factory=Tolerances)
    categories: Mapping[str, Tolerances] = field(default_factory=dict)
    products: Mapping[str, Tolerances] = field(default_factory=dict)
    touchless: bool | None = None
    receipts: Mapping[DocumentType, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApprovalLimit:
    """A bill above `amount` is held for `role`."""

    amount: Decimal
    role: Role


class Split(StrEnum):
    """Who confirms where a file of several documents was split."""

    ASK = "ask"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that a policy file says. `content_hash` covers the file's content as understood, not its spelling.

    `just_below_percent`: a total this little below an approval limit is FRD-SPLIT; None = not looked at. So are bills of one vendor
    within `split_days` that only together pass a limit. `document_cap`: how much all differences that passed singly may add up to.
    `expected_days`: how long an order may wait for its confirmation. `audit_percent`: how many of the documents that would pass a person
    sees nevertheless, drawn by their content. None = off for each. `touchless`: document types that may pass without a person. `split`:
    whether the documents of a file that held several may, where reading is sure of each of them. `receipts`: types of shipping papers
    that validate their receipt in Odoo where nothing about it is in question.
    """

    name: str = "shipped"
    content_hash: str = "44136fa355b3"  # of an empty file
    tolerances: Tolerances = SHIPPED_TOLERANCES
    categories: Mapping[str, Tolerances] = field(default_factory=dict)
    vendors: Mapping[str, VendorRules] = field(default_factory=dict)
    rounding_line: Decimal = Decimal("0.02")
    rounding_document: Decimal = Decimal("0.05")
    document_cap: Decimal | None = Decimal("100.00")
    charges: tuple[Charge, ...] = SHIPPED_CHARGES
    approval_limits: tuple[ApprovalLimit, ...] = ()
    approval: ApprovalRules = field(default_factory=ApprovalRules)
    just_below_percent: Decimal | None = None
    split_days: int | None = 7
    max_age_days: int = 365
    future_days: int = 1
    duplicate_days: int = 7
    late_days: int = 0
    expected_days: int | None = None
    audit_percent: Decimal | None = None
    severities: Mapping[Code, Severity] = field(default_factory=dict)
    touchless: frozenset[DocumentType] = frozenset(
        {
            DocumentType.INVOICE, DocumentType.CREDIT_NOTE, DocumentType.ORDER_CONFIRMATION, DocumentType.BILL_OF_LADING,
            DocumentType.DELIVERY_NOTE, DocumentType.PROOF_OF_DELIVERY,
        }
    )  # fmt: skip
    split: Split = Split.ASK
    receipts: frozenset[DocumentType] = frozenset()

    @property
    def version(self) -> str:
        """Name and content hash, as it stands on every decision."""
        return f"{self.name}@{self.content_hash}"

    def severity(self, code: Code) -> Severity:
        """How strict a finding of this code is."""
        return self.severities.get(code, CODES[code].severity)

    def rules_of(self, *vendor_names: str) -> VendorRules:
        """The rules of a vendor under any of its names (name, VAT number), compared without regard to case."""
        wanted = {n.casefold() for n in vendor_names if n}
        return next((r for name, r in self.vendors.items() if name.casefold() in wanted), VendorRules())

    def limits(self, rules: VendorRules, *, product_code: str | None = None, category: str | None = None) -> Tolerances:
        """The limits that apply: vendor×product over vendor×category over vendor over category over company, blank by blank."""
        narrowest_first = (
            rules.products.get(product_code or "", Tolerances()),
            rules.categories.get(category or "", Tolerances()),
            rules.tolerances,
            self.categories.get(category or "", Tolerances()),
            self.tolerances,
        )
        applied = Tolerances()
        for scope in narrowest_first:
            applied = applied.over(scope)
        return applied

    def approver_role(self, match: Match) -> Role | None:
        """Who is asked to approve the entry in Odoo: of the highest approval limit passed, else the approvers; nobody for notes."""
        if not isinstance(match.entry, BillEntry):
            return None
        asked = [f.owner for f in match.findings if f.code is Code.AMT_LIMIT and f.owner is not None]
        return asked[0] if asked else Role.APPROVER

    def may_pass(self, document_type: DocumentType, rules: VendorRules) -> bool:
        """Whether a document of this type and vendor may go on without a person."""
        return document_type in self.touchless and rules.touchless is not False

    def validates_receipt(self, document_type: DocumentType, rules: VendorRules) -> bool:
        """Whether a paper of this type and vendor validates its receipt in Odoo; what is said of the vendor wins."""
        return rules.receipts.get(document_type, document_type in self.receipts)


_RECEIPT_PAPERS = frozenset({DocumentType.PROOF_OF_DELIVERY, DocumentType.DELIVERY_NOTE, DocumentType.BILL_OF_LADING})


_KEYS = (
    "name", "tolerances", "rounding", "document_cap", "charges", "approval", "dates", "duplicates", "confirmation", "audit_sample",
    "severities", "touchless", "split", "receipts",
)  # fmt: skip


def policy_from(values: Mapping[str, object]) -> Policy:
    """The policy that a file's content says; an empty file is the shipped one.

    Blank inherits what is shipped, `off` must be typed. Raises BadUse naming the path of the first key or value that is wrong.
    """
    top = Section.of(values, "").only(*_KEYS)
    shipped = Policy()
    rounding = top.section("rounding").only("line", "document")
    dates = top.section("dates").only("max_age_days", "future_days")
    scopes = top.section("tolerances").only("company", "categories", "vendors")
    touchless = top.section("touchless").only("types", "vendors")
    approval = top.section("approval").only("limits", "just_below_percent", "split_days", *APPROVAL_KEYS)
    receipts = top.section("receipts").only("types", "vendors")
    confirmation = top.section("confirmation").only("late_days", "expected_days")
    return Policy(
        name=top.text("name", shipped.name),
        content_hash=hash_of(values),
        tolerances=read_tolerances(scopes.section("company")).over(SHIPPED_TOLERANCES),
        categories={name: read_tolerances(part) for name, part in scopes.section("categories").sections()},
        vendors=_vendors(scopes.section("vendors"), touchless.section("vendors"), receipts.section("vendors")),
        rounding_line=rounding.amount("line", shipped.rounding_line),
        rounding_document=rounding.amount("document", shipped.rounding_document),
        document_cap=top.amount_or_off("document_cap", shipped.document_cap),
        charges=_charges(top.section("charges")),
        approval_limits=_approval_limits(approval),
        approval=read_approval_rules(approval),
        just_below_percent=approval.percent_or_off("just_below_percent", None),
        split_days=approval.days_or_off("split_days", shipped.split_days),
        max_age_days=dates.days("max_age_days", shipped.max_age_days),
        future_days=dates.days("future_days", shipped.future_days),
        duplicate_days=top.section("duplicates").only("near_days").days("near_days", shipped.duplicate_days),
        late_days=confirmation.days("late_days", shipped.late_days),
        expected_days=confirmation.days_or_off("expected_days", shipped.expected_days),
        audit_percent=top.section("audit_sample").only("percent").percent_or_off("percent", shipped.audit_percent),
        severities=_severities(top.section("severities")),
        touchless=_types(touchless.section("types"), shipped.touchless),
        split=_split(top.text("split", shipped.split)),
        receipts=frozenset(kind for kind, on in _receipts(receipts.section("types")).items() if on),
    )


def _split(word: str) -> Split:
    if word not in tuple(Split):
        raise BadUse(f"policy: split must be one of {', '.join(Split)}, not {word!r}")
    return Split(word)


def _vendors(tolerances: Section, touchless: Section, receipts: Section) -> dict[str, VendorRules]:
    rules: dict[str, VendorRules] = {}
    for name, part in tolerances.sections():
        part.only("price_over", "price_under", "quantity_over", "quantity_under", "categories", "products")
        own = Section(part.path, {k: v for k, v in part.values.items() if k not in ("categories", "products")})
        rules[name] = VendorRules(
            tolerances=read_tolerances(own),
            categories={k: read_tolerances(v) for k, v in part.section("categories").sections()},
            products={k: read_tolerances(v) for k, v in part.section("products").sections()},
        )
    for name, value in touchless.values.items():
        rules[name] = replace(rules.get(name, VendorRules()), touchless=read_switch(value, touchless.at(name)))
    for name, part in receipts.sections():
        rules[name] = replace(rules.get(name, VendorRules()), receipts=_receipts(part))
    return rules


def _receipts(section: Section) -> dict[DocumentType, bool]:
    """Which papers validate their receipt; a blank one inherits."""
    section.only(*sorted(_RECEIPT_PAPERS))
    switches = {DocumentType(name): read_switch(value, section.at(name)) for name, value in section.values.items()}
    return {kind: switch for kind, switch in switches.items() if switch is not None}


def _charges(section: Section) -> tuple[Charge, ...]:
    """The shipped catalogue with caps and further words; a kind that is not shipped is added."""
    shipped = {c.kind: c for c in SHIPPED_CHARGES}
    for kind, part in section.sections():
        part.only("cap", "words")
        known = shipped.get(kind, Charge(kind, ()))
        words = (*known.words, *(w.casefold() for w in part.texts("words")))
        if not words:
            raise BadUse(f"policy: {part.path} is a new kind of charge and needs words")
        shipped[kind] = Charge(kind, words, part.amount_or_off("cap", known.cap))
    return tuple(shipped.values())


def _approval_limits(section: Section) -> tuple[ApprovalLimit, ...]:
    value = section.values.get("limits")
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise BadUse(f"policy: {section.at('limits')} must be a list, not {value!r}")
    found = []
    for number, item in enumerate(value):
        row = Section.of(item, f"{section.at('limits')}[{number}]").only("amount", "role")
        role = row.text("role", Role.APPROVER)
        if role not in tuple(Role):
            raise BadUse(f"policy: {row.at('role')} must be one of {', '.join(Role)}, not {role!r}")
        found.append(ApprovalLimit(read_decimal(row.values.get("amount"), row.at("amount")), Role(role)))
    return tuple(sorted(found, key=lambda limit: limit.amount))


def _severities(section: Section) -> dict[Code, Severity]:
    for code, value in section.values.items():
        if code not in tuple(Code):
            raise BadUse(f"policy: unknown code {section.at(code)}")
        if value not in tuple(Severity):
            raise BadUse(f"policy: {section.at(code)} must be one of {', '.join(Severity)}, not {value!r}")
    return {Code(code): Severity(str(value)) for code, value in section.values.items()}


def _types(section: Section, shipped: frozenset[DocumentType]) -> frozenset[DocumentType]:
    on = set(shipped)
    for name, value in section.values.items():
        if name not in tuple(DocumentType):
            raise BadUse(f"policy: unknown document type {section.at(name)}")
        switch = read_switch(value, section.at(name))
        if switch is not None:
            (on.add if switch else on.discard)(DocumentType(name))
    return frozenset(on)
