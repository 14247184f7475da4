# ruff: noqa: E501 - tables read better with one row a line
"""Who supplies the demo's company, and in which house style does each of them write?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from idp.training.content import Bank, Party
from idp.training.identifiers import make_bic, make_iban, make_vat
from idp.training.layout import Layout
from idp.training.notation import Notation
from idp.training.samples import goods, styles
from idp.training.samples.goods import Good
from idp.training.wording import Wording, choose_wording


@dataclass(frozen=True, slots=True)
class Supplier:
    """One supplier: his letterhead, his goods, his house style and how he taxes us."""

    key: str
    party: Party
    language: str
    currency: str
    tax: Decimal
    goods: tuple[Good, ...]
    layout: Layout
    notation: Notation
    customer_number: str
    terms_days: int = 30
    cash_discount: tuple[int, Decimal] | None = None
    incoterm: str = ""
    contact: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def wording(self) -> Wording:
        """His labels: the same on every paper of his."""
        return choose_wording(self.language, Random(self.key), self.labels)


def _party(name: str, street: str, city: str, country: str, trade: str, phone: str, domain: str, register: str, manager: str, tax_number: str,
           *banks: str) -> Party:  # fmt: skip
    rng = Random(name)
    accounts = tuple(Bank(bank, make_iban(country, rng), make_bic(country, rng)) for bank in banks)
    vat = None if country == "US" else make_vat(country, rng)
    return Party(
        name,
        street,
        city,
        country,
        vat,
        trade,
        phone,
        f"info@{domain}",
        f"www.{domain}",
        register,
        manager,
        tax_number,
        accounts,
    )


OURS = Party(
    "Brennhoff Industriebedarf GmbH", "Am Güterkai 14", "47119 Duisburg", "DE", make_vat("DE", Random("ours")), "Technischer Handel",
    "+49 203 55501-0", "einkauf@brennhoff.example", "www.brennhoff.example", "Amtsgericht Duisburg HRB 40817", "Dr. Maren Brennhoff",
    "109/5820/1147", (Bank("Rheinhafenbank Duisburg", make_iban("DE", Random("our bank")), "RHHBDE2D"),),
)  # fmt: skip
WAREHOUSE = Party("Brennhoff Industriebedarf GmbH", "Lager 2, Tor 7, Hafenring 3", "47119 Duisburg", "DE")
STRASBOURG = Party("Brennhoff - dépôt Strasbourg", "12 rue du Port-du-Rhin", "67000 Strasbourg", "FR")
ZERO = Decimal(0)

SUPPLIERS: Mapping[str, Supplier] = {
    supplier.key: supplier
    for supplier in (
        Supplier("schraubwerk", _party(
            "Schraubwerk Ostalb GmbH & Co. KG", "Industriestraße 44-48", "73430 Aalen", "DE", "Verbindungstechnik · Normteile · Sonderschrauben",
            "+49 7361 55520-0", "schraubwerk-ostalb.example", "AG Ulm HRA 721933", "Jochen Härle, Petra Unsöld", "50067/11324", "Ostalbbank eG", "Schwabenkredit AG",
        ), "de", "EUR", Decimal(19), goods.SCREWS_DE, styles.SCHRAUBWERK, styles.GERMAN, "204518", cash_discount=(10, Decimal(2)), incoterm="frei Haus",
            contact="Frau Unsöld, Tel. -214"),
        Supplier("renz", _party(
            "Wälzlager Renz GmbH", "Kugelgasse 9", "97424 Schweinfurt", "DE", "Lager, Dichtungen, Antriebstechnik", "09721 555 90", "renz-lager.example",
            "Amtsgericht Schweinfurt HRB 6190", "Thomas Renz", "249/138/50226", "Mainfränkische Handelsbank"), "de", "EUR", Decimal(19), goods.BEARINGS_DE,
            styles.RENZ, styles.GERMAN_SYMBOL, "K-10377", terms_days=14, contact="Herr Pfeuffer"),
        Supplier("vossberg", _party(
            "Elektro Vossberg Großhandel GmbH", "Ampèreweg 2", "44263 Dortmund", "DE", "Ihr Elektrogroßhandel im Ruhrgebiet", "+49 231 555700",
            "vossberg-elektro.example", "AG Dortmund HRB 28811", "Sabine Vossberg", "315/5762/0943", "Westfalen Privatbank"), "de", "EUR", Decimal(19),
            goods.ELECTRICAL_DE, styles.VOSSBERG, styles.GERMAN, "31184", terms_days=30, contact="Niederlassung Duisburg"),
        Supplier("valmont", _party(
            "Chimie Valmont SAS", "ZI des Trois Fontaines, 8 rue Lavoisier", "68200 Mulhouse", "FR", "Produits chimiques industriels", "03 89 55 50 12",
            "chimie-valmont.example", "Mulhouse B 402 118 337 - capital 250 000 €", "Hélène Valmont", "402 118 337 00029", "Crédit Rhénan"), "fr", "EUR", Decimal(20),
            goods.CHEMICALS_FR, styles.VALMONT, styles.FRENCH, "C04471", terms_days=45, incoterm="DAP Strasbourg", contact="Luc Baumann"),
        Supplier("emballages", _party(
            "Emballages Rhodaniens SARL", "245 chemin des Cartonniers", "26000 Valence", "FR", "Cartonnage - calage - palettes", "04 75 55 57 30",
            "emballages-rhodaniens.example", "Romans 511 204 776 - capital 80 000 €", "Marc Astier", "511 204 776 00015", "Banque du Dauphiné Vert"), "fr", "EUR",
            Decimal(20), goods.PACKAGING_FR, styles.EMBALLAGES, styles.FRENCH_SYMBOL, "411BRENN", incoterm="Franco", contact="Service ADV"),
        Supplier("ibarra", _party(
            "Rodamientos Ibarra, S.L.", "Polígono Ugaldeguren II, nave 14", "48170 Zamudio (Bizkaia)", "ES", "Rodamientos y transmisión de potencia",
            "+34 94 555 12 80", "ibarra-rodamientos.example", "R.M. Bizkaia, tomo 4412, folio 88", "Iñaki Ibarra Loizaga", "hoja BI-38817", "Caja del Nervión"), "es",
            "EUR", ZERO, goods.BEARINGS_ES, styles.IBARRA, styles.SPANISH, "002915", terms_days=60, incoterm="DAP Duisburg", contact="Ane Goikoetxea"),
        Supplier("aranda", _party(
            "Suministros Eléctricos Aranda, S.A.", "Carrer de la Indústria 118", "08960 Sant Just Desvern (Barcelona)", "ES", "Material eléctrico y automatización",
            "93 555 41 00", "aranda-electric.example", "R.M. Barcelona, tomo 21880, folio 12", "Núria Aranda Coll", "hoja B-77120", "Banco Litoral"), "es", "EUR",
            Decimal(21), goods.ELECTRICAL_ES, styles.ARANDA, styles.SPANISH_SYMBOL, "43000871", terms_days=30, contact="Delegación Barcelona"),
        Supplier("hartwell", _party(
            "Hartwell Fasteners Ltd", "Unit 6 Cinder Hill Trading Estate", "Dudley DY2 9AX, United Kingdom", "GB", "Stockholders of industrial fasteners",
            "+44 1384 555 010", "hartwell-fasteners.example", "England No. 03381177", "J. Hartwell, S. K. Mann", "03381177", "Black Country Commercial Bank"), "en", "GBP",
            ZERO, goods.SCREWS_EN, styles.HARTWELL, styles.BRITISH, "BRE004", incoterm="FCA Dudley"),
        Supplier("kestrel", _party(
            "Kestrel Abrasives B.V.", "Slijpsteenweg 31", "5651 GK Eindhoven", "NL", "Cutting, grinding, finishing", "+31 40 555 0930", "kestrel-abrasives.example",
            "KvK Eindhoven 17284419", "W. van Nuland", "KvK 17284419", "Brabantse Handelsbank N.V."), "en", "EUR", ZERO, goods.ABRASIVES_EN, styles.KESTREL,
            styles.ENGLISH_EURO, "D-20447", incoterm="DAP Duisburg", contact="Floor de Wit"),
        Supplier("brunner", _party(
            "Brunner Armaturen AG", "Gießereistrasse 17", "8404 Winterthur", "CH", "Armaturen und Messtechnik", "+41 52 555 16 00", "brunner-armaturen.example",
            "HR Kanton Zürich CH-020.3.914.552", "Reto Brunner", "CH-020.3.914.552", "Winterthurer Gewerbebank"), "de", "CHF", ZERO, goods.VALVES_CH,
            styles.BRUNNER, styles.SWISS, "80211", incoterm="DAP Duisburg, verzollt", contact="Regula Aeschlimann"),
        Supplier("lakeshore", _party(
            "Lakeshore Bearing & Supply, Inc.", "4100 Harborfront Parkway", "Toledo, OH 43611, USA", "US", "Power Transmission - Bearings - Seals",
            "(419) 555-0148", "lakeshorebearing.example", "Ohio charter 884120", "", ""), "en", "USD", ZERO, goods.BEARINGS_US, styles.LAKESHORE,
            styles.AMERICAN, "BRENN01", incoterm="FOB Toledo", contact="Dana Kowalczyk",
            labels={"tax": "Sales tax {rate}", "bill_to": "Bill To", "ship_to": "Ship To", "buyer_vat": "Customer VAT ID"}),
        Supplier("nordlub", _party(
            "Nordlub Industrial ApS", "Oliehavnsvej 5", "8000 Aarhus C, Denmark", "DK", "Lubricants for industry", "+45 86 55 50 42", "nordlub.example",
            "CVR-nr. 31885520", "Mette Dalgaard", "CVR 31885520", "Jysk Handelsbank"), "en", "EUR", ZERO, goods.LUBRICANTS_EN, styles.NORDLUB, styles.ENGLISH_CODE,
            "50233", terms_days=30, incoterm="CPT Duisburg", contact="Jens Holm"),
        Supplier("linden", _party(
            "Linden & Pryce Packaging Ltd", "Block C, Ballycurreen Business Park", "Cork T12 X8P4, Ireland", "IE", "Transit packaging since 1974",
            "+353 21 555 8840", "lindenpryce.example", "Ireland No. 48211", "A. Pryce, M. Linden", "48211", "Munster Trade Bank"), "en", "EUR", ZERO, goods.PACKAGING_EN,
            styles.LINDEN, styles.ENGLISH_LONG, "BREN-DE", terms_days=30, incoterm="DAP Duisburg", contact="Customer Care"),
    )
}  # fmt: skip
