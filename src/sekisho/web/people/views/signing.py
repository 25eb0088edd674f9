"""Signing in and out, and a second person at the same screen."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people import queries
from sekisho.web.people.access import signed_in
from sekisho.web.people.forms import SignIn
from sekisho.web.people.middleware import SECOND
from sekisho.web.ui.pages import page
from sekisho.words import Sentence, say

WRONG = say("利用者名とパスワードの組み合わせが違います。確かめて、もう一度入れてください。")
LOCKED = say("続けて5回間違えたため、この利用者名は15分間使えません。待つか、情報セキュリティ担当に連絡してください。")
_TEMPORARY = say("仮のパスワードです。先に自分でサインインして、自分のパスワードに変えてください。")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, and go on where one wanted to go."""
    back = _back(request)
    if request.method == "GET":
        return redirect(back) if getattr(request, "signed", None) else _form(request, "people/sign_in.html", back)
    form = SignIn(request.POST)
    account = authenticate(request, **_typed(form)) if form.is_valid() else None
    if account is None:
        return _form(request, "people/sign_in.html", back, problem=WRONG)
    login(request, account)
    return redirect(back)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, whoever stepped in too."""
    logout(request)
    return redirect("people:sign-in")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@signed_in
def second(request: HttpRequest) -> HttpResponse:
    """Let a second person step in at the same screen, by password or PIN; the first one stays signed in."""
    back = _back(request)
    if request.method == "GET":
        return _form(request, "people/second.html", back)
    form = SignIn(request.POST)
    account = _second_account(request, form) if form.is_valid() else None
    if account is None:
        return _form(request, "people/second.html", back, problem=WRONG)
    one, other = queries.signed_in(account), getattr(request, "signed", None)
    if one is not None and one.temporary:
        return _form(request, "people/second.html", back, problem=_TEMPORARY)
    if one is None or other is None or one.person.alias == other.person.alias:
        same = say("もとの人と同じ人です。二人目は、別の職員でなければなりません。")
        return _form(request, "people/second.html", back, problem=same)
    until = clock.now().timestamp() + 60 * installation().options.second_minutes
    request.session[SECOND] = {"account": account, "until": until}
    return redirect(back)


@require_POST
@signed_in
def second_ends(request: HttpRequest) -> HttpResponse:
    """Let the second person step back."""
    request.session.pop(SECOND, None)
    return redirect(_back(request))


def locked_out(request: HttpRequest, *_told: object) -> HttpResponse:
    """Say that an account is locked for a while, since it was tried too often."""
    template = "people/second.html" if request.path.startswith("/second/") else "people/sign_in.html"
    return _form(request, template, _back(request), problem=LOCKED, status=429)


def _second_account(request: HttpRequest, form: SignIn) -> int | None:
    # Through the same door as the sign-in, so that a PIN that is tried too often is locked too.
    found = authenticate(request, **_typed(form))
    return found.pk if found is not None else None


def _typed(form: SignIn) -> dict[str, Any]:
    return {"username": form.cleaned_data["login"], "password": form.cleaned_data["password"]}


def _form(
    request: HttpRequest, template: str, back: str, problem: Sentence | None = None, status: int | None = None
) -> HttpResponse:
    typed = request.POST.get("login", "")
    return page(request, template, status or (422 if problem else 200), back=back, problem=problem, typed=typed)


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    # A path: anything else that is no other site would be taken for the name of a view.
    own = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own else "/"
