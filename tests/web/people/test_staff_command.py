"""`sekisho staff import`: the first filling, by the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "職員番号,氏名,課,役割,開始日,終了日,利用者名"
GOOD = (
    HEAD,
    "00001,石川 真帆,情報政策課,情報セキュリティ担当,2026-04-01,,ishi",
    "00002,三浦 恵,保育幼稚園課,起案者、作業者,令和8年4月1日,2027-03-31,miura",
    "00003,大野 健,保育幼稚園課,課長,2026/4/1,,",
)
COMMAND = (sys.executable, "-m", "sekisho", "staff", "import")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command in a process of its own, with data of its own."""

    def ran(*rows: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        (tmp_path / "staff.csv").write_text("\n".join(rows), encoding="utf-8")
        return subprocess.run(
            [*COMMAND, str(tmp_path / "staff.csv"), "--data", str(tmp_path / "data"), *options],
            env={**os.environ, "SEKISHO_KEY_FILE": str(tmp_path / "key" / "data.key")},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return ran


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",一 人,課,作業者,2026-04-01,,", "職員番号"),
        ("9,,課,作業者,2026-04-01,,", "氏名"),
        ("9,一 人,,作業者,2026-04-01,,", "役割"),
        ("9,一 人,課,隊長,2026-04-01,,", "役割"),
        ("9,一 人,課,,2026-04-01,,", "役割"),
        ("9,一 人,課,作業者,四月,,", "開始日"),
        ("9,一 人,課,作業者,2026-04-01,2026-03-31,", "終了日"),
        ("9,一 人,課,作業者,2026-04-01,,ishi", "利用者名"),
        ("9,一 人,課,作業者,2026-04-01,,a b", "利用者名"),
        ("00001,別 人,課,作業者,2026-04-01,,", "氏名"),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_nothing_is_written(run: Run, row: str, column: str) -> None:
    done = run(*GOOD, row)
    assert done.returncode == 2
    assert f"5行目「{column}」" in done.stderr
    assert not done.stdout
    assert "一 人" not in done.stderr
    assert "課0、職員0人" not in run(*GOOD, options=("--dry-run",)).stderr


def test_a_dry_run_writes_nothing_and_a_second_run_adds_nothing(run: Run, tmp_path: Path) -> None:
    dry = run(*GOOD, options=("--dry-run",))
    assert dry.returncode == 0
    assert "課2、職員3人、役割4、アカウント2" in dry.stderr
    assert not dry.stdout
    done = run(*GOOD)
    assert done.returncode == 0
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["ishi", "miura"]
    again = run(*GOOD)
    assert "課0、職員0人、役割0、アカウント0" in again.stderr
    assert not again.stdout
    renamed = run(HEAD, "00002,三浦 惠,保育幼稚園課,起案者,2026-04-01,,")
    assert renamed.returncode == 2
    assert "2行目「氏名」" in renamed.stderr


def test_the_first_account_by_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("ishi00001ishi\n", encoding="utf-8")
    assert run(*GOOD[:2], options=("--password-file", str(file))).returncode == 2
    file.write_text("mikan tegami sora 8\n", encoding="utf-8")
    assert run(*GOOD, options=("--password-file", str(file))).returncode == 2  # of which of the two?
    done = run(*GOOD[:2], options=("--password-file", str(file)))
    assert done.returncode == 0


def test_a_table_without_its_headings(run: Run) -> None:
    done = run("番号,名前", "1,一 人")
    assert done.returncode == 2
    assert "職員番号" in done.stderr


def test_without_anybody_of_security_it_is_said(run: Run) -> None:
    assert "情報セキュリティ担当はいません" in run(GOOD[0], GOOD[3]).stderr
