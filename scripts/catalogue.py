r"""The English catalogue: collects every sentence of the source, and checks that each is translated.

A sentence is the first argument of say("…") in Python, and of {% say "…" %} in a template.

catalogue.py                      take in new sentences, drop old ones, compile
catalogue.py --translations FILE  the same, with translations from a table (sentence, tab, English; newline as \n)
catalogue.py --check              change nothing; exit status 1 where anything is not as it should be
"""

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.text import unescape_string_literal

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sekisho"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "sekisho.po"
MO = PO.with_suffix(".mo")
MAKERS = {"say", "Sentence"}
DEFINED = {SOURCE / "words.py", SOURCE / "web" / "ui" / "saying.py"}
"""Where the makers are defined, for Python and for templates."""
# The header must not change with the day, or every run would change the file.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

Made = tuple[int, str | None, frozenset[str] | None]
"""Line, sentence (None where it is no literal), and the names of its values (None where only a run can know them)."""


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield the calls in ``path`` that make a sentence, in the order of the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MAKERS:
                yield node


def sentences(problems: list[str], source: Path = SOURCE) -> dict[str, set[str]]:
    """Return each sentence below ``source`` with the files it stands in; one that is no literal is a problem."""
    found: dict[str, set[str]] = {}
    for path, made in [*((path, in_python) for path in sorted(source.rglob("*.py"))), *templates(source)]:
        name = (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()
        for line, text, values in made(path):
            if text is None:
                problems.append(f"{name}:{line}: the sentence is no literal, so no catalogue can hold it")
                continue
            if text:  # the empty sentence is the header of the catalogue
                found.setdefault(text, set()).add(name)
                problems.extend(f"{name}:{line}: {fault}" for fault in value_faults(text, values))
    return found


def in_python(path: Path) -> Iterator[Made]:
    """Yield the sentences that a module makes."""
    if path in DEFINED:
        return
    for call in calls(path):
        text = call.args[0]
        literal = isinstance(text, ast.Constant) and isinstance(text.value, str)
        given = {keyword.arg for keyword in call.keywords}
        is_say = getattr(call.func, "id", getattr(call.func, "attr", "")) == "say"
        # **values are known only when it runs; Sentence takes no values by name
        known = is_say and None not in given
        yield call.lineno, text.value if literal else None, frozenset(filter(None, given)) if known else None


def templates(source: Path) -> Iterator[tuple[Path, Callable[[Path], Iterator[Made]]]]:
    """Yield the templates below ``source``, whatever kind of text they make."""
    for folder in sorted(source.rglob("templates")):
        yield from ((path, in_template) for path in sorted(folder.rglob("*")) if path.is_file())


def in_template(path: Path) -> Iterator[Made]:
    """Yield the sentences of a template, as Django itself takes it apart."""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        if token.token_type is not TokenType.BLOCK:
            continue
        tag, *bits = token.split_contents()
        if tag != "say":
            continue
        if bits[-2:-1] == ["as"]:
            bits = bits[:-2]
        named = {bit.partition("=")[0] for bit in bits[1:] if re.match(r"\w+=", bit)}
        # A value without a name fails when the page is made; named for what it is, it fails here already.
        named |= {bit for bit in bits[1:] if not re.match(r"\w+=", bit)}
        yield token.lineno, literal(bits[0]) if bits else None, frozenset(named)


def literal(bit: str) -> str | None:
    """Return the text of a literal in a template, None for a variable and for a literal with a filter behind it."""
    whole = re.fullmatch(r"""("|')(?:\\.|(?!\1)[^\\])*\1""", bit)
    return unescape_string_literal(bit) if whole else None


def value_faults(text: str, values: frozenset[str] | None) -> Iterator[str]:
    """Yield what would fail when the sentence is shown: a place without a value, a value without a place."""
    if values is not None and values != places(text):
        yield f"places {sorted(places(text))}, values {sorted(values)}: {text}"


def places(text: str) -> set[str]:
    """Return the names of the places in ``text`` that take a value."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def translated(tables: list[Path]) -> dict[str, str]:
    """Return the English of each sentence: from the catalogue, then from ``tables``."""
    english: dict[str, str] = {}
    if PO.exists():
        with PO.open("rb") as file:
            english = {str(message.id): str(message.string) for message in read_po(file, locale="en") if message.id}
    for table in tables:
        for line in table.read_text(encoding="utf-8").splitlines():
            sentence, tab, text = line.partition("\t")
            if tab:
                english[sentence.replace("\\n", "\n")] = text.replace("\\n", "\n")
    return english


def catalogue(found: dict[str, set[str]], english: dict[str, str]) -> Catalog:
    """Return the catalogue in the order of the sentences, each with the files it stands in."""
    result = Catalog(
        locale="en",
        domain="sekisho",
        project="sekisho",
        version="1",
        creation_date=EPOCH,
        revision_date=EPOCH,
        last_translator="Sekisho contributors",
        language_team="Sekisho contributors",
        copyright_holder="the Sekisho contributors",
        msgid_bugs_address="see SECURITY.md and CONTRIBUTING.md",
        header_comment="# English translations for Sekisho. The sentences are collected by `make fix`.",
        fuzzy=False,
    )
    for sentence in sorted(found):
        result.add(sentence, english.get(sentence, ""), locations=[(name, 0) for name in sorted(found[sentence])])
    return result


def faults(found: dict[str, set[str]], english: dict[str, str]) -> Iterator[str]:
    """Yield each sentence that an English reader would not get, or would get wrong."""
    for sentence, names in sorted(found.items()):
        text = english.get(sentence, "")
        if not text:
            yield f"{min(names)}: no English: {sentence}"
        elif places(text) != places(sentence):
            yield f"{min(names)}: other places in English {sorted(places(text))}: {sentence}"


def written(result: Catalog) -> tuple[bytes, bytes]:
    """Return the catalogue as people edit it, and as the program reads it."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, result, width=0, include_lineno=False)
    write_mo(mo, result)
    return po.getvalue(), mo.getvalue()


def main() -> int:
    """Write the catalogue, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--translations", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    problems: list[str] = []
    found = sentences(problems)
    english = translated(options.translations)
    po, mo = written(catalogue(found, english))
    problems.extend(faults(found, english))
    if options.check:
        stale = [path for path, content in ((PO, po), (MO, mo)) if not path.exists() or path.read_bytes() != content]
        problems.extend(f"{path.relative_to(ROOT)}: not current; make fix" for path in stale)
    else:
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(po)
        MO.write_bytes(mo)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(found)} sentences, {len(problems)} problems", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
