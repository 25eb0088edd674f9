"""How somebody shows who they are: by password, or at a shared screen by PIN."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.http import HttpRequest

from sekisho.web.people import queries
from sekisho.web.people.models import Account
from sekisho.web.people.queries.signing import with_person


class Password(ModelBackend):
    """By password; every request finds the account together with whom it belongs to."""

    def get_user(self, user_id: int) -> Account | None:
        """Return an account that may sign in."""
        return with_person(user_id)


class Pin(BaseBackend):
    """A PIN counts only where a second person steps in, beside somebody who has signed in by password."""

    def authenticate(self, request: HttpRequest | None, **typed: Any) -> Account | None:  # noqa: ANN401  Django's
        """Return the account that a login and its PIN belong to."""
        if request is None or getattr(request, "signed", None) is None or not request.path.startswith("/second/"):
            return None
        number = queries.by_pin(str(typed.get("username", "")), str(typed.get("password", "")))
        return None if number is None else Account.objects.get(pk=number)

    def get_user(self, _user_id: int) -> Account | None:
        """Return nobody: who stepped in by PIN is never signed in by it."""
        return None
