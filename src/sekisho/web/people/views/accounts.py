"""Opening, closing and mending accounts. A temporary password is shown once, on the page that made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.web import clock
from sekisho.web.people import actions, rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import AccountForm, tried
from sekisho.web.people.passwords import temporary_password
from sekisho.web.people.queries.persons import owner_of_account
from sekisho.web.people.views.person import about, seen
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page

_ACTS: Mapping[str, Callable[..., None]] = {
    "close": actions.close_account,
    "reopen": actions.reopen_account,
    "unlock": actions.unlock_account,
    "pin": actions.take_pin_away,
}


@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Open an account, and show its temporary password once."""
    actor, now = acting(request).actor, clock.now()
    found = seen(actor, key)
    hold(rules.managing(actor, now.date()))
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login, password = form.cleaned_data["login"], temporary_password()
        told = {"person": found.person.alias, "login": login, "password": password, "by": actor, "at": now}
        if tried(form, lambda: actions.open_account(**told)):
            return page(request, "people/handed.html", password=password, login=login, **about(found))
    return page(request, "people/open_account.html", 422 if form.errors else 200, form=form, **about(found))


@sensitive_variables("password")
@require_POST
@signed_in
def act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Do to an account what the last part of the address says."""
    actor, now = acting(request).actor, clock.now()
    hold(rules.managing(actor, now.date()))
    owner = owner_of_account(number)
    if not owner:
        raise Refused(rules.NOTHING)
    key = owner.rpartition("/")[2]
    if act == "password":
        password = actions.reset_password(account=number, by=actor, at=now)
        found = seen(actor, key)
        login = next(one.login for one in found.accounts if one.number == number)
        return page(request, "people/handed.html", password=password, login=login, **about(found))
    if act not in _ACTS:
        raise Http404
    _ACTS[act](account=number, by=actor, at=now)
    return redirect("people:person", key)
