"""What was written once is read the same way for ever; see README.md beside this file."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from tests.golden.kept import FOLDER, Kept, kept, line, newest, read, released, rendered, shelf, write
from tests.spec import (
    test_1_kindergartens,
    test_2_certificate,
    test_3_clinics,
    test_4_care_offices,
    test_5_web_list,
    test_6_tax_notices,
    test_7_single,
    test_8_my_number,
)
from tests.spec.office import Office

from sekisho.gate.replay import replay
from sekisho.gate.state import State

STORIES: dict[str, Callable[[], Office]] = {
    "1-kindergartens": test_1_kindergartens.story,
    "2-certificate": test_2_certificate.story,
    "3-clinics": test_3_clinics.story,
    "4-care-offices": test_4_care_offices.story,
    "5-web-list": test_5_web_list.story,
    "6-tax-notices": test_6_tax_notices.story,
    "7-single": test_7_single.story,
    "8-my-number": test_8_my_number.story,
}
KEPT = kept(FOLDER)
NAMES = [f"{one.name}-{one.number}" for one in KEPT]


@pytest.mark.parametrize("name", STORIES)
def test_a_scenario_still_gives_the_events_that_were_kept(name: str) -> None:
    office = STORIES[name]()
    if os.environ.get("SEKISHO_WRITE_GOLDEN"):
        write(FOLDER, name, office.events, office.state)
    last = newest(FOLDER, name)
    assert last is not None, "not kept yet: make golden"
    assert [line(one) for one in office.events] == last.events.read_text(encoding="utf-8").splitlines(), "make golden"


@pytest.mark.parametrize("one", KEPT, ids=NAMES)
def test_a_kept_stream_gives_the_state_that_was_kept(one: Kept) -> None:
    assert rendered(replay(shelf(FOLDER), read(one))) == one.state.read_text(encoding="utf-8")


def test_what_was_released_is_as_it_was() -> None:
    for name, digest in released(FOLDER).items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_every_field_of_a_state_is_kept() -> None:
    """A new field of the state that is not rendered would not be compared."""
    told = replay(shelf(FOLDER), read(KEPT[0]))
    elsewhere = {"shelf", "contents", "inspections", "answers", "served", "open_unit"}  # under another name
    source = Path(rendered.__code__.co_filename).read_text(encoding="utf-8")
    for field in fields(State):
        assert field.name in elsewhere or f'"{field.name}":' in source, field.name
    assert rendered(replace(told, abandoned=True)) != rendered(told)


def test_a_released_form_is_never_written_over(tmp_path: Path) -> None:
    office = STORIES["8-my-number"]()
    (tmp_path / "released.sha256").write_text("# none\n", encoding="utf-8")
    first = write(tmp_path, "8-my-number", office.events, office.state)
    assert write(tmp_path, "8-my-number", office.events, office.state) == first
    digest = hashlib.sha256(first.events.read_bytes()).hexdigest()
    (tmp_path / "released.sha256").write_text(f"{digest}  {first.events.name}\n", encoding="utf-8")
    assert write(tmp_path, "8-my-number", office.events, office.state) == first
    second = write(tmp_path, "8-my-number", office.events[:-1], office.state)
    assert (first.number, second.number) == (1, 2)
    assert read(first) == office.events
    assert newest(tmp_path, "8-my-number") == second
