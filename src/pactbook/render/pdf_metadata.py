"""What a PDF says of itself in XMP: beside what WeasyPrint writes, that it meets PDF/UA-1 as well as PDF/A."""

from functools import partial
from typing import Any

# PDF/A asks for a description of each property that it does not know itself (ISO 19005-3, 6.6.2.3.2).
CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file meets</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
END = b"</rdf:RDF>"


def claim(metadata: Any) -> None:
    """Let a file for archives say that it is accessible too: WeasyPrint names one standard only.

    Args:
        metadata: of WeasyPrint's document; changed.
    """
    metadata.generate_rdf_metadata = partial(_both, metadata.generate_rdf_metadata)


def _both(generate: Any, variant: str, version: int, conformance: str) -> bytes:
    written: bytes = generate(variant, version, conformance)
    return written if variant == "ua" else written.removesuffix(END) + CLAIM + END
