"""Whether anybody does what waits in the background: pages that wait for it say so."""

from __future__ import annotations

from django import template

from sekisho.web.running import beats

register = template.Library()


@register.inclusion_tag("desk/_nobody_works.html")
def nobody_works() -> dict[str, bool]:
    """Show that no worker lives; nothing where one does."""
    return {"idle": beats.is_idle()}
