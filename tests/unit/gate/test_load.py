"""A procedure is loaded, or refused with everything that is wrong with it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from tests.unit.gate.changes import Change, at
from tests.unit.gate.strategies import UNHURRIED, procedure_files

from sekisho.gate.lint import examine, load, problems
from sekisho.gate.procedure import ProcedureError, read

SHIPPED = sorted((Path(__file__).parents[3] / "src" / "sekisho" / "data" / "procedures").glob("*.toml"))


def test_a_warning_does_not_keep_a_procedure_from_being_used() -> None:
    change = at(read={"title": "確認を徹底する"})
    assert load(change.file(), "letters.toml").name == "letters"


def test_a_procedure_with_errors_is_refused_with_all_of_them_in_the_order_of_lines() -> None:
    change = replace(
        at(match={"title": "照合を徹底する", "by": ["enclosr"]}, seal={"colour": "red"}, release={"proofs": []}),
        top={"channel": "pots"},
    )
    with pytest.raises(ProcedureError) as caught:
        load(change.file(), "letters.toml")
    words = ["「pots」は使えません", "「enclosr」", "「colour」", "送出の証しがありません"]
    sentences = [problem.sentence.render() for problem in caught.value.problems]
    assert len(sentences) == len(words)
    assert all(word in sentence for word, sentence in zip(words, sentences, strict=True))
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines)


def test_the_name_is_held_only_against_the_name_of_a_file() -> None:
    assert load(Change().file(), "letters").name == "letters"
    assert load(Change().file(), "some/folder/letters.toml").name == "letters"


def test_what_is_no_procedure_is_refused() -> None:
    with pytest.raises(ProcedureError):
        load(b"", "letters.toml")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_procedures_have_not_even_a_warning(path: Path) -> None:
    assert examine(path.read_bytes(), path.name)[1] == ()


@UNHURRIED
@given(procedure_files())
def test_a_made_procedure_has_no_error(data: bytes) -> None:
    found = examine(data, "made.toml")[1]
    assert [problem for problem in found if not problem.warning] == [], data.decode()


@UNHURRIED
@given(procedure_files())
def test_looking_at_what_was_read_finds_the_same(data: bytes) -> None:
    assert problems(read(data, "made")[0]) == examine(data, "made")[1]
