"""Pages or XML in, documents with fields, lines, confidence and reasons out. Reading bytes and comparing with the ERP are others' work."""

from idp.extractors.extract import extract
from idp.extractors.extraction import Doubt, Extraction, SecondLook
from idp.extractors.recheck import recheck
from idp.extractors.tags import Tags, WordTags, tags_of

__all__ = ["Doubt", "Extraction", "SecondLook", "Tags", "WordTags", "extract", "recheck", "tags_of"]
