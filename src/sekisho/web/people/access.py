"""Who may open a page at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from sekisho.web.people.queries import SignedIn

View = Callable[..., HttpResponse]
OWN_PASSWORD = "/me/password/"  # noqa: S105  an address


def signed_in(view: View) -> View:
    """Let only those open a page who have signed in; the others may, and come back to it.

    Who has a password that another one made, makes one of their own first.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:  # noqa: ANN401  whatever the URL holds
        who = acting_or_none(request)
        if who is None:
            back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"/sign-in/?{back}")
        if who.temporary and request.path != OWN_PASSWORD:
            return redirect(OWN_PASSWORD)
        return view(request, *args, **values)

    return guarded


def acting(request: HttpRequest) -> SignedIn:
    """Return who acts on a page that only those open who have signed in."""
    found = acting_or_none(request)
    if found is None:
        raise RuntimeError("a page that acts is not guarded by signed_in")
    return found


def acting_or_none(request: HttpRequest) -> SignedIn | None:
    """Return who acts, if anybody has signed in."""
    found: SignedIn | None = getattr(request, "acting", None)
    return found
