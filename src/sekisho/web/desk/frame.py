"""What stands around every page: where one may go, how much waits, and where a dispatch begins."""

from __future__ import annotations

from django.http import HttpRequest

from sekisho.gate.model import Actor
from sekisho.web import clock
from sekisho.web.desk.work import work_of
from sekisho.web.installation import installation
from sekisho.web.people import rules
from sekisho.web.people.access import acting_or_none
from sekisho.web.ui.frame import Frame, Way
from sekisho.web.ui.parts import Link
from sekisho.words import say

_OUTSIDE = frozenset({"contractor", "contractor_confirmer", "engine"})


def frame(request: HttpRequest) -> Frame:
    """Return the frame of a page for whoever acts; before the sign-in the name of the city alone."""
    place = installation().options.organisation
    who = acting_or_none(request)
    if who is None:
        return Frame(place)
    now, path = clock.now(), request.path
    ways = [
        Way(say("自分の仕事"), "/", path == "/", work_of(request, who.actor).count),
        Way(say("送付案件"), "/dispatches/", path.startswith(("/dispatches/", "/d/"))),
        Way(say("台帳"), "/sources/", path.startswith("/sources/")),
        Way(say("事故と再発防止策"), "/register/", path.startswith("/register/")),
        Way(say("年度報告"), "/report/", path.startswith("/report/")),
    ]
    if any(post.role == "chief" and post.holds(now.date()) for post in who.actor.posts):
        ways.append(Way(say("年度ごとの決裁"), "/standing/", path.startswith("/standing/")))
    if rules.opening(who.actor, now.date()) is None:
        ways.append(Way(say("職員"), "/people/", path.startswith("/people/")))
    start = Link(say("送付を始める"), "/dispatches/new/") if _drafts(who.actor) else None
    near_miss = "/register/near-misses/new/" if _staff(who.actor) else ""
    return Frame(place, tuple(ways), start, near_miss=near_miss)


def _staff(actor: Actor) -> bool:
    """Return whether somebody is of the city's own staff, who write what nearly happened."""
    today = clock.now().date()
    return any(post.role not in _OUTSIDE and post.holds(today) for post in actor.posts)


def _drafts(actor: Actor) -> bool:
    today = clock.now().date()
    return any(post.role == "drafter" and post.holds(today) for post in actor.posts)
