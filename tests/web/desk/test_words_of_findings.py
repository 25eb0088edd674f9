"""The words of findings are read from the run that has them, and from no older one than is needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from tests.web.situations import Desk

from sekisho.gate.model import Finding
from sekisho.web import clock
from sekisho.web.desk.models import Dispatch, InspectionRow
from sekisho.web.desk.queries import findings
from sekisho.web.desk.queries.seeing import Seen, see_all
from sekisho.web.installation import installation
from sekisho.web.people.queries import actor
from sekisho.web.store.files import Files


def run(number: str, told: Sequence[Finding], words: str) -> str:
    said = {"ja": words, "en": words}
    rows = [
        {
            "id": one.id,
            "parcel": "p0001",
            "check": one.check,
            "message": said,
            "advice": said,
            "inner": "",
            "file": "",
            "place": ["file", None, None, None, None],
        }
        for one in told
    ]
    put = installation().files.put([json.dumps({"findings": rows, "looks": {}}).encode()], most=1_000_000)
    InspectionRow.objects.create(dispatch_id=number, state="done", asked_by="", asked_at=clock.now(), report=put.id)
    return put.id


@pytest.fixture
def seen(desk: Desk) -> Seen:
    [row] = Dispatch.objects.filter(pk=desk.numbers["found"])
    [made] = see_all([row], actor(desk.city["saeki"]), clock.now())
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    read, names = Files.read, list[str]()

    def reading(self: Files, id: str) -> Any:  # noqa: A002
        names.append(id)
        return read(self, id)

    monkeypatch.setattr(Files, "read", reading)
    return names


def test_the_last_run_alone_where_it_has_them_all(seen: Seen, opened: list[str]) -> None:
    told = seen.state.inspections["p0001"].findings
    run(seen.number, told, "before")
    last = run(seen.number, told, "now")
    assert {one.words.ja for one in findings.on_dispatch(seen)} == {"now"}
    assert opened == [last]


def test_an_older_one_for_what_it_alone_knows(seen: Seen, opened: list[str]) -> None:
    told = seen.state.inspections["p0001"].findings
    oldest = run(seen.number, told, "oldest")
    older = run(seen.number, told, "older")
    newest = run(seen.number, told[:1], "newest")
    words = {one.id: one.words.ja for one in findings.on_dispatch(seen)}
    assert words == {one.id: "newest" if one.id == told[0].id else "older" for one in told}
    assert opened == [newest, older]
    assert oldest not in opened


def test_none_where_nothing_is_shown(seen: Seen, opened: list[str]) -> None:
    run(seen.number, seen.state.inspections["p0001"].findings, "now")
    assert findings.on_parcels(seen, ["p0002"]) == []
    assert not opened
