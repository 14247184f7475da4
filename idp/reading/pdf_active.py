"""Does this PDF do something by itself, or carry a program? What it says is left to the readers of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from idp.domain.errors import DocumentRefused

_MOST_NODES = 20_000  # action objects looked at per document; a PDF with more of them is not an invoice
_RUNNING = frozenset({"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute", "/SubmitForm"})
_HARMLESS_BY_ITSELF = frozenset({"/GoTo", "/Named", "/SetOCGState", "/Hide", "/Trans", "/Thread"})
"""What a document may do when it is opened or turned over: move the view. A link that a person clicks may lead anywhere."""
_LIVELY_ANNOTATIONS = frozenset({"/RichMedia", "/3D"})
_TRIGGERS = frozenset(
    [
        "/E",
        "/X",
        "/D",
        "/U",
        "/Fo",
        "/Bl",
        "/PO",
        "/PC",
        "/PV",
        "/PI",
        "/O",
        "/C",
        "/K",
        "/F",
        "/V",
        "/WC",
        "/WS",
        "/DS",
        "/WP",
        "/DP",
    ]
)
"""Keys of additional-actions dictionaries (ISO 32000-1 tables 194 to 197)."""
_EXECUTABLE_ENDINGS = (
    ".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".jar", ".msi", ".lnk",
    ".cpl", ".sh", ".py", ".docm", ".xlsm", ".pptm", ".app", ".apk", ".iso", ".swf", ".reg",
)  # fmt: skip
_EXECUTABLE_MAGIC = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"FWS",
    b"CWS",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_XFA_SCRIPT = re.compile(rb"<(?:\w+:)?script\b", re.IGNORECASE)
_MAX_ATTACHMENT_BYTES = 20_000_000


def refuse_active(pdf: pikepdf.Pdf) -> None:
    """Raises DocumentRefused: ING-ACTIVE for a script, a program, or anything but a change of view that happens without a click; ING-SIZE
    for more links and fields than can be checked."""
    for action, by_itself in _Actions(pdf).found():
        kind = str(action.get("/S", ""))
        if "/JS" in action or kind in _RUNNING:
            what = (
                "starts a program" if kind == "/Launch" else "sends its form" if kind == "/SubmitForm" else "contains a script"
            )
            raise DocumentRefused("ING-ACTIVE", f"The PDF {what}, which a business document has no need of.")
        if by_itself and kind and kind not in _HARMLESS_BY_ITSELF:
            raise DocumentRefused("ING-ACTIVE", "The PDF opens an address, file or medium by itself, without a click.")
    if _XFA_SCRIPT.search(_xfa(pdf)):
        raise DocumentRefused("ING-ACTIVE", "The PDF's form contains a script, which a business document has no need of.")
    for name, data in attachments(pdf):
        if name.lower().endswith(_EXECUTABLE_ENDINGS) or data.startswith(_EXECUTABLE_MAGIC):
            raise DocumentRefused("ING-ACTIVE", f"The PDF carries a program ({name[:60]}).")


def attachments(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file in the PDF: those in its list, in the file's order, then those pinned to pages.

    Raises DocumentRefused (ING-SIZE) for one that is too large.
    """
    for name in pdf.attachments:
        spec = pdf.attachments[name]
        yield spec.filename or name, _bounded(spec.get_file().read_bytes(), name)
    for page in pdf.pages:
        for annotation in _dictionaries(page.obj.get("/Annots")):
            pinned = annotation.get("/FS")
            if isinstance(pinned, pikepdf.Dictionary):
                name = str(pinned.get("/UF", pinned.get("/F", "attachment")))
                for stream in _streams(pinned.get("/EF")):
                    yield name, _bounded(stream.read_bytes(), name)


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > _MAX_ATTACHMENT_BYTES:
        raise DocumentRefused("ING-SIZE", f"A file attached to the PDF is too large ({name[:60]}).")
    return data


