import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from sekisho.bundle.model import BundleError
from sekisho.bundle.unpack import Limits, unpacked


def zipped(folder: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    path = folder / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the double name, which is what the test is about
        for name, data in members:
            archive.writestr(name, data)
    return path


def refused(path: Path, *parts: str, limits: Limits | None = None) -> None:
    with pytest.raises(BundleError) as caught, unpacked(path, limits=limits):
        pass
    for part in ("b.zip", *parts):
        assert part in caught.value.sentence.render()


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:/x", "a//x", "./x", "a\\x"])
def test_members_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    refused(zipped(tmp_path, (info, b"x")), "フォルダの外")


def test_links_are_no_files(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused(zipped(tmp_path, (info, b"/etc/passwd")), "「link」", "リンク")


@pytest.mark.parametrize("name", ["a.txt", "A.TXT"])
def test_a_member_twice(tmp_path: Path, name: str) -> None:
    refused(zipped(tmp_path, ("a.txt", b"1"), (name, b"2")), "二つ")


def test_a_file_where_a_folder_must_be(tmp_path: Path) -> None:
    refused(zipped(tmp_path, ("a", b"1"), ("a/b", b"2")), "展開できません")


def test_encrypted_members(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a.txt", b"1"))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    refused(path, "暗号化")


def test_limits(tmp_path: Path) -> None:
    refused(zipped(tmp_path, ("a", b"1"), ("b", b"2")), "2個", "上限1個", limits=Limits(members=1))
    refused(zipped(tmp_path, ("a", bytes(5000))), "大きすぎ", limits=Limits(inflated_bytes=4999))
    refused(zipped(tmp_path, ("a", bytes(3_000_000))), "大きすぎ", limits=Limits(ratio=2))


@pytest.mark.parametrize("keep", [0, 10, 60, -1])
def test_what_is_no_zip_or_is_broken(tmp_path: Path, keep: int) -> None:
    path = zipped(tmp_path, ("a.txt", b"abc" * 100))
    path.write_bytes(path.read_bytes()[:keep])
    refused(path, "zipとして開けません")


def test_damage_inside_a_member(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a.txt", bytes(range(256)) * 4))
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    refused(path, "開けません")


def test_nothing_there(tmp_path: Path) -> None:
    refused(tmp_path / "b.zip", "見つかりません")


def test_a_folder_is_itself(tmp_path: Path) -> None:
    with unpacked(tmp_path) as folder:
        assert folder == tmp_path


def test_a_zip_is_unpacked_and_nothing_stays(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("bundle.toml", b"x"), ("out/", b""), ("out/か\u3099.txt", b"y"), ("__MACOSX/._x", b""))
    with unpacked(path) as folder:
        assert (folder / "bundle.toml").read_bytes() == b"x"
        assert (folder / "out/が.txt").read_bytes() == b"y"
        assert not (folder / "__MACOSX").exists()
    assert not folder.exists()


def test_one_folder_at_the_top_is_the_bundle(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("送付/bundle.toml", b"x"), ("送付/out/a.txt", b"y"))
    with unpacked(path) as folder:
        assert (folder / "bundle.toml").exists()
    assert not folder.exists()


def test_names_from_windows(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("bundle.toml", b"x"), ("aaaa.csv", b"y"))
    path.write_bytes(path.read_bytes().replace(b"aaaa.csv", "名簿".encode("cp932") + b".csv"))
    with unpacked(path) as folder:
        assert (folder / "名簿.csv").exists()
