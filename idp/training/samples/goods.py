# ruff: noqa: E501 - tables read better with one row a line
"""What do the demo's suppliers sell? Products with our code and name, the supplier's code and text, unit and price."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from idp.training.identifiers import make_gtin

UNITS = {"Stk": "Units", "Stck": "Units", "pcs": "Units", "EA": "Units", "ea": "Units", "U": "Units", "pce": "Units", "ud": "Units", "Rll": "Units",
         "kg": "kg", "KG": "kg", "l": "l", "L": "l", "m": "m", "MTR": "m"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Good:
    """One product. `price` is the supplier's net price for `price_base` units, in his currency; `uom` as he prints it."""

    our_code: str
    name: str
    code: str
    text: str
    uom: str
    price: Decimal
    detail: str = ""
    price_base: int = 1
    tax: Decimal | None = None
    barcode: str = field(default="")

    @property
    def odoo_uom(self) -> str:
        """The unit's name in the world file."""
        return UNITS[self.uom]


def _goods(prefix: str, *rows: tuple[str, ...], base: int = 1) -> tuple[Good, ...]:
    """Rows of (our name, supplier's code, his text, unit, price[, detail[, tax]]); our codes are numbered under `prefix`."""
    made = []
    for index, row in enumerate(rows):
        name, code, text, uom, price, *more = row
        our_code = f"{prefix}-{1010 + index * 15}"
        made.append(Good(our_code, name, code, text, uom, Decimal(price), detail=more[0] if more else "", price_base=base,
                         tax=Decimal(more[1]) if len(more) > 1 else None, barcode=make_gtin(Random(our_code))))  # fmt: skip
    return tuple(made)


