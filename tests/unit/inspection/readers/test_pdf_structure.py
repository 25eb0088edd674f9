"""What hangs on a PDF besides its pages is read; what an honest file carries is not called hidden."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import (
    SECRET,
    annotated,
    changed,
    lines,
    made,
    opened,
)

from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.pdf_parts.catalogue import string_of


def _plain(c: Canvas) -> None:
    for k in range(6):
        c.drawString(60, 760 - 20 * k, "申請書を受け付けました。担当は総務課です。")


def _of(data: bytes, part: Part) -> list[tuple[str, Hiding, str]]:
    return [(t.text, t.hidden, t.name) for t in opened(data).texts if t.place.part is part]


# ---------------------------------------------------------------- honest files


def test_a_plain_page_has_nothing_but_properties() -> None:
    document = opened(made(_plain))
    assert {text.place.part for text in document.texts} <= {Part.PROPERTY, Part.PAGE}
    assert {text.hidden for text in document.texts} == {Hiding.SEEN}
    assert document.children == ()
    assert document.coverage.read == document.coverage.parts
    assert document.pictures == 0


def test_an_empty_page_is_read() -> None:
    document = opened(made(lambda c: None))
    assert document.coverage.not_read == ()
    assert document.coverage.read == document.coverage.parts


def test_a_linearised_file_has_one_version() -> None:
    data = changed(made(_plain, pages=3), lambda pdf: None, linearize=True)
    assert data.count(b"%%EOF") > 1
    assert _of(data, Part.EARLIER_VERSION) == []


def _appended(data: bytes, change: pikepdf.Object | None = None, *, content: bytes | None = None) -> bytes:
    """Save again behind the file, as editors and signing tools do: a new object and a new table."""
    with pikepdf.open(BytesIO(data)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
        size = int(pdf.trailer.Size)
        root = pdf.trailer.Root.objgen[0]
    stream = b"" if content is None else content
    start = len(data) + 1
    old = data.rfind(b"startxref")
    before = int(data[old:].split()[1])
    new = (
        data + b"\n" + b"%d 0 obj\n<</Length %d>>\nstream\n" % (number, len(stream)) + stream + b"\nendstream\nendobj\n"
    )
    table = len(new)
    new += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number,
        start,
        size,
        root,
        before,
        table,
    )
    return new


def _content_of(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        return bytes(pdf.pages[0].obj.Contents.read_bytes())


def test_a_file_saved_again_with_the_same_text_holds_no_earlier_version() -> None:
    data = made(_plain)
    again = _appended(data, content=_content_of(data) + b"\nq Q")
    assert again.count(b"%%EOF") == 2
    assert _of(again, Part.EARLIER_VERSION) == []
    assert len(lines(opened(again))) == 6


# ---------------------------------------------------------------- earlier versions


def test_text_of_an_earlier_version_is_found() -> None:
    data = made(lambda c: (_plain(c), c.drawString(60, 500, SECRET)))
    again = _appended(data, content=b"q Q")
    document = opened(again)
    old = [t for t in document.texts if t.place.part is Part.EARLIER_VERSION]
    assert SECRET in [t.text for t in old]
    assert {(t.place.page, t.hidden) for t in old} == {(1, Hiding.BEHIND)}
    assert document.grids == ()


def test_a_page_taken_out_of_the_page_tree_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        gone = pdf.pages[1].obj
        del pdf.pages[1]
        pdf.Root["/Kept"] = pdf.make_indirect(Dictionary(Old=gone))

    pages = iter(["一枚目の文です。", SECRET])
    data = changed(made(lambda c: c.drawString(60, 700, next(pages)), pages=2), change)
    assert _of(data, Part.EARLIER_VERSION) == [(SECRET, Hiding.BEHIND, "")]


def test_only_the_latest_of_very_many_versions_are_read() -> None:
    data = made(_plain)
    content = _content_of(data)
    for _ in range(33):
        data = _appended(data, content=content)
    asked = opened(data).coverage.not_read
    assert [item.part for item in asked] == ["earlier version 1", "earlier version 2", "earlier version 3"]
    assert all(item.asks for item in asked)


def test_an_earlier_version_that_cannot_be_read_asks() -> None:
    data = made(_plain)
    junk = b"%PDF-1.4\nstartxref\n9\n%%EOF\n"
    items = opened(junk + data).coverage.not_read
    assert all(item.asks for item in items)
    assert [item.place.part for item in items if item.part != "repaired"] == [Part.EARLIER_VERSION]


# ---------------------------------------------------------------- what hangs on the document


def test_properties_and_xmp_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
            meta["dc:title"] = "補助金の一覧"
        pdf.docinfo["/Author"] = String(SECRET)
        pdf.docinfo["/Subject"] = String("副題".encode("cp932"))

    found = _of(changed(made(_plain), change), Part.PROPERTY)
    assert (SECRET, Hiding.SEEN, "Author") in found
    assert ("副題", Hiding.SEEN, "Subject") in found
    assert "補助金の一覧" in [text for text, _, _ in found]


def test_bookmarks_are_read_also_in_a_ring() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        second = pdf.make_indirect(Dictionary(Title=String("二つ目")))
        first = pdf.make_indirect(Dictionary(Title=String(SECRET), Next=second))
        second.Next = first
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=first, Last=second))

    assert [text for text, _, _ in _of(changed(made(_plain), change), Part.BOOKMARK)] == [SECRET, "二つ目"]


def test_page_labels_and_named_places_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=String("別紙-"))])
        pdf.Root.Names = Dictionary(
            Dests=Dictionary(Kids=[Dictionary(Names=[String(SECRET), Array([pdf.pages[0].obj, Name.Fit])])])
        )

    data = changed(made(_plain), change)
    assert ("別紙-", Hiding.SEEN, "PageLabel") in _of(data, Part.PROPERTY)
    assert _of(data, Part.BOOKMARK) == [(SECRET, Hiding.SEEN, "destination")]


def test_old_destinations_and_article_threads_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Dests = Dictionary(Chapter=Array([pdf.pages[0].obj, Name.Fit]))
        pdf.Root.Threads = Array([Dictionary(I=Dictionary(Title=String(SECRET)))])

    data = changed(made(_plain), change)
    assert _of(data, Part.BOOKMARK) == [("Chapter", Hiding.SEEN, "destination")]
    assert (SECRET, Hiding.SEEN, "Thread") in _of(data, Part.PROPERTY)


def test_what_a_page_does_when_opened_is_read() -> None:
    actions = Dictionary(
        E=Dictionary(S=Name.URI, URI=String("https://sakurano.example.jp/")),
        X=Dictionary(S=Name.Launch, F=String("名簿.xlsx")),
    )
    data = annotated(
        made(_plain), Subtype=Name.Link, Rect=[10, 10, 30, 30], AA=actions, MK=Dictionary(CA=String("開く"))
    )
    assert [text for text, _, _ in _of(data, Part.HYPERLINK)] == ["https://sakurano.example.jp/", "名簿.xlsx"]
    assert _of(data, Part.ANNOTATION) == [("開く", Hiding.SEEN, "MK")]


def test_a_thumbnail_is_a_picture() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Thumb = pikepdf.Stream(
            pdf, b"\x00", Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8
        )

    assert opened(changed(made(_plain), change)).pictures == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("漢字".encode("utf-16"), "漢字"),
        ("漢字".encode("utf-8-sig"), "漢字"),
        ("漢字".encode(), "漢字"),
        ("漢字".encode("cp932"), "漢字"),
        (b"caf\xe9", "café"),
    ],
)
def test_streams_and_strings_are_read_in_whatever_they_are_written(given: bytes, expected: str) -> None:
    with pikepdf.new() as pdf:
        assert string_of(pdf.make_stream(given)) == expected
    assert string_of(String(given)).replace("\x00", "") in {expected, "漢字"} or given.startswith(b"\xff")


def test_scripts_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('" + SECRET + "')"))
        pdf.Root.Names = Dictionary(
            JavaScript=Dictionary(
                Names=[String("a"), pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"var x = 1;")))]
            )
        )

    found = _of(changed(made(_plain), change), Part.SCRIPT)
    assert {"app.alert('" + SECRET + "')", "var x = 1;"} <= {text for text, _, _ in found}
    assert {hidden for _, hidden, _ in found} == {Hiding.BEHIND}


def test_descriptions_of_pictures_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        figure = pdf.make_indirect(Dictionary(S=Name.Figure, Alt=String(SECRET)))
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=[figure]))

    assert _of(changed(made(_plain), change), Part.ALT_TEXT) == [(SECRET, Hiding.SEEN, "Alt")]


def test_data_of_a_program_on_a_page_is_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.PieceInfo = Dictionary(Tool=Dictionary(Private=Dictionary(Note=String(SECRET))))

    assert (SECRET, Hiding.BEHIND, "PieceInfo") in _of(changed(made(_plain), change), Part.PROPERTY)


# ---------------------------------------------------------------- files inside


def test_attachments_are_children_that_nobody_sees() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["名簿.csv"] = pikepdf.AttachedFileSpec(pdf, b"a,b\n", filename="名簿.csv")
        spec = pikepdf.AttachedFileSpec(pdf, b"xyz", filename="memo.txt").obj
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[1, 1, 20, 20], FS=spec)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    document = opened(changed(made(_plain), change))
    assert {(c.name, c.data, c.place.part, c.hidden, c.shown) for c in document.children} == {
        ("名簿.csv", b"a,b\n", Part.ATTACHMENT, Hiding.BEHIND, False),
        ("memo.txt", b"xyz", Part.ATTACHMENT, Hiding.BEHIND, False),
    }


def test_an_attachment_that_no_list_names_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root["/Kept"] = pdf.make_indirect(pikepdf.Stream(pdf, b"secret", Type=Name.EmbeddedFile))

    assert [c.data for c in opened(changed(made(_plain), change)).children] == [b"secret"]
