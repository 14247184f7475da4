"""Document processing for distributors who run on Odoo: reads supplier documents, matches them, enters them exactly once."""

__version__ = "0.1.0"
