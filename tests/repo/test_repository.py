"""The repository itself: what must be true of its files, whatever is in them."""

import ast
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT_BYTES = 2_000_000
LIMIT_LINES = 400

# Each with its reason; a file that is not listed stays under the limit.
LARGE_FILES: dict[str, str] = {
    "src/sekisho/data/fonts/BIZUDPGothic-Regular.ttf": "papers are set with it on every machine; kept as its makers made it",
    "src/sekisho/data/fonts/BIZUDPGothic-Bold.ttf": "the same",
}
LONG_FILES: dict[str, str] = {
    "tests/web/test_never.py": "the nine invariants over HTTP, one after the other, as the design counts them",
    "tests/gate/watch.py": "the books of the nine invariants, apart from the code that they watch, and in one place",
    "src/sekisho/web/ui/static/ui/sekisho.css": "one style sheet for all pages, so that a colour has one meaning; in sections",
    "tests/unit/register/past/blind/incidents.py": "what invented cities published: their texts, row after row",
    "src/sekisho/data/demo/expected.toml": "written by examples/make.py: one line for each planted place",
}

PROSE_AND_CODE = {".css", ".html", ".js", ".md", ".py", ".sh", ".toml"}
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))

# Written in pieces, so that this file does not accuse itself.
STRAY = {
    "host of a package registry": [
        r"pypi" + r"\.org",
        r"python" + r"hosted\.org",
        r"npm" + r"js\.(org|com)",
        r"deb\." + r"debian\.org",
        r"proxy\." + r"golang\.org",
    ],
    "path of one machine": [
        r"(?<![\w.])/wo" + r"rk/",
        r"(?<![\w.])/ro" + r"ot/",
        r"(?<![\w.])/ho" + r"me/\w",
        r"(?<![\w.])/Us" + r"ers/\w",
        r"/opt/whe" + r"els",
        r"[A-Z]:\\\\?Us" + r"ers\\",
    ],
    "number of an issue": [r"\bissu" + r"es? #?\d+"],
    "work put off": [r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bXX" + r"X\b"],
}


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that belongs to the repository, or would with the next commit."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is wherever the system has it
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    paths = (ROOT / name.decode() for name in listing.split(b"\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def project() -> dict[str, object]:
    return tomllib.loads(text_of(ROOT / "pyproject.toml"))


def bare(requirement: str) -> str:
    """Return the normalised name of a requirement: ``Foo_bar>=1; x`` is ``foo-bar``."""
    found = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def pins(path: Path) -> dict[str, set[str]]:
    """Return the pinned versions of each package; there may be two, for different Pythons."""
    found: dict[str, set[str]] = {}
    for line in text_of(path).splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            name, version = line.split(";")[0].rstrip(" \\").split("==")
            found.setdefault(bare(name), set()).add(version.strip())
    return found


def declared(group: str) -> set[str]:
    data: Any = project()
    tables = {"dependencies": data["project"], "web": data["project"]["optional-dependencies"]}
    table = tables.get(group, data["dependency-groups"])
    return {bare(requirement) for requirement in table[group]}


# ---------------------------------------------------------------- files


def test_no_file_is_large() -> None:
    large = {name_of(path): path.stat().st_size for path in repository_files() if path.stat().st_size > LIMIT_BYTES}
    assert large.keys() == LARGE_FILES.keys()


def test_no_file_is_long_without_a_reason() -> None:
    lengths = {
        name_of(path): len(text_of(path).splitlines()) for path in repository_files() if path.suffix in PROSE_AND_CODE
    }
    long = {name: lines for name, lines in lengths.items() if lines > LIMIT_LINES and name not in LONG_FILES}
    assert not long
    no_longer = [name for name in LONG_FILES if lengths.get(name, 0) <= LIMIT_LINES]
    assert not no_longer, "take these off the list"


@pytest.mark.parametrize("kind", STRAY)
def test_no_stray_word(kind: str) -> None:
    pattern = re.compile("|".join(STRAY[kind]))
    found = [
        f"{name_of(path)}:{number}: {hit[0]}"
        for path in repository_files()
        if path.suffix not in {".ttf", ".png"}  # outlines of letters and packed pictures read like anything
        for number, line in enumerate(path.read_bytes().decode("utf-8", errors="replace").splitlines(), start=1)
        if (hit := pattern.search(line))
    ]
    assert not found


def test_no_file_name_would_fail_on_windows() -> None:
    forbidden = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ]$|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|$|/)', re.IGNORECASE)
    assert not [name_of(path) for path in repository_files() if forbidden.search(name_of(path))]
    names = [name_of(path).casefold() for path in repository_files()]
    assert len(names) == len(set(names)), "two names differ by case alone"


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "common", "core", "base", "manager", "misc"}
    assert not [
        name_of(path) for path in repository_files() if path.suffix == ".py" and empty & {path.stem, path.parent.name}
    ]


