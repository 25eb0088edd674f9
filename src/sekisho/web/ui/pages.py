"""How a view answers with a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest, template: str, status: int = 200, /, **context: Any) -> HttpResponse:  # noqa: ANN401  whatever the template shows
    """Return a page made of a template, in the language of the request."""
    return render(request, template, context, status=status)
