"""Style sheets, as far as they decide whether a text can be seen: rules for tags, classes and ids, and inline styles.

Source: CSS 2.2. A selector with more than one step is not followed; where one of those changes colours, no colour is
judged that the element does not name itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SIMPLE: Final = re.compile(r"([A-Za-z][\w-]*(?:\\?:[\w-]+)?|\*)?((?:[.#][\w\u0080-\uffff-]+)*)")
_LINK: Final = re.compile(r":(?:any-)?link\b")
_POINTED: Final = re.compile(r":(?:hover|focus|active|visited|focus-within|focus-visible|:|before|after|selection)")
"""Selectors that ask for what the reader does, or for what is no text of the page."""
_NO_COLOUR: Final = frozenset({"", "transparent", "none", "inherit", "initial"})
_EVERYWHERE: Final = re.compile(r"@media\s*(?:all|screen)?\s*", re.IGNORECASE)
_STRING: Final = re.compile(r"content\s*:\s*([^;}]*)", re.IGNORECASE)
_DEEPEST: Final = 4
Declarations = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """The rules of a page, by the tag, class or id that they ask for, in the order in which they win.

    ``sure``: every rule that changes a colour could be followed.
    """

    rules: dict[str, list[tuple[tuple[int, int], frozenset[str], Declarations]]] = field(default_factory=dict)
    sure: bool = True
    count: int = 0

    def add(self, css: str) -> None:
        """Take in the rules of one style sheet."""
        for selector, declarations in _rules(_COMMENT.sub(" ", css), 0):
            for one in selector.split(","):
                self._add_one(one.strip(), declarations)

    def _add_one(self, selector: str, declarations: Declarations) -> None:
        selector = _LINK.sub("", selector)
        match = _SIMPLE.fullmatch(selector)
        if not match or not selector:
            told = {declarations.get(name, "") for name in ("color", "background", "background-color")}
            self.sure &= told <= _NO_COLOUR or bool(_POINTED.search(selector))
            return
        tag = (match.group(1) or "").lower().replace("\\", "")
        marks = re.findall(r"[.#][^.#]+", match.group(2))
        wanted = frozenset([*marks, *([tag] if tag and tag != "*" else [])])
        self.count += 1
        weight = sum(100 if mark[0] == "#" else 10 for mark in marks) + bool(tag and tag != "*")
        # Looked up by one of its marks; the others are asked for when it is found.
        key = marks[0] if marks else tag or "*"
        self.rules.setdefault(key, []).append(((weight, self.count), wanted, declarations))

    def of(self, tag: str, classes: str, identity: str) -> Declarations:
        """Return what the rules say of an element."""
        marks = {tag, *(f".{one}" for one in classes.split()), *([f"#{identity}"] if identity else [])}
        found = [rule for key in (*marks, "*") for rule in self.rules.get(key, ()) if rule[1] <= marks]
        result: Declarations = {}
        for _, _, declarations in sorted(found, key=lambda rule: rule[0]):
            result.update(declarations)
        return result


def _rules(css: str, depth: int) -> Iterator[tuple[str, Declarations]]:
    """Yield each selector with its declarations; of media, only what counts on every screen."""
    at = 0
    while (start := css.find("{", at)) >= 0:
        end = _closing(css, start)
        selector = css[at:start].rpartition(";")[2].strip()
        at = end + 1
        if not selector.startswith("@"):
            yield selector, declarations_of(css[start + 1 : end].partition("{")[0])
        elif _EVERYWHERE.fullmatch(selector) and depth < _DEEPEST:
            yield from _rules(css[start + 1 : end], depth + 1)


def _closing(css: str, start: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(css, start):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    return len(css)


def declarations_of(style: str) -> Declarations:
    """Return the declarations of an inline style or of a rule; what is said last wins."""
    result: Declarations = {}
    for one in style.split(";"):
        name, colon, value = one.partition(":")
        if colon:
            result[name.strip().lower()] = value.partition("!")[0].strip().lower()
    return result


def written_texts(css: str) -> Iterator[str]:
    """Yield what a style sheet says beside rules: its remarks, and the texts that it writes into the page."""
    yield from re.findall(r"/\*(.*?)(?:\*/|\Z)", css, re.DOTALL)
    for value in _STRING.findall(css):
        yield "".join(double or single for double, single in re.findall(r'"([^"]*)"|\'([^\']*)\'', value))
