"""`sekisho procedure` as people call it: check, show, new."""

import json
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.unit.cli.test_inspect import sekisho

from sekisho.gate import shipped
from sekisho.gate.lint import load

GOOD = shipped.data("single").decode()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace('name = "single"', 'name = "own"'), encoding="utf-8")
    return path


def test_a_good_procedure_is_said_to_be_good(own: Path) -> None:
    for source in ("single", own):
        result = sekisho("procedure", "check", source)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == "誤りなし、注意 0件。この手順は使えます。\n"


def test_a_warning_is_told_and_the_procedure_can_be_used(own: Path) -> None:
    own.write_text(own.read_text(encoding="utf-8").replace("封をする", "封緘を徹底する"), encoding="utf-8")
    result = sekisho("procedure", "check", own)
    assert result.returncode == 0
    warning, verdict = result.stdout.splitlines()
    line = own.read_text(encoding="utf-8")[: own.read_text(encoding="utf-8").index("封緘を徹底")].count("\n") + 1
    assert warning.startswith(f"own.toml:{line}: 注意：「徹底」では、")
    assert verdict == "誤りなし、注意 1件。この手順は使えます。"


def test_errors_are_told_with_their_lines_in_both_languages(own: Path) -> None:
    text = own.read_text(encoding="utf-8").replace('"confirmer"', '"confrmer"', 1).replace('channel = "post"\n', "")
    own.write_text(text, encoding="utf-8")
    result = sekisho("procedure", "check", own)
    assert result.returncode == 1
    assert "誤り：「confrmer」という役割はありません。「confirmer」のことですか。" in result.stdout
    assert "この手順は使えません。" in result.stdout
    english = sekisho("procedure", "check", own, "--lang", "en")
    assert english.returncode == 1
    assert "error: There is no role “confrmer”. Is “confirmer” meant?" in english.stdout
    assert english.stdout.endswith("Errors: 2, warnings: 0. This procedure cannot be used.\n")


def test_what_is_no_toml_is_an_error_of_the_file_in_its_line(own: Path) -> None:
    own.write_text('name = "own\n', encoding="utf-8")
    result = sekisho("procedure", "check", own)
    assert result.returncode == 1
    assert result.stdout.startswith("own.toml:1: 誤り：TOMLとして読めません。")


@pytest.mark.parametrize("command", ["check", "show"])
def test_what_cannot_be_read_is_said_with_what_there_is(command: str, tmp_path: Path) -> None:
    for source in ("nowhere", tmp_path):
        result = sekisho("procedure", command, source)
        assert (result.returncode, result.stdout) == (2, "")
        assert "care-offices、clinic-lists、" in result.stderr


def test_a_file_stands_before_a_shipped_procedure_of_its_name(own: Path) -> None:
    (own.parent / "single").write_text("", encoding="utf-8")
    assert sekisho("procedure", "check", "single", cwd=own.parent).returncode == 1


@pytest.mark.parametrize("name", shipped.names())
def test_a_path_is_shown_as_text(name: str) -> None:
    result = sekisho("procedure", "show", name)
    assert (result.returncode, result.stderr) == (0, "")
    assert name in result.stdout.splitlines()[0]


def test_a_path_is_drawn_into_a_file(tmp_path: Path) -> None:
    result = sekisho("procedure", "show", "tax-notices", "--format", "svg", "--out", tmp_path / "path.svg")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert ET.parse(tmp_path / "path.svg").getroot().tag.endswith("svg")  # noqa: S314  our own picture


def test_in_json_every_key_has_its_value(own: Path) -> None:
    told = json.loads(sekisho("procedure", "show", own, "--format", "json").stdout)
    written = tomllib.loads(own.read_text(encoding="utf-8"))
    assert [step["id"] for step in told["step"]] == [step["id"] for step in written["step"]]
    assert told["step"][1] == {
        "id": "inspect",
        "kind": "inspect",
        "by": ["engine"],
        "per": "parcel",
        "needs": ["attach"],
        **{key: written["step"][1][key] for key in ("title", "title_en", "because")},
        **{key: [] for key in ("differs_from", "training", "proofs", "ways", "after_days")},
        "method": "",
        "sample": 0,
        "blind": False,
        "standing": False,
        "deputy": True,
        "paper": False,
    }
    assert told["smallest_section"] == 2
    assert len(told["digest"]) == 64


def test_what_has_errors_is_not_drawn(own: Path) -> None:
    own.write_text(own.read_text(encoding="utf-8").replace('kind = "approve"', 'kind = "report"'), encoding="utf-8")
    result = sekisho("procedure", "show", own)
    assert (result.returncode, result.stdout) == (1, "")
    assert "own.toml:" in result.stderr


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    result = sekisho("procedure", "show", "single", "--out", tmp_path / "none" / "path.txt")
    assert (result.returncode, result.stdout) == (2, "")
    assert "書き出せません" in result.stderr


@pytest.mark.parametrize("name", shipped.names())
def test_a_copy_differs_from_what_it_was_made_from_in_its_name_alone(name: str, tmp_path: Path) -> None:
    result = sekisho("procedure", "new", "--from", name, "--name", "our-own", "--out", tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert "our-own.toml" in result.stderr
    made = (tmp_path / "our-own.toml").read_text(encoding="utf-8")
    assert made == shipped.data(name).decode().replace(f'name = "{name}"', 'name = "our-own"', 1)
    assert load(made.encode(), "our-own.toml").name == "our-own"


def test_a_copy_of_a_copy_is_made_from_its_file(own: Path) -> None:
    out = own.parent / "second.toml"
    assert sekisho("procedure", "new", "--from", own, "--name", "second", "--out", out).returncode == 0
    assert 'name = "second"' in out.read_text(encoding="utf-8")


def test_nothing_is_overwritten(own: Path) -> None:
    before = own.read_bytes()
    result = sekisho("procedure", "new", "--from", "single", "--name", "own", "--out", own)
    assert result.returncode == 2
    assert "もうあります" in result.stderr
    assert own.read_bytes() == before


@pytest.mark.parametrize(
    ("source", "name", "out", "words"),
    [
        ("single", "Own Procedure", "", "ファイルの名前にできません"),
        ("single", "own", "other.toml", "ファイルの名前は「other.toml」です"),
        ("single", "guardian-certificate", "", "「escalates_to」がこの手順自身です"),
        ("nowhere", "own", "", "備えつけの care-offices、"),
        ("single", "own", "none/own.toml", "書き出せません"),
    ],
)
def test_a_copy_that_could_not_be_used_is_not_made(
    source: str, name: str, out: str, words: str, tmp_path: Path
) -> None:
    result = sekisho("procedure", "new", "--from", source, "--name", name, "--out", tmp_path / out)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == []
