import json
from datetime import datetime, timedelta, timezone

import pytest

from sekisho.documents.inspection.checked import is_good, render, render_json
from sekisho.ledger.model import Checked, Compared, Content, State

AT = datetime(2026, 11, 24, 10, 15, tzinfo=timezone(timedelta(hours=9)))
GOOD = Checked("good", "ab" * 32, False, AT, Content("名簿の送付", "stop", False, ()))
DIFFERENT = (Compared("out/a.xlsx", "same"), Compared("out/\x1b[2Jb.xlsx", "differs"), Compared("c.csv", "missing"))


@pytest.mark.parametrize("state", ["changed", "damaged", "missing", "other_key"])
def test_nothing_of_a_report_that_does_not_hold_is_told(state: State) -> None:
    checked = Checked(state, "ab" * 32, expected=True)
    assert not is_good(checked, None)
    text = render(checked, None, lang="en", asked=True)
    assert "Verdict" not in text
    assert "the files were not compared" in text
    told = json.loads(render_json(checked, None))
    assert (told["good"], told["signature"]) == (False, state)
    assert [told[key] for key in ("signed_at", "title", "verdict", "files")] == [None] * 4


def test_one_file_that_differs_is_enough() -> None:
    for one in DIFFERENT[1:]:
        assert not is_good(GOOD, (DIFFERENT[0], one))
    assert is_good(GOOD, DIFFERENT[:1])
    assert is_good(GOOD, None)


def test_each_file_that_differs_is_named_and_its_name_is_no_command() -> None:
    text = render(GOOD, DIFFERENT, lang="ja", asked=True)
    assert "3件のうち 1件" in text
    assert "\n  out/\N{REPLACEMENT CHARACTER}[2Jb.xlsx: 中身が報告のときと違います\n  c.csv: ありません\n" in text
    assert "a.xlsx" not in text
    assert [one["state"] for one in json.loads(render_json(GOOD, DIFFERENT))["files"]] == ["same", "differs", "missing"]


def test_whose_key_it_is_is_said_only_where_somebody_knows() -> None:
    alone = render(GOOD, None, lang="en", asked=False)
    assert "not who signed it" in alone
    assert "abababab abababab" in alone
    assert "2026-11-24 10:15:00+09:00" in alone
    known = render(Checked("good", "ab" * 32, True, AT, GOOD.content), None, lang="en", asked=False)
    assert "by the public key that you gave" in known
    assert "not who signed it" not in known


def test_a_verdict_of_another_version_is_told_as_it_stands() -> None:
    checked = Checked("good", "ab" * 32, True, AT, Content("", "perhaps", True, ()))
    text = render(checked, None, lang="en", asked=False)
    assert "Verdict: perhaps" in text
    assert "Report: Inspection of files" in text
