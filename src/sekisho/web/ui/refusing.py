"""A refusal as a page: what was refused and why, and what would have to happen first, or who can do it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sekisho.gate.rules import Refusal
from sekisho.web.ui.pages import page
from sekisho.words import say

WHAT = {
    403: say("この操作は、あなたにはできません"),
    404: say("見つかりません"),
    409: say("この操作は、いまはできません"),
}
"""What was refused, by the status of the answer. The whole sentence is the refusal's own."""


def refused(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """Return the page of a refusal.

    Raises:
        KeyError: a status that is none of a refusal.

    """
    return page(request, "ui/refused.html", status, what=WHAT[status], refusal=refusal)
