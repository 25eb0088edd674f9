import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sekisho.bundle.model import Bundle, BundleError, Channel, Parcel, Source, Sources
from sekisho.inspection.case import Check, ParcelCase
from sekisho.inspection.checks import ALL_IDS
from sekisho.inspection.model import Child, Document, File, Finding, Hiding, Limits, Part, Place, Report
from sekisho.inspection.run import Options, inspect, inspect_files
from sekisho.inspection.worked import document, paragraph, people, roster, sheet, source
from sekisho.words import Sentence, say

Documents = dict[str, Document]


class Shelf:
    """A reader whose documents lie ready, by path."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.asked: list[str] = []
        self.passwords: dict[str, str | None] = {}

    def read(self, files: Iterable[File], *, taken: Iterable[str] = ()) -> Iterator[tuple[File, Document]]:
        waiting = list(reversed(list(files)))  # in another order than they came
        for file in waiting:
            self.asked.append(file.path)
            self.passwords[file.path] = file.password
            yield file, self.documents[file.path]
            waiting += [File(f"{file.path}!/{child.name}", b"") for child in self.documents[file.path].children]


def bundle(
    root: Path, *parcels: Parcel, channel: Channel = "handover", subjects: Source | None = None, **sources: Source
) -> Bundle:
    for path in {path for parcel in parcels for path in parcel.files}:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode())
    return Bundle(root, "例", channel, date(2026, 11, 24), "none", parcels, Sources(subjects=subjects, **sources))


def run(
    root: Path, documents: Documents, *parcels: Parcel, checks: tuple[Check, ...] | None = None, **more: object
) -> Report:
    return inspect(bundle(root, *parcels, **more), Options(checks=checks), reader=Shelf(documents))  # type: ignore[arg-type]


def ran(report: Report) -> dict[str, Sentence | None]:
    assert [one.check for one in report.checks] == list(ALL_IDS)
    return {one.check: one.why_not for one in report.checks if not one.ran}


K01 = Parcel("K01", ("out/a.xlsx",))


def test_an_honest_parcel_passes_and_all_is_said_about_its_file(tmp_path: Path) -> None:
    report = run(tmp_path, {"out/a.xlsx": document(sheet(roster("S0101", "S0102")))}, K01, subjects=people())
    assert report.verdict == "pass"
    (file,) = report.files
    assert (file.path, file.records, file.coverage.read) == ("out/a.xlsx", 2, 1)
    assert file.sha256 == hashlib.sha256(b"out/a.xlsx").hexdigest()
    assert (report.title, report.channel, report.seconds, report.nested) == ("例", "handover", 0.0, ())
    assert set(ran(report)) == {"pages", "consent"}


def test_a_foreign_person_is_found_with_parcel_file_and_digest(tmp_path: Path) -> None:
    report = run(tmp_path, {"out/a.xlsx": document(sheet(roster("S0101", "S0201")))}, K01, subjects=people())
    (finding,) = report.findings
    assert (finding.check, finding.severity, finding.parcel, finding.file) == ("scope", "stop", "K01", "out/a.xlsx")
    assert (finding.place.row, finding.subject_id) == (3, "S0201")
    assert finding.digest == report.files[0].sha256


@pytest.mark.parametrize("where", ["out/江口美咲.xlsx", "out/a.xlsx!/送付/江口美咲.xlsx"])
def test_a_name_in_a_files_name_counts_also_inside_an_archive(tmp_path: Path, where: str) -> None:
    outer, _, inner = where.partition("!/")
    documents = {outer: document(*([Child(inner, b"", Place(Part.FILE))] if inner else [])), where: document()}
    report = run(tmp_path, documents, Parcel("K01", (outer,)), subjects=people())
    (finding,) = report.findings
    assert (finding.check, finding.file, finding.place.part) == ("scope", where, Part.FILE_NAME)
    assert finding.digest == report.files[0].sha256
    assert report.files[0].records == 1


def test_files_inside_files_follow_their_outer_one_and_hide_with_it(tmp_path: Path) -> None:
    def box(*children: Child) -> Document:
        return document(*children)

    documents = {
        "out/a.xlsx": box(
            Child("x.bin", b"", Place(Part.EMBEDDED), shown=False), Child("y.zip", b"", Place(Part.FILE))
        ),
        "out/a.xlsx!/x.bin": box(Child("z.csv", b"", Place(Part.FILE))),
        "out/a.xlsx!/x.bin!/z.csv": document(sheet(roster("S0101"))),
        "out/a.xlsx!/y.zip": box(Child("v.csv", b"", Place(Part.FILE), Hiding.SHEET)),
        "out/a.xlsx!/y.zip!/v.csv": document(sheet(roster("S0102", "S0103"))),
    }
    cases: list[ParcelCase] = []
    spy = Check("scope", say("他者混入"), (), lambda case: iter(cases.append(case) or ()))
    report = run(tmp_path, documents, K01, checks=(spy,), subjects=people())
    files = [(file.path, file.hidden, file.inside) for file in cases[0].files]
    assert files == [
        ("out/a.xlsx", False, False),
        ("out/a.xlsx!/x.bin", True, True),
        ("out/a.xlsx!/x.bin!/z.csv", True, True),
        ("out/a.xlsx!/y.zip", False, True),
        ("out/a.xlsx!/y.zip!/v.csv", True, True),
    ]
    assert [(file.path, file.records) for file in (*report.files, *report.nested)] == [
        ("out/a.xlsx", 3),
        ("out/a.xlsx!/x.bin", 1),
        ("out/a.xlsx!/x.bin!/z.csv", 1),
        ("out/a.xlsx!/y.zip", 2),
        ("out/a.xlsx!/y.zip!/v.csv", 2),
    ]


def test_a_file_in_two_parcels_is_read_once_and_judged_for_each(tmp_path: Path) -> None:
    shelf = Shelf({"out/a.xlsx": document(sheet(roster("S0101")))})
    two = bundle(tmp_path, Parcel("K02", ("out/a.xlsx",)), replace(K01, password="p"), subjects=people())
    report = inspect(two, Options(), reader=shelf)
    assert shelf.asked == ["out/a.xlsx"]
    assert shelf.passwords == {"out/a.xlsx": "p"}
    assert [finding.parcel for finding in report.findings] == ["K02"]
    assert len(report.files) == 1


def test_findings_come_by_parcel_file_severity_and_place_whatever_the_order_of_reading(tmp_path: Path) -> None:
    documents = {
        path: document(sheet(roster("S0201", "S0101", "S0201", "S0202")))
        for path in ("out/b.xlsx", "out/a.xlsx", "out/c.xlsx")
    }
    report = run(
        tmp_path,
        documents,
        Parcel("K09", ("out/b.xlsx", "out/a.xlsx")),
        Parcel("K01", ("out/c.xlsx",)),
        subjects=people(),
    )
    seen = [(finding.parcel, finding.file, finding.severity, finding.place.row) for finding in report.findings]
    order = {"stop": 0, "ask": 1, "note": 2}
    files = {"out/b.xlsx": 0, "out/a.xlsx": 1, "out/c.xlsx": 2}
    assert seen == sorted(seen, key=lambda one: (one[0] == "K01", files[str(one[1])], order[one[2]], one[3]))
    assert len({finding.id for finding in report.findings}) == len(report.findings)


def test_without_anything_that_says_who_may_see_whom_scope_asks_once(tmp_path: Path) -> None:
    documents = {"out/a.xlsx": document(sheet(roster("S0101"))), "out/b.xlsx": document()}
    parcels = (K01, Parcel("K02", ("out/b.xlsx",)))
    report = run(tmp_path, documents, *parcels)
    asked = [(f.check, f.severity, f.rule, f.parcel) for f in report.findings]
    assert asked == [("scope", "ask", "not_run", None)]
    assert {"scope", "completeness", "reconcile"} <= set(ran(report))
    assert report.verdict == "ask"
    assert report.files[0].records == 0


def test_a_parcel_that_alone_cannot_be_judged_asks_for_itself(tmp_path: Path) -> None:
    known = source("subjects", [{"subject_id": "S0101", "name": "青木　花子"}])
    documents = {"out/a.xlsx": document(), "out/b.xlsx": document()}
    report = run(tmp_path, documents, replace(K01, subjects=("S0101",)), Parcel("K02", ("out/b.xlsx",)), subjects=known)
    assert [(f.check, f.severity, f.parcel) for f in report.findings] == [("scope", "ask", "K02")]
    assert "scope" in ran(report)


def test_on_the_web_consent_allows_and_nothing_else(tmp_path: Path) -> None:
    consents = source("consents", [{"subject_id": "S0101", "granted_on": "2026-01-01"}])
    public = Parcel("PUBLIC", ("out/a.xlsx",))
    fine = {"out/a.xlsx": document(sheet(roster("S0101")))}
    assert run(tmp_path, fine, public, channel="web", subjects=people(), consents=consents).verdict == "pass"
    foreign = {"out/a.xlsx": document(sheet(roster("S0102")))}
    report = run(tmp_path, foreign, public, channel="web", subjects=people(), consents=consents)
    assert {"consent", "scope"} == {finding.check for finding in report.findings}
    without = run(tmp_path, fine, public, channel="web", subjects=people())
    assert "consent" in ran(without)
    assert without.verdict == "stop"


def crashing(case: ParcelCase) -> Iterator[Finding]:
    yield Finding("hidden", "note", "first", say("はじめの指摘"), say("なし"), case.recipient)
    raise ValueError("山田花子")


def test_a_check_that_fails_is_a_stop_with_its_name_and_the_others_go_on(tmp_path: Path) -> None:
    from sekisho.inspection.checks import scope

    bad = Check("hidden", say("隠れた情報"), (), crashing)
    documents = {"out/a.xlsx": document(sheet(roster("S0201")))}
    report = run(tmp_path, documents, K01, checks=(bad, scope.CHECK), subjects=people())
    assert [(f.check, f.rule, f.severity) for f in report.findings] == [
        ("hidden", "crashed", "stop"),
        ("hidden", "first", "note"),
        ("scope", "foreign", "stop"),
    ]
    told = report.findings[0].message.render()
    assert "hidden" in told
    assert "ValueError" in told
    assert "山田" not in told
    assert ran(report)["hidden"] is not None


def test_a_check_that_yields_anything_else_has_failed(tmp_path: Path) -> None:
    bad = Check("hidden", say("隠れた情報"), (), lambda _: iter(["もの"]))  # type: ignore[arg-type, list-item]  # the mistake is the test
    report = run(tmp_path, {"out/a.xlsx": document()}, K01, checks=(bad,), subjects=people())
    assert [(f.check, f.rule) for f in report.findings] == [("hidden", "crashed")]


def test_a_missing_person_is_named_by_the_register(tmp_path: Path) -> None:
    report = run(
        tmp_path,
        {"out/a.xlsx": document(sheet(roster("S0101", "S0102", "S0103")))},
        replace(K01, complete=True),
        subjects=people(),
    )
    (finding,) = report.findings
    assert (finding.check, finding.subject_id) == ("completeness", "S0104")
    assert "土井" in finding.message.render()
    assert "土井" not in finding.message.render(mask=True)


def test_a_file_that_is_gone_or_too_large_stops(tmp_path: Path) -> None:
    gone = bundle(tmp_path, K01, subjects=people())
    (tmp_path / "out/a.xlsx").unlink()
    report = inspect(gone, Options(), reader=Shelf({}))
    assert [(f.check, f.severity, f.file) for f in report.findings] == [("unreadable", "stop", "out/a.xlsx")]
    large = bundle(tmp_path, K01, subjects=people())
    report = inspect(large, Options(Limits(inflated_bytes=3)), reader=Shelf({}))
    assert [(f.check, f.severity) for f in report.findings] == [("unreadable", "stop")]
    assert report.files[0].sha256 == hashlib.sha256(b"out/a.xlsx").hexdigest()


def test_progress_tells_what_is_known_so_far(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    documents = {"out/a.xlsx": document(Child("b", b"", Place(Part.FILE))), "out/a.xlsx!/b": document()}
    one = bundle(tmp_path, K01, subjects=people())
    inspect(one, Options(), reader=Shelf(documents), progress=lambda done, known: told.append((done, known)))
    assert told == [(1, 2), (2, 2)]


def loose(root: Path, read: Document, **more: object) -> Report:
    path = root / "list.xlsx"
    path.write_bytes(b"x")
    return inspect_files([path, path], Options(), reader=Shelf({path.as_posix(): read}), **more)  # type: ignore[arg-type]


def test_loose_files_get_the_checks_that_need_no_source(tmp_path: Path) -> None:
    report = loose(tmp_path, document(sheet(roster("S0101"))))
    assert report.verdict == "pass"
    assert (report.title, report.channel, len(report.files)) == ("", None, 1)
    assert not {"hidden", "redaction", "sensitive", "protection", "unreadable"} & set(ran(report))
    assert {"scope", "completeness", "reconcile", "consent"} <= set(ran(report))


def test_loose_files_with_a_register_count_who_is_named_and_do_not_judge_scope(tmp_path: Path) -> None:
    report = loose(tmp_path, document(sheet(roster("S0101", "S0201")), paragraph("江口美咲さんへ")), subjects=people())
    assert report.verdict == "pass"
    assert report.files[0].records == 3
    assert "scope" in ran(report)


def test_loose_files_with_a_register_name_who_is_in_them_and_where(tmp_path: Path) -> None:
    read = document(sheet(roster("S0101", "S0201")), paragraph("江口美咲さんへ"))
    report = loose(tmp_path, read, subjects=people())
    assert report.people is not None
    found = [(one.place.part, one.place.row, one.subject_id) for one in report.people]
    assert found == [(Part.CELL, 2, "S0101"), (Part.CELL, 3, "S0201"), (Part.TEXT, None, "S0201")]
    assert {one.file for one in report.people} == {(tmp_path / "list.xlsx").as_posix()}
    assert report.people[1].who.render() == "江口　美咲さん（S0201）"
    assert report.people[1].who.render(mask=True) == "＊＊さん（＊＊）"


def test_loose_files_that_name_nobody_name_nobody(tmp_path: Path) -> None:
    assert loose(tmp_path, document(paragraph("会議の案内")), subjects=people()).people == ()


def test_who_cannot_be_told_is_said_so_at_the_place(tmp_path: Path) -> None:
    register = people(
        {"subject_id": "A1", "name": "林　一郎", "birth_date": "1980-02-03"},
        {"subject_id": "A2", "name": "佐藤　健", "birth_date": "1970-05-05"},
        {"subject_id": "A3", "name": "佐藤　健", "birth_date": "1992-08-19"},
    )
    table = [["氏名", "生年月日"], ["林一郎", "1901-01-01"], ["佐藤健", ""], ["佐藤健", "1992-08-19"]]
    report = loose(tmp_path, document(sheet(table)), subjects=register)
    assert report.people is not None
    assert [(one.place.row, one.subject_id) for one in report.people] == [(2, None), (3, None), (4, "A3")]
    contradicted, several, _ = (one.who.render() for one in report.people)
    assert contradicted.startswith("林　一郎さんと同じ名前ですが")
    assert several == "佐藤　健さん（台帳にいる2人のうち、だれかは決められません）"
    assert not any("林" in one.who.render(mask=True) or "佐藤" in one.who.render(mask=True) for one in report.people)


def test_people_of_files_inside_files_are_named_too(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    path.write_bytes(b"x")
    documents = {
        path.as_posix(): document(Child("a.csv", b"", Place(Part.FILE))),
        f"{path.as_posix()}!/a.csv": document(sheet(roster("S0101"))),
    }
    report = inspect_files([path], Options(), reader=Shelf(documents), subjects=people())
    assert report.people is not None
    assert [(one.file, one.subject_id) for one in report.people] == [(f"{path.as_posix()}!/a.csv", "S0101")]


def test_nobody_is_named_without_a_register_for_a_recipient_or_in_a_bundle(tmp_path: Path) -> None:
    read = document(sheet(roster("S0101")))
    assert loose(tmp_path, read).people is None
    assert loose(tmp_path, read, subjects=people(), recipient="K01").people is None
    assert run(tmp_path, {"out/a.xlsx": read}, K01, subjects=people()).people is None


def test_loose_files_for_a_recipient_are_judged_by_the_register(tmp_path: Path) -> None:
    read = document(sheet(roster("S0101", "S0201")))
    report = loose(tmp_path, read, subjects=people(), recipient="K01")
    assert [(f.check, f.subject_id, f.parcel) for f in report.findings] == [("scope", "S0201", "K01")]
    assert loose(tmp_path, document(sheet(roster("S0101"))), subjects=people(), recipient="K01").verdict == "pass"


def test_a_recipient_whom_the_register_does_not_know_is_refused(tmp_path: Path) -> None:
    nobody = source("subjects", [{"subject_id": "1", "name": "青木　花子"}])
    for register in (None, nobody, people()):
        with pytest.raises(BundleError):
            loose(tmp_path, document(), subjects=register, recipient="K77")
