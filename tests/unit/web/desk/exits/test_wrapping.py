"""What goes into a wrapper comes out of it, and of nothing but it."""

from __future__ import annotations

import hashlib
import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pytest
import pyzipper
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.web.desk.exits import wrapping
from sekisho.web.desk.exits.wrapping import OutgoingFile, WrapError, form_for, wrap

PASSWORD = "k7mr-2xcf-9hwt-4rky-6m3c"
CSV = OutgoingFile("園児一覧（さくら組）.csv", "番号,氏名\r\n1,青木はな\r\n".encode("cp932"))


def workbook(rows: int = 3) -> bytes:
    book = openpyxl.Workbook()
    for row in range(rows):
        book.active.append([row, f"青木{row}", "さくら野市" * 5])
    book.save(made := io.BytesIO())
    return made.getvalue()


def document() -> bytes:
    made = io.BytesIO()
    text = Document()
    text.add_paragraph("証明書")
    text.save(made)
    return made.getvalue()


XLSX, DOCX = OutgoingFile("一覧.xlsx", workbook()), OutgoingFile("証明書.DOCX", document())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unzipped(data: bytes, password: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def by_seven_zip(data: bytes, password: str, folder: Path) -> dict[str, bytes]:
    """As 7-Zip reads it; where the system has none, as our own reading of another's zip says."""
    program = next((found for name in ("7z", "7zz", "7za") if (found := shutil.which(name))), None)
    if program is None:
        return unzipped(data, password)
    (folder / "a.zip").write_bytes(data)
    subprocess.run(
        [program, "x", f"-p{password}", f"-o{folder / 'out'}", folder / "a.zip"], check=True, capture_output=True
    )
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def unlocked(data: bytes, password: str) -> bytes:
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    file.load_key(password=password, verify_password=True)
    file.decrypt(out := io.BytesIO(), verify_integrity=True)
    return out.getvalue()


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../a.csv",
        "folder/a.csv",
        "folder\\a.csv",
        "C:a.csv",
        "a?.csv",
        "a.csv.",
        "a.csv ",
        "con.csv",
        "LPT1",
        "a\nb.csv",
        "a\0.csv",
        "a\u202evsc.exe",
        "\ud800.csv",
        "あ" * 81,
    ],
)
def test_a_name_that_nobody_could_unpack(name: str) -> None:
    with pytest.raises(WrapError) as told:
        wrap([OutgoingFile(name, b"x")], "zip", PASSWORD)
    assert "名前" in told.value.sentence.render()


@pytest.mark.parametrize("two", [("a.csv", "a.csv"), ("a.csv", "A.CSV"), ("が.csv", "か\u3099.csv")])
def test_two_files_of_one_name(two: tuple[str, str]) -> None:
    with pytest.raises(WrapError, match="同じ名前"):
        wrap([OutgoingFile(name, b"x") for name in two], "zip", PASSWORD)


def test_nothing_to_protect() -> None:
    with pytest.raises(WrapError):
        wrap([], "zip", PASSWORD)


@pytest.mark.parametrize("form", ["zip", "office"])
@pytest.mark.parametrize("password", ["", "1234", "aaaaaaaaaaaaaaaa", "ぱすわーどはながいほどよい"])
def test_a_password_that_protects_nothing(form: Any, password: str) -> None:
    with pytest.raises(WrapError, match="パスワード"):
        wrap([XLSX], form, password)


@pytest.mark.parametrize(
    "files",
    [
        [XLSX, DOCX],
        [CSV],
        [OutgoingFile("a.xlsx", b"no workbook")],
        [OutgoingFile("a.xlsx", b"PK\x03\x04 cut off")],
        [OutgoingFile("a.xlsx", b"PK\x05\x06" + bytes([0, 0, 0, 0, 1, 0, 1, 0, 255, 0, 0, 0, 9, 0, 0, 0, 0, 0]))],
        [OutgoingFile("a.pdf", b"%PDF-1.7")],
        [OutgoingFile("a.zip", XLSX.data)],
    ],
    ids=["two", "csv", "text", "cut", "no-directory", "pdf", "zip"],
)
def test_no_office_file(files: list[OutgoingFile]) -> None:
    assert form_for(files, "office") == "zip"
    with pytest.raises(WrapError, match="Office"):
        wrap(files, "office", PASSWORD)


def test_a_package_that_is_no_document() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<other/>")
    with pytest.raises(WrapError, match="保存し直し"):
        wrap([OutgoingFile("a.xlsx", made.getvalue())], "office", PASSWORD)


def test_an_office_file_that_is_protected_already() -> None:
    once = wrap([XLSX], "office", PASSWORD)
    assert form_for([once.outgoing], "office") == "zip"


def test_other_bytes_than_approved_do_not_get_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real = wrapping._zip
    monkeypatch.setattr(wrapping, "_zip", lambda files, password: real([OutgoingFile(CSV.name, b"other")], password))
    with pytest.raises(WrapError, match="決裁されたものと違います"):
        wrap([CSV], "zip", PASSWORD)


