"""What a name promises: only a contradiction asks, an honest neighbour never does."""

import pytest

from sekisho.inspection.containers.naming import KINDS, extension_of, misnamed, no_reader, to_do
from sekisho.inspection.model import File, Limits
from sekisho.inspection.reading import read_file

HONEST = [
    ("xlsx", "名簿.xlsx"), ("xlsx", "名簿.XLSM"), ("xlsx", "a.xltx"), ("xlsx", "名簿.xlsx.zip"), ("zip", "名簿.xlsx.zip"),
    ("csv", "a.txt"), ("csv", "a.csv"), ("csv", "a.TSV"), ("csv", "a.dat"), ("csv", "a"), ("xlsx", "a"), ("xlsx", "v1.2"),
    ("html", "a.htm"), ("html", "a.html"), ("picture", "a.jpeg"), ("picture", "a.JPG"), ("picture", "a.png"),
    ("ooxml-protected", "名簿.xlsx"), ("ooxml-protected", "a.docx"), ("zip", "a.exe"), ("zip", "a.jar"),
    ("doc", "a.dot"), ("empty", "a.xlsx"), ("unknown", "a.xlsx"), ("lock", "~$a.xlsx"), ("scrap", "a.pdf"),
    ("eml", "a.eml"), ("csv", "中.zip/a.csv"), ("text", "a.txt"), ("json", "a.json"),
]  # fmt: skip
CONTRADICTIONS = [
    ("xlsx", "a.csv"), ("doc", "a.docx"), ("csv", "a.doc"), ("zip", "a.ppt"), ("html", "a.xls"), ("csv", "a.xls"),
    ("xlsx", "a.xls"), ("xls", "a.xlsx"), ("pdf", "a.xlsx"), ("xlsx", "a.zip"), ("xlsx", "a.pdf.zip"), ("picture", "a.pdf"),
    ("ooxml-protected", "a.pdf"), ("exe", "a.pdf"), ("docx", "a.JPG"), ("eml", "a.txt"), ("rtf", "a.doc"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "path"), HONEST)
def test_honest_names_say_nothing(kind: str, path: str) -> None:
    assert misnamed(kind, path) is None


@pytest.mark.parametrize(("kind", "path"), CONTRADICTIONS)
def test_a_contradiction_says_what_the_name_promises_and_what_the_file_is(kind: str, path: str) -> None:
    found = misnamed(kind, path)
    assert found is not None
    shown = found.sentence.render()
    assert KINDS[kind].text in shown
    assert f".{extension_of(path)}" in shown


@pytest.mark.parametrize("kind", [*KINDS, "empty", "scrap", "lock", "unknown", "something new"])
def test_whatever_is_not_read_is_named_in_one_sentence(kind: str) -> None:
    shown = no_reader(kind, 3).render()
    assert shown
    assert "。" not in shown


@pytest.mark.parametrize("kind", ["doc", "ppt", "odt", "odp", "rtf", "lock", "scrap", "empty", "7z"])
def test_what_people_send_most_comes_with_what_to_do(kind: str) -> None:
    assert to_do(kind) is not None


@pytest.mark.parametrize(
    ("data", "path", "kind", "asks"),
    [
        (b"", "a.xlsx", "empty", False),
        (b"x", "a.xlsx", "scrap", False),
        (b"\x04user" + b" " * 50 + bytes(110), "~$a.xlsx", "lock", True),
        (b"{\\rtf1 x}", "a.rtf", "rtf", False),
    ],
)
def test_what_is_not_read_says_so_with_advice(data: bytes, path: str, kind: str, *, asks: bool) -> None:
    document = read_file(File(path, data), Limits())
    (unread,) = document.coverage.not_read
    assert (document.format, unread.asks, document.misnamed) == (kind, asks, None)
    assert unread.advice is not None


def test_a_lock_file_gives_its_words_to_the_search() -> None:
    data = "\x06山田太郎".encode() + b" " * 40 + bytes(100)
    assert "山田太郎" in [text.text for text in read_file(File("~$a.xlsx", data), Limits()).texts]


def test_a_file_is_read_by_its_content_and_asks_by_its_name() -> None:
    document = read_file(File("a.xls", "番号\t氏名\n1\t山田太郎\n".encode("cp932")), Limits())
    assert document.grids[0].text_of(3) == "山田太郎"
    assert document.misnamed is not None


@pytest.mark.parametrize(
    ("kind", "path", "opens"),
    [
        ("csv", "a.xlsx", False),
        ("csv", "a.docx", False),
        ("csv", "a.pdf", False),
        ("csv", "a.jpg", False),
        ("csv", "a.doc", True),
        ("csv", "a.xls", True),
        ("html", "a.xls", True),
        ("doc", "a.docx", True),
        ("xlsx", "a.csv", True),
    ],
)
def test_text_that_no_program_of_that_name_opens_is_told_apart(kind: str, path: str, *, opens: bool) -> None:
    found = misnamed(kind, path)
    assert found is not None
    assert found.opens is opens
