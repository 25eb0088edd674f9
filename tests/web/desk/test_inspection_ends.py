"""A page that is being made while its inspection ends: it must not stand still on what was before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.driving import ADDRESSEES, Driver

from sekisho.web import clock
from sekisho.web.desk.actions import inspecting
from sekisho.web.desk.queries import inspections
from sekisho.web.desk.views import dispatch as view

POLLS = "hx-trigger="


def test_a_page_whose_inspection_ends_while_it_is_made_comes_anew(
    driver: Driver, work: Callable[[], int], client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = driver.open("kindergartens-mail", ADDRESSEES[:1])
    driver.up_to(number, "inspect")
    saeki, see = client_of("saeki"), view.see
    inspecting.ask_inspection(number, by=driver.actor("saeki"), at=clock.now())

    def seen_before_it_ended(*told: object) -> object:
        seen = see(*told)  # type: ignore[arg-type]
        work()
        return seen

    monkeypatch.setattr(view, "see", seen_before_it_ended)
    page = saeki.get(f"/d/{number}/").content.decode()
    last = inspections.last(number)
    assert last is not None
    assert not last.live
    assert POLLS in page
    assert saeki.get(f"/d/{number}/progress/").headers.get("HX-Refresh") == "true"
    assert POLLS not in saeki.get(f"/d/{number}/").content.decode()
