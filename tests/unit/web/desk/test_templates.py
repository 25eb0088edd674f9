"""What no template may do unseen: a tag over two lines is none to Django, and stands on the page as it is written."""

import re
from pathlib import Path

import pytest

import sekisho.web

TEMPLATES = sorted(Path(sekisho.web.__file__).parent.rglob("templates/**/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_every_tag_ends_on_its_line(template: Path) -> None:
    broken = [
        line
        for line in template.read_text(encoding="utf-8").splitlines()
        if re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", line).count("{{") or re.search(r"\{%(?!.*%\})", line)
    ]
    assert not broken
