"""The key file: only a key, only its owner's, and never among the data that it opens."""

import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from sekisho.web.store import keyfile
from sekisho.web.store.keyfile import KeyFileError, load, refuse_inside
from sekisho.words import LANGUAGES

KEY = bytes(range(32))
TEXT = b64encode(KEY).decode()
POSTGRESQL = "postgresql://sekisho@db.sakurano.example/sekisho"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data" / "files").mkdir(parents=True)
    return tmp_path / "data"


def written(path: Path, text: str | bytes = TEXT, mode: int = 0o600) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(mode)
    return path


def refusal(path: Path, data: Path | str, *, make: bool = False) -> str:
    """Return why it is refused; the sentence says which file, in each language, and nothing that is in it."""
    with pytest.raises(KeyFileError) as caught:
        load(path, data, make=make)
    shown = [caught.value.sentence.render(lang) for lang in LANGUAGES]
    assert [one for one in shown if str(path) in one and TEXT[:20] not in one] == shown
    return caught.value.sentence.text


# ---------------------------------------------------------------- not there


@pytest.mark.parametrize("where", ["key", "folder/key"])
def test_a_key_that_is_not_there_is_not_made_unasked(tmp_path: Path, data: Path, where: str) -> None:
    assert "ありません" in refusal(tmp_path / where, data)
    assert not (tmp_path / where).parent.joinpath("key").exists()


def test_a_link_that_leads_nowhere_is_no_key_and_leads_nowhere_still(tmp_path: Path, data: Path) -> None:
    (tmp_path / "key").symlink_to(tmp_path / "mounted" / "key")
    for make in (False, True):
        refusal(tmp_path / "key", data, make=make)
    assert not (tmp_path / "mounted").exists()


def test_where_it_cannot_be_made_it_says_so(tmp_path: Path, data: Path) -> None:
    written(tmp_path / "file")
    assert "読み書きできません" in refusal(tmp_path / "file" / "key", data, make=True)
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "folder", data, make=True)


# ---------------------------------------------------------------- among the data


def in_the_folder(tmp_path: Path) -> Path:
    return written(tmp_path / "data" / "key")


def deep_in_the_folder(tmp_path: Path) -> Path:
    return written(tmp_path / "data" / "files" / "key")


def by_dots(tmp_path: Path) -> Path:
    (tmp_path / "other").mkdir()
    return written(tmp_path / "other" / ".." / "data" / "key")


def by_a_link_to_it(tmp_path: Path) -> Path:
    written(tmp_path / "data" / "key")
    (tmp_path / "key").symlink_to(tmp_path / "data" / "key")
    return tmp_path / "key"


def by_a_link_to_the_folder(tmp_path: Path) -> Path:
    (tmp_path / "other").symlink_to(tmp_path / "data" / "files")
    return written(tmp_path / "other" / "key")


def as_a_link_in_the_folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "key").symlink_to(written(tmp_path / "key"))
    return tmp_path / "data" / "key"


@pytest.mark.parametrize(
    "put",
    [in_the_folder, deep_in_the_folder, by_dots, by_a_link_to_it, by_a_link_to_the_folder, as_a_link_in_the_folder],
)
def test_a_key_among_the_data_is_refused(tmp_path: Path, data: Path, put: Callable[[Path], Path]) -> None:
    path = put(tmp_path)
    for make in (False, True):
        assert "データのフォルダ" in refusal(path, data, make=make)
    (tmp_path / "link").symlink_to(data)
    assert "データのフォルダ" in refusal(path, tmp_path / "link")


