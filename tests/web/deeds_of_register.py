"""The buttons of the register; see `tests.web.deeds`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.web.deed import PEOPLE_OF, SECURITY, Deed, Post, nothing, today
from tests.web.situations import REASON


def _register(route: str, may: tuple[str, ...], post: Post, name: str = "", **more: Any) -> Deed:
    return Deed(f"register:{route}", "", may, post, more, name)


REGISTER = (
    replace(
        _register(
            "occurrence-new",
            (SECURITY, "toda"),
            today(title="別の会議", kind="meeting", rhythm="yearly", department="hoiku", since="today"),
        ),
        choice=True,
    ),
    _register("occurrence-held", (SECURITY, "toda", "miura"), today(on="today", people="4"), number="@series"),
    _register("occurrence-withdraw", (SECURITY, "toda"), nothing, number="@series", place="1"),
    _register("occurrence-end", (SECURITY, "toda"), today(on="today"), number="@series"),
    replace(
        _register(
            "near-miss-new",
            (*PEOPLE_OF["hoiku"], SECURITY),
            today(failure="swapped", department="hoiku", on="today"),
        ),
        choice=True,
    ),
    _register("near-miss", (SECURITY,), lambda _: {"text": REASON, "saw": "0"}, number="@near miss"),
)
