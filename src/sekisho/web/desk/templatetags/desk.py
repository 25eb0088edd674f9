"""How codes are written on pages of the desk."""

from __future__ import annotations

from django import template

from sekisho.web.desk import codes

register = template.Library()


@register.filter
def code(text: str) -> str:
    """Return a code in the groups in which people read it aloud."""
    return " ".join(codes.groups(text))
