"""Structured e-documents, read exactly: UBL 2.x and UN/CEFACT Cross Industry (Factur-X, ZUGFeRD, XRechnung, Order-X)."""
