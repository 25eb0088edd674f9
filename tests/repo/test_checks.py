"""The checks as a set: each is listed, explained, shown at work, tested, and missed where it is gone."""

import ast
import importlib
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from sekisho.bundle.model import Bundle
from sekisho.inspection.case import Check, ParcelCase
from sekisho.inspection.checks import ALL_IDS, CHECKS, RETIRED
from sekisho.inspection.judging import judge
from sekisho.inspection.model import Document, File, Finding, Part
from sekisho.inspection.run import Options, inspect
from sekisho.inspection.worked import Example, Passes, Stops
from sekisho.words import Personal, Sentence, catalogue

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "sekisho" / "inspection" / "checks"
MIRROR = ROOT / "tests" / "unit" / "inspection" / "checks"
JAPANESE = ROOT / "src" / "sekisho" / "data" / "checks"
JAPANESE_HEADINGS = ["何を見るか", "なぜ止めるか", "見えないもの", "どうするか", "設定"]
HEADINGS = ["What it looks for", "Why it stops", "What it cannot see", "What to do", "Options"]
BY_ID = {check.id: check for check in CHECKS}
each = pytest.mark.parametrize("check", CHECKS, ids=BY_ID)


def module_of(check: Check) -> ModuleType:
    return importlib.import_module(f"sekisho.inspection.checks.{check.id}")


def examples_of(check: Check) -> tuple[Example, ...]:
    made: tuple[Example, ...] = module_of(check).examples()
    return made


def stops_of(check: Check) -> list[Stops]:
    return [example for example in examples_of(check) if isinstance(example, Stops)]


def found_by(check: Check, case: ParcelCase) -> list[Finding]:
    """What the check finds when it is run as the engine runs it."""
    assert case.bundle
    judged = judge([case], case.bundle, (check,), (check.id,), register=case.bundle.sources.subjects is not None)
    assert judged.runs[0].ran, judged.runs[0].why_not
    return [finding for finding in judged.findings if finding.check == check.id]


def meant(findings: Iterable[Finding], example: Stops) -> list[Finding]:
    return [
        finding
        for finding in findings
        if (finding.severity, finding.place, finding.subject_id) == (example.severity, example.place, example.subject)
    ]


# ---------------------------------------------------------------- the list


