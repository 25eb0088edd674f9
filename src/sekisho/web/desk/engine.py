"""The engine as the desk calls it: in worker processes of its own, with the sources that are registered."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace

from sekisho.bundle.model import BundleError
from sekisho.inspection.model import Report
from sekisho.inspection.run import Options, inspect
from sekisho.inspection.worker.pool import Pool
from sekisho.web.desk.bundling import Bundled
from sekisho.web.desk.own_lists import bundle_sources


def inspect_bundle(made: Bundled, progress: Callable[[int, int], None]) -> Report:
    """Return what is to be said about a bundle, held against the registered lists that it names.

    Raises:
        BundleError: a registered list cannot be read any more.

    """
    with Pool(processors()) as pool:
        sources = bundle_sources(made.sources, made.people)
        bundle = replace(made.bundle, sources=sources)
        return inspect(bundle, Options(pool.limits), reader=pool, progress=progress)


def processors() -> int:
    """Return how many files are read at a time: one less than there are processors, which serve the pages."""
    here = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(here - 1, 8))


__all__ = ["BundleError", "inspect_bundle", "processors"]
