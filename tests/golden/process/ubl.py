"""A UBL 2.1 file from the short description of a document; what the description leaves out is taken from the world."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Doc = dict[str, Any]

_UNITS = {
    "Units": "C62", "Dozens": "DZN", "kg": "KGM", "g": "GRM", "t": "TNE", "lb": "LBR", "m": "MTR", "l": "LTR", "hours": "HUR"
}  # fmt: skip
_NAMESPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
_CENT = Decimal("0.01")


def ubl(doc: Doc, world: dict[str, Any]) -> str:
    """An Invoice, CreditNote or OrderResponse: the key `invoice`, `credit_note` or `confirmation` holds its number."""
    if "confirmation" in doc:
        return _order_response(doc, world)
    return _bill(doc, world)


# -- bills ------------------------------------------------------------------------------------------------------------


def _bill(doc: Doc, world: dict[str, Any]) -> str:
    credit = "credit_note" in doc
    kind, code = ("CreditNote", "381") if credit else ("Invoice", "380")
    seller, buyer = _seller(doc, world), _buyer(doc, world)
    currency = doc.get("currency") or world["company"]["currency"]
    lines = [_reckoned(line, doc, world) for line in doc["lines"]]
    extras = [_extra(row, sign) for key, sign in (("charges", 1), ("allowances", -1)) for row in doc.get(key, [])]
    taxes = _taxes(lines, extras, doc)
    totals = _totals(lines, extras, taxes, doc)
    money = _Money(currency)
    parts = [
        _tag("cbc:CustomizationID", "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"),
        _tag("cbc:ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"),
        _tag("cbc:ID", doc["credit_note"] if credit else doc["invoice"]),
        _tag("cbc:IssueDate", doc.get("date", "2026-11-10")),
        None if credit else _tag("cbc:DueDate", doc.get("due", "2026-12-10")),
        _tag(f"cbc:{kind}TypeCode", doc.get("type_code", code)),
        _tag("cbc:Note", doc.get("note")),
        _tag("cbc:DocumentCurrencyCode", currency),
        _wrap("cac:OrderReference", _tag("cbc:ID", _header_order(doc))),
        *(
            _wrap("cac:BillingReference", _wrap("cac:InvoiceDocumentReference", _tag("cbc:ID", number)))
            for number in _many(doc.get("original"))
        ),
        _wrap("cac:AccountingSupplierParty", _party(seller)),
        _wrap("cac:AccountingCustomerParty", _party(buyer)),
        _wrap("cac:Delivery", _tag("cbc:ActualDeliveryDate", doc.get("delivered", "2026-11-02"))),
        *(_payment(iban, seller) for iban in _many(seller.get("iban"))),
        _wrap("cac:PaymentTerms", _tag("cbc:Note", doc.get("terms", "30 days net"))),
        *(_allowance(row, money) for row in extras),
        _wrap(
            "cac:TaxTotal",
            money("cbc:TaxAmount", totals["tax"]),
            *(
                _wrap(
                    "cac:TaxSubtotal",
                    money("cbc:TaxableAmount", basis),
                    money("cbc:TaxAmount", amount),
                    _tax_category(category, rate, "cac:TaxCategory"),
                )
                for (category, rate), (basis, amount) in taxes.items()
            ),
        ),
        _wrap(
            "cac:LegalMonetaryTotal",
            money("cbc:LineExtensionAmount", totals["lines"]),
            money("cbc:TaxExclusiveAmount", totals["net"]),
            money("cbc:TaxInclusiveAmount", totals["total"]),
            money("cbc:AllowanceTotalAmount", totals["allowances"]) if totals["allowances"] else None,
            money("cbc:ChargeTotalAmount", totals["charges"]) if totals["charges"] else None,
            money("cbc:PrepaidAmount", totals["prepaid"]) if totals["prepaid"] else None,
            money("cbc:PayableRoundingAmount", totals["rounding"]) if totals["rounding"] else None,
            money("cbc:PayableAmount", totals["payable"]),
        ),
        *(_bill_line(number, line, doc, money, credit) for number, line in enumerate(lines, 1)),
    ]
    return _file(kind, parts)


def printed_total(doc: Doc, world: dict[str, Any]) -> Decimal:
    """The total with tax that the bill states."""
    lines = [_reckoned(line, doc, world) for line in doc["lines"]]
    extras = [_extra(row, sign) for key, sign in (("charges", 1), ("allowances", -1)) for row in doc.get(key, [])]
    return _totals(lines, extras, _taxes(lines, extras, doc), doc)["total"]


def _reckoned(row: Doc, doc: Doc, world: dict[str, Any]) -> Doc:
    """The line with its allowance in money, its amount, rate and category."""
    line = dict(row)
    quantity, price, base = (_number(line.get(key, 1)) for key in ("quantity", "price", "base"))
    gross = quantity * price / base
    line["off"] = _cents(gross * _number(line.get("discount", 0)) / 100) + _number(line.get("allowance", 0))
    line["amount"] = _number(line.get("amount", _cents(gross - line["off"] + _number(line.get("charge", 0)))))
    line["rate"] = _number(line.get("tax", doc.get("tax", 19)))
    line["category"] = line.get("category") or doc.get("category") or ("S" if line["rate"] else "K")
    line["unit"] = line.get("unit") or _UNITS[_product(line.get("item"), world).get("uom", "Units")]
    return line


def _extra(row: Doc, sign: int) -> Doc:
    rate = _number(row.get("tax", 19))
    return {"amount": _number(row["amount"]), "sign": sign, "reason": row["reason"], "rate": rate, "code": row.get("code"),
            "category": row.get("category") or ("S" if rate else "K")}  # fmt: skip


def _taxes(lines: list[Doc], extras: list[Doc], doc: Doc) -> dict[tuple[str, Decimal], tuple[Decimal, Decimal]]:
    bases: dict[tuple[str, Decimal], Decimal] = {}
    for row, amount in [(line, line["amount"]) for line in lines] + [(row, row["sign"] * row["amount"]) for row in extras]:
        key = (row["category"], row["rate"])
        bases[key] = bases.get(key, Decimal(0)) + amount
    taxes = {key: (basis, _cents(basis * key[1] / 100)) for key, basis in bases.items()}
    if "tax_amount" in doc:
        key = next(iter(taxes))
        taxes[key] = (taxes[key][0], _number(doc["tax_amount"]))
    return taxes


def _totals(lines: list[Doc], extras: list[Doc], taxes: dict[Any, tuple[Decimal, Decimal]], doc: Doc) -> dict[str, Decimal]:
    found = {
        "lines": sum((line["amount"] for line in lines), Decimal(0)),
        "charges": sum((row["amount"] for row in extras if row["sign"] > 0), Decimal(0)),
        "allowances": sum((row["amount"] for row in extras if row["sign"] < 0), Decimal(0)),
        "tax": sum((amount for _, amount in taxes.values()), Decimal(0)),
        "rounding": _number(doc.get("rounding", 0)),
        "prepaid": _number(doc.get("prepaid", 0)),
    }
    stated = {key: _number(value) for key, value in doc.get("totals", {}).items()}
    found |= {key: stated[key] for key in ("lines", "tax") if key in stated}
    found["net"] = stated.get("net", found["lines"] + found["charges"] - found["allowances"])
    found["total"] = stated.get("total", found["net"] + found["tax"])
    found["payable"] = stated.get("payable", found["total"] + found["rounding"] - found["prepaid"])
    return found


def _bill_line(number: int, line: Doc, doc: Doc, money: _Money, credit: bool) -> str:
    name, quantity = ("cac:CreditNoteLine", "cbc:CreditedQuantity") if credit else ("cac:InvoiceLine", "cbc:InvoicedQuantity")
    reference = None
    if line.get("order") or "order_line" in line:
        reference = _wrap(
            "cac:OrderLineReference",
            _tag("cbc:LineID", line.get("order_line", number)),
            _wrap("cac:OrderReference", _tag("cbc:ID", line.get("order"))),
        )
    off = {"amount": line["off"], "sign": -1, "reason": "Discount"}
    extra = {"amount": _number(line.get("charge", 0)), "sign": 1, "reason": line.get("charge_reason")}
    return _wrap(
        name,
        _tag("cbc:ID", number),
        _tag("cbc:Note", line.get("note")),
        _measure(quantity, line.get("quantity", 1), line["unit"]),
        money("cbc:LineExtensionAmount", line["amount"]),
        reference,
        *(_allowance(row, money) for row in (off, extra) if row["amount"]),
        _item(line, doc, _tax_category(line["category"], line["rate"], "cac:ClassifiedTaxCategory")),
        _price(line, line["unit"], money),
    )


def _price(line: Doc, unit: str, money: _Money) -> str | None:
    if "price" not in line:
        return None
    return _wrap("cac:Price", money("cbc:PriceAmount", line["price"]), _measure("cbc:BaseQuantity", line.get("base"), unit))


def _item(line: Doc, doc: Doc, *tax: str | None) -> str:
    """The item with the codes that `codes` names (seller, buyer, gtin; all by default) or that the line itself gives."""
    product = _product(line.get("item"), doc["_world"])
    wanted = line.get("codes", doc.get("codes", ["seller", "buyer", "gtin"]))
    seller = next((c.get("code") for c in product.get("vendor_codes", []) if c["partner"] == doc["from"]), None)
    codes = {"seller": seller, "buyer": product.get("code"), "gtin": product.get("barcode")}
    codes = {key: value if key in wanted else None for key, value in codes.items()} | {
        key: line[f"{key}_code"] for key in ("seller", "buyer", "gtin") if f"{key}_code" in line
    }
    return _wrap(
        "cac:Item",
        _tag("cbc:Name", line.get("name") or product.get("name")),
        _wrap("cac:BuyersItemIdentification", _tag("cbc:ID", codes["buyer"])),
        _wrap("cac:SellersItemIdentification", _tag("cbc:ID", codes["seller"])),
        _wrap("cac:StandardItemIdentification", f'<cbc:ID schemeID="0160">{codes["gtin"]}</cbc:ID>' if codes["gtin"] else None),
        *tax,
    )


def _payment(iban: str, seller: Doc) -> str:
    return _wrap(
        "cac:PaymentMeans",
        _tag("cbc:PaymentMeansCode", "30"),
        _wrap("cac:PayeeFinancialAccount", _tag("cbc:ID", iban), _tag("cbc:Name", seller["name"])),
    )


def _allowance(row: Doc, money: _Money) -> str:
    return _wrap(
        "cac:AllowanceCharge",
        _tag("cbc:ChargeIndicator", "true" if row["sign"] > 0 else "false"),
        _tag("cbc:AllowanceChargeReasonCode", row.get("code")),
        _tag("cbc:AllowanceChargeReason", row["reason"]),
        money("cbc:Amount", row["amount"]),
        _tax_category(row["category"], row["rate"], "cac:TaxCategory") if "category" in row else None,
    )


def _tax_category(category: str, rate: Decimal, tag: str) -> str:
    return _wrap(
        tag,
        _tag("cbc:ID", category),
        _tag("cbc:Percent", f"{rate:f}") if category != "O" else None,
        _tag("cbc:TaxExemptionReason", "Reverse charge") if tag == "cac:TaxCategory" and category in "AEKO" else None,
        _wrap("cac:TaxScheme", _tag("cbc:ID", "VAT")),
    )


# -- order responses --------------------------------------------------------------------------------------------------


def _order_response(doc: Doc, world: dict[str, Any]) -> str:
    seller, buyer = _seller(doc, world), _buyer(doc, world)
    money = _Money(doc.get("currency") or world["company"]["currency"])
    parts = [
        _tag("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:order_response:3"),
        _tag("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:ordering:3"),
        _tag("cbc:ID", doc["confirmation"]),
        _tag("cbc:IssueDate", doc.get("date", "2026-10-06")),
        _tag("cbc:OrderResponseCode", doc.get("status", "AP")),
        _tag("cbc:Note", doc.get("note")),
        _tag("cbc:DocumentCurrencyCode", money.currency),
        _wrap("cac:OrderReference", _tag("cbc:ID", doc.get("order"))),
        _wrap("cac:SellerSupplierParty", _party(seller)),
        _wrap("cac:BuyerCustomerParty", _party(buyer)),
        _promise(doc.get("promised")),
        *(_response_line(number, line, doc, money) for number, line in enumerate(doc.get("lines", []), 1)),
    ]
    return _file("OrderResponse", parts)


def _response_line(number: int, line: Doc, doc: Doc, money: _Money) -> str:
    product = _product(line.get("item"), doc["_world"])
    unit = line.get("unit") or _UNITS[product.get("uom", "Units")]
    substitute = line.get("substitute")
    return _wrap(
        "cac:OrderLine",
        _wrap(
            "cac:LineItem",
            _tag("cbc:ID", number),
            _tag("cbc:Note", line.get("note")),
            _tag("cbc:LineStatusCode", line.get("status", "5")),
            _measure("cbc:Quantity", line.get("quantity"), unit),
            _promise(line.get("promised")),
            _price(line, unit, money),
            _item(line, doc),
        ),
        _wrap("cac:SellerSubstitutedLineItem", _tag("cbc:ID", number), _item(substitute, doc)) if substitute else None,
        _wrap("cac:OrderLineReference", _tag("cbc:LineID", line.get("order_line", number))),
    )


def _promise(day: str | None) -> str | None:
    if day is None:
        return None
    return _wrap("cac:Delivery", _wrap("cac:PromisedDeliveryPeriod", _tag("cbc:StartDate", day), _tag("cbc:EndDate", day)))


# -- parties and markup -----------------------------------------------------------------------------------------------


def _seller(doc: Doc, world: dict[str, Any]) -> Doc:
    known = next((row for row in world["partners"] if row["name"] == doc["from"]), {"name": doc["from"]})
    ibans = known.get("trusted_ibans") or known.get("ibans") or []
    return {**known, "iban": ibans[:1], **doc.get("seller", {})}


def _buyer(doc: Doc, world: dict[str, Any]) -> Doc:
    ours = [world["company"], *world.get("companies", [])]
    known = next((row for row in ours if row["name"] == doc.get("to")), ours[0])
    return {**known, **doc.get("buyer", {})}


def _party(party: Doc) -> str:
    return _wrap(
        "cac:Party",
        f'<cbc:EndpointID schemeID="EM">{escape(party["email"])}</cbc:EndpointID>' if party.get("email") else None,
        _wrap("cac:PartyName", _tag("cbc:Name", party["name"])),
        _wrap(
            "cac:PostalAddress",
            _tag("cbc:StreetName", party.get("street")),
            _tag("cbc:CityName", party.get("city")),
            _tag("cbc:PostalZone", party.get("zip")),
            _wrap("cac:Country", _tag("cbc:IdentificationCode", party.get("country"))),
        ),
        _wrap("cac:PartyTaxScheme", _tag("cbc:CompanyID", party["vat"]), _wrap("cac:TaxScheme", _tag("cbc:ID", "VAT")))
        if party.get("vat")
        else None,
        _wrap("cac:PartyLegalEntity", _tag("cbc:RegistrationName", party.get("legal_name", party["name"]))),
    )


def _product(code: str | None, world: dict[str, Any]) -> Doc:
    return next((row for row in world["products"] if row.get("code") == code), {}) if code else {}


def _header_order(doc: Doc) -> str | None:
    named = [line["order"] for line in doc["lines"] if line.get("order")]
    return doc["order"] if "order" in doc else (named[0] if named else None)


class _Money:
    """Writes amounts with the document's currency."""

    def __init__(self, currency: str) -> None:
        self.currency = currency

    def __call__(self, tag: str, amount: object) -> str:
        return f'<{tag} currencyID="{self.currency}">{amount}</{tag}>'


def _measure(name: str, value: object, unit: str) -> str | None:
    return None if value is None else f"<{name} unitCode={quoteattr(unit)}>{value}</{name}>"


def _tag(name: str, content: object) -> str | None:
    return None if content is None else f"<{name}>{escape(str(content))}</{name}>"


def _wrap(name: str, *parts: str | None) -> str | None:
    inner = "".join(part for part in parts if part)
    return f"<{name}>{inner}</{name}>" if inner else None


def _file(kind: str, parts: Iterable[str | None]) -> str:
    body = "\n".join(part for part in parts if part)
    root = f'{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" {_NAMESPACES}'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>\n{body}\n</{kind}>\n'


def _many(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _number(value: object) -> Decimal:
    return Decimal(str(value))


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