def test_the_list_is_the_folder() -> None:
    files = {path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__"}
    assert {check.id for check in CHECKS} == files
    assert len(CHECKS) == len(files)


def test_every_check_is_one_of_the_contract() -> None:
    assert {check.id for check in CHECKS} <= set(ALL_IDS)
    assert not set(RETIRED) & {check.id for check in CHECKS}


@each
def test_file_name_is_the_id(check: Check) -> None:
    module = module_of(check)
    assert module.CHECK is check
    assert Path(str(module.__file__)).stem == check.id


@each
def test_check_is_short(check: Check) -> None:
    assert len((FOLDER / f"{check.id}.py").read_text(encoding="utf-8").splitlines()) <= 310


def test_loading_the_checks_builds_no_example() -> None:
    code = "import sys, sekisho.inspection.checks; print(sorted({'polars', 'lxml', 'pypdfium2'} & set(sys.modules)))"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    output = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert output.stdout.strip() == "[]"


# ---------------------------------------------------------------- what it says of itself


@each
def test_docstring_has_its_headings_in_order(check: Check) -> None:
    lines = (module_of(check).__doc__ or "").splitlines()
    assert lines[0].startswith(check.title.text)
    assert [line for line in lines[1:] if line and not line.startswith(" ")] == HEADINGS
    for heading, below in itertools.pairwise(lines):
        assert heading not in HEADINGS or below.strip(), heading


@each
def test_it_is_explained_in_japanese_under_the_same_headings(check: Check) -> None:
    lines = (JAPANESE / f"{check.id}.ja.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# {check.title.text}（{check.id}）"
    assert [line.removeprefix("## ") for line in lines[1:] if line.startswith("#")] == JAPANESE_HEADINGS
    said = [line for line in lines if line]
    for line, below in itertools.pairwise([*said, "#"]):
        assert not line.startswith("#") or not below.startswith("#"), f"{line}: nothing is said"
        assert line.startswith("#") or re.search("[ぁ-ん]", line), line


@each
def test_what_the_docstring_names_is_named_in_japanese_too(check: Check) -> None:
    """Words of the format, commands, formats and incidents: a translation that lacks one has fallen behind."""
    english = module_of(check).__doc__ or ""
    page = (JAPANESE / f"{check.id}.ja.md").read_text(encoding="utf-8")
    named = set(re.findall(r"``(.+?)``", english)) | set(re.findall(r"\b(?:AES|RC4|XOR|ZipCrypto|PDF|Word)\b", english))
    assert {word for word in named if word not in page} == set()
    numbers = set(re.findall(r"(?<=incident )\d|\d{3,}(?!\d)", re.sub(r"FY\d+", "", english)))
    assert {number for number in numbers if number not in page} == set()


def test_nothing_is_explained_that_is_no_check() -> None:
    assert {path.name for path in JAPANESE.iterdir()} == {f"{check.id}.ja.md" for check in CHECKS}


def test_pages_are_current() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(
        [sys.executable, "-P", str(ROOT / "scripts" / "pages.py"), "--check"],
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )
    assert run.returncode == 0, run.stderr


def sentences_of(check: Check) -> Iterator[str]:
    for node in ast.walk(ast.parse((FOLDER / f"{check.id}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            assert isinstance(node.args[0], ast.Constant)
            yield str(node.args[0].value)


@each
def test_every_sentence_has_its_english(check: Check) -> None:
    english = catalogue("en")
    assert not [text for text in sentences_of(check) if english.gettext(text) == text]


# ---------------------------------------------------------------- what it does


@each
def test_there_are_examples_of_both_kinds(check: Check) -> None:
    examples = examples_of(check)
    assert 2 <= len(examples) <= 6
    assert (
        any(isinstance(example, Stops) and example.severity == "stop" for example in examples)
        or check.id == "lookalike"
    )
    assert any(isinstance(example, Passes) for example in examples)
    assert len({example.about for example in examples}) == len(examples)


@each
def test_examples_do_as_they_say(check: Check) -> None:
    for example in examples_of(check):
        found = found_by(check, example.case)
        if isinstance(example, Stops):
            assert meant(found, example), (example.about, found)
        else:
            assert not [finding for finding in found if finding.severity != "note"], example.about


@each
def test_a_finding_says_where_who_and_why(check: Check) -> None:
    for example in stops_of(check):
        for finding in meant(found_by(check, example.case), example):
            # Who is missing stands nowhere; everything else stands in a file, and in a place of it if it is no file.
            assert finding.file or finding.rule == "missing" or finding.check in {"address", "lookalike"}
            assert finding.place.part is not Part.CELL or (finding.place.sheet and finding.place.row)
            said = finding.message.render("ja")
            names = {name for name in example.case.names.values() if name in said}
            assert len(said) > sum(map(len, names)) + 5, "a name alone is no reason"
            assert finding.rule
            assert finding.advice.render("ja").endswith("。")
            if finding.subject_id and check.id not in {"sensitive", "redaction"}:
                assert example.case.names[finding.subject_id] in names


@each
def test_no_name_outlives_the_mask(check: Check) -> None:
    for example in stops_of(check):
        names = {*example.case.names.values(), *example.case.names}
        for finding in found_by(check, example.case):
            for sentence in (finding.message, finding.advice):
                assert not [name for name in names if name in sentence.render("ja", mask=True)], finding


def values_of(sentence: Sentence) -> Iterator[object]:
    for _, value in sentence.values:
        yield value
        if isinstance(value, Sentence):
            yield from values_of(value)


@each
def test_every_value_of_a_person_can_be_masked(check: Check) -> None:
    for example in stops_of(check):
        persons = set(example.case.names.values())
        for finding in found_by(check, example.case):
            shown = [value for value in values_of(finding.message) if isinstance(value, str) and value in persons]
            assert all(isinstance(value, Personal) for value in shown)


# ---------------------------------------------------------------- that it is missed


class Memory:
    """Reads the files of a worked example: their documents are there already."""

    def __init__(self, case: ParcelCase) -> None:
        texts = {
            file.path: [t for t in file.document.texts if t.place.part is not Part.FILE_NAME] for file in case.files
        }
        self.documents = {file.path: replace(file.document, texts=tuple(texts[file.path])) for file in case.files}

    def read(self, files: Iterable[File], *, taken: Iterable[str] = ()) -> Iterator[tuple[File, Document]]:
        for file in files:
            yield file, self.documents[file.path]
            inner = [File(f"{file.path}!/{child.name}", b"") for child in self.documents[file.path].children]
            yield from self.read(inner)


def laid_out(case: ParcelCase, folder: Path) -> Bundle:
    assert case.bundle
    for path in case.parcel.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path, encoding="utf-8")
    return replace(case.bundle, root=folder)


@each
def test_without_the_check_its_findings_are_gone(check: Check, tmp_path: Path) -> None:
    others = tuple(other for other in CHECKS if other is not check)
    for number, example in enumerate(stops_of(check)):
        bundle = laid_out(example.case, tmp_path / str(number))
        whole = inspect(bundle, Options(), reader=Memory(example.case))
        hits = meant((finding for finding in whole.findings if finding.check == check.id), example)
        assert hits, example.about
        assert next(run for run in whole.checks if run.check == check.id).ran
        without = inspect(bundle, Options(checks=others), reader=Memory(example.case))
        assert not meant((finding for finding in without.findings if finding.check == check.id), example)
        assert not next(run for run in without.checks if run.check == check.id).ran
        assert {finding.id for finding in without.findings} <= {finding.id for finding in whole.findings}


@each
def test_what_the_check_lets_through_stays_so_in_a_whole_run(check: Check, tmp_path: Path) -> None:
    for number, example in enumerate(e for e in examples_of(check) if isinstance(e, Passes)):
        bundle = laid_out(example.case, tmp_path / str(number))
        report = inspect(bundle, Options(), reader=Memory(example.case))
        assert not [f for f in report.findings if f.check == check.id and f.severity != "note"], example.about


# ---------------------------------------------------------------- its tests


def names_of_tests(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


@each
def test_more_tests_let_through_than_stop(check: Check) -> None:
    names = names_of_tests(MIRROR / f"test_{check.id}.py")
    passing = [name for name in names if name.startswith("test_passes_")]
    stopping = [name for name in names if name.startswith(("test_stops_", "test_asks_"))]
    assert passing, "no test lets anything through"
    assert stopping, "no test is stopped"
    assert len(passing) >= len(stopping)
