"""自分の設定: what everybody may see and change of themselves."""

from __future__ import annotations

from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.gate.naming import ROLES
from sekisho.web import clock
from sekisho.web.people import actions, rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.forms import PasswordForm, PinForm, tried
from sekisho.web.people.queries import SignedIn
from sekisho.web.people.queries.persons import whole
from sekisho.web.people.queries.signing import with_person
from sekisho.web.refusals import Refused, refuse
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import page
from sekisho.web.ui.parts import Link
from sekisho.words import say

ME = Link(say("自分の設定"), "/me/")


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own posts, deputies and training."""
    who, today = _own(request), clock.today()
    found = whole(who.person.alias)
    if found is None:
        raise Refused(rules.NOBODY)
    posts = [(one, ROLES[one.role]) for one in found.posts if not one.is_over(today)]
    deputies = [(one, ROLES[one.post.role]) for one in (*found.absent, *found.stands_in) if not one.is_over(today)]
    account = next(one for one in found.accounts if one.number == who.account)
    training = [(one, one.state(today)) for one in found.training]
    context = {"whole": found, "posts": posts, "deputies": deputies, "training": training, "account": account}
    return page(request, "people/me.html", done=request.GET.get("done", ""), who=who.person, **context)


@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; the other sessions of the account end."""
    who = _own(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _knows(request, who, form):
        typed = form.cleaned_data["password"]
        if tried(
            form, lambda: actions.change_password(account=who.account, password=typed, by=who.actor, at=clock.now())
        ):
            if fresh := with_person(who.account):
                update_session_auth_hash(request, fresh)
            return redirect("/me/?done=password")
    context = {"form": form, "ways": [ME], "temporary": who.temporary}
    return page(request, "people/password.html", 422 if form.errors else 200, **context)


@sensitive_post_parameters("old", "pin", "again")
@require_http_methods(["GET", "POST"])
@signed_in
def pin(request: HttpRequest) -> HttpResponse:
    """Give oneself a PIN."""
    who = _own(request)
    form = PinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _knows(request, who, form):
        typed = form.cleaned_data["pin"]
        if tried(form, lambda: actions.change_pin(account=who.account, pin=typed, by=who.actor, at=clock.now())):
            return redirect("/me/?done=pin")
    return page(request, "people/pin.html", 422 if form.errors else 200, form=form, ways=[ME])


def _own(request: HttpRequest) -> SignedIn:
    if getattr(request, "second", None) is not None:
        raise refuse(
            "second",
            say("別の人がこの画面で行っている間は、設定を変えられません。"),
            say("画面の上のボタンでもとの人に戻してから、自分でサインインしてください。"),
        )
    return acting(request)


def _knows(request: HttpRequest, who: SignedIn, form: PasswordForm | PinForm) -> bool:
    """Ask for the present password through the door of the sign-in, so that trying often locks here too."""
    found = authenticate(request, username=who.login, password=form.cleaned_data["old"])
    if found is None or found.pk != who.account:
        form.add_error("old", shown(say("いまのパスワードと違います。確かめて、もう一度入れてください。")))
        return False
    return True
