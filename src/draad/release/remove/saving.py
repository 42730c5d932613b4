"""Writing the result: one whole revision, new metadata, the same bytes for the same input.

PDF/A-2u (ISO 19005-2) as far as the source allows; it is claimed only where ``pdfa.problems`` finds nothing.
"""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name

from draad import __version__
from draad.release.remove.keys import drop

_PROFILE = Path(__file__).parents[2] / "knowledge" / "release" / "srgb.icc"
_PRODUCER = f"Draad {__version__}"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>{claim}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_AMISS = b"\r\nendstream"
_CLAIM = "\n<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>"


def describe(pdf: pikepdf.Pdf, title: str, language: str, *, claim: bool) -> None:
    """Title, language and producer, and nothing about who made the source, when and with what."""
    title = " ".join(title.split()) or "Document"
    packet = _PACKET.format(
        title=escape(title), language=escape(language), producer=escape(_PRODUCER), claim=_CLAIM if claim else ""
    )
    stream = pdf.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root[Name.Metadata] = stream
    pdf.trailer[Name.Info] = pdf.make_indirect(
        Dictionary(Title=pikepdf.String(title), Producer=pikepdf.String(_PRODUCER))
    )
    pdf.Root[Name.Lang] = pikepdf.String(language)
    pdf.Root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
    pdf.Root[Name.OutputIntents] = Array([_intent(pdf)])


def _intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pdf.make_stream(_PROFILE.read_bytes(), N=3)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
    )


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of the file: one revision, nothing that it does not refer to, an identifier made of its content."""
    drop(pdf.trailer, "/ID")
    data = _written(pdf)
    return _told_apart(data) if _AMISS in data else data


def _written(pdf: pikepdf.Pdf, together: pikepdf.ObjectStreamMode = pikepdf.ObjectStreamMode.generate) -> bytes:
    file = io.BytesIO()
    pdf.save(
        file,
        force_version="1.7",
        encryption=False,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=together,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        fix_metadata_version=False,
    )
    return file.getvalue()


def _told_apart(data: bytes) -> bytes:
    """The file with no compressed stream whose last byte is a carriage return.

    With the line feed that qpdf writes behind it a reader takes both for the end of line before ``endstream``, and the
    stream for one byte shorter than its length: a fault by ISO 19005-2, 6.1.7.1. What stands behind the end of
    compressed data is read by nobody (RFC 1950), so a blank goes there.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream) and stream.get("/Filter") == Name.FlateDecode:
                raw = stream.read_raw_bytes()
                if raw.endswith(b"\r"):
                    how = stream.get("/DecodeParms", None)
                    parms = how if isinstance(how, Dictionary | Array) else None
                    stream.write(raw + b" ", filter=Name.FlateDecode, decode_parms=parms)
        made = _written(pdf)
        # what is left is a stream of qpdf's own making, which holds objects
        return _written(pdf, pikepdf.ObjectStreamMode.disable) if _AMISS in made else made


def repaired(pdf: pikepdf.Pdf) -> bytes:
    """The file as qpdf understood it, for programs that repair less."""
    file = io.BytesIO()
    pdf.save(file, encryption=False, deterministic_id=True)
    return file.getvalue()
