"""The script that collects the sentences: every one of Python and templates, and nothing that would fail when shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts import catalogue


def collected(folder: Path, **files: str) -> tuple[dict[str, set[str]], list[str]]:
    """Return the sentences and problems of a source with these files; a name's dunders stand for its slashes."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + (".html" if name.startswith("templates") else ".py"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    problems: list[str] = []
    return catalogue.sentences(problems, folder), problems


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{% say "停止" %}', "停止"),
        ("{% say '停止' %}", "停止"),
        ('<p title="{% say "停止" %}">', "停止"),
        ('{% say "停止" as words %}', "停止"),
        ('{% say "{count}件" count=n %}', "{count}件"),
        ('{% say "{count}件" count=n|length as words %}', "{count}件"),
        ('{% say "{a}と{b}" b="x y" a=one.two %}', "{a}と{b}"),
        (r'{% say "「\"」" %}', '「"」'),
        ('{% if x %}\n{% say "停止" %}{% endif %}', "停止"),
        ('{%say "停止"%}', "停止"),
    ],
)
def test_a_sentence_of_a_template(tmp_path: Path, text: str, sentence: str) -> None:
    found, problems = collected(tmp_path, templates__a=text)
    assert (list(found), problems) == ([sentence], [])


@pytest.mark.parametrize(
    "text",
    [
        "停止",
        "{# {% say '停止' %} #}",
        "{{ say }}",
        '{% saying "停止" %}',
        '{% verbatim %}{% say "停止" %}{% endverbatim %}',
        '{{ "停止"|shown }}',
    ],
)
def test_no_sentence(tmp_path: Path, text: str) -> None:
    assert collected(tmp_path, templates__a=text) == ({}, [])


def test_a_template_is_what_lies_below_templates(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('{% say "停止" %}', encoding="utf-8")
    assert collected(tmp_path) == ({}, [])


@pytest.mark.parametrize(
    "text", ["{% say words %}", '{% say "停止"|upper %}', "{% say %}", '{% say _("停止") %}', "{% say 1 %}"]
)
def test_a_sentence_that_is_no_literal_is_a_problem(tmp_path: Path, text: str) -> None:
    found, [problem] = collected(tmp_path, templates__a=f"<p>\n{text}")
    assert not found
    assert "a.html:2: the sentence is no literal" in problem


@pytest.mark.parametrize(
    "text",
    [
        '{% say "{count}件" %}',
        '{% say "停止" count=n %}',
        '{% say "{count}件" n %}',
        '{% say "{count}件" number=n as words %}',
        '{% say "停止" "x" %}',
    ],
)
def test_places_and_values_that_differ_are_a_problem(tmp_path: Path, text: str) -> None:
    _, [problem] = collected(tmp_path, templates__a=text)
    assert "a.html:1: places" in problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('say("停止")', ""),
        ('words.say("{n}件", n=1)', ""),
        ('say("{n}件", **values)', ""),
        ('Sentence("{n}件", values)', ""),
        ("say(text)", "no literal"),
        ('say(f"{n}件")', "no literal"),
        ('say("{n}件")', "places"),
        ('say("停止", n=1)', "places"),
    ],
)
def test_a_sentence_of_python(tmp_path: Path, text: str, problem: str) -> None:
    _, problems = collected(tmp_path, a=text)
    assert [problem in one for one in problems] == ([True] if problem else [])


def test_a_sentence_is_found_once_with_every_place(tmp_path: Path) -> None:
    found, problems = collected(
        tmp_path, a='say("停止")', templates__a='{% say "停止" %}', templates__b='{% say "停止" %}'
    )
    assert {Path(name).name for name in found["停止"]} == {"a.py", "a.html", "b.html"}
    assert not problems


def test_what_an_english_reader_would_not_get_is_a_fault() -> None:
    found = {"{n}件": {"a.html"}, "停止": {"a.html"}, "再開": {"a.html"}}
    said = list(catalogue.faults(found, {"{n}件": "{count} of them", "停止": "Stop"}))
    assert len(said) == 2
    assert any("other places" in one for one in said)
    assert any("no English: 再開" in one for one in said)
