"""Who is before the screen, for every request: the one who signed in, or a second person who stepped in for a moment."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people.models import Account
from sekisho.web.people.queries.signing import SignedIn, signed_by, signed_in

SECOND, SEEN, POLL = "second", "seen", "Sekisho-Poll"


class Signed:
    """Sets ``request.signed`` (who signed in), ``request.second`` (who stepped in), and ``request.acting`` (who acts)."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who it is, and go on."""
        signed = _signed(request)
        second = _second(request) if signed else None
        request.signed, request.second, request.acting = signed, second, second or signed  # type: ignore[attr-defined]
        return self._respond(request)


def _signed(request: HttpRequest) -> SignedIn | None:
    """Return who signed in, where they have done something lately; else they are signed out."""
    if not request.session.get("_auth_user_id"):
        return None
    now, minutes = clock.now().timestamp(), installation().options.session_minutes
    seen = request.session.get(SEEN, now)
    if now - seen > 60 * minutes:
        logout(request)
        return None
    if SEEN not in request.session or POLL not in request.headers:
        request.session[SEEN] = now
    # Its password may have been changed since: then the session is nobody's.
    return signed_by(request.user) if isinstance(request.user, Account) else None


def _second(request: HttpRequest) -> SignedIn | None:
    """Return who stepped in, where the moment is not over; each act prolongs it."""
    told = request.session.get(SECOND)
    if not isinstance(told, dict):
        return None
    now, minutes = clock.now().timestamp(), installation().options.second_minutes
    if now > told["until"]:
        del request.session[SECOND]
        return None
    if POLL not in request.headers:  # a page that asks by itself how far something is, is nobody's act
        request.session[SECOND] = {**told, "until": now + 60 * minutes}
    return signed_in(told["account"])
