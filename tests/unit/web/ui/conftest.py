"""Django as the app of the pages alone needs it: no database, no other app, always the same day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client, RequestFactory, override_settings

from sekisho.web import clock
from sekisho.web.settings import configure
from sekisho.web.ui import frame, health

configure()

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=clock.JAPAN)
MIDDLEWARE = [
    "sekisho.web.ui.middleware.Headers",
    "sekisho.web.ui.middleware.Language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sekisho.web.ui.middleware.Refusals",
]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app alone, on the morning of 24 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(frame, "_PROVIDER", [])
    monkeypatch.setattr(health, "_CHECKS", {})
    with override_settings(ROOT_URLCONF="tests.unit.web.ui.urls", MIDDLEWARE=MIDDLEWARE, ALLOWED_HOSTS=["testserver"]):
        yield


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def requests() -> RequestFactory:
    return RequestFactory()
