# ruff: noqa: E501 - one house style in a few rows
"""How does each of the demo's suppliers set his papers? Thirteen house styles and the notations that go with them."""

from idp.training.faces import Face
from idp.training.layout import Footer, Layout, Letterhead, Logo, Meta, Recipient, Rules, Totals
from idp.training.notation import Notation
from idp.training.sheet import LETTER

GERMAN = Notation("de", ",", ".", "{dd}.{mm}.{yyyy}")
GERMAN_SYMBOL = Notation("de", ",", ".", "{dd}.{mm}.{yyyy}", "{n} {symbol}")
SWISS = Notation("de", ".", "'", "{d}. {month} {yyyy}", "{code} {n}")
FRENCH = Notation("fr", ",", " ", "{dd}/{mm}/{yyyy}")
FRENCH_SYMBOL = Notation("fr", ",", " ", "{d} {month} {yyyy}", "{n} {symbol}")
SPANISH = Notation("es", ",", ".", "{dd}/{mm}/{yyyy}", "{n} {symbol}")
SPANISH_SYMBOL = Notation("es", ",", ".", "{dd}-{mm}-{yyyy}", "{n} {code}")
BRITISH = Notation("en", ".", ",", "{dd}/{mm}/{yyyy}", "{symbol}{n}")
ENGLISH_EURO = Notation("en", ".", ",", "{d} {month} {yyyy}", "{symbol} {n}")
ENGLISH_CODE = Notation("en", ".", ",", "{yyyy}-{mm}-{dd}", "{code} {n}")
ENGLISH_LONG = Notation("en", ".", ",", "{dd}-{mon}-{yyyy}", "{symbol}{n}")
AMERICAN = Notation("en", ".", ",", "{mm}/{dd}/{yyyy}", "{symbol}{n}")

