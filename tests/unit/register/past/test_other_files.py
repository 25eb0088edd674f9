"""Files that are no report: each says what it is, and none raises."""

import io
import zipfile

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from tests.unit.register.past.reports import report_of

LETTER = "市長　殿\n\n日頃から市政にご協力いただき、ありがとうございます。\n先日お送りした書類について、次のとおり訂正します。\n1 住所を改めます。\n2 電話番号を改めます。\n\n総務課長\n"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(out, "PNG")
    return out.getvalue()


def scan() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(Image.effect_noise((400, 500), 60)), 20, 20, 500, 700)
    canvas.save()
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("報告.txt", LETTER)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(out, encrypt=StandardEncryption("hiraku", strength=128))
    canvas.drawString(100, 700, "secret")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "r.csv", "empty"),
        (b"\n\n  \n", "r.txt", "empty"),
        (LETTER.encode(), "r.txt", "no_columns"),
        (LETTER.encode("cp932"), "r.txt", "no_columns"),
        ("氏名,住所\n青木,一丁目\n".encode(), "r.csv", "no_columns"),
        ("番号,部署,事故の概要,再発防止策\n".encode(), "r.csv", "no_rows"),
        (picture(), "r.png", "pictures_only"),
        (picture(), "r.pdf", "pictures_only"),
        (scan(), "r.pdf", "pictures_only"),
        (archive(), "r.zip", "container"),
        (locked(), "r.pdf", "protected"),
        (b"\x00\x01\x02\x03" * 100, "r.xlsx", "unreadable"),
        (b"PK\x03\x04" + b"broken" * 50, "r.xlsx", "unreadable"),
        (b"%PDF-1.7 broken", "r.pdf", "unreadable"),
    ],
)
def test_what_is_no_report_says_so(data: bytes, name: str, code: str) -> None:
    report = report_of(data, name)
    assert not report.usable
    assert report.incidents == ()
    assert code in {one.code for one in report.problems}


def test_a_letter_loses_nothing() -> None:
    report = report_of(LETTER, "r.txt")
    assert "総務課長" in report.notes


def test_cells_in_cards_are_not_guessed_at() -> None:
    card = "部署,総務課\n事故の概要,誤送付した。\n再発防止策,確認する。\n実施状況,した。\n"
    report = report_of(card, "r.csv")
    assert not report.usable
