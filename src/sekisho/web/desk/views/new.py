"""送付を始める: three short questions, the procedure that fits, and then to whom, what for and when."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.gate.model import Actor
from sekisho.gate.naming import CHANNELS
from sekisho.gate.procedure import Procedure
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk import shelf
from sekisho.web.desk.actions.opening import Draft, add_parcels, open_dispatch
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.drafting.choosing import FINDING, Lists, Recipients, lists_of
from sekisho.web.desk.drafting.forms import Questions, Start
from sekisho.web.desk.proposing import Proposal, propose
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.queries import departments
from sekisho.web.refusals import Refused, refuse
from sekisho.web.sources.words import KINDS
from sekisho.web.ui.pages import page
from sekisho.words import Titled, say


@require_safe
@signed_in
def questions(request: HttpRequest) -> HttpResponse:
    """Ask three questions, and propose a procedure; the others remain to be chosen."""
    _own(acting(request).actor, clock.today())
    usable = shelf.usable()
    form = Questions(request.GET) if request.GET else Questions()
    asked = form.asked() if request.GET and form.is_valid() else None
    found = propose(asked, usable) if asked else tuple(Proposal(one, fits=False, reasons=()) for one in usable)
    shown = [(one, Titled(one.procedure.title, one.procedure.title_en)) for one in found]
    fits = bool(found) and found[0].fits
    first, rest = (shown[0], shown[1:]) if fits else (None, shown)
    return page(
        request,
        "desk/new/questions.html",
        form=form,
        asked=asked is not None,
        first=first,
        rest=rest,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, procedure: str) -> HttpResponse:
    """Take down what a dispatch is, and begin it."""
    now, actor = clock.now(), acting(request).actor
    own = _own(actor, now.date())
    chosen = next((one for one in shelf.usable() if one.name == procedure), None)
    if chosen is None:
        raise no_such_dispatch()
    asked = request.POST.get("department") or request.GET.get("department") or next(iter(own))
    department = asked if asked in own else next(iter(own))
    lists = lists_of(department, now.date())
    if request.method != "POST":
        start, to = Start(procedure=chosen, now=now), Recipients(lists=lists, procedure=chosen)
        return _page(request, chosen, own, lists, start, to)
    start = Start(request.POST, procedure=chosen, now=now)
    to = Recipients(request.POST, request.FILES, lists=lists, procedure=chosen)
    if to.act in FINDING:
        to.is_valid()  # so that the names of typed numbers are looked up; what is missing is said once it is begun
        return _page(request, chosen, own, lists, Start(initial=_typed(start), procedure=chosen, now=now), to)
    fit = start.is_valid()
    if not (to.ok() and fit):
        to.let_go()
        return _page(request, chosen, own, lists, start, to, status=422)
    versions = {str(kind): (one.id, one.digest) for kind, one in lists.versions.items()}
    if to.brought is not None:
        versions["recipients"] = (to.brought.version, to.brought.source.sha256)
    draft = Draft(
        chosen.digest,
        department,
        start.cleaned_data["title"],
        to.addressees,
        start.planned_at,
        start.cleaned_data["purpose"],
        versions,
        start.policy,
        brought=to.brought,
    )
    try:
        number = open_dispatch(draft, by=actor, at=now)
    except Refused as refused:
        to.let_go()
        return _page(request, chosen, own, lists, start, to, refused.refusal, refused.status)
    return redirect(f"/d/{number}/")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def more(request: HttpRequest, number: str) -> HttpResponse:
    """Add recipients to a dispatch that has not left yet."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    procedure = seen.state.procedure
    lists = lists_of(seen.state.department, now.date())
    there = frozenset(told.id for told in seen.addressees.values())
    if request.method != "POST":
        return _more_page(request, seen, Recipients(lists=lists, procedure=procedure, there=there))
    to = Recipients(request.POST, request.FILES, lists=lists, procedure=procedure, there=there)
    if to.act in FINDING:
        to.is_valid()
        return _more_page(request, seen, to)
    if not to.ok():
        return _more_page(request, seen, to, status=422)
    try:
        add_parcels(number, to.addressees, by=who.actor, at=now)
    except Refused as refused:
        return _more_page(request, seen, to, refused.refusal, refused.status)
    return redirect(f"/d/{number}/")


def _more_page(
    request: HttpRequest, seen: Seen, to: Recipients, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    show = to.act in FINDING and to.act != "look"
    return page(request, "desk/new/more.html", status, seen=seen, to=to, quiet=show, refusal=refusal)


def _typed(form: Start) -> dict[str, str]:
    return {name: str(form.data.get(name, "")) for name in form.fields}


def _own(actor: Actor, today: date) -> dict[str, str]:
    """Return the departments in which somebody may begin a dispatch, with their names.

    Raises:
        Refused: there is none.

    """
    held = {post.department for post in actor.posts if post.role == "drafter" and post.holds(today)}
    found = {code: name for code, name in departments().items() if code in held}
    if not found:
        raise refuse(
            "role_held",
            say("起案は、起案者の役割を今日この課で持つ人だけが行えます。"),
            say("役割を持つ人に頼むか、課長に役割の登録を頼んでください。"),
        )
    return found


def _page(
    request: HttpRequest,
    procedure: Procedure,
    own: dict[str, str],
    lists: Lists,
    start: Start,
    to: Recipients,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    show = to.act in FINDING and to.act != "look"
    return page(
        request,
        "desk/new/write.html",
        status,
        procedure=procedure,
        procedure_title=Titled(procedure.title, procedure.title_en),
        channel=CHANNELS[procedure.channel],
        departments=own,
        department=lists.department,
        department_name=own[lists.department],
        lists=[(KINDS[one.kind], one) for one in lists.versions.values()],
        start=start,
        to=to,
        quiet=show,
        refusal=refusal,
    )
