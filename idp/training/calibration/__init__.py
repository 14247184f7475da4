"""Measures how often fields, lines and documents are right on documents with known truth, and fits the forests that say so at run time."""
