"""The whole way: bytes through worker processes into what a viewer shows."""

import io
import os
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from tests.unit.inspection.readers.pdf_files import changed
from tests.unit.inspection.showing.examples import archive, examples, lost, print_file, said, workbook

from sekisho.inspection.model import Cipher, Document, File, FileResult, Hiding, Limits, Part, Place
from sekisho.inspection.reading import read_file
from sekisho.inspection.run import Options, inspect_files
from sekisho.inspection.showing.leaves import parts_of
from sekisho.inspection.showing.model import ShownFile, part_at, part_with
from sekisho.inspection.showing.show import _documents, show, stored
from sekisho.inspection.showing.stored import from_bytes
from sekisho.inspection.worker.pool import Pool

NAMES = tuple(examples())


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return examples()


@pytest.fixture(scope="module")
def inspected(files: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, FileResult]:
    folder = tmp_path_factory.mktemp("out")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with Pool(1) as pool:
        report = inspect_files([folder / name for name in files], Options(), reader=pool)
    return {Path(one.path).name: one for one in report.files}


def tree(file: ShownFile, documents: Mapping[str, Document]) -> list[str]:
    return [*lost(documents[file.path], file), *(text for child in file.children for text in tree(child, documents))]


@pytest.mark.parametrize("name", NAMES)
def test_inspection_and_viewer_count_alike_and_nothing_is_lost(
    name: str, files: Mapping[str, bytes], inspected: Mapping[str, FileResult]
) -> None:
    documents = _documents(files[name], name, None, Limits(), 1)
    file = show(files[name], name, None, Limits())
    assert parts_of(file) == parts_of(inspected[name]) >= 1
    assert [part.number for part in file.every_part] == list(range(1, parts_of(file) + 1))
    assert file.coverage == inspected[name].coverage
    assert tree(file, documents) == []


def test_how_many_parts_each_format_has(inspected: Mapping[str, FileResult]) -> None:
    workbook_parts, pages = 3, 3
    mail = 1 + 1 + workbook_parts  # the mail, its web page, what is attached
    assert {name: parts_of(result) for name, result in inspected.items()} == {
        "名簿.xlsx": workbook_parts, "名簿.xlsb": 1, "名簿.xls": 1, "名簿.ods": 2, "名簿.csv": 1, "文.txt": 1, "空.csv": 1,
        "通知.docx": 1, "説明.pptx": 3, "印刷.pdf": pages, "画面.html": 1, "送信.eml": mail,
        "束.zip": 1 + 1 + pages + workbook_parts, "壊れ.xlsx": 1, "写真.png": 1, "何か.bin": 1,
    }  # fmt: skip


def test_what_could_not_be_read_is_said_and_shown_as_one_part() -> None:
    for name, data in (("壊れ.xlsx", workbook()[:900]), ("写真.png", examples()["写真.png"]), ("空.csv", b"")):
        (part,) = show(data, name, None, Limits()).parts
        assert part.not_shown, name
        assert part.row_count == 0


def test_a_file_that_is_not_there_or_too_large_is_one_part_that_says_so(tmp_path: Path) -> None:
    (part,) = show(tmp_path / "gone.csv", "gone.csv", None, Limits()).parts
    assert "開けません" in part.not_shown[0].why.render()
    large = tmp_path / "large.csv"
    large.write_bytes(b"a,b\n" * 100)
    (part,) = show(large, "large.csv", None, Limits(inflated_bytes=100)).parts
    assert "上限" in part.not_shown[0].why.render()


def test_a_path_shows_what_its_bytes_show(tmp_path: Path) -> None:
    data = workbook()
    (tmp_path / "x").write_bytes(data)
    assert list(stored(tmp_path / "x", "a.xlsx", None, Limits())) == list(stored(data, "a.xlsx", None, Limits()))


