"""Whole documents: content × wording × layout → PDF with its words and the places of its values."""