SCREWS_DE = _goods(
    "BEF",
    ("Hex bolt M8x40 8.8 zinc", "933-8.8-M8X40-GVZ", "Sechskantschraube DIN 933 8.8 M 8 x 40 galv. verzinkt", "Stk", "8.42", "Ursprungsland: DE, Zolltarif-Nr. 73181588"),
    ("Hex bolt M10x60 8.8 zinc", "933-8.8-M10X60-GVZ", "Sechskantschraube DIN 933 8.8 M 10 x 60 galv. verzinkt", "Stk", "19.65", "Ursprungsland: DE, Zolltarif-Nr. 73181588"),
    ("Hex bolt M12x80 10.9 plain", "931-10.9-M12X80", "Sechskantschraube m. Schaft DIN 931 10.9 M 12 x 80 blank", "Stk", "41.90", "Ursprungsland: IT, Zolltarif-Nr. 73181595"),
    ("Hex nut M8 8 zinc", "934-8-M8-GVZ", "Sechskantmutter DIN 934 Kl. 8 M 8 galv. verzinkt", "Stk", "2.31"),
    ("Hex nut M10 8 zinc", "934-8-M10-GVZ", "Sechskantmutter DIN 934 Kl. 8 M 10 galv. verzinkt", "Stk", "4.76"),
    ("Washer 8.4 A2", "125-A2-8,4", "Unterlegscheibe DIN 125 Form A 8,4 Edelstahl A2", "Stk", "1.94"),
    ("Threaded rod M12x1000 zinc", "976-4.8-M12X1000", "Gewindestange DIN 976-1 4.8 M 12 x 1000 galv. verzinkt", "Stk", "268.00", "Zuschnitt auf Anfrage"),
    ("Chipboard screw 5x60 TX25", "SPS-TX25-5X60", "Spanplattenschraube Senkkopf TX 25 5,0 x 60/36 gelb verzinkt", "Stk", "3.88"),
    ("Anchor bolt M12x110", "BA-PLUS-M12/25", "Bolzenanker BA plus M 12 / 25 x 110 ETA Option 1", "Stk", "92.40", "ETA-19/0207, Brandschutz R120"),
    base=100,
)  # fmt: skip
BEARINGS_DE = _goods(
    "LAG",
    ("Deep groove ball bearing 6204-2RS", "6204-2RSR-C3", "Rillenkugellager 6204-2RSR-C3  20x47x14", "Stk", "3.94"),
    ("Deep groove ball bearing 6305-ZZ", "6305-2ZR", "Rillenkugellager 6305-2ZR  25x62x17", "Stk", "5.12"),
    ("Tapered roller bearing 32008-X", "32008-X", "Kegelrollenlager 32008-X  40x68x19", "Stk", "14.85"),
    ("Spherical roller bearing 22210-E", "22210-E1-K", "Pendelrollenlager 22210-E1-K  50x90x23, Kegelbohrung 1:12", "Stk", "48.60"),
    ("Pillow block UCP 206", "UCP206-RZ", "Stehlagereinheit UCP206, Gusseisengehäuse", "Stk", "11.73"),
    ("Shaft seal 40x62x10 NBR", "WDR-40X62X10-NBR", "Radialwellendichtring A 40x62x10 NBR", "Stk", "1.86"),
    ("Circlip 47 DIN 472", "472-47", "Sicherungsring DIN 472 - 47x1,75", "Stk", "0.42"),
    ("Bearing grease 400 g", "LGF-2-400", "Wälzlagerfett LGF 2, Kartusche 400 g", "Stk", "7.95", "Gefahrgut: kein"),
)  # fmt: skip
ELECTRICAL_DE = _goods(
    "ELT",
    *(
        (f"Cable NYM-J {size} 100 m", f"NYMJ{code}", f"Mantelleitung NYM-J {size} RE grau, Ring 100 m", "Stk", price, "inkl. Kupferzuschlag, Basis DEL 812,40")
        for size, code, price in (
            ("3x1,5 mm²", "315", "61.80"), ("3x2,5 mm²", "325", "98.40"), ("5x1,5 mm²", "515", "97.15"), ("5x2,5 mm²", "525", "158.30"),
            ("5x4 mm²", "540", "249.90"), ("5x6 mm²", "560", "371.55"),
        )
    ),
    *(
        (f"MCB B{amps}A 1P", f"LS-B{amps}-1", f"Leitungsschutzschalter B {amps} A 1-polig 6 kA", "Stk", price)
        for amps, price in ((6, "4.12"), (10, "3.44"), (13, "3.52"), (16, "2.98"), (20, "3.61"), (25, "3.89"), (32, "4.27"))
    ),
    *(
        (f"RCCB {amps}A 4P 30mA", f"FI-{amps}-4-003", f"Fehlerstromschutzschalter {amps} A 4-polig 30 mA Typ A", "Stk", price)
        for amps, price in ((25, "38.20"), (40, "39.95"), (63, "57.80"))
    ),
    *(
        (f"Cable gland M{size}", f"KVS-M{size}-GR", f"Kabelverschraubung Polyamid M{size} IP68 lichtgrau", "Stk", price)
        for size, price in ((16, "0.48"), (20, "0.57"), (25, "0.79"), (32, "1.24"), (40, "1.98"))
    ),
    *(
        (f"DIN rail terminal {size} mm²", f"RK-{size}-GR", f"Reihenklemme {size} mm² grau, Schraubanschluss", "Stk", price)
        for size, price in (("2,5", "0.62"), ("4", "0.71"), ("6", "0.94"), ("10", "1.33"), ("16", "1.96"), ("35", "4.40"))
    ),
    *(
        (f"Trunking {size}", f"LFK-{size}", f"Leitungsführungskanal PVC {size} mm reinweiß, Länge 2 m", "Stk", price)
        for size, price in (("15x15", "1.62"), ("30x30", "2.84"), ("40x60", "5.10"), ("60x90", "8.75"), ("60x130", "12.60"))
    ),
    *(
        (f"LED tube {watts} W", f"LEDT8-{watts}-840", f"LED-Röhre T8 {watts} W 840 neutralweiß, {lumen} lm", "Stk", price)
        for watts, lumen, price in ((9, 1100, "4.85"), (18, 2200, "6.40"), (24, 3600, "8.95"))
    ),
    *(
        (f"Heat-shrink {size}", f"SST-{size}-SW", f"Schrumpfschlauch {size} mm schwarz, 3:1, Box 10 m", "Stk", price)
        for size, price in (("3/1", "6.15"), ("6/2", "7.90"), ("12/4", "11.35"), ("19/6", "16.20"), ("24/8", "19.80"))
    ),
)  # fmt: skip
CHEMICALS_FR = _goods(
    "CHI",
    ("Degreaser DX-40 20 l", "DGX40-20", "Dégraissant alcalin DX-40, bidon de 20 L", "U", "68.50", "UN 1824, classe 8, GE III - FDS disponible sur demande"),
    ("Isopropanol 99.9 % 200 l", "IPA999-200", "Alcool isopropylique 99,9 %, fût de 200 L", "U", "412.00", "UN 1219, classe 3, GE II"),
    ("Acetone technical 25 l", "ACT-25", "Acétone technique, bidon de 25 L", "U", "57.90", "UN 1090, classe 3, GE II"),
    ("Cutting fluid Valcut 5", "VALCUT5-200", "Huile de coupe soluble VALCUT 5, fût de 200 L", "U", "689.00"),
    ("Absorbent granules 20 kg", "ABS-GR-20", "Absorbant minéral granulés, sac de 20 kg", "U", "11.40"),
    ("Hand cleaner 4.5 l", "SAVATEL-45", "Savon atelier microbilles, bidon 4,5 L", "U", "16.85"),
    ("Rust remover 5 l", "DEROX-5", "Dérouillant phosphorique DEROX, bidon de 5 L", "U", "24.30"),
)  # fmt: skip
PACKAGING_FR = _goods(
    "EMB",
    ("Carton 400x300x200 DW", "CDC-400300200", "Caisse américaine double cannelure 400 x 300 x 200 mm", "U", "0.684"),
    ("Carton 600x400x400 DW", "CDC-600400400", "Caisse américaine double cannelure 600 x 400 x 400 mm", "U", "1.426"),
    ("Stretch film 500 mm 23 µ", "FEM-500-23", "Film étirable manuel 500 mm x 270 m, 23 µ transparent", "U", "5.95"),
    ("Kraft tape 50 mm", "RAK-50-66", "Ruban adhésif kraft 50 mm x 66 m", "U", "2.18"),
    ("Pallet EUR new", "PAL-EUR-N", "Palette Europe EPAL neuve 800 x 1200 mm", "U", "14.20"),
    ("Bubble wrap 1 m x 100 m", "BUL-1000-100", "Film bulles 1,00 x 100 m, bulles 10 mm", "U", "28.75"),
    ("First aid refill kit", "TPS-RECH-10", "Recharge trousse premiers secours 10 personnes", "U", "21.60", "", "5.5"),
)  # fmt: skip
BEARINGS_ES = _goods(
    "ROD",
    ("Ball bearing 6006-2RS", "IB-6006-2RS", "Rodamiento rígido de bolas 6006-2RS 30x55x13", "ud", "4.15"),
    ("Ball bearing 6208-ZZ", "IB-6208-ZZ", "Rodamiento rígido de bolas 6208-ZZ 40x80x18", "ud", "7.86"),
    ("Linear bearing LM20UU", "IB-LM20UU", "Rodamiento lineal LM20UU", "ud", "6.42"),
    ("V-belt SPA 1250", "CT-SPA-1250", "Correa trapecial SPA 1250 Lw", "ud", "5.28"),
    ("V-belt SPB 2000", "CT-SPB-2000", "Correa trapecial SPB 2000 Lw", "ud", "11.94"),
    ("Roller chain 08B-1 5 m", "CAD-08B1-5", "Cadena de rodillos 08B-1 (1/2\"), caja 5 m", "ud", "21.35"),
)  # fmt: skip
ELECTRICAL_ES = _goods(
    "MAT",
    ("Contactor 9A 230V", "CTR-09-230", "Contactor tripolar 9 A AC3, bobina 230 V 50/60 Hz", "ud", "17.84"),
    ("Motor protection 6-10A", "GM-6-10", "Guardamotor magnetotérmico 6-10 A", "ud", "31.20"),
    ("Emergency stop 22 mm", "PSE-22-R", "Pulsador seta emergencia 22 mm rojo, 1NC", "ud", "9.65"),
    ("Enclosure 400x300x200", "ARM-4032", "Armario metálico IP66 400x300x200 mm con placa", "ud", "58.90"),
    ("Proximity sensor M18 PNP", "SIN-M18-PNP", "Sensor inductivo M18 PNP NO, Sn 8 mm, cable 2 m", "ud", "22.75"),
    ("Power supply 24V 5A", "FA-24-5", "Fuente de alimentación carril DIN 24 Vcc 5 A", "ud", "43.10"),
)  # fmt: skip
SCREWS_EN = _goods(
    "FST",
    ("Cap head M6x20 12.9", "SHC-M6X20-129", "SOCKET CAP SCREW M6 X 20 GR 12.9 SELF COLOUR", "EA", "0.074"),
    ("Cap head M8x30 12.9", "SHC-M8X30-129", "SOCKET CAP SCREW M8 X 30 GR 12.9 SELF COLOUR", "EA", "0.131"),
    ("Nyloc nut M8 A4", "NYL-M8-A4", "NYLOC NUT M8 A4 ST.STEEL DIN 985", "EA", "0.118"),
    ("Rivet 4.8x12", "RIV-48X12-AS", "BLIND RIVET 4.8 X 12 ALU/STEEL DOME", "EA", "0.036"),
    ("Penny washer M10x30", "PEN-M10X30", "PENNY WASHER M10 X 30 X 1.5 BZP", "EA", "0.052"),
    ("Stud bolt 5/8 x 110 B7", "STB-58110-B7", "STUD BOLT 5/8 UNC X 110 B7 C/W 2 NUTS 2H", "EA", "1.960"),
)  # fmt: skip
ABRASIVES_EN = _goods(
    "SCH",
    ("Cutting disc 125x1.0", "KA-CD125-10X", "Cutting disc inox 125 x 1.0 x 22.23 mm, A60T-BF", "pcs", "0.92"),
    ("Flap disc 125 P60", "KA-FD125-60Z", "Flap disc zirconia 125 mm P60, conical", "pcs", "2.35"),
    ("Sanding belt 75x533 P80", "KA-SB75533-80", "Sanding belt cloth 75 x 533 mm P80", "pcs", "1.48"),
    ("Grinding wheel 200x25", "KA-GW20025-46", "Bench grinding wheel 200 x 25 x 32 mm, grit 46", "pcs", "18.70"),
    ("Wire cup brush 75 M14", "KA-WB75-M14", "Knotted wire cup brush 75 mm M14, steel 0.5", "pcs", "7.40"),
    ("Polishing compound 1 kg", "KA-PC-BLUE", "Polishing compound bar, blue, 1 kg", "pcs", "9.85"),
)  # fmt: skip
VALVES_CH = _goods(
    "ARM",
    ("Ball valve 1/2 brass", "KH-15-MS", "Kugelhahn DN 15 1/2\" Messing vernickelt, PN 40", "Stk", "12.40"),
    ("Ball valve 1 1/4 st.", "KH-32-VA", "Kugelhahn DN 32 1 1/4\" Edelstahl 1.4408, PN 63", "Stk", "58.75"),
    ("Gate valve DN80", "SCH-80-GG", "Absperrschieber DN 80 GGG-40 epoxidbeschichtet", "Stk", "214.00"),
    ("Strainer DN50", "SF-50-RG", "Schmutzfänger DN 50 Rotguss, Maschenweite 0,8 mm", "Stk", "96.30"),
    ("Pressure gauge 0-16 bar", "MAN-63-16", "Manometer NG 63, 0-16 bar, G 1/4\" radial, Kl. 1,6", "Stk", "17.90"),
)  # fmt: skip
BEARINGS_US = _goods(
    "USB",
    ("Tapered set LM11949/910", "SET2-LM11949/10", "Tapered roller bearing set LM11949/LM11910", "EA", "6.85"),
    ("Mounted bearing 1-7/16", "UCFL207-23", "2-bolt flange bearing, 1-7/16 in bore", "EA", "19.40"),
    ("Roller chain #50 10 ft", "RC50-10FT", "#50 roller chain, 10 ft box w/ connecting link", "EA", "24.95"),
    ("Sprocket 50B20", "SPR-50B20-1.25", "Sprocket 50B20, 1-1/4 in finished bore, KW & SS", "EA", "31.60"),
    ("Oil seal 1.500x2.250", "CR15025", "Oil seal 1.500 x 2.250 x 0.312 in, nitrile", "EA", "4.15"),
)  # fmt: skip
LUBRICANTS_EN = _goods(
    "SMI",
    ("Hydraulic oil HVLP 46", "NL-HVLP46-B", "Hydraulic oil HVLP 46, bulk", "l", "2.14"),
    ("Gear oil CLP 220", "NL-CLP220-B", "Gear oil CLP 220, bulk", "l", "2.68"),
    ("Food grade grease EP2", "NL-FGEP2-50", "Food grade grease NSF H1 EP2, 50 kg drum", "kg", "8.35"),
    ("Compressor oil VDL 100", "NL-VDL100-20", "Compressor oil VDL 100, 20 l can", "pcs", "74.00"),
    ("Chain spray 400 ml", "NL-CS400", "Adhesive chain spray 400 ml", "pcs", "5.65"),
)  # fmt: skip
PACKAGING_EN = _goods(
    "PKG",
    ("Mailer bag 320x440", "LP-MB-3244", "Poly mailer bag 320 x 440 mm, 60 micron, recycled", "pcs", "0.112"),
    ("Edge protector 50x50x1000", "LP-EP-50100", "Board edge protector 50 x 50 x 1000 mm", "pcs", "0.436"),
    ("PET strap 16 mm 1750 m", "LP-PET-16", "PET strapping 16 x 0.7 mm, 1750 m coil, green", "pcs", "54.20"),
    ("Desiccant bag 33 g", "LP-DES-33", "Desiccant bag 33 g, DIN 55473, carton of 100", "pcs", "38.90"),
    ("Void fill paper", "LP-VFP-380", "Void fill paper roll 380 mm x 450 m, 70 gsm", "pcs", "23.45"),
)  # fmt: skip
