"""The engine as the desk calls it: in worker processes of its own, with the sources that are registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sekisho.bundle.model import BundleError
from sekisho.inspection.model import Report
from sekisho.inspection.run import Options, inspect
from sekisho.inspection.worker.pool import Pool, processors
from sekisho.web.desk.bundling import Bundled
from sekisho.web.desk.own_lists import bundle_sources

SPARE = 1
"""Processors that read no files: they serve the pages."""


def readers() -> Pool:
    """Return worker processes that read files, to be left when the inspection is over."""
    return Pool(processors(SPARE))


def inspect_bundle(made: Bundled, pool: Pool, progress: Callable[[int, int], None]) -> Report:
    """Return what is to be said about a bundle, held against the registered lists that it names.

    Raises:
        BundleError: a registered list cannot be read any more.

    """
    sources = bundle_sources(made.sources, made.people)
    bundle = replace(made.bundle, sources=sources)
    return inspect(bundle, Options(pool.limits), reader=pool, progress=progress)


__all__ = ["BundleError", "inspect_bundle", "readers"]