def test_one_file_more_or_fewer_does_not_get_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real = wrapping._zip
    for changed in ([CSV], [CSV, XLSX, DOCX]):
        monkeypatch.setattr(wrapping, "_zip", lambda files, password, changed=changed: real(changed, password))
        with pytest.raises(WrapError, match="決裁されたものと違います"):
            wrap([CSV, XLSX], "zip", PASSWORD)


def test_another_password_does_not_get_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, files, form in (("_zip", [CSV], "zip"), ("_office", [XLSX], "office")):
        real: Any = getattr(wrapping, name)
        monkeypatch.setattr(wrapping, name, lambda files, password, real=real: real(files, "another-password"))
        with pytest.raises(WrapError, match="保護できませんでした"):
            wrap(files, form, PASSWORD)  # type: ignore[arg-type]


def test_the_old_cipher_does_not_get_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def weak(files: Any, password: str) -> bytes:
        made = io.BytesIO()
        with pyzipper.AESZipFile(made, "w", encryption=pyzipper.WZ_AES, encryption_kwargs={"nbits": 128}) as archive:
            archive.setpassword(password.encode())
            archive.writestr(files[0].name, files[0].data)
        return made.getvalue()

    def bare(files: Any, password: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr(files[0].name, files[0].data)
        return made.getvalue()

    for other in (weak, bare):
        monkeypatch.setattr(wrapping, "_zip", other)
        with pytest.raises(WrapError, match="保護できませんでした"):
            wrap([CSV], "zip", PASSWORD)


# ---------------------------------------------------------------- zip


def test_a_zip_file(tmp_path: Path) -> None:
    files = [CSV, XLSX, OutgoingFile("空.txt", b""), OutgoingFile("髙橋\U000e0100様.pdf", b"%PDF-1.7\n")]
    made = wrap(files, "zip", PASSWORD, stem="2026-0412")
    assert (made.name, made.sha256) == ("2026-0412.zip", digest(made.data))
    assert dict(made.inner) == {one.name: digest(one.data) for one in files}
    assert unzipped(made.data, PASSWORD) == by_seven_zip(made.data, PASSWORD, tmp_path)
    assert unzipped(made.data, PASSWORD) == {one.name: one.data for one in files}
    with pytest.raises(RuntimeError, match="password"):
        unzipped(made.data, PASSWORD[:-1] + "x")


def test_how_each_entry_is_kept() -> None:
    made = wrap([CSV, OutgoingFile("一.txt", b"7")], "zip", PASSWORD)
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        entries = archive.infolist()
    for entry in entries:
        assert entry.flag_bits & 0x801 == 0x801, "encrypted, and the name in UTF-8"
        assert entry.compress_type == 99
        assert entry.CRC == 0, "a checksum in the open would tell what a short file holds"
        assert struct.unpack("<HHH2sB", entry.extra[:9]) == (0x9901, 7, 2, b"AE", 3)
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert "青木はな".encode("cp932") not in made.data


def test_the_same_files_are_never_the_same_bytes() -> None:
    first, second = (wrap([CSV], "zip", PASSWORD) for _ in range(2))
    assert first.data != second.data
    assert first.inner == second.inner


@given(
    st.dictionaries(
        st.from_regex(r"[一-十あ-おa-c]{1,8}\.(csv|pdf)", fullmatch=True), st.binary(max_size=200), min_size=1
    )
)
@settings(max_examples=30)
def test_any_files_come_out_the_same(files: dict[str, bytes]) -> None:
    made = wrap([OutgoingFile(*one) for one in files.items()], "zip", PASSWORD)
    assert unzipped(made.data, PASSWORD) == files


# ---------------------------------------------------------------- Office


@pytest.mark.parametrize("file", [XLSX, DOCX, OutgoingFile("大.xlsx", workbook(3000))], ids=["xlsx", "docx", "large"])
def test_an_office_file(file: OutgoingFile) -> None:
    assert form_for([file], "office") == "office"
    made = wrap([file], "office", PASSWORD)
    assert (made.name, made.sha256, dict(made.inner)) == (file.name, digest(made.data), {file.name: digest(file.data)})
    assert unlocked(made.data, PASSWORD) == file.data
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        unlocked(made.data, PASSWORD[:-1] + "x")


def test_its_cipher() -> None:
    made = wrap([XLSX], "office", PASSWORD)
    told = msoffcrypto.OfficeFile(io.BytesIO(made.data))
    assert told.type == "agile"
    with told.file.openstream("EncryptionInfo") as stream:
        description = stream.read()[8:].decode()
    assert 'keyBits="256"' in description
    assert 'cipherAlgorithm="AES"' in description
    assert 'hashAlgorithm="SHA512"' in description


def test_a_form_is_the_callers_to_choose() -> None:
    assert form_for([XLSX], "zip") == "zip"
    assert unzipped(wrap([XLSX], "zip", PASSWORD).data, PASSWORD) == {XLSX.name: XLSX.data}


def test_no_content_where_somebody_could_log_it() -> None:
    made = wrap([CSV], "zip", PASSWORD)
    assert repr(made.data)[:40] not in repr(made)
    assert "青木" not in repr(CSV)
