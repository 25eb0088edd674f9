"""A folder of encrypted files."""

from pathlib import Path

import pytest
from tests.unit.web.store.putting import CIPHER

from sekisho.web.store.files import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files", CIPHER)
