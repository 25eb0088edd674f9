"""One LibreOffice for each process that runs tests, and a pool of readers for each module."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.libreoffice.bundles import Originals, judged
from tests.libreoffice.office import LibreOffice

from sekisho.inspection.worker.pool import Pool


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(jobs=1) as made:
        yield made


@pytest.fixture(scope="module")
def originals(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> Originals:
    """What is said of each example as it is, judged once."""
    folder: Path = tmp_path_factory.mktemp("originals")
    return cache(lambda bundle: judged(bundle, {}, pool, folder))
