"""What holds for every answer: its headers, its language, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from sekisho.web.refusals import Refused
from sekisho.web.ui.language import COOKIE, chosen, spoken
from sekisho.web.ui.refusing import refused

Respond = Callable[[HttpRequest], HttpResponse]

# Nothing from anywhere else, and nothing written into a page: what gets into one by a hole cannot run or call home.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
    # The next one at a shared terminal must not find a page with the back button. Static files say how long they keep.
    "Cache-Control": "no-store",
}


class Headers:
    """Gives every answer the headers that it does not bring itself. The outermost of all."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self._respond(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class Language:
    """Makes the page in the language that this browser has chosen."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, in that language."""
        language = chosen(request.COOKIES.get(COOKIE))
        with spoken(language):
            response = self._respond(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class Addresses:
    """Answers that there is nothing at an address with a NUL in it, before a database is asked that knows no such text."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; 404 where the address can be none of ours."""
        if "\0" in request.path_info:
            raise Http404
        return self._respond(request)


class Refusals:
    """Shows what an action refused as a page, with its status."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; nothing to do where nothing is refused."""
        return self._respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a refusal, and nothing for anything else."""
        if isinstance(exception, Refused):
            return refused(request, exception.refusal, exception.status)
        return None