def test_no_test_is_skipped() -> None:
    skips = re.compile(r"mark\.(skip|skipif|xfail)\b|pytest\.(skip|xfail|importorskip)\b|unittest\.skip|SkipTest")
    myself = Path(__file__).resolve()
    tests = [path for path in repository_files() if "tests" in path.parts and path.suffix == ".py" and path != myself]
    assert not [name_of(path) for path in tests if skips.search(text_of(path))]


# ---------------------------------------------------------------- dependencies


def test_every_dependency_has_its_reason() -> None:
    text = text_of(ROOT / "pyproject.toml")
    blocks = re.findall(r"^(?:dependencies|web|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) == sum(len(declared(group)) for group in ("dependencies", "web", "dev"))
    assert not [line for line in lines if not re.search(r'",\s+# \S.{7,}', line)]


def test_every_ignored_rule_has_its_reason() -> None:
    table = re.search(
        r"^\[tool\.ruff\.lint\]\n(.*?)^\[tool\.ruff\.lint\.pycodestyle",
        text_of(ROOT / "pyproject.toml"),
        re.MULTILINE | re.DOTALL,
    )
    assert table
    rules = re.findall(r'^    "[A-Z]+\d*",.*$', table[1], re.MULTILINE)
    assert rules
    assert not [rule for rule in rules if not re.search(r",\s+# \S.{7,}", rule)]


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_are_pinned_and_hashed_and_name_no_address(path: Path) -> None:
    logical = [line for line in text_of(path).replace("\\\n", " ").splitlines() if line.strip()]
    assert logical
    assert not [
        line
        for line in logical
        if not re.fullmatch(r"[a-z0-9-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line)
    ]
    assert "://" not in text_of(path)


def test_requirements_hold_what_the_project_declares() -> None:
    runtime, web, dev = (pins(ROOT / "requirements" / name) for name in ("runtime.txt", "web.txt", "dev.txt"))
    assert declared("dependencies") <= set(runtime)
    assert declared("dependencies") | declared("web") <= set(web)
    assert declared("dependencies") | declared("web") | declared("dev") <= set(dev)
    assert {name: web.get(name) for name in runtime} == runtime
    assert {name: dev.get(name) for name in web} == web
    assert not declared("web") & set(runtime), "what only the web needs"
    assert pins(ROOT / "requirements" / "uv.txt").items() <= dev.items()


def test_every_runtime_package_stands_in_notice() -> None:
    notice = text_of(ROOT / "NOTICE").lower()
    assert not [name for name in declared("dependencies") | declared("web") if name not in notice]


MODULE = re.compile(r"(axes|django_tasks_db|whitenoise)(\.\w+)*")


def foreign(*folders: str) -> set[str]:
    """Return the packages that the Python files in ``folders`` import, the standard library and our own left out."""
    modules: set[str] = set()
    paths = [path for path in repository_files() if path.suffix == ".py" and name_of(path).startswith(folders)]
    for path in paths:
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                modules.add(str(node.module).split(".")[0])
            elif path.name == "settings.py" and isinstance(node, ast.Constant) and MODULE.fullmatch(str(node.value)):
                modules.add(str(node.value).split(".")[0])  # Django imports by name what its settings list
    installed = packages_distributions()
    own = {path.stem for path in paths} | {path.parent.name for path in paths} | {"sekisho", "tests"}
    third = modules - set(sys.stdlib_module_names) - own
    return {bare(installed[module][0]) if module in installed else module for module in third}


def test_the_package_imports_what_it_declares_and_nothing_else() -> None:
    assert foreign("src/") == declared("dependencies") | declared("web")
    below = sorted({name_of(path).split("/")[2] for path in repository_files() if "src" in path.parts} - {"web"})
    assert foreign(*(f"src/sekisho/{name}" for name in below)) == declared("dependencies")


def test_nobody_but_the_store_names_its_tables() -> None:
    tables = re.compile(r"\bledger_(event|head|checkpoint|key)\b")
    names = {
        name_of(path) for path in repository_files() if path.suffix in {".py", ".html"} and tables.search(text_of(path))
    }
    assert {name for name in names if name.startswith("src/")}
    assert not [
        name
        for name in names
        if not name.startswith(("src/sekisho/web/store/", "tests/store/", "tests/web/", "tests/repo/"))
    ]


def test_everything_else_imports_what_is_declared() -> None:
    assert (
        not foreign("tests/", "examples/", "benchmarks/", "scripts/")
        - declared("dependencies")
        - declared("web")
        - declared("dev")
    )


def test_wheel_holds_everything_of_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("sekisho/")}
    written = {
        name_of(path).removeprefix("src/") for path in repository_files() if name_of(path).startswith("src/sekisho/")
    }
    assert written <= shipped
    assert not [name for name in shipped if "__pycache__" in name]


# ---------------------------------------------------------------- documents


def outline(markdown: str) -> list[str]:
    """Return what two translations must share: levels of headings, kinds of blocks, lines of code without comments."""
    found: list[str] = []
    in_code = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            in_code = not in_code
            found.append(line)
        elif in_code:
            found.append(line.split(" # ")[0].rstrip())
        elif kind := re.match(r"#+ |\| |- |!\[|<!-- \w+:\w+ -->", line):
            found.append(kind[0])
    return found


def between_marks(markdown: str) -> str:
    """Return the document without what a run has put between its marks."""
    return re.sub(r"(<!-- (\w+):begin -->).*?(<!-- \2:end -->)", r"\1\n\3", markdown, flags=re.DOTALL)


def test_the_two_readmes_say_the_same() -> None:
    english, japanese = (between_marks(text_of(ROOT / name)) for name in ("README.md", "README.ja.md"))
    assert outline(english) == outline(japanese)
    targets = [set(re.findall(r"\]\(([^)]+)\)", text)) - {"README.md", "README.ja.md"} for text in (english, japanese)]
    assert targets[0] == targets[1]


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    dead = [
        f"{name_of(path)}: {target}"
        for path in repository_files()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)", text_of(path))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert not dead


def test_pictures_are_whole_and_fetch_nothing() -> None:
    pictures = [path for path in repository_files() if path.suffix == ".svg"]
    assert pictures
    for path in pictures:
        ET.fromstring(text_of(path))  # noqa: S314 - our own file
        assert not re.search(r"(href|src)=[\"']https?:|url\(\s*[\"']?https?:|<script|@import", text_of(path)), name_of(
            path
        )


def test_decisions_are_numbered_and_complete() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    headings = ["Context", "Decision", "Consequences", "What would make us reverse it"]
    for page in pages:
        assert re.findall(r"^## (.+)$", text_of(page), re.MULTILINE) == headings, page.name
        assert re.search(r"^Status: (accepted|superseded by \d{4}), \d{4}-\d\d-\d\d$", text_of(page), re.MULTILINE), (
            page.name
        )
