"""Annotations and form fields: their words, their values, and what they draw on the page."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import SECRET, annotated, changed, lines, made, opened

from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers import pdf as reader
from sekisho.inspection.readers.pdf_parts.pdfium import PdfiumError


def _plain(c: Canvas) -> None:
    for k in range(6):
        c.drawString(60, 760 - 20 * k, "申請書を受け付けました。担当は総務課です。")


def _of(data: bytes, part: Part) -> list[tuple[str, Hiding, str]]:
    return [(t.text, t.hidden, t.name) for t in opened(data).texts if t.place.part is part]


def test_annotations_are_read() -> None:
    data = annotated(
        made(_plain), Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String(SECRET), T=String("総務課")
    )
    assert _of(data, Part.ANNOTATION) == [(SECRET, Hiding.BEHIND, "Contents"), ("総務課", Hiding.SEEN, "author")]
    assert [t.place.page for t in opened(data).texts if t.place.part is Part.ANNOTATION] == [1, 1]


def test_the_words_of_an_annotation_that_stand_on_the_page_are_seen() -> None:
    data = annotated(made(_plain), Subtype=Name.FreeText, Rect=[10, 10, 30, 30], Contents=String(SECRET))
    assert _of(data, Part.ANNOTATION) == [(SECRET, Hiding.SEEN, "Contents")]


@pytest.mark.parametrize("flag", [2, 32])
def test_an_annotation_that_is_not_shown_is_behind(flag: int) -> None:
    data = annotated(made(_plain), Subtype=Name.FreeText, Rect=[10, 10, 30, 30], Contents=String(SECRET), F=flag)
    assert _of(data, Part.ANNOTATION) == [(SECRET, Hiding.BEHIND, "Contents")]


def test_the_rich_text_of_an_annotation_is_read() -> None:
    data = annotated(
        made(_plain), Subtype=Name.FreeText, Rect=[10, 10, 30, 30], RC=String(f"<body><p>{SECRET}</p></body>")
    )
    assert _of(data, Part.ANNOTATION) == [(SECRET, Hiding.SEEN, "RC")]


def test_links_are_read() -> None:
    data = annotated(
        made(_plain),
        Subtype=Name.Link,
        Rect=[10, 10, 30, 30],
        A=Dictionary(S=Name.URI, URI=String("https://sakurano.example.jp/?n=1")),
    )
    assert [text for text, _, _ in _of(data, Part.HYPERLINK)] == ["https://sakurano.example.jp/?n=1"]


def test_fields_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(
            Dictionary(
                FT=Name.Tx,
                T=String("name"),
                V=String(SECRET),
                TU=String("お名前"),
                Opt=[String("甲"), Array([String("乙"), String("おつ")])],
            )
        )
        hidden = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("memo"), V=String("控え"), F=2))
        packet = pdf.make_stream("<data><who>飯塚陽</who></data>".encode())
        pdf.Root.AcroForm = Dictionary(Fields=[field, hidden], XFA=[String("datasets"), packet])

    found = _of(changed(made(_plain), change), Part.FORM_FIELD)
    assert (SECRET, Hiding.SEEN, "name") in found
    assert ("お名前", Hiding.SEEN, "name") in found
    assert ("控え", Hiding.BEHIND, "memo") in found
    assert {"甲", "乙", "おつ", "飯塚陽"} <= {text for text, _, _ in found}


def test_an_orphaned_page_that_is_broken_does_not_end_the_reading() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root["/Kept"] = pdf.make_indirect(Dictionary(Type=Name.Page, Contents=5, MediaBox=Name.Nothing))

    assert len(lines(opened(changed(made(_plain), change)))) == 6


def test_a_look_that_cannot_be_drawn_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PdfiumError

    monkeypatch.setattr(reader, "annotation_texts", refuse)
    (item,) = opened(_stamped(0)).coverage.not_read
    assert (item.asks, item.place.part) == (True, Part.ANNOTATION)


def test_annotations_without_letters_or_of_no_kind_are_passed_over() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        look = pdf.make_stream(b"0 0 10 10 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 10, 10])
        drawn = pdf.make_indirect(Dictionary(Subtype=Name.Square, Rect=[1, 1, 9, 9], AP=Dictionary(N=look, D=5)))
        odd = pdf.make_indirect(Dictionary(Subtype=Name.Square, Rect=[1, 1, 9, 9], AP=5))
        pdf.pages[0].obj.Annots = Array([drawn, odd, 5])

    document = opened(changed(made(_plain), change))
    assert [t for t in document.texts if t.place.part is Part.ANNOTATION] == []
    assert document.coverage.not_read == ()


def test_fields_below_fields_and_a_single_packet_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        parent = pdf.make_indirect(Dictionary(T=String("group")))
        child = pdf.make_indirect(Dictionary(FT=Name.Tx, V=pdf.make_stream(SECRET.encode()), Parent=parent))
        parent.Kids = Array([child, parent])
        pdf.Root.AcroForm = Dictionary(
            Fields=[parent, Dictionary(V=String("乙")), 5], XFA=pdf.make_stream(b"<a b='c'/>")
        )

    found = _of(changed(made(_plain), change), Part.FORM_FIELD)
    assert {SECRET, "乙", "c", "group"} == {text for text, _, _ in found}


def test_attachments_that_are_broken_are_named() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root["/AF"] = 5

    assert [item.part for item in opened(changed(made(_plain), change)).coverage.not_read] == ["attachments"]


def test_who_signed_is_a_property() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        value = pdf.make_indirect(Dictionary(Type=Name.Sig, Name=String(SECRET), Reason=String("決裁")))
        pdf.Root.AcroForm = Dictionary(Fields=[pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("s"), V=value))])

    found = _of(changed(made(_plain), change), Part.PROPERTY)
    assert {(SECRET, Hiding.SEEN, "SignatureName"), ("決裁", Hiding.SEEN, "SignatureReason")} <= set(found)


def test_text_that_an_annotation_draws_is_read() -> None:
    assert _of(_stamped(0), Part.ANNOTATION) == [(SECRET, Hiding.SEEN, "AP")]
    assert _of(_stamped(2), Part.ANNOTATION) == [(SECRET, Hiding.BEHIND, "AP")]


def test_an_annotation_with_several_looks_is_read() -> None:
    assert _of(_stamped(0, states=True), Part.ANNOTATION) == [(SECRET, Hiding.SEEN, "AP")]


def _stamped(flags: int, *, states: bool = False) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(BytesIO(made(lambda c: c.drawString(5, 5, SECRET)))) as other:
            stream = other.make_stream(other.pages[0].obj.Contents.read_bytes())
            stream.Resources = other.make_indirect(other.pages[0].obj.Resources)
            look = pdf.copy_foreign(stream)
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 40])
        stamp = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 100, 300, 140], AP=Dictionary(N=look), F=flags
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(stamp)])

    return changed(made(_plain), change)