def _xfa(pdf: pikepdf.Pdf) -> bytes:
    """The XML of the form, its parts one after the other; empty where there is none."""
    form = pdf.Root.get("/AcroForm")
    xfa = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
    parts = [part for part in xfa if isinstance(part, pikepdf.Stream)] if isinstance(xfa, pikepdf.Array) else [xfa]
    return b"".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


class _Actions:
    """Every dictionary that a viewer may take for an action (ISO 32000-1 §12.6), each once, and whether it happens without a click."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._seen: set[tuple[tuple[int, int], bool]] = set()
        self._left = _MOST_NODES

    def found(self) -> Iterator[tuple[pikepdf.Object, bool]]:
        """Raises DocumentRefused, ING-SIZE, when there are too many."""
        root = self._pdf.Root
        yield from self._chain(root.get("/OpenAction"), by_itself=True)
        yield from self._additional(root.get("/AA"))
        names = root.get("/Names")
        for entry in self._tree(names.get("/JavaScript") if isinstance(names, pikepdf.Dictionary) else None, "/Kids"):
            yield from self._scripts(entry.get("/Names"))
        for item in self._tree(root.get("/Outlines"), "/First", "/Next"):
            yield from self._chain(item.get("/A"), by_itself=False)
        form = root.get("/AcroForm")
        for field in self._tree(form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None, "/Kids"):
            yield from self._of_annotation(field)
        for page in self._pdf.pages:
            yield from self._additional(page.obj.get("/AA"))
            for annotation in _dictionaries(page.obj.get("/Annots")):
                self._count()
                yield from self._of_annotation(annotation)

    def _of_annotation(self, annotation: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, bool]]:
        if str(annotation.get("/Subtype", "")) in _LIVELY_ANNOTATIONS:
            raise DocumentRefused(
                "ING-ACTIVE", "The PDF contains media that run programs, which a business document has no need of."
            )
        yield from self._chain(annotation.get("/A"), by_itself=False)
        yield from self._additional(annotation.get("/AA"))

    def _additional(self, triggers: object) -> Iterator[tuple[pikepdf.Object, bool]]:
        if isinstance(triggers, pikepdf.Dictionary):
            for key in _TRIGGERS.intersection(triggers.keys()):
                yield from self._chain(triggers.get(key), by_itself=True)

    def _scripts(self, names: object) -> Iterator[tuple[pikepdf.Object, bool]]:
        if isinstance(names, pikepdf.Array):
            for value in names:
                yield from self._chain(value, by_itself=True)

    def _chain(self, first: object, *, by_itself: bool) -> Iterator[tuple[pikepdf.Object, bool]]:
        """An action and those that follow it. A destination is an array or name, and no action."""
        pending = [first]
        while pending:
            action = pending.pop()
            if isinstance(action, pikepdf.Array):
                pending += [one for one in action if isinstance(one, pikepdf.Dictionary)]
            elif isinstance(action, pikepdf.Dictionary) and self._is_new(action, by_itself=by_itself):
                yield action, by_itself
                pending.append(action.get("/Next"))

    def _tree(self, top: object, *branches: str) -> Iterator[pikepdf.Object]:
        pending = [top]
        while pending:
            node = pending.pop()
            if isinstance(node, pikepdf.Array):
                pending += [one for one in node if isinstance(one, pikepdf.Dictionary)]
            elif isinstance(node, pikepdf.Dictionary) and self._is_new(node, by_itself=True):
                yield node
                pending += [node.get(branch) for branch in branches]

    def _is_new(self, node: pikepdf.Object, *, by_itself: bool) -> bool:
        self._count()
        if not node.is_indirect:
            return True
        key = (node.objgen, by_itself)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise DocumentRefused("ING-SIZE", "The PDF has too many links and form fields to be checked.")


def _dictionaries(array: object) -> Iterator[pikepdf.Object]:
    if isinstance(array, pikepdf.Array):
        yield from (item for item in array if isinstance(item, pikepdf.Dictionary))


def _streams(dictionary: object) -> Iterator[pikepdf.Object]:
    if isinstance(dictionary, pikepdf.Dictionary):
        yield from (value for value in dictionary.values() if isinstance(value, pikepdf.Stream))