def test_the_folder_under_another_name_is_the_folder(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mounted twice, or in letters that the file system takes for the same: then no path shows it."""
    path = written(data / "files" / "key")
    monkeypatch.setattr(Path, "is_relative_to", lambda *_: False)
    assert "データのフォルダ" in refusal(path, data)
    assert load(written(tmp_path / "key"), data, make=False) == KEY


def test_no_key_is_made_among_the_data(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(data)
    places = [(data / "key", data), (Path("data/new/key"), "data"), (tmp_path / "link" / "key", data)]
    for path, folder in places:
        assert "データのフォルダ" in refusal(path, folder, make=True)
    # Also where the folder is not there yet.
    assert "データのフォルダ" in refusal(tmp_path / "later" / "key", tmp_path / "later", make=True)
    assert not (tmp_path / "later").exists()
    assert sorted(path.name for path in data.rglob("*")) == ["files"]


def test_links_in_a_circle_are_refused(tmp_path: Path, data: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(tmp_path / "one")
    for make in (False, True):
        assert refusal(tmp_path / "one", data, make=make)


def test_beside_the_data_is_not_among_them(tmp_path: Path, data: Path) -> None:
    (tmp_path / "data-keys").mkdir()
    for path in (tmp_path / "key", tmp_path / "data-keys" / "key", tmp_path / "data.key"):
        assert load(written(path), data, make=False) == KEY
    # A link from outside to outside is nobody's business.
    (tmp_path / "link").symlink_to(tmp_path / "key")
    assert load(tmp_path / "link", data, make=True) == KEY


def test_with_the_data_in_postgresql_the_folder_of_the_files_is_asked_alone(tmp_path: Path, data: Path) -> None:
    path = written(data / "files" / "key")
    assert load(path, POSTGRESQL, make=False) == KEY
    with pytest.raises(KeyFileError, match="データのフォルダ"):
        refuse_inside(path, data / "files")
    refuse_inside(tmp_path / "key", data / "files")
    refuse_inside(data / "key", data / "files")


# ---------------------------------------------------------------- not its owner's alone


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601, 0o620, 0o777])
def test_a_key_that_others_may_use_is_refused(tmp_path: Path, data: Path, mode: int) -> None:
    path = written(tmp_path / "key", mode=mode)
    (tmp_path / "link").symlink_to(path)
    for one in (path, tmp_path / "link"):
        assert "chmod 600" in refusal(one, data, make=True)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_of_its_owner_alone_is_taken(tmp_path: Path, data: Path, mode: int) -> None:
    assert load(written(tmp_path / "key", mode=mode), data, make=False) == KEY


# ---------------------------------------------------------------- not a key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# a key\n",
        TEXT[:-1],
        TEXT + "=",
        TEXT[:22] + "\n" + TEXT[22:],
        TEXT + "\n" + TEXT,
        TEXT[:10] + " " + TEXT[10:],
        f"key = {TEXT}",
        "あ" * 44,
        KEY,
        KEY.hex(),
        b64encode(KEY[:31]),
        b64encode(KEY + b"\0"),
        b64encode(KEY[:16]),
        "-----BEGIN PRIVATE KEY-----\n" + TEXT + "\n-----END PRIVATE KEY-----\n",
        TEXT.encode("utf-16"),
        "# long\n" * 1000 + TEXT,
        TEXT + "\n# long" * 1000,
        "#" * 10_000_000,
    ],
    ids=range(20),
)
def test_what_is_no_key_is_refused_and_stays(tmp_path: Path, data: Path, text: str | bytes) -> None:
    path = written(tmp_path / "key", text)
    before = path.read_bytes()
    for make in (False, True):
        assert "ではありません" in refusal(path, data, make=make)
    assert path.read_bytes() == before


def test_what_is_no_file_is_refused_at_once(tmp_path: Path, data: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "ではありません" in refusal(tmp_path / "pipe", data)
    assert "ではありません" in refusal(Path("/dev/null"), data)


@pytest.mark.parametrize(
    "text", [TEXT, TEXT + "\n", f"# one\n# two\n{TEXT}\n", f"\ufeff# Notepad\r\n{TEXT}\r\n", f"\n  {TEXT}\t\n\n"]
)
def test_however_it_was_saved_it_is_the_key(tmp_path: Path, data: Path, text: str) -> None:
    assert load(written(tmp_path / "key", text), data, make=False) == KEY


# ---------------------------------------------------------------- a new one


def test_a_new_key_is_made_once(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "keys" / "of the desk" / "key"
    before = os.umask(0)
    try:
        made = load(path, data, make=True)
    finally:
        os.umask(before)
    assert len(made) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_nlink == 1
    assert [one.name for one in path.parent.iterdir()] == ["key"]
    text = path.read_text(encoding="utf-8")
    for make in (True, False):
        assert load(path, data, make=make) == made
    assert path.read_text(encoding="utf-8") == text
    *comments, last = text.splitlines()
    assert b64decode(last, validate=True) == made
    assert [line[:2] for line in comments] == ["# ", "# "]
    assert "鍵" in comments[0]
    assert "key" in comments[1]


def test_no_two_new_keys_are_alike(tmp_path: Path, data: Path) -> None:
    assert len({load(tmp_path / str(number), data, make=True) for number in range(20)}) == 20


def test_who_starts_together_has_the_same_key(tmp_path: Path, data: Path) -> None:
    for number in range(20):
        path = tmp_path / str(number) / "key"
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(partial(load, make=True), [path] * 8, [data] * 8))
        assert len(keys) == 1
        assert [one.name for one in path.parent.iterdir()] == ["key"]


def test_of_a_key_that_could_not_be_written_nothing_is_left(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_: int) -> None:
        raise OSError(5, "faulty")

    (tmp_path / "keys").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(keyfile.os, "fsync", faulty)
        assert "読み書きできません" in refusal(tmp_path / "keys" / "key", data, make=True)
    assert list((tmp_path / "keys").iterdir()) == []
