"""Signing a report and checking it, as people do: `inspect --sign`, `report-key`, `report-check`."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sekisho.bundle.model import BundleError
from sekisho.cli import passwords
from sekisho.cli.passwords import asked
from sekisho.words import say

SOURCE = Path(__file__).parents[3] / "src"
Result = subprocess.CompletedProcess[str]


def sekisho(*arguments: object) -> Result:
    return subprocess.run(
        [sys.executable, "-m", "sekisho", *map(str, arguments)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TZ": "Asia/Tokyo"},
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a pair of keys, and a signed report on two files in ``out``."""
    assert sekisho("report-key", tmp_path / "key.pem").returncode == 0
    (tmp_path / "out").mkdir()
    for name in ("a.csv", "b.csv"):
        (tmp_path / "out" / name).write_text("氏名\n青木　花子\n", encoding="utf-8")
    result = sekisho("inspect", *files(tmp_path), *signing(tmp_path), "--out", tmp_path / "r.json")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    return tmp_path


def files(folder: Path) -> list[Path]:
    return sorted((folder / "out").iterdir())


def signing(folder: Path, key: str = "key.pem") -> list[object]:
    return ["--format", "json", "--sign", folder / key]


def refused(result: Result, *words: str) -> None:
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("form", ["text", "html"])
def test_only_json_carries_a_signature(folder: Path, form: str) -> None:
    refused(sekisho("inspect", *files(folder), "--format", form, "--sign", folder / "key.pem"), "--format json")


