"""A bundle as one zip file, unpacked under limits."""

from __future__ import annotations

import shutil
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.model import BundleError
from sekisho.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 1 << 20
_IGNORED = ("__MACOSX/",)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a zipped bundle may cost: bytes when unpacked, members, and unpacked to packed bytes of a member."""

    inflated_bytes: int = 4_000_000_000
    members: int = 20_000
    ratio: int = 1_000


@contextmanager
def unpacked(path: Path, *, limits: Limits | None = None) -> Iterator[Path]:
    """Give the folder of a bundle: the folder itself, or a temporary one that a zip file is unpacked into.

    A zip with one folder at its top, and the bundle in it, gives that folder.

    Raises:
        BundleError: there is nothing, it is no zip, it is over a limit, a member leaves the folder, is a link, is
            encrypted, or is there twice.

    """
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise BundleError(say("{file}が見つかりません。フォルダかzipファイルを指定してください。", file=path.name))
    folder = Path(tempfile.mkdtemp(prefix="sekisho-"))
    try:
        _unpack(path, folder, limits or Limits())
        yield _top(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(path: Path, folder: Path, limits: Limits) -> None:
    try:
        # Names without the UTF-8 flag come from Windows, which writes them in its own encoding.
        with zipfile.ZipFile(path, metadata_encoding="cp932") as archive:
            members = [info for info in archive.infolist() if not info.filename.startswith(_IGNORED)]
            if len(members) > limits.members:
                raise BundleError(
                    say(
                        "{file}の中のファイルが多すぎます（{count}個、上限{limit}個）。分けてください。",
                        file=path.name,
                        count=len(members),
                        limit=limits.members,
                    )
                )
            _check_names(path.name, members)
            left = limits.inflated_bytes
            for info in members:
                left -= _extract(archive, info, folder, min(left, limits.ratio * max(info.compress_size, 1024)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeDecodeError) as error:
        raise BundleError(
            say("{file}はzipとして開けません。壊れていないか、作り直してください。", file=path.name)
        ) from error


def _check_names(file: str, members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in members:
        name = info.filename
        parts = name.rstrip("/").split("/")
        key = unicodedata.normalize("NFC", name).casefold().rstrip("/")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if name.startswith("/") or "\\" in name or ":" in name or not all(parts) or {".", ".."} & set(parts):
            raise BundleError(
                say(
                    "{file}の中の「{member}」は、フォルダの外に置かれる名前です。zipを作り直してください。",
                    file=file,
                    member=name,
                )
            )
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise BundleError(
                say(
                    "{file}の中の「{member}」はリンクなどで、ファイルではありません。ファイルそのものを入れてください。",
                    file=file,
                    member=name,
                )
            )
        if info.flag_bits & 1:
            raise BundleError(
                say(
                    "{file}の中の「{member}」は暗号化されています。bundleのzipは暗号化せずに渡してください。",
                    file=file,
                    member=name,
                )
            )
        if key in seen:
            raise BundleError(
                say("{file}の中に「{member}」が二つあります。一つにして作り直してください。", file=file, member=name)
            )
        seen.add(key)


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, limit: int) -> int:
    """Write one member and return its size: what it really is, not what its header claims."""
    file = Path(archive.filename or "").name
    target = folder / unicodedata.normalize("NFC", info.filename)
    try:
        if info.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with archive.open(info) as source, target.open("xb") as out:
            while block := source.read(_BLOCK):
                size += len(block)
                if size > limit:
                    raise BundleError(
                        say(
                            "{file}の中の「{member}」が、展開すると大きすぎます。分けるか、作り直してください。",
                            file=file,
                            member=info.filename,
                        )
                    )
                out.write(block)
    except OSError as error:
        raise BundleError(
            say(
                "{file}の中の「{member}」を展開できません。名前を短くするか、空き容量を確かめてください。",
                file=file,
                member=info.filename,
            )
        ) from error
    return size


def _top(folder: Path) -> Path:
    inside = [entry for entry in folder.iterdir() if entry.name not in {".DS_Store", "Thumbs.db"}]
    if not (folder / "bundle.toml").exists() and len(inside) == 1 and inside[0].is_dir():
        return inside[0]
    return folder
