"""Every hostile file gets a verdict from the real command, within its limits, and the file behind it is inspected."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.archives import archives
from tests.hostile.offices import documents, old_ones, workbooks
from tests.hostile.others import packed_again, pdfs, texts

SOURCE = Path(__file__).parents[2] / "src"
LIST = texts()["plain.csv"][1]
LIMITS = ("--max-seconds", "6", "--max-seconds-per-mb", "1", "--max-memory", "800")
# What is measured here is the engine: a reader that is watched line by line takes three times its seconds.
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
ENVIRONMENT["PYTHONPATH"] = str(SOURCE)
SETS = {
    "archives": lambda: archives(LIST),
    "workbooks": workbooks,
    "documents": documents,
    "old": old_ones,
    "pdfs": pdfs,
    "texts": texts,
    "packed": lambda: {"all.zip": ("both", packed_again({k: v for k, v in (workbooks() | old_ones()).items() if len(v[1]) < 200_000}))},
}  # fmt: skip


def inspected(folder: Path, files: list[Path]) -> dict[str, Any]:
    subjects = folder / "subjects.csv"
    subjects.write_text(
        "subject_id,recipient_id,氏名,生年月日\nS1,K01,青木　花子,2020-04-12\nS2,K02,佐藤　美咲,2020-05-21\n",
        encoding="utf-8",
    )
    result = subprocess.run(
        [sys.executable, "-m", "sekisho", "inspect", *map(str, files), "--subjects", str(subjects), "--recipient", "K01",
         "--format", "json", "--jobs", "2", *LIMITS],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        check=False,
        timeout=280,
    )  # fmt: skip
    assert "Traceback" not in result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    assert result.returncode == 1
    return answer


@pytest.mark.parametrize("name", SETS)
def test_every_hostile_file_gets_its_verdict_and_the_run_goes_on(name: str, tmp_path: Path) -> None:
    made = SETS[name]()
    paths = []
    for file, (_, data) in made.items():
        (tmp_path / file).write_bytes(data)
        paths.append(tmp_path / file)
    last = tmp_path / "last.csv"
    last.write_bytes(LIST)
    began = time.monotonic()
    answer = inspected(tmp_path, [*paths, last])
    assert time.monotonic() - began < 120
    shown = {Path(one["path"]).name: one for one in answer["bundle"]["files"]}
    assert set(shown) == {*made, last.name}
    said: dict[str, list[tuple[str, str]]] = {one: [] for one in shown}
    for finding in answer["findings"]:
        said[Path(finding["file"].partition("!/")[0]).name].append((finding["check"], finding["severity"]))
    wrong = [(file, expected, said[file]) for file, (expected, _) in made.items() if not came_of(expected, said[file])]
    assert wrong == []
    assert ("scope", "stop") in said[last.name]


def came_of(expected: str, findings: list[tuple[str, str]]) -> bool:
    """Tell whether what was said of a file is what must be: it was read (the foreign child in it stops), named as unread, or both."""
    read = ("scope", "stop") in findings
    unread = any(check in {"unreadable", "protection"} and severity == "stop" for check, severity in findings)
    return {
        "read": read,
        "stop": unread,
        "both": read and unread,
        "ask": any(check == "unreadable" for check, _ in findings),
        "nothing": findings == [],
        "any": True,
    }[expected]
