"""`sekisho incidents import` as it is called: what it prints, and with which status it leaves."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

SEED = Path(__file__).resolve().parents[3] / "src" / "sekisho" / "data" / "demo" / "report-fy2023.txt"


def called(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sekisho", "incidents", "import", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def settings(folder: Path) -> tuple[str, str]:
    """Return the option that names the settings of an installation of its own."""
    file = folder / "sekisho.toml"
    file.write_text(f'data = "{folder / "data"}"\nkey_file = "{folder / "key" / "data.key"}"\n', encoding="utf-8")
    return "--config", str(file)


def test_what_has_to_be_decided_is_not_saved(tmp_path: Path) -> None:
    report = tmp_path / "2023年度の事故.csv"
    report.write_text("番号,部署,概要,再発防止策,実施状況\n1,総務課,誤送付した。,①見る。,④した。\n", encoding="utf-8")
    result = called(str(report), *settings(tmp_path))
    assert result.returncode == 1
    assert "年度報告を取り込む" in result.stderr


def test_a_report_is_saved_once(tmp_path: Path) -> None:
    first = called(str(SEED), *settings(tmp_path))
    assert first.returncode == 0, first.stderr
    assert "2023年度の事故6件を登録しました" in first.stderr
    again = called(str(SEED), *settings(tmp_path))
    assert again.returncode == 1
    assert "もう登録されています" in again.stderr


def test_settings_that_cannot_be_used_leave_with_two(tmp_path: Path) -> None:
    (tmp_path / "sekisho.toml").write_text("dota = 1\n", encoding="utf-8")
    assert called(str(SEED), "--config", str(tmp_path / "sekisho.toml")).returncode == 2


def test_the_seed_as_json() -> None:
    result = called(str(SEED), "--dry-run", "--format", "json")
    assert result.returncode == 0
    told = json.loads(result.stdout)
    assert [one["number"] for one in told["incidents"]] == [1, 2, 3, 4, 5, 6]
    assert set(told["incidents"][0]) == {
        *("number", "department", "outline", "measures", "status", "evaluation", "dates", "contractor"),
    }
    assert set(told["incidents"][0]["measures"][0]) == {"label", "text", "status"}
    assert told["problems"] == []
    assert told["year"] == 2023


def test_the_seed_as_text() -> None:
    result = called(str(SEED), "--dry-run")
    assert result.returncode == 0
    assert "事故 6件、再発防止策 14件" in result.stdout
    assert "保険年金課" in result.stdout


def test_what_has_to_be_decided_leaves_with_one(tmp_path: Path) -> None:
    report = tmp_path / "事故.csv"
    report.write_text("番号,部署,概要,再発防止策,実施状況\n1,総務課,誤送付した。,①見る。,④した。\n", encoding="cp932")
    result = called(str(report), "--dry-run", "--lang", "en")
    assert result.returncode == 1
    assert "To be decided" in result.stdout


@pytest.mark.parametrize("name", ["missing.csv", "letter.txt"])
def test_what_cannot_be_used_leaves_with_two(tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("拝啓 時下ますますご清栄のこととお喜び申し上げます。\n", encoding="utf-8")
    result = called(str(tmp_path / name), "--dry-run")
    assert result.returncode == 2
    assert re.search(r"[ぁ-ん]", result.stderr)


def test_an_unusable_file_as_json_still_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    result = called(str(tmp_path / "empty.csv"), "--dry-run", "--format", "json")
    assert result.returncode == 2
    told = json.loads(result.stdout)
    assert told["incidents"] == []
    assert told["problems"][0]["code"] == "empty"
