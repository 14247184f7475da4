"""The same content as a structured e-invoice: UBL 2.1 and UN/CEFACT CII (EN 16931), and CII inside a PDF."""
