"""Which forms are there, for whom, and which of them are held out? A form is one template in `templates/` of the same name.

Held-out forms never come out of the generator's training side: whole structures, not only wordings, stay unseen.
"""

from dataclasses import dataclass

EVERYWHERE = ("us", "gb", "de", "fr", "es", "it", "nl")
METRIC = ("gb", "de", "fr", "es", "it", "nl")


@dataclass(frozen=True, slots=True)
class Form:
    """One structure of paper. `items` is the least and the greatest number of lines; slips are photographed rather than scanned."""

    name: str
    document_type: str
    regions: tuple[str, ...]
    items: tuple[int, int]
    is_held_out: bool = False
    is_photographed: bool = False


_BOL, _NOTE, _POD, _CONFIRMATION = "bill_of_lading", "delivery_note", "proof_of_delivery", "order_confirmation"
FORMS: tuple[Form, ...] = (
    Form("bol_vics_carrier", _BOL, ("us",), (1, 6)),
    Form("bol_erp", _BOL, ("us", "us", "gb"), (1, 12)),
    Form("bol_typewriter", _BOL, ("us",), (1, 5), is_held_out=True),
    Form("bol_ltl", _BOL, ("us",), (1, 6)),
    Form("bol_order_short", _BOL, ("us",), (1, 7), is_held_out=True),
    Form("bol_ocean", _BOL, ("gb", "us"), (1, 4)),
    Form("bol_sea_waybill", _BOL, ("gb",), (1, 4), is_held_out=True),
    Form("bol_air", _BOL, ("gb", "us"), (1, 3)),
    Form("bol_multimodal", _BOL, ("gb",), (1, 4)),
    Form("bol_office", _BOL, ("us", "us", "gb"), (1, 7)),
    Form("bol_cmr", _BOL, ("de", "fr", "es", "it", "nl", "gb"), (1, 6)),
    Form("bol_national_waybill", _BOL, METRIC, (1, 5), is_held_out=True),
    Form("bol_master", _BOL, ("us",), (4, 30)),
    Form("bol_dispatch", _BOL, ("us", "gb"), (1, 8), is_held_out=True),
    Form("bol_forwarding_order", _BOL, METRIC, (1, 6)),
    Form("note_positions", _NOTE, ("de", "nl", "gb", "fr"), (1, 28)),
    Form("note_letter", _NOTE, EVERYWHERE, (1, 26)),
    Form("note_grid", _NOTE, ("fr", "es", "it", "nl"), (1, 12)),
    Form("note_valued", _NOTE, ("es", "fr", "it", "nl"), (1, 12)),
    Form("note_transport_document", _NOTE, ("it",), (1, 12), is_held_out=True),
    Form("note_by_order", _NOTE, EVERYWHERE, (3, 32)),
    Form("note_packing_slip", _NOTE, ("us", "us", "gb"), (1, 15)),
    Form("note_cartons", _NOTE, EVERYWHERE, (2, 9), is_held_out=True),
    Form("note_webshop", _NOTE, EVERYWHERE, (1, 7), is_held_out=True),
    Form("note_lots", _NOTE, METRIC, (1, 8)),
    Form("note_fanfold", _NOTE, EVERYWHERE, (1, 14), is_held_out=True),
    Form("note_spreadsheet", _NOTE, EVERYWHERE, (2, 16), is_held_out=True),
    Form("note_sidebar", _NOTE, EVERYWHERE, (2, 10)),
    Form("pod_signed_note", _POD, EVERYWHERE, (1, 8)),
    Form("pod_tracking", _POD, EVERYWHERE, (1, 1)),
    Form("pod_letter", _POD, EVERYWHERE, (1, 1), is_held_out=True),
    Form("pod_run_sheet", _POD, EVERYWHERE, (1, 6)),
    Form("pod_slip", _POD, EVERYWHERE, (1, 4), is_held_out=True, is_photographed=True),
    Form("pod_exceptions", _POD, EVERYWHERE, (1, 8)),
    Form("pod_app", _POD, EVERYWHERE, (1, 6), is_held_out=True),
    Form("pod_consignment", _POD, EVERYWHERE, (1, 5)),
    Form("pod_stamp", _POD, METRIC, (1, 8)),
    Form("pod_freight_bill", _POD, ("us",), (1, 4), is_held_out=True),
    Form("confirmation_positions", _CONFIRMATION, ("de", "nl", "gb", "fr"), (1, 22)),
    Form("confirmation_columns", _CONFIRMATION, EVERYWHERE, (1, 12)),
    Form("confirmation_acknowledgment", _CONFIRMATION, ("us", "gb"), (1, 10), is_held_out=True),
    Form("confirmation_light", _CONFIRMATION, EVERYWHERE, (1, 10)),
    Form("confirmation_weeks", _CONFIRMATION, ("de", "fr", "it", "nl", "es"), (1, 9), is_held_out=True),
)


def forms(*, held_out: bool) -> tuple[Form, ...]:
    """All forms of one side."""
    return tuple(form for form in FORMS if form.is_held_out is held_out)
