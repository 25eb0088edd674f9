"""The shipped procedures as a set: every measure of the first report runs in a step, or it is said why it cannot."""

import re
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from sekisho.gate import shipped
from sekisho.gate.lint import examine, load
from sekisho.gate.model import ROLES
from sekisho.gate.procedure import _STEP, _TOP, CHANNELS, KINDS, METHODS, PER, PROOFS, WAYS, Procedure, Step

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "src" / "sekisho" / "data" / "demo" / "report-fy2023.txt"
FOLDER = ROOT / "src" / "sekisho" / "data" / "procedures"


class Measure(NamedTuple):
    """A measure of the report: how its text begins, and what runs it.

    ``step``: some step does it. ``training``: a course that is held outside of any dispatch, and is an occurrence on
    record; what runs in a procedure is that nobody does the step without it.
    """

    text: str
    runs: Literal["step", "training"]
    procedure: str


MEASURES = {
    "FY2023-1-①": Measure("①園別のデータと他園の児童を含むデータの管理を分ける。", "step", "kindergartens-mail"),
    "FY2023-1-②": Measure("②メール送信時に起案者及び決裁者によるファイルの中身の", "step", "kindergartens-mail"),
    "FY2023-2-①": Measure("①文書の混入を避けるため、業務ごとに封筒を区分して発送", "step", "guardian-certificate"),
    "FY2023-2-②": Measure("②郵送物送付時に封入者と確認者のダブルチェックを徹底", "step", "guardian-certificate"),
    # A training for the newly posted cannot be a step: it is held when people come, not when a letter goes.
    "FY2023-2-③": Measure("③新たに配属された職員に郵送物確認ルールの研修を行う", "training", "guardian-certificate"),
    # "Keep to the manual" is not a step either: the steps are the manual, and who has not read it cannot make the list.
    "FY2023-3-①": Measure("①リスト作成にかかる業務マニュアルの遵守を徹底する。", "training", "clinic-lists"),
    "FY2023-3-②": Measure("②リスト作成後の確認体制を強化する。", "step", "clinic-lists"),
    "FY2023-4-①": Measure("①書類の作成から送付まで１事業所ずつ処理を行う。", "step", "care-offices"),
    "FY2023-4-②": Measure("②依頼文書と返信用封筒に同一の番号を付番する。", "step", "care-offices"),
    # An education that is held once, on a day; the steps ask for it.
    "FY2023-5-①": Measure("①個人情報の取扱いについて再度教育を行う。", "training", "web-list"),
    "FY2023-5-②": Measure("②ホームページ掲載時は、複数の職員による内容の確認を", "step", "web-list"),
    "FY2023-6-①": Measure("①作業工程の見直しを行い、全ての納税通知書の封緘を確認", "step", "tax-notices"),
    "FY2023-6-②": Measure("②作業工程を管理するチェックリストに、封緘確認の工程を", "step", "tax-notices"),
    "FY2023-6-③": Measure("③確認体制を強化するため、複数の担当者が確認したことが", "step", "tax-notices"),
}
SHIPPED = {name: load(shipped.data(name), f"{name}.toml") for name in shipped.names()}
each = pytest.mark.parametrize("procedure", SHIPPED.values(), ids=SHIPPED)


def brought_by(measure: str, procedure: Procedure) -> list[Step]:
    return [step for step in procedure.steps if measure in step.because]


def test_the_procedures_are_the_files_of_the_folder() -> None:
    assert set(SHIPPED) == {path.stem for path in FOLDER.iterdir()}
    assert len(SHIPPED) == 7


def test_the_measures_are_those_of_the_report() -> None:
    text = "".join(REPORT.read_text(encoding="utf-8").split())
    places = [text.find("".join(measure.text.split())) for measure in MEASURES.values()]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("number", MEASURES)
def test_each_measure_runs_in_the_procedure_of_its_incident(number: str) -> None:
    measure = MEASURES[number]
    steps = brought_by(number, SHIPPED[measure.procedure])
    assert steps
    if measure.runs == "training":
        assert all(step.training for step in steps if step.kind != "inspect")
        assert any(step.training for step in steps)


@each
def test_no_step_is_there_for_a_measure_that_is_not_in_the_report(procedure: Procedure) -> None:
    incidents = {f"FY2023-{number}" for number in range(1, 7)}
    assert {one for step in procedure.steps for one in step.because} <= incidents | set(MEASURES)


@each
def test_each_is_named_in_both_languages(procedure: Procedure) -> None:
    assert procedure.title_en
    assert all(step.title_en for step in procedure.steps)


@each
def test_a_stricter_procedure_is_there_goes_the_same_way_and_leads_to_an_end(procedure: Procedure) -> None:
    way = [procedure.name]
    while (stricter := SHIPPED[way[-1]].escalates_to) != "":
        assert SHIPPED[stricter].channel == procedure.channel
        assert stricter not in way
        way.append(stricter)


@each
def test_nothing_leaves_on_the_word_of_one_person(procedure: Procedure) -> None:
    """Who makes the content does not confirm it last, and who encloses it does not."""
    looked = [step for step in procedure.steps if step.kind in {"confirm", "match", "seal"}]
    assert any("attach" in procedure.apart[step.id] for step in looked)


MANUALS = ("docs/manual/procedures.md", "docs/manual/procedures.ja.md")
WORDS = (*_TOP, *_STEP, *KINDS, *METHODS, *PROOFS, *CHANNELS, *PER, *WAYS, *ROLES)


@pytest.mark.parametrize("manual", MANUALS)
def test_the_manual_names_every_word_of_the_format(manual: str) -> None:
    text = (ROOT / manual).read_text(encoding="utf-8")
    assert [word for word in WORDS if word != "step" and f"`{word}`" not in text] == []


@pytest.mark.parametrize("manual", MANUALS)
def test_the_procedure_in_the_manual_can_be_used(manual: str) -> None:
    text = (ROOT / manual).read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert examine(example.encode(), "letters.toml")[1] == ()


def test_the_mistakes_of_the_report_have_their_step() -> None:
    """What the design says of each incident, in the words of the format."""
    mail, lists = SHIPPED["kindergartens-mail"], SHIPPED["clinic-lists"]
    offices, web, tax = SHIPPED["care-offices"], SHIPPED["web-list"], SHIPPED["tax-notices"]
    assert mail.release.per == "parcel"
    assert "another_mail" not in mail.by_id["key"].ways
    assert [step.kind for step in lists.before["approve"]].index("report") > 0
    assert lists.one_at_a_time == ()
    first, last = offices.one_at_a_time[0], offices.one_at_a_time[-1]
    assert (offices.by_id[first].kind, offices.by_id[last].kind) == ("attach", "release")
    assert web.of_kind("recheck")[0].after_days
    assert tax.by_id["seal"].kind == "seal"
    assert {"match", "count"} <= tax.apart["seal"]
    assert SHIPPED["single"].by_id["approve"].standing
