"""Every template of every app: a strict policy of the browser holds, nothing is fetched elsewhere, everything is translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "sekisho" / "web"
TEMPLATES = sorted(path for folder in WEB.rglob("templates") for path in folder.rglob("*.html"))
STATIC = sorted(path for folder in WEB.rglob("static") for path in folder.rglob("*") if path.is_file())

JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々〆]")
# The name of a language stands in that language.
IN_ITS_OWN_LANGUAGE = {"日本語"}

FORBIDDEN = {
    "a style in a tag": r"<[^>]*\sstyle\s*=",
    "a style in the page": r"<style\b",
    "a script in the page": r"<script\b(?![^>]*\ssrc=)",
    "a script in a tag": r"<[^>]*\s(?:on\w+|hx-on[:\w-]*|hx-vals|hx-vars|hx-headers)\s*=\s*[\"']?(?!\{)",
    "an address that runs": r"javascript:|[\"']data:",
    "an address elsewhere": r"(?:https?:)?//\w",
    "an expression that htmx would run": r"hx-trigger=\"[^\"]*\[",
}
"""What must not stand in a template."""


def plain(text: str) -> str:
    """Return a template as a browser would get it: a word for each value, nothing for its tags and comments."""
    made = {TokenType.TEXT: lambda token: token.contents, TokenType.VAR: lambda token: "x"}
    return "".join(made.get(token.token_type, lambda token: " ")(token) for token in Lexer(text).tokenize())


def untranslated(text: str) -> Iterator[str]:
    """Yield each Japanese word of a template that an English reader would get to see."""
    for token in Lexer(text).tokenize():
        if token.token_type is TokenType.COMMENT or (token.token_type is TokenType.BLOCK and _says(token)):
            continue
        left = token.contents
        for word in IN_ITS_OWN_LANGUAGE:
            left = left.replace(word, "")
        if JAPANESE.search(left):
            yield f"{token.lineno}: {left.strip()[:60]}"


def _says(token: Token) -> bool:
    return token.split_contents()[:1] == ["say"]


def faults(text: str) -> Iterator[str]:
    for kind, pattern in FORBIDDEN.items():
        if found := re.search(pattern, plain(text), re.IGNORECASE):
            yield f"{kind}: {found[0][:60]}"


def name_of(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


def test_there_are_templates() -> None:
    assert {"400.html", "403.html", "404.html", "500.html"} <= {path.name for path in TEMPLATES}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_that_the_policy_forbids(path: Path) -> None:
    assert not list(faults(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_japanese_word_is_said(path: Path) -> None:
    assert not list(untranslated(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_declared_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe(seq)?\b|\bautoescape\s+off\b", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_title_names_nobody(path: Path) -> None:
    """A title stands in the history of a browser and on a shared screen: numbers and sentences, no names of people."""
    for title in re.findall(r"\{% block title %\}(.*?)\{% endblock %\}", path.read_text(encoding="utf-8"), re.DOTALL):
        assert not re.search(r"\.(name|full_name|family|mail)\b", title)


@pytest.mark.parametrize("path", [path for path in STATIC if path.suffix in {".css", ".js"}], ids=name_of)
def test_a_static_file_fetches_nothing_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"""url\(\s*["']?(?:https?:)?//|@import|["'](?:https?:)?//\w|sourceMappingURL""", text)
    if path.suffix == ".js" and ".min." not in path.name:
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|localStorage", text)


# ---------------------------------------------------------------- the checks themselves


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<p class="a"\n style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<script type="module">x()</script>',
        '<a onclick="go()">',
        "<a onclick=go()>",
        '<a hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<img src="https://example.org/a.png">',
        '<img src="//example.org/a.png">',
        '<img src="data:image/png;base64,x">',
        '<form action="http://example.org/">',
        '<div hx-trigger="click[go()]">',
        '<p {% if x %}style="color: red"{% endif %}>',
    ],
)
def test_what_is_forbidden_is_found(text: str) -> None:
    assert list(faults(text))


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "ui/sekisho.js" %}" defer></script>',
        '<p class="style">on = off</p>',
        '<div hx-trigger="every 3s" hx-get="{{ url }}">',
        '<link rel="stylesheet" href="{% static "ui/sekisho.css" %}">',
        "{# <p style='x'> https://example.org #}",
        '<option selected="selected" content="x">',
        "<p>a // b</p>",
        '<a href="{{ here }}">',
    ],
)
def test_what_is_allowed_is_not(text: str) -> None:
    assert not list(faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "<p>停止</p>",
        '<p aria-label="ひらく">',
        '{{ x|default:"なし" }}',
        '{% include "a.html" with title="停止" %}',
        '{% mark "done" "済み" %}',
        "{% if x %}カ{% endif %}",
        '{% saying "停止" %}',
    ],
)
def test_what_is_not_said_is_found(text: str) -> None:
    assert list(untranslated(text))


@pytest.mark.parametrize(
    "text",
    [
        '<p>{% say "停止" %}（・、—　{{ x }}）</p>',
        "{# 停止 #}",
        '{% say "停止" as x %}',
        '<button lang="ja">日本語</button>',
        "<p>abc</p>",
    ],
)
def test_what_is_said_is_not(text: str) -> None:
    assert not list(untranslated(text))
