"""The examples with their files in other formats, and what the engine says of them."""

import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from lxml import html
from tests.libreoffice.conversions import Route
from tests.libreoffice.office import LibreOffice, Step
from tests.unit.examples.demo_files import DEMO, PLANTED, plain

from sekisho.bundle.load import load
from sekisho.inspection.model import Finding, Report
from sekisho.inspection.run import Options, inspect
from sekisho.inspection.workbooks import read_workbook
from sekisho.inspection.worker.pool import Pool

TWINS = ("mistake", "repaired")
OUT = "out/converted"
"""Where the converted files lie: their names may be those of other files of the bundle."""
Originals = Callable[[str], Report]
"""The report of each bundle as it is."""
Files = Mapping[str, Path]
"""What came of each file of the examples, by bundle and name: ``incident-1/mistake/out/a.xlsx``."""


def converted(
    office: LibreOffice, kind: str, steps: tuple[Step, ...], folder: Path, twins: Sequence[str] = TWINS
) -> Files:
    """Save every file of ``kind`` in which something is planted, and its repaired twin: all in one call for each step."""
    planted = sorted({DEMO / one["bundle"] / one["file"] for one in PLANTED if one["file"].endswith(f".{kind}")})
    files = [Path(str(file).replace("/mistake/", f"/{twin}/")) for file in planted for twin in twins]
    flat = {folder / f"{number:02d}.{kind}": file for number, file in enumerate(files)}
    for copy, file in flat.items():
        shutil.copy(file, copy)
    made = office.convert(flat, *steps)
    return {file.relative_to(DEMO).as_posix(): made[copy] for copy, file in flat.items()}


def bundles_of(files: Files) -> list[str]:
    """Return the bundles in which there is any of these files."""
    return sorted({file.rpartition("/out/")[0] for file in files})


def name_in(bundle: str, file: str, made: Path) -> str:
    """Return what a converted file is called in its bundle; it keeps the name that people gave it."""
    return f"{OUT}/{Path(file).stem}{made.suffix}"


def judged(bundle: str, files: Files, pool: Pool, folder: Path) -> Report:
    """Inspect a copy of an example in which ``files`` stand for those they were made from."""
    root = folder / bundle
    shutil.copytree(DEMO / bundle, root)
    (root / OUT).mkdir(parents=True)
    told = (root / "bundle.toml").read_text(encoding="utf-8")
    for file, made in files.items():
        inside = file.removeprefix(f"{bundle}/")
        if inside != file:
            (root / inside).unlink()
            shutil.copy(made, root / name_in(bundle, file, made))
            assert f'"{inside}"' in told
            told = told.replace(f'"{inside}"', f'"{name_in(bundle, file, made)}"')
    assert tomllib.loads(told)
    (root / "bundle.toml").write_text(told, encoding="utf-8")
    return inspect(load(root, read_workbook=partial(read_workbook, reader=pool)), Options(), reader=pool)


def at(place: Mapping[str, Any], route: Route, finding: Finding) -> bool:
    """Tell whether a finding stands where a planted place is, as far as the last format of the route says so."""
    keys = route.as_list if finding.parcel is None and route.as_list else route.keeps
    return finding.place.part == route.part and all(getattr(finding.place, key) == place.get(key) for key in keys)


def text_of(file: Path) -> str:
    """Return everything that can be read in a converted file, by other means than ours, without blanks."""
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            return plain("".join(page.get_textpage().get_text_bounded() for page in document))
    raw = file.read_bytes()
    if file.suffix == ".html":
        return plain(html.document_fromstring(raw).xpath("string()"))
    for encoding in ("utf-8", "cp932"):
        try:
            return plain(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise AssertionError(file)
