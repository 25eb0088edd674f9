"""What was typed into a form that could not be taken: given back in the answer itself, and kept nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token

_SECRET = re.compile(r"password|secret|pin|^old$|^new$|^again$")
_WORDS = re.compile(r"[^\x21-\x7e]")
"""What a person wrote has a space or a letter that no number, mark or code has."""


@dataclass(frozen=True, slots=True)
class Field:
    """What one field held. ``is_text``: words, which are shown; anything else is only sent again."""

    name: str
    value: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form held, to be sent again to the same address.

    ``token``: that the form is ours. ``had_more``: there were files or passwords too, which no page gives back.
    """

    address: str
    token: str
    fields: tuple[Field, ...]
    had_more: bool


def typed(request: HttpRequest) -> Typed | None:
    """Return what somebody who has signed in sent from a page of ours; nothing of anybody else.

    Who sent it is known, and that it came from our page, before this is asked: a form that another site had sent here
    would else get the token that makes it ours.
    """
    checked = getattr(request, "csrf_processing_done", False)
    if request.method != "POST" or not checked or getattr(request, "acting", None) is None:
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in sent if not _SECRET.search(name) and name != "csrfmiddlewaretoken"]
    lost = any(_SECRET.search(name) and value for name, value in sent)
    fields = tuple(Field(name, str(value), bool(_WORDS.search(str(value)))) for name, value in kept)
    return Typed(request.get_full_path(), get_token(request), fields, lost or bool(request.FILES))
