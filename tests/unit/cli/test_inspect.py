"""The command as a person or a program calls it: a real process, its output, its exit status."""

import inspect
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from sekisho.cli.inspect import command as inspect_command
from sekisho.inspection.model import Limits
from sekisho.inspection.similarity import Similarity

DEMO = Path(__file__).parents[3] / "src" / "sekisho" / "data" / "demo"
SOURCE = Path(__file__).parents[3] / "src"
Result = subprocess.CompletedProcess[str]


def sekisho(*arguments: object, cwd: Path | None = None, **environment: str) -> Result:
    return subprocess.run(
        [sys.executable, "-m", "sekisho", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        check=False,
    )


def told(*arguments: object) -> dict[str, object]:
    result = sekisho("inspect", *arguments, "--format", "json")
    assert result.stderr == ""
    answer: dict[str, object] = json.loads(result.stdout)
    assert result.returncode == (1 if answer["verdict"] in {"stop", "ask"} else 0)
    return answer


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a bundle of one csv, for K01, that passes."""
    folder = tmp_path / "bundle"
    (folder / "out").mkdir(parents=True)
    (folder / "subjects.csv").write_text(
        "subject_id,recipient_id,氏名,生年月日\nS1,K01,青木　花子,2020-04-12\nS2,K02,江口　美咲,2020-05-21\n",
        encoding="utf-8",
    )
    (folder / "recipients.csv").write_text("recipient_id,name\nK01,さくら幼稚園\nK02,もみじ幼稚園\n", encoding="utf-8")
    (folder / "out" / "list.csv").write_text("氏名,生年月日\n青木　花子,2020-04-12\n", encoding="utf-8")
    (folder / "bundle.toml").write_text(
        'format = 1\ntitle = "名簿"\nchannel = "handover"\ndate = 2026-11-24\n[sources]\nsubjects = "subjects.csv"\n'
        'recipients = "recipients.csv"\n[[parcel]]\nrecipient = "K01"\nfiles = ["out/list.csv"]\n',
        encoding="utf-8",
    )
    return folder


def spoil(bundle: Path) -> None:
    with (bundle / "out" / "list.csv").open("a", encoding="utf-8") as file:
        file.write("江口　美咲,2020-05-21\n")


def test_a_bundle_that_passes(bundle: Path) -> None:
    answer = told(bundle)
    assert answer["verdict"] == "pass"
    assert answer["findings"] == []
    assert isinstance(answer["seconds"], float)
    assert answer["seconds"] > 0
    assert answer["bundle"]["files"][0]["records"] == 1  # type: ignore[index]
    text = sekisho("inspect", bundle)
    assert (text.returncode, text.stderr) == (0, "")
    assert "通過：指摘はありません" in text.stdout
    assert "\x1b" not in text.stdout


def test_a_bundle_that_stops_in_every_format(bundle: Path, tmp_path: Path) -> None:
    spoil(bundle)
    (finding,) = told(bundle)["findings"]  # type: ignore[misc]
    assert finding["where"] == {"part": "cell", "sheet": None, "row": 3, "column": "A", "page": None}
    assert (finding["check"], finding["parcel"], finding["subject_id"]) == ("scope", "K01", "S2")

    text = sekisho("inspect", bundle)
    assert text.returncode == 1
    assert "■ さくら幼稚園（K01）" in text.stdout
    assert "江口" not in sekisho("inspect", bundle, "--mask").stdout
    assert "must not be shown" in sekisho("inspect", bundle, "--lang", "en").stdout

    page = tmp_path / "report.html"
    result = sekisho("inspect", bundle, "--format", "html", "--out", page)
    assert (result.returncode, result.stdout) == (1, "")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_same_bundle_as_zip_and_by_its_toml(bundle: Path, tmp_path: Path) -> None:
    spoil(bundle)
    ids = [finding["id"] for finding in told(bundle)["findings"]]  # type: ignore[attr-defined]
    for base in (bundle, bundle.parent):
        packed = shutil.make_archive(str(tmp_path / "packed"), "zip", base, None if base == bundle else "bundle")
        assert [finding["id"] for finding in told(packed)["findings"]] == ids  # type: ignore[attr-defined]
    assert [finding["id"] for finding in told(bundle / "bundle.toml")["findings"]] == ids  # type: ignore[attr-defined]


def test_a_source_that_is_a_workbook(bundle: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["subject_id", "recipient_id", "氏名", "生年月日"])
    book.active.append([])
    book.active.append(["S1", "K01", "青木　花子", "2020-04-12"])
    hidden = book.create_sheet("隠れた表", 0)
    hidden.sheet_state = "hidden"
    hidden.append(["subject_id", "氏名"])
    book.active = 1
    book.save(bundle / "subjects.xlsx")
    toml = bundle / "bundle.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("subjects.csv", "subjects.xlsx"), encoding="utf-8")
    assert told(bundle)["verdict"] == "pass"
    (bundle / "subjects.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    result = sekisho("inspect", bundle)
    assert result.returncode == 2
    assert "subjects.xlsx" in result.stderr


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_bundle_that_cannot_be_used_has_its_reason_on_both_outputs(bundle: Path, lang: str) -> None:
    (bundle / "bundle.toml").write_text('format = 1\ntitel = "x"\n', encoding="utf-8")
    result = sekisho("inspect", bundle, "--format", "json", "--lang", lang)
    assert result.returncode == 2
    answer = json.loads(result.stdout)
    assert list(answer) == ["error"]
    assert answer["error"] == result.stderr.strip()
    assert "titel" in answer["error"]
    assert ("このSekisho" in answer["error"]) is False
    text = sekisho("inspect", bundle, "--lang", lang)
    assert (text.returncode, text.stdout, text.stderr.strip()) == (2, "", answer["error"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["inspect"],
        ["inspect", "nowhere.xlsx"],
        ["inspect", "nowhere"],
        ["inspect", ".", "."],
        ["inspect", "x.csv", "--recipient", "K01"],
        ["inspect", "x.csv", "--jobs", "0"],
        ["inspect", "x.csv", "--format", "pdf"],
        ["inspect", "x.csv", "--bogus"],
        ["inspect", "x.csv", "--password-file", "nowhere.txt"],
        ["inspect", "x.csv", "--out", "nowhere/report.txt"],
        ["bogus"],
        ["checks", "bogus"],
        ["checks", "nobody"],
        ["split", "x.csv"],
    ],
)
def test_a_call_that_cannot_be_used_leaves_with_2_and_a_reason(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "x.csv").write_text("氏名\n青木　花子\n", encoding="utf-8")
    result = sekisho(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "internal error" not in result.stderr


def test_a_bundle_takes_no_options_of_loose_files(bundle: Path) -> None:
    result = sekisho("inspect", bundle, "--subjects", bundle / "subjects.csv")
    assert result.returncode == 2
    assert "bundle.toml" in result.stderr


def test_loose_files(bundle: Path) -> None:
    file, subjects = bundle / "out" / "list.csv", bundle / "subjects.csv"
    spoil(bundle)
    assert told(file)["verdict"] == "pass"
    assert told(file)["bundle"]["channel"] is None  # type: ignore[index]
    named = told(file, "--subjects", subjects)
    assert (named["verdict"], named["bundle"]["files"][0]["records"]) == ("pass", 2)  # type: ignore[index]
    assert [(one["where"]["row"], one["subject_id"]) for one in named["people"]] == [(2, "S1"), (3, "S2")]  # type: ignore[attr-defined]
    text = sekisho("inspect", file, "--subjects", subjects)
    assert "3行・A列: 江口　美咲さん（S2）" in text.stdout
    assert "江口" not in sekisho("inspect", file, "--subjects", subjects, "--mask").stdout
    judged = told(file, "--subjects", subjects, "--recipient", "K01")
    assert "people" not in judged
    assert [finding["subject_id"] for finding in judged["findings"]] == ["S2"]  # type: ignore[attr-defined]


def test_a_loose_zip_is_looked_into_and_a_broken_one_stops(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    with zipfile.ZipFile(good, "w") as archive:
        archive.writestr("a.csv", "氏名\n青木　花子\n".encode())
    bad.write_bytes(b"PK\x03\x04 broken")
    answer = told(good, bad)
    assert [one["file"].rpartition("/")[2] for one in answer["coverage"]] == ["good.zip", "bad.zip", "a.csv"]  # type: ignore[attr-defined]
    assert {(f["check"], f["severity"], Path(f["file"]).name) for f in answer["findings"]} == {
        ("unreadable", "stop", "bad.zip")
    }  # type: ignore[attr-defined]


def test_limits_are_options(bundle: Path) -> None:
    packed = bundle / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "氏名\n青木　花子\n".encode())
    answer = told(packed, "--max-depth", 0, "--jobs", 1)
    assert [(f["check"], f["severity"]) for f in answer["findings"]] == [("unreadable", "stop")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("option", "limit", "name", "data"),
    [
        ("--max-cells", 3, "a.csv", b"1,2\n3,4\n"),
        ("--max-pages", 1, "a.pdf", None),
        ("--max-ratio", 2, "a.zip", b"0" * 2_000_000),
        ("--max-members", 1, "a.zip", b"x"),
        ("--max-inflated", 1, "a.zip", b"0" * 2_000_000),
        ("--max-memory", 64, "a.csv", b"1,2\n" * 4_000_000),
    ],
)
def test_every_limit_is_an_option(tmp_path: Path, option: str, limit: int, name: str, data: bytes | None) -> None:
    file = tmp_path / name
    if data is None:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.add_blank_page()
            pdf.save(file)
    elif name.endswith(".zip"):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", data)
            archive.writestr("b.csv", b"y")
    else:
        file.write_bytes(data)
    answer = told(file, option, limit, "--jobs", 1)
    assert ("unreadable", "stop") in [(f["check"], f["severity"]) for f in answer["findings"]]  # type: ignore[attr-defined]


def test_every_limit_has_its_default_in_the_help() -> None:
    shown = " ".join(sekisho("inspect", "--help", COLUMNS="300").stdout.split())
    for name, value in Limits.__dataclass_fields__.items():
        assert str(value.default if value.default < 10**9 else value.default // 10**6) in shown, name


def test_who_closes_the_pipe_gets_no_traceback(bundle: Path) -> None:
    spoil(bundle)
    command = f"{sys.executable} -m sekisho inspect {bundle} | true; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["/bin/bash", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        check=False,
    )
    assert result.stdout.strip() == "1"
    assert result.stderr == ""


def test_an_interrupt_leaves_with_130_and_leaves_no_process(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(60_000):
        sheet.append([f"{number}-{column}" for column in range(20)])
    book.save(tmp_path / "large.xlsx")
    process = subprocess.Popen(
        [sys.executable, "-m", "sekisho", "inspect", str(tmp_path / "large.xlsx")],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 60
    server: list[str] = []
    while not server and time.monotonic() < until:
        server = children.read_text().split()
        time.sleep(0.02)
    assert server
    time.sleep(0.4)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in server) and time.monotonic() < until:
        time.sleep(0.05)  # it ends by itself once nobody holds the other end, a moment later on a busy machine
    assert all(not Path(f"/proc/{pid}").exists() for pid in server)


@pytest.mark.parametrize(("raised", "status"), [("KeyboardInterrupt", 130), ("ImportError", 2)])
def test_what_happens_while_the_program_loads_is_no_verdict(raised: str, status: int) -> None:
    program = (
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == 'sekisho.cli.app': raise {raised}\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from sekisho.cli import main\n"
        "main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, check=False)
    assert result.returncode == status
    assert b"Traceback" not in result.stderr


def test_names_with_odd_characters_do_not_break_the_output(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xff\xfe-") + "\u202e髙.csv"
    (tmp_path / odd).write_text("氏名\n青木　花子\n", encoding="utf-8")
    for form in ("text", "json", "html"):
        assert sekisho("inspect", tmp_path / odd, "--format", form).returncode == 0
    assert sekisho("inspect", tmp_path / odd, PYTHONIOENCODING="cp932").returncode == 0


def test_version_help_and_checks() -> None:
    assert sekisho("--version").stdout.startswith("sekisho ")
    assert sekisho("--help").returncode == 0
    for command in ("inspect", "split", "checks", "demo"):
        assert sekisho(command, "--help").returncode == 0
    listed = sekisho("checks").stdout.splitlines()
    assert len(listed) == 12
    assert listed[0].startswith("scope")
    assert "What it cannot see" in sekisho("checks", "scope", "--lang", "en").stdout
    japanese = sekisho("checks", "scope").stdout
    assert japanese.startswith("他者混入（scope）\n")
    assert "\n■ 見えないもの\n" in japanese
    assert "What" not in japanese
    assert "#" not in japanese


def test_starting_is_light() -> None:
    program = "import sys; import sekisho.cli.app; print(sorted({'cryptography', 'polars', 'numpy', 'lxml', 'rich'} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        check=True,
    )
    assert result.stdout.strip() == "[]"


def test_the_thresholds_of_lookalike(bundle: Path) -> None:
    (bundle / "subjects.csv").write_text(
        "subject_id,recipient_id,氏名,カナ,生年月日,住所\nS1,K01,青木　花子,アオキ　ハナコ,2020-04-12,さくら野市旭町1番\n"
        "S2,K02,青木　華子,アオキ　ハナコ,2020-06-12,さくら野市旭町2番\n",
        encoding="utf-8",
    )
    toml = bundle / "bundle.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + 'subjects = ["S1"]\n', encoding="utf-8")
    assert [finding["check"] for finding in told(bundle)["findings"]] == ["lookalike"]  # type: ignore[attr-defined]
    assert told(bundle, "--lookalike-days", 60)["findings"] == []
    assert sekisho("inspect", bundle, "--lookalike-rows", "-1").returncode == 2


def test_the_thresholds_are_those_of_the_engine_unless_said() -> None:
    defaults = {name: value.default for name, value in inspect.signature(inspect_command).parameters.items()}
    names = ("lookalike_days", "lookalike_rows", "lookalike_reading_rows")
    assert Similarity(*(defaults[name] for name in names)) == Similarity()
