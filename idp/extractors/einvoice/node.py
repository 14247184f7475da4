"""How are the elements of a hostile XML file reached? By local names, so that prefixes and namespace versions do not matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from idp.domain.markup import parsable


class MalformedXml(ValueError):
    """The bytes are no well-formed XML, or use what no e-document needs (a DTD, entities)."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element. A path is a row of local names; `A|B` names alternatives."""

    element: etree._Element

    @property
    def name(self) -> str:
        return _local(self.element)

    @property
    def namespace(self) -> str:
        return etree.QName(self.element).namespace or ""

    def all(self, *path: str) -> Iterator[Node]:
        """The elements at the end of the path, in the file's order."""
        first, *rest = path
        names = first.split("|")
        for child in self.element:
            if isinstance(child.tag, str) and _local(child) in names:
                if rest:
                    yield from Node(child).all(*rest)
                else:
                    yield Node(child)

    def one(self, *path: str) -> Node | None:
        """The first element at the end of the path."""
        return next(self.all(*path), None)

    def text(self, *path: str) -> str | None:
        """The first non-empty text at the end of the path, blanks folded; None where there is none."""
        return next(self.texts(*path), None)

    def texts(self, *path: str) -> Iterator[str]:
        """All non-empty texts at the end of the path."""
        for node in self.all(*path):
            if (text := node.content) is not None:
                yield text

    @property
    def content(self) -> str | None:
        """The element's own text, blanks folded; None where there is none."""
        return " ".join((self.element.text or "").split()) or None

    def attribute(self, name: str) -> str | None:
        value = self.element.get(name)
        return str(value).strip() or None if value is not None else None


def parse(content: bytes) -> Node:
    """The root element. Entities are not expanded, nothing is fetched. Raises MalformedXml."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(parsable(content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MalformedXml(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise MalformedXml("the file declares a document type; e-documents have none")
    return Node(root)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
