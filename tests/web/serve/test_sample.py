"""The sample of the settings is what the program reads."""

import re
from pathlib import Path

from sekisho.web.options import Options, read

SAMPLE = Path(__file__).parents[3] / "docs" / "admin" / "sekisho.toml"


def test_the_sample_changes_nothing() -> None:
    assert read(SAMPLE, {}) == Options()


def test_every_line_of_the_sample_may_be_used(tmp_path: Path) -> None:
    file = tmp_path / "sekisho.toml"
    file.write_text(re.sub(r"(?m)^#(?=\w+ = )", "", SAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != SAMPLE.read_text(encoding="utf-8")
    assert read(file, {}) == Options()
