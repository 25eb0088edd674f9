"""What hangs on a PDF besides its pages is read; what an honest file carries is not called hidden."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import (
    BORROWED,
    FONT,
    SECRET,
    annotated,
    changed,
    fonts,
    lines,
    made,
    opened,
)

from sekisho.inspection.model import File, Hiding, Limits, Part, Text, UnreadableFileError
from sekisho.inspection.readers.pdf import read


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


# ---------------------------------------------------------------- annotations and forms


def test_annotations_are_read() -> None:
    data = annotated(
        made(_plain), Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String(SECRET), T=String("総務課")
    )
    assert _of(data, Part.ANNOTATION) == [(SECRET, Hiding.SEEN, "Contents"), ("総務課", Hiding.SEEN, "T")]
    assert [t.place.page for t in opened(data).texts if t.place.part is Part.ANNOTATION] == [1, 1]


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


def test_who_signed_is_a_property() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        value = pdf.make_indirect(Dictionary(Type=Name.Sig, Name=String(SECRET), Reason=String("決裁")))
        pdf.Root.AcroForm = Dictionary(Fields=[pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("s"), V=value))])

    found = _of(changed(made(_plain), change), Part.PROPERTY)
    assert {(SECRET, Hiding.SEEN, "SignatureName"), ("決裁", Hiding.SEEN, "SignatureReason")} <= set(found)


def test_text_that_an_annotation_draws_is_read() -> None:
    assert _of(_stamped(0), Part.ANNOTATION) == [(SECRET, Hiding.SEEN, "AP")]
    assert _of(_stamped(2), Part.ANNOTATION) == [(SECRET, Hiding.BEHIND, "AP")]


def _stamped(flags: int) -> bytes:
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


# ---------------------------------------------------------------- pictures and fonts that cannot be read


def _picture(c: Canvas, wide: float, high: float) -> None:
    c.drawImage(ImageReader(Image.effect_noise((60, 80), 90).convert("RGB")), 0, 0, wide, high)


def test_a_page_that_is_a_picture_asks() -> None:
    document = opened(made(lambda c: _picture(c, 595, 842)))
    (unread,) = document.coverage.not_read
    assert unread.asks
    assert (unread.part, unread.place.page, unread.place.part) == ("page 1", 1, Part.PAGE)
    assert document.coverage.read == document.coverage.parts - 1
    assert document.pictures == 1


def test_a_photo_in_a_leaflet_does_not_ask() -> None:
    assert opened(made(lambda c: (_picture(c, 300, 420), _plain(c)))).coverage.not_read == ()


def test_a_logo_alone_does_not_ask() -> None:
    assert opened(made(lambda c: _picture(c, 100, 100))).coverage.not_read == ()


def test_letters_turned_into_outlines_ask() -> None:
    def draw(c: Canvas) -> None:
        for k in range(60):
            path = c.beginPath()
            path.moveTo(50 + 8 * k, 700)
            for step in range(1, 9):
                path.lineTo(50 + 8 * k + step % 3, 700 + step)
            path.close()
            c.drawPath(path, fill=1, stroke=0)

    (unread,) = opened(made(draw)).coverage.not_read
    assert unread.asks


def test_a_ruled_empty_form_does_not_ask() -> None:
    def draw(c: Canvas) -> None:
        for k in range(60):
            c.line(50, 100 + 10 * k, 500, 100 + 10 * k)
            c.rect(50, 100 + 10 * k, 450, 10)

    assert opened(made(draw)).coverage.not_read == ()


def _nameless(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.values():
        if str(font.get("/Subtype")) == "/Type0":
            font.Encoding = Name("/Identity-H")
            font.DescendantFonts[0].CIDSystemInfo = Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            )


def test_a_font_whose_codes_mean_nothing_stops() -> None:
    (unread,) = opened(changed(made(_plain, font=BORROWED), _nameless)).coverage.not_read
    assert not unread.asks
    assert unread.part == "page 1"


def test_private_characters_for_bullets_are_no_reason() -> None:
    document = opened(made(lambda c: (_plain(c), c.drawString(60, 500, "\ue000山"))))
    assert document.coverage.not_read == ()


# ---------------------------------------------------------------- damaged and hostile files


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all", b"%PDF-1.4\n" + b"\x00" * 500])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        opened(data)


def test_a_truncated_file_is_repaired_and_read() -> None:
    data = made(_plain, pages=5)
    document = opened(data[: len(data) - 300])
    assert len([row for row in lines(document) if row == ["申請書を受け付けました。担当は総務課です。"]]) == 30


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read(File("a.pdf", made(_plain, pages=3)), Limits(pages=2))


def test_a_locked_file_is_refused() -> None:
    locked = changed(made(_plain), lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadableFileError):
        opened(locked)


def test_a_form_that_draws_itself_is_refused() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/X Do")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=form)

    with pytest.raises(UnreadableFileError):
        opened(changed(made(_plain), change))


def test_a_huge_page_asks() -> None:
    (unread,) = opened(made(_plain, size=(14_000, 14_000))).coverage.not_read
    assert unread.asks


def test_a_broken_part_is_named_and_the_rest_is_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = Dictionary(Nums=5)

    document = opened(changed(made(_plain), change))
    assert [item.part for item in document.coverage.not_read] == ["labels"]
    assert len(lines(document)) == 6


# ---------------------------------------------------------------- several processes


def test_two_processes_read_the_same_as_one() -> None:
    fonts()
    data = made(
        lambda c: (
            _plain(c),
            c.drawString(60, 500, f"{c.getPageNumber()}人目　{SECRET}"),
            c.rect(55, 495, 400, 20, fill=1),
        ),
        pages=30,
    )
    one, two = opened(data), opened(data, jobs=2)
    assert one == two
    assert len(one.covered) == 60 or len(one.covered) == 30
    assert isinstance(one.texts[0], Text)
    assert FONT in "BIZ"
