"""How a view answers with a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest, template: str, status: int = 200, /, **context: Any) -> HttpResponse:  # noqa: ANN401  whatever the template shows
    """Return a page made of a template, in the language of the request."""
    return render(request, template, context, status=status)


_LONGEST = 9


def page_number(request: HttpRequest) -> int:
    """Return which page of a list is asked for; the first one where what is written is no number of a page."""
    return number_in(request.GET, "page", 1)


def number_in(asked: Mapping[str, object], name: str, otherwise: int) -> int:
    """Return a number, 0 or more, that an address or a form asks for; ``otherwise`` where what is written is none."""
    told = str(asked.get(name, ""))
    return int(told) if told.isascii() and told.isdigit() and len(told) < _LONGEST else otherwise
