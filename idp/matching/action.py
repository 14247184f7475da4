"""What a person can do about a finding; short imperative phrases, most useful first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from idp.domain.code import Code

_CORRECT = "correct the reading"
_ASK_SUPPLIER = "ask the supplier"
_CREDIT = "ask the supplier for a credit note"
_ACCEPT = "accept the difference"
_PICK_ORDER = "choose the purchase order"
_WAIT_RECEIPT = "wait for the receipt"
_ASK_WAREHOUSE = "ask the warehouse"

ACTIONS: Mapping[Code, tuple[str, ...]] = MappingProxyType(
    {
        Code.EXT_MISSING: (_CORRECT, _ASK_SUPPLIER),
        Code.EXT_LOWCONF: (_CORRECT, "confirm the values"),
        Code.VAL_LINE: (_CORRECT, _ASK_SUPPLIER),
        Code.VAL_SUBTOTAL: (_CORRECT, _ASK_SUPPLIER),
        Code.VAL_TOTAL: (_CORRECT, _ASK_SUPPLIER),
        Code.VAL_DATE: (_CORRECT, _ASK_SUPPLIER),
        Code.VAL_NOTUS: (_CORRECT, "return it to the supplier"),
        Code.VAL_AMOUNT: (_CORRECT, _ASK_SUPPLIER),
        Code.VEN_UNKNOWN: ("choose the vendor", "have the vendor created", "reject"),
        Code.VEN_AMBIG: ("choose the vendor", "have double vendors merged"),
        Code.VEN_MISMATCH: (_PICK_ORDER, "choose the vendor", _ASK_SUPPLIER),
        Code.VEN_BLOCKED: ("have the vendor released", "reject"),
        Code.FRD_BANK: ("call the supplier on a known number", "trust the account in Odoo", "reject"),
        Code.FRD_DOMAIN: ("call the supplier on a known number", "reject"),
        Code.FRD_SPLIT: ("check for split bills", "approve as finance"),
        Code.DUP_NUMBER: ("compare with the earlier bill", "reject", _CORRECT),
        Code.DUP_FUZZY: ("compare with the earlier bill", "reject", _ACCEPT),
        Code.PO_NONE: (_PICK_ORDER, "enter without a purchase order"),
        Code.PO_INFERRED: ("confirm the purchase order", _PICK_ORDER),
        Code.PO_NOTFOUND: (_CORRECT, _PICK_ORDER, _ASK_SUPPLIER),
        Code.PO_CLOSED: (_PICK_ORDER, _ASK_SUPPLIER, "reject"),
        Code.PO_DRAFT: ("confirm the order in Odoo", _PICK_ORDER),
        Code.PO_OTHERCO: (_PICK_ORDER, "return it to the supplier"),
        Code.LIN_NOTONPO: ("choose the order line", "add the line to the order", _CREDIT),
        Code.LIN_AMBIG: ("choose the order line",),
        Code.QTY_OVERORD: ("raise the ordered quantity", _CREDIT, "reject"),
        Code.QTY_OVERREC: (_WAIT_RECEIPT, _ASK_WAREHOUSE, _CREDIT),
        Code.QTY_NOREC: (_WAIT_RECEIPT, _ASK_WAREHOUSE),
        Code.QTY_QUALITY: (_CREDIT, _ASK_WAREHOUSE),
        Code.QTY_UOM: (_CORRECT, "add the unit in Odoo", _ASK_SUPPLIER),
        Code.PRC_OVER: (_CREDIT, "change the order's price", _ACCEPT),
        Code.PRC_UNDER: (_ACCEPT,),
        Code.PRC_BASE: (_CORRECT, _ASK_SUPPLIER),
        Code.PRC_DISC: (_CREDIT, _ACCEPT),
        Code.PRC_CONF: (_CREDIT, _ACCEPT),
        Code.CHG_UNPLANNED: (_ACCEPT, "add the charge to the order", _CREDIT),
        Code.CHG_OVERCAP: (_ACCEPT, _CREDIT),
        Code.TAX_RATE: (_CORRECT, "choose the tax", _ASK_SUPPLIER),
        Code.TAX_AMOUNT: (_CORRECT, _ACCEPT, _ASK_SUPPLIER),
        Code.CUR_MISMATCH: (_CORRECT, "change the order's currency", _ASK_SUPPLIER),
        Code.AMT_CAP: (_ACCEPT, _CREDIT),
        Code.AMT_LIMIT: ("approve",),
        Code.TRM_PAYMENT: (_ACCEPT, _ASK_SUPPLIER, "change the payment terms in Odoo"),
        Code.CRN_NOLINK: ("choose the original bill",),
        Code.CRN_OVER: (_CORRECT, _ASK_SUPPLIER),
        Code.CRN_NORETURN: ("book the return", _ASK_WAREHOUSE, _ACCEPT),
        Code.CNF_LATE: ("accept the date", _ASK_SUPPLIER),
        Code.CNF_SHORT: ("accept the quantity", "order the rest elsewhere", _ASK_SUPPLIER),
        Code.CNF_PRICE: ("refuse the price", "change the order's price"),
        Code.CNF_SUBST: ("refuse the substitute", "change the order"),
        Code.CNF_REJECT: ("order elsewhere", _ASK_SUPPLIER),
        Code.CNF_NONE: ("ask the supplier for a confirmation", "note the supplier's order number in Odoo"),
        Code.CNF_IMPACT: ("tell the customers", "order the rest elsewhere", _ASK_SUPPLIER),
        Code.SHP_SHORT: (_ASK_WAREHOUSE, _ASK_SUPPLIER),
        Code.SHP_OVER: (_ASK_WAREHOUSE, "return the surplus"),
        Code.SHP_DAMAGE: (_ASK_WAREHOUSE, "claim against the carrier"),
        Code.SHP_REFUSED: (_ASK_WAREHOUSE, _ASK_SUPPLIER),
        Code.SHP_NOSIGN: ("ask the carrier for the signed paper",),
        Code.SHP_NOPO: (_PICK_ORDER, "choose the transfer"),
        Code.SHP_RECMISMATCH: ("correct the receipt in Odoo", _ASK_WAREHOUSE),
        Code.PST_PRECISION: ("raise the price precision in Odoo", _ACCEPT),
    }
)