def test_a_key_that_cannot_be_used_is_said_before_the_work(folder: Path) -> None:
    other = rsa.generate_private_key(65537, 2048)
    (folder / "rsa.pem").write_bytes(
        other.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    for key, word in (("rsa.pem", "Ed25519"), ("key.pem.pub", "key.pem.pub"), ("none.pem", "none.pem"), ("out", "out")):
        result = sekisho("inspect", folder / "not-there.csv", *signing(folder, key))
        refused(result, word)
        assert word in json.loads(result.stdout)["error"]
    refused(sekisho("inspect", *files(folder), "--key-password-file", folder / "key.pem"), "--sign")
    for key, word in (("rsa.pem", "rsa.pem"), ("key.pem", ".pub"), ("none.pub", "none.pub")):
        refused(sekisho("report-check", folder / "r.json", "--key", folder / key), word)


def test_what_is_no_report_is_refused(folder: Path) -> None:
    (folder / "cut.json").write_bytes((folder / "r.json").read_bytes()[:-40])
    for name in ("cut.json", "none.json", "out", "key.pem"):
        result = sekisho("report-check", folder / name, "--format", "json")
        refused(result, name)
        assert name in json.loads(result.stdout)["error"]
    refused(sekisho("report-check", folder / "r.json", "--files", folder / "r.json"), "r.json")


def test_a_pair_of_keys_is_never_overwritten(folder: Path) -> None:
    before = (folder / "key.pem").read_bytes()
    refused(sekisho("report-key", folder / "key.pem"), "key.pem")
    assert (folder / "key.pem").read_bytes() == before
    (folder / "new.pem.pub").write_text("of somebody else", encoding="utf-8")
    refused(sekisho("report-key", folder / "new.pem"), "new.pem.pub")
    assert not (folder / "new.pem").exists()
    (folder / "link.pem").symlink_to(folder / "nowhere.pem")
    refused(sekisho("report-key", folder / "link.pem"), "link.pem")
    refused(sekisho("report-key", folder / "no" / "key.pem"), "key.pem")


# ---------------------------------------------------------------- what does not hold


def test_a_report_that_was_changed_ends_with_1(folder: Path) -> None:
    report = folder / "r.json"
    report.write_text(report.read_text(encoding="utf-8").replace("a.csv", "c.csv"), encoding="utf-8")
    result = sekisho("report-check", report, "--files", folder / "out")
    assert (result.returncode, result.stderr) == (1, "")
    assert "信用しないで" in result.stdout
    assert "比べていません" in result.stdout
    assert "a.csv" not in result.stdout


def test_another_key_and_no_signature_end_with_1(folder: Path) -> None:
    assert sekisho("report-key", folder / "other.pem").returncode == 0
    result = sekisho("report-check", folder / "r.json", "--key", folder / "other.pem.pub", "--format", "json")
    assert (result.returncode, json.loads(result.stdout)["signature"]) == (1, "other_key")
    plain = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    del plain["signature"]
    (folder / "plain.json").write_text(json.dumps(plain), encoding="utf-8")
    result = sekisho("report-check", folder / "plain.json", "--lang", "en")
    assert (result.returncode, result.stdout.splitlines()[0][:21]) == (1, "There is no signature")


def test_files_that_are_not_the_ones_of_the_report_end_with_1_and_are_named(folder: Path) -> None:
    (folder / "out" / "a.csv").write_text("氏名\n江口　美咲\n", encoding="utf-8")
    (folder / "out" / "b.csv").unlink()
    result = sekisho("report-check", folder / "r.json", "--files", folder / "out", "--lang", "en")
    assert result.returncode == 1
    assert "0 of the 2 file(s)" in result.stdout
    assert "a.csv: is not what it was" in result.stdout
    assert "b.csv: is not there" in result.stdout


# ---------------------------------------------------------------- what holds


def test_a_signed_report_is_good_and_its_files_are_the_same(folder: Path) -> None:
    result = sekisho("report-check", folder / "r.json", "--key", folder / "key.pem.pub", "--files", folder / "out")
    assert (result.returncode, result.stderr) == (0, "")
    assert "2件のうち 2件が報告と同じです" in result.stdout
    assert "+09:00" in result.stdout
    alone = sekisho("report-check", folder / "r.json", "--format", "json")
    told = json.loads(alone.stdout)
    assert alone.returncode == 0
    assert (told["good"], told["key_expected"], told["verdict"], told["files"]) == (True, False, "pass", None)


def test_the_verdict_decides_the_status_of_inspect_signed_or_not(folder: Path) -> None:
    (folder / "out" / "a.csv").write_bytes(b"\x00\x01\x02")
    result = sekisho("inspect", *files(folder), *signing(folder))
    assert (result.returncode, json.loads(result.stdout)["verdict"]) == (1, "stop")
    (folder / "stop.json").write_text(result.stdout, encoding="utf-8")
    checked = sekisho("report-check", folder / "stop.json", "--lang", "en")
    assert checked.returncode == 0
    assert "Verdict: Stop" in checked.stdout


def test_the_private_key_is_for_its_owner_alone(folder: Path) -> None:
    assert stat.S_IMODE((folder / "key.pem").stat().st_mode) == 0o600
    told = sekisho("report-key", folder / "k2.pem", "--lang", "en").stdout
    assert "Fingerprint of the public key: " in told
    assert "PRIVATE" not in told


def test_a_key_under_a_password_needs_it(folder: Path) -> None:
    password, wrong = folder / "password.txt", folder / "wrong.txt"
    password.write_text("開けゴマ\n", encoding="utf-8")
    wrong.write_text("開けごま\n", encoding="utf-8")
    assert sekisho("report-key", folder / "closed.pem", "--key-password-file", password).returncode == 0
    assert b"ENCRYPTED" in (folder / "closed.pem").read_bytes()
    call = ["inspect", *files(folder), *signing(folder, "closed.pem")]
    refused(sekisho(*call), "--key-password-file")
    refused(sekisho(*call, "--key-password-file", wrong), "closed.pem")
    result = sekisho(*call, "--key-password-file", password)
    assert result.returncode == 0
    assert json.loads(result.stdout)["signature"]["algorithm"] == "Ed25519"
    refused(sekisho("report-key", folder / "new.pem", "--protect"), "--key-password-file")


def test_a_password_is_asked_for_where_somebody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    question = say("もう一度:")
    monkeypatch.setattr(passwords.sys.stdin, "isatty", lambda: True, raising=False)
    answers = iter(["開けゴマ", ""])
    monkeypatch.setattr(passwords, "getpass", lambda words: next(answers))
    assert asked(question, "ja") == "開けゴマ"
    with pytest.raises(BundleError):
        asked(question, "ja")

    def ended(words: str) -> str:
        raise EOFError

    monkeypatch.setattr(passwords, "getpass", ended)
    with pytest.raises(BundleError):
        asked(question, "ja")


def test_two_passwords_for_a_new_key_must_be_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sekisho.cli import report_key

    for second, status in (("開けごま", 2), ("開けゴマ", 0)):
        answers = iter(["開けゴマ", second])
        monkeypatch.setattr(report_key, "asked", lambda question, lang, answers=answers: next(answers))
        assert report_key.command(tmp_path / "key.pem", protect=True) == status
        assert (tmp_path / "key.pem").exists() == (status == 0)
