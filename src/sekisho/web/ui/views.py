"""The language of the pages, whether everything works, and what is said to a form from somewhere else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sekisho.gate.rules import Refusal
from sekisho.web.ui import health
from sekisho.web.ui.language import COOKIE, chosen
from sekisho.web.ui.refusing import refused
from sekisho.words import say

_YEAR_SECONDS = 365 * 24 * 60 * 60


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language for this browser, and go back to the same page."""
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if safe else "/")
    response.status_code = 303  # the page is asked for anew, whatever it was asked for with
    response.set_cookie(
        COOKIE,
        chosen(request.POST.get("language")),
        max_age=_YEAR_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  a view
    """Say whether everything works, by names alone; where nobody looks at anything, it is not known to work."""
    told = health.answers()
    well = bool(told) and all(told.values())
    return JsonResponse({"ok": well, "checks": told}, status=200 if well else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django gives it
    """Refuse what was sent from a page that is not ours, or no longer valid."""
    return refused(
        request,
        Refusal(
            "own_page",
            say(
                "送られた内容を受け付けませんでした。ページを開いてから時間がたったか、関所のページから送られていません。"
            ),
            say("元のページを開き直して、もう一度送ってください。"),
        ),
        403,
    )
