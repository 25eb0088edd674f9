"""Under what name a failed sign-in is counted: never as it was typed, which may be a password in the wrong field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sekisho.web.people.typed import folded

_SALT = "sekisho.web.people.trying"


def counted_as(login: str) -> str:
    """Return the digest, keyed with the key of the data, under which what is tried with a login is counted."""
    return salted_hmac(_SALT, folded(login), algorithm="sha256").hexdigest()


def tried_as(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return under what a sign-in is counted that somebody tries; `axes` asks for it."""
    told = (credentials or {}).get("username") or request.POST.get("login", "")
    return counted_as(str(told))
