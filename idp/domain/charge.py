"""Charges that suppliers add to the goods, and the words by which paper names them in six languages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Charge:
    """A kind of charge with the words that name it on paper. Without a cap every such charge off the order is reviewed."""

    kind: str
    words: tuple[str, ...]
    cap: Decimal | None = None


SHIPPED_CHARGES = (
    Charge("freight", (
        "freight", "shipping", "delivery charge", "delivery cost", "delivery fee", "carriage", "postage",
        "transport", "haulage", "courier", "fracht", "frachtkosten", "versand", "versandkosten", "porto",
        "lieferkosten", "transportkosten", "frais de port", "livraison", "frais de livraison", "frais de transport",
        "expedition", "affranchissement", "gastos de envio", "envio", "portes", "gastos de transporte", "flete",
        "spese di spedizione", "spedizione", "trasporto", "spese di trasporto", "porto franco", "verzendkosten",
        "vrachtkosten", "portokosten", "bezorgkosten",
    )),
    Charge("packing", (
        "packing", "packaging charge", "crating", "verpackung", "verpackungskosten", "emballage",
        "frais d emballage", "embalaje", "imballo", "imballaggio", "spese di imballaggio", "verpakking",
        "verpakkingskosten",
    )),
    Charge("pallet", (
        "pallet charge", "pallets", "palette", "paletten", "palettenkosten", "europalette", "consigne palette",
        "pallet deposit", "palletkosten",
    )),
    Charge("surcharge", (
        "surcharge", "fuel surcharge", "energy surcharge", "zuschlag", "teuerungszuschlag", "energiezuschlag",
        "dieselzuschlag", "mindermengenzuschlag", "maut", "surtaxe", "supplement", "taxe gazole", "majoration",
        "recargo", "suplemento", "supplemento", "sovrapprezzo", "toeslag", "brandstoftoeslag",
    )),
    Charge("handling", (
        "handling", "handling fee", "service fee", "processing fee", "bearbeitungsgebuhr", "bearbeitungspauschale",
        "frais de dossier", "frais de gestion", "gastos de gestion", "gastos de manipulacion", "spese di gestione",
        "behandelingskosten", "administratiekosten",
    )),
    Charge("minimum", (
        "minimum order", "small order", "minimum quantity", "mindestbestellwert", "mindermenge", "commande minimum",
        "pedido minimo", "ordine minimo", "orderkosten",
    )),
    Charge("insurance", (
        "insurance", "versicherung", "transportversicherung", "assurance", "seguro", "assicurazione", "verzekering",
    )),
    Charge("customs", (
        "customs", "import duty", "duties", "zoll", "zollgebuhr", "verzollung", "douane", "droits de douane",
        "aduana", "arancel", "dazi", "dogana", "invoerrechten",
    )),
    Charge("environment", (
        "eco tax", "eco contribution", "ecotaxe", "eco participation", "environmental fee", "recycling fee",
        "entsorgung", "weee", "contributo raee", "verwijderingsbijdrage",
    )),
)  # fmt: skip
"""As words are compared: lower case, without accents, punctuation as blanks."""