SCHRAUBWERK = Layout(
    Face.HELVETICA, Face.HELVETICA, size=8.5, accent="#12345a", tint="#e4e9f0", logo=Logo.HEXAGON, totals=Totals.STRIP,
    columns=("position", "quantity", "uom", "code", "description", "unit_price", "price_base", "amount"), has_fold_marks=True, first_remark=1, remark_count=3,
    meta_keys=("number", "date", "customer_number", "po_number", "order_number", "delivery_note", "delivery_date", "contact"),
)  # fmt: skip
RENZ = Layout(
    Face.SOURCE_SANS, Face.SOURCE_SANS, size=9.5, accent="#a3161a", tint="#f3f3f3", letterhead=Letterhead.LOGO_RIGHT, logo=Logo.RINGS,
    meta=Meta.STRIP, rules=Rules.ZEBRA, footer=Footer.CENTERED, has_bank_in_closing=True, title_size=20,
    columns=("code", "description", "quantity", "unit_price", "amount"), meta_keys=("number", "date", "customer_number", "po_number", "delivery_note", "due_date"),
)  # fmt: skip
VOSSBERG = Layout(
    Face.ROBOTO, Face.ROBOTO, size=8, margin=42, has_gtin_line=True, remark_count=2, first_remark=2, accent="#005a8c", tint="#e6f0f6", letterhead=Letterhead.BAND, logo=Logo.BOLT, meta=Meta.GRID,
    rules=Rules.BAND, totals=Totals.BOXED, footer=Footer.BAND, title_size=18,
    columns=("position", "code", "description", "quantity", "uom", "unit_price", "amount"),
    meta_keys=("number", "date", "customer_number", "po_number", "delivery_note", "delivery_date", "due_date"),
)  # fmt: skip
VALMONT = Layout(
    Face.HELVETICA, Face.HELVETICA, size=8.5, accent="#00664f", tint="#e3f0ec", logo=Logo.LEAF, recipient=Recipient.TWO_BOXES, meta=Meta.STRIP,
    rules=Rules.COLUMN_RULES, totals=Totals.TAX_TABLE, footer=Footer.CENTERED, title_size=17, is_title_numbered=True,
    columns=("code", "description", "quantity", "uom", "unit_price", "tax_rate", "amount"),
    meta_keys=("date", "customer_number", "po_number", "delivery_note", "contact", "due_date"),
)  # fmt: skip
EMBALLAGES = Layout(
    Face.TIMES, Face.TIMES, size=10, margin=50, remark_count=3, accent="#5a3a1a", tint="#f3ece2", ink="#000000", letterhead=Letterhead.CENTERED, logo=Logo.NONE,
    recipient=Recipient.WINDOW_RIGHT, rules=Rules.GRID, totals=Totals.TAX_TABLE, footer=Footer.PLAIN, title_size=15,
    columns=("code", "description", "quantity", "unit_price", "amount", "tax_rate"), quantity_places=2,
    meta_keys=("number", "date", "po_number", "delivery_note", "terms_label", "due_date"),
)  # fmt: skip
IBARRA = Layout(
    Face.CALADEA, Face.CALADEA, size=9.5, remark_count=3, accent="#243b6b", tint="#ececec", letterhead=Letterhead.SPLIT, logo=Logo.RINGS, recipient=Recipient.WINDOW_LEFT,
    meta=Meta.GRID, rules=Rules.HEADER_RULE, footer=Footer.COLUMNS, title_size=20,
    columns=("code", "description", "quantity", "unit_price", "discount", "amount"),
    meta_keys=("number", "date", "customer_number", "po_number", "delivery_note", "terms_label", "due_date"),
)  # fmt: skip
ARANDA = Layout(
    Face.HELVETICA, Face.ROBOTO, size=8.5, margin=40, accent="#e0591b", tint="#fdeee6", ink="#222222", letterhead=Letterhead.LOGO_LEFT, logo=Logo.BARS,
    recipient=Recipient.TWO_COLUMNS, meta=Meta.STRIP, rules=Rules.OPEN, totals=Totals.BOXED, footer=Footer.BAND, title_size=22, has_bank_in_closing=True,
    columns=("position", "code", "description", "quantity", "unit_price", "discount", "tax_rate", "amount"),
    meta_keys=("number", "date", "customer_number", "po_number", "delivery_note", "due_date"), row_gap=7,
)  # fmt: skip
HARTWELL = Layout(
    Face.COURIER, Face.COURIER, size=8.5, margin=40, remark_count=4, accent="#000000", tint="#ffffff", letterhead=Letterhead.PLAIN, logo=Logo.NONE,
    recipient=Recipient.TWO_COLUMNS, meta=Meta.LIST, rules=Rules.HEADER_RULE, footer=Footer.PLAIN, title_size=13,
    columns=("quantity", "uom", "code", "description", "unit_price", "amount"),
    meta_keys=("number", "date", "customer_number", "po_number", "delivery_note", "incoterm", "terms_label", "due_date"),
)  # fmt: skip
KESTREL = Layout(
    Face.VERA, Face.VERA, size=8, margin=56, remark_count=3, first_remark=2, accent="#00838a", tint="#e0f1f2", ink="#333333", letterhead=Letterhead.LOGO_LEFT, logo=Logo.CHEVRONS,
    recipient=Recipient.WINDOW_LEFT, meta=Meta.RIGHT_COLUMN, rules=Rules.OPEN, footer=Footer.COLUMNS, title_size=22, row_gap=8,
    columns=("description", "quantity", "unit_price", "tax_rate", "amount"),
    meta_keys=("number", "date", "due_date", "customer_number", "po_number", "delivery_note", "contact", "supplier_vat", "buyer_vat"),
)  # fmt: skip
BRUNNER = Layout(
    Face.HELVETICA, Face.HELVETICA, size=9, has_terms_page=True, remark_count=1, accent="#c8102e", tint="#f5f5f5", letterhead=Letterhead.SPLIT, logo=Logo.MONOGRAM,
    recipient=Recipient.WINDOW_RIGHT, meta=Meta.RIGHT_COLUMN, rules=Rules.HEADER_RULE, footer=Footer.CENTERED, title_size=14, is_title_numbered=True,
    columns=("position", "code", "description", "quantity", "uom", "unit_price", "amount"),
    meta_keys=("date", "customer_number", "po_number", "delivery_note", "incoterm", "contact", "due_date"),
)  # fmt: skip
LAKESHORE = Layout(
    Face.HELVETICA, Face.HELVETICA, size=9, page_size=LETTER, margin=40, accent="#1b365d", tint="#dde4ee", letterhead=Letterhead.LOGO_LEFT, logo=Logo.RINGS,
    recipient=Recipient.TWO_BOXES, meta=Meta.GRID, rules=Rules.COLUMN_RULES, totals=Totals.BOXED, footer=Footer.PLAIN, title_size=24,
    columns=("position", "code", "description", "quantity", "uom", "unit_price", "amount"),
    meta_keys=("number", "date", "customer_number", "po_number", "order_number", "terms_label", "due_date"),
)  # fmt: skip
NORDLUB = Layout(
    Face.SOURCE_SANS, Face.CALADEA, size=9, margin=60, accent="#2c2c2c", tint="#efefef", letterhead=Letterhead.CENTERED, logo=Logo.LEAF,
    recipient=Recipient.TWO_COLUMNS, meta=Meta.LIST, rules=Rules.HEADER_RULE, totals=Totals.RIGHT, footer=Footer.CENTERED, title_size=18,
    columns=("code", "description", "quantity", "unit_price", "discount", "amount"), has_bank_in_closing=True,
    meta_keys=("number", "date", "customer_number", "po_number", "delivery_note", "incoterm", "due_date", "terms_label"),
)  # fmt: skip
LINDEN = Layout(
    Face.TIMES, Face.HELVETICA, size=10, has_terms_page=True, remark_count=2, first_remark=2, accent="#3d5a27", tint="#edf2e8", letterhead=Letterhead.LOGO_RIGHT, logo=Logo.NONE,
    recipient=Recipient.TWO_BOXES, meta=Meta.STRIP, rules=Rules.GRID, totals=Totals.BOXED, footer=Footer.COLUMNS, title_size=19,
    columns=("quantity", "code", "description", "unit_price", "amount"),
    meta_keys=("number", "date", "po_number", "order_number", "delivery_note", "due_date"),
)  # fmt: skip
