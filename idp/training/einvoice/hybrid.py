"""How does an e-invoice get into a PDF? Embeds CII as Factur-X 1.0 / ZUGFeRD 2 do: associated file, AFRelationship, XMP."""

import io
from datetime import datetime

import pikepdf

_FILE_NAME = "factur-x.xml"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType>
<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def embed_cii(pdf: bytes, xml: bytes, issued: datetime) -> bytes:
    """`pdf` with `xml` as its associated e-invoice; byte for byte the same for the same input."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        attached = pikepdf.AttachedFileSpec(
            document,
            xml,
            filename=_FILE_NAME,
            mime_type="text/xml",
            creation_date=f"D:{issued:%Y%m%d%H%M%S}Z",
            mod_date=f"D:{issued:%Y%m%d%H%M%S}Z",
            relationship=pikepdf.Name.Alternative,
        )
        document.attachments[_FILE_NAME] = attached
        document.Root.AF = pikepdf.Array([document.attachments[_FILE_NAME].obj])
        document.Root.Metadata = pikepdf.Stream(document, _XMP.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
