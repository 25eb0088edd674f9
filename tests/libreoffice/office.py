"""LibreOffice as an office uses it to save a file in another format; without it nothing here can be tested."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
"""For one call; a start takes two, a file a tenth."""


@dataclass(frozen=True, slots=True)
class Step:
    """Save as ``to`` (an ending, with LibreOffice's filter and its options behind ``:``), read by the filter ``reads``."""

    to: str
    reads: str = ""

    @property
    def ending(self) -> str:
        return self.to.partition(":")[0]


class LibreOffice:
    """Converts files, with settings of its own below ``folder``: nobody's desktop has a say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._calls = 0
        found = shutil.which("soffice")
        assert found, "LibreOffice is missing: `make test` installs what TEST_PACKAGES in the Makefile names"
        self._program = found

    def convert(self, files: Iterable[Path], *steps: Step) -> dict[Path, Path]:
        """Return for each file what came of it after all steps. All files of a step go through one call: it starts slowly."""
        made = {file: file for file in files}
        for step in steps:
            made = dict(zip(made, self._saved(list(made.values()), step), strict=True))
        return made

    def sheets_of(self, file: Path, step: Step) -> list[Path]:
        """Return a file for each sheet, where the options of the filter say so."""
        into, told = self._call([file], step)
        made = sorted(into.glob(f"{file.stem}-*.{step.ending}"))
        assert made, told
        return made

    def _saved(self, files: list[Path], step: Step) -> list[Path]:
        into, told = self._call(files, step)
        made = [into / f"{file.stem}.{step.ending}" for file in files]
        missing = [file.name for file in made if not file.is_file()]
        assert not missing, f"{missing}\n{told}"
        return made

    def _call(self, files: list[Path], step: Step) -> tuple[Path, str]:
        """Start LibreOffice once; return where the files are, and what it said."""
        self._calls += 1
        into = self._folder / f"step-{self._calls}"
        reads = [f"--infilter={step.reads}"] if step.reads else []
        command = [
            *(self._program, "--headless", f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"),
            *(*reads, "--convert-to", step.to, "--outdir", str(into), *map(str, files)),
        ]
        away = {**os.environ, "HOME": str(self._folder)}
        done = subprocess.run(command, check=False, capture_output=True, timeout=SECONDS, env=away)
        return into, f"{done.stdout.decode()}\n{done.stderr.decode()}"
