"""公開後確認: what is live is brought, and the software compares it with what was approved. A link alone is not it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.gate.commands import Recheck
from sekisho.web.desk.comparing import as_found, digests
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import At, Page, Said, StepForm
from sekisho.words import say


class Live(StepForm):
    """The files as they were fetched from the live page."""

    brought = fields.files(say("公開中のページから保存したファイル"))


def context(at: At) -> Mapping[str, Any]:
    """Return the names of the files that were approved, and when it was looked at before."""
    files = [one for key in at.keys for one in at.seen.files[key] if one.state == "current"]
    made = at.seen.state.stamps.get((at.step.id, at.unit), ())
    return {"approved": files, "looked": sorted(one.at for one in made)}


def command(said: Said) -> Recheck:
    """Return what was found live, by parcel."""
    found = digests(said.typed["brought"])
    return Recheck(**said.base, live=as_found(said.at.seen.state, said.at.keys, found, said.pen))


PAGE = Page("desk/steps/recheck.html", command, context, Live)