def test_pages_are_drawn_and_hidden_text_stands_beside_them() -> None:
    file = show(print_file(), "a.pdf", None, Limits())
    assert [part.number for part in file.parts] == [1, 2, 3]
    for part in file.parts:
        picture = part.picture()
        assert picture is not None
        assert picture.startswith(b"\x89PNG")
        assert (part.width, part.height) == (1191, 1684)
        assert not part.not_shown
        assert ("馬場陽菜", Hiding.NO_INK) in [(aside.text, aside.hidden) for aside in part.asides()]
        assert [cell.text for row in part.rows() for cell in row.cells] == ["通知書番号 80061000", "青木花子 様"]


def dies_of_drawing(file: File, limits: Limits, *, jobs: int) -> Document:
    if file.data.startswith(b"%PDF"):
        os._exit(3)
    return read_file(file, limits, jobs=jobs)


def test_a_file_of_which_drawing_dies_is_shown_as_inspection_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.inspection.showing.show.DRAWING", f"{__name__}:dies_of_drawing")
    data = archive(a__pdf=print_file(), b__csv="氏名\n青木花子\n".encode())
    file = show(data, "束.zip", None, Limits())
    pages = file.children[0].parts
    assert [page.picture() for page in pages] == [None, None, None]
    assert all("描けませんでした" in page.not_shown[-1].why.render() for page in pages)
    assert all(("馬場陽菜", Hiding.NO_INK) in [(one.text, one.hidden) for one in page.asides()] for page in pages)
    assert file.children[1].parts[0].row_count == 2


def test_a_picture_is_drawn_and_still_asks_to_be_looked_at() -> None:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 30, 30)).save(out, "JPEG")
    (part,) = show(out.getvalue(), "写真.jpg", None, Limits()).parts
    assert (part.kind, part.width, part.height) == ("page", 640, 480)
    assert part.picture() is not None
    assert [unread.asks for unread in part.not_shown] == [True]


def test_files_inside_files_have_parts_that_go_on_counting() -> None:
    data = archive(one__csv="氏名\n青木花子\n".encode(), two__zip=archive(three__xlsx=workbook()))
    file = show(data, "束.zip", None, Limits())
    inner = file.children[1].children[0]
    assert (file.children[1].path, inner.path) == ("束.zip!/two.zip", "束.zip!/two.zip!/three.xlsx")
    assert [part.number for part in inner.parts] == [4, 5, 6]
    assert part_with(file, 6) == inner.parts[2]
    assert part_with(file, 0) is part_with(file, 7) is None
    assert inner.parts[2].hidden is Hiding.VERY_HIDDEN_SHEET
    assert part_at(file, inner.path, Place(Part.CELL, "控え", 1, "A")) == inner.parts[2]
    assert part_at(file, inner.path, Place(Part.PROPERTY)) == inner.parts[0]
    assert part_at(file, inner.path, Place(Part.CELL, "ほか", 1, "A")) is None
    assert part_at(file, "ほか.zip", Place(Part.FILE)) is None


def test_places_of_slides_bear_the_numbers_that_the_program_shows() -> None:
    file = show(examples()["説明.pptx"], "a.pptx", None, Limits())
    assert [part.page for part in file.parts] == [5, 6, 7]
    assert part_at(file, "a.pptx", Place(Part.SLIDE, page=7)) == file.parts[2]
    assert part_at(file, "a.pptx", Place(Part.SLIDE, page=1)) is None


def test_a_protected_file_is_shown_with_its_password_alone() -> None:
    lock = pikepdf.Encryption(user="open sesame", owner="other", R=6)
    data = changed(print_file(), lambda _: None, encryption=lock)
    (closed,) = show(data, "a.pdf", None, Limits()).parts
    assert closed.not_shown
    assert closed.picture() is None
    file = show(data, "a.pdf", "open sesame", Limits())
    assert file.protection.cipher is Cipher.STRONG
    assert len(file.parts) == 3
    assert file.parts[0].picture() is not None


def test_the_stored_form_holds_the_file_nowhere() -> None:
    data = workbook()
    whole = b"".join(stored(data, "a.xlsx", None, Limits()))
    assert data[:200] not in whole
    assert any(text == "江口湊" for text, _ in said(from_bytes(whole)))
