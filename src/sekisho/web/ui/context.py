"""What every template may ask for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sekisho.web.ui.frame import frame_of
from sekisho.web.ui.language import current


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the request, who signed in, who stepped in, who acts, the language, the frame, and the way back here."""
    return {
        "request": request,
        "signed": getattr(request, "signed", None),
        "second": getattr(request, "second", None),
        "acting": getattr(request, "acting", None),
        "language": current(),
        "here": here(request),
        # Asked only where a whole page is drawn: a part of one has no frame.
        "frame": SimpleLazyObject(lambda: frame_of(request)),
    }


def here(request: HttpRequest) -> str:
    """Return the path that shows this page again: for an answer to a form, the path of the page it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    try:
        host = request.get_host()
    except DisallowedHost:  # the page that says what is wrong must not fail over it
        return "/"
    if came.netloc != host or not came.path.startswith("/"):
        return "/"
    return came.path + (f"?{came.query}" if came.query else "")
