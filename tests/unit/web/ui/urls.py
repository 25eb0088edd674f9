"""Pages that do what a page of the office may do: refuse, fail, answer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from tests.unit.web.ui.gallery import pages

from sekisho.gate.rules import Refusal
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page
from sekisho.words import Personal, say

NAME = "高橋 ゆい"


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    why = say("この案件の{role}は、別の人に割り当てられています。", role="<b>起案者</b>")
    raise Refused(Refusal("assigned", why, say("割り当てられた人に頼むか、課長に担当替えを頼んでください。")), status)


def crash(request: HttpRequest) -> HttpResponse:
    raise LookupError(NAME)


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404(NAME)


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(NAME)


def odd(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(NAME)


def plain(request: HttpRequest) -> HttpResponse:
    return page(request, "ui/base.html", subject=Personal(NAME))


def own_headers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Cache-Control": "max-age=60", "Content-Security-Policy": "sandbox"})


def drawn(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(pages.drawn(request, name))


def part(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<h2 id="fresh" data-focus>x</h2>')


def polled(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<h1 id='again'>{request.headers.get('Sekisho-Poll')}</h1>")


@csrf_exempt
def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<h1>answered</h1>")


urlpatterns = [
    path("drawn/<str:name>/", drawn),
    path("part/", part),
    path("polled/", polled),
    path("answer/", answer),
    path("", include("sekisho.web.ui.urls")),
    path("plain/", plain),
    path("refuse/<int:status>/", refuse),
    path("crash/", crash),
    path("missing/", missing),
    path("denied/", denied),
    path("odd/", odd),
    path("own-headers/", own_headers),
]
