"""Invented reports of invented cities: what they tell, and how tools and offices lay it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.worker.tables import read_tables
from sekisho.register.past.model import PastIncident, PastReport
from sekisho.register.past.reading import read_past_report


class Here:
    """A reader in this process: the same function that the worker calls."""

    def read(self, files, *, taken=()):  # noqa: ANN001, ANN201  the protocol of the pool
        for file in files:
            yield file, self.one(file)

    @staticmethod
    def one(file: File) -> Document:
        return read_tables(file, Limits())


def report_of(data: bytes | str, name: str) -> PastReport:
    return read_past_report(name, data.encode() if isinstance(data, str) else data, Here())


@dataclass(frozen=True)
class Measure:
    label: str
    text: str
    status: str = ""


@dataclass(frozen=True)
class Told:
    """An incident as its author means it. ``before`` and ``after``: paragraphs of the status that no mark gives to a measure."""

    number: str
    department: str
    outline: str
    measures: Sequence[Measure]
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    evaluation: Sequence[str] = ()
    extra: Sequence[tuple[str, str]] = ()

    @property
    def measures_text(self) -> str:
        return "\n".join(one.label + one.text for one in self.measures)

    @property
    def status_text(self) -> str:
        marked = [one.status for one in self.measures if one.status]
        return "\n".join([*self.before, *marked, *self.after, *self.evaluation])

    def cells(self, headings: Sequence[str]) -> list[str]:
        extra = dict(self.extra)
        known = {
            "番号": self.number,
            "部署": self.department,
            "事故の概要": self.outline,
            "再発防止策": self.measures_text,
            "実施状況": self.status_text,
        }
        return [known.get(MEANING.get(heading, heading), extra.get(heading, "")) for heading in headings]


WORDS = {
    "番号": ("番号", "No.", "NO", "項番", "№", "整理番号"),
    "部署": ("部署", "所属", "所管課", "担当課", "部局名", "発生部署"),
    "事故の概要": ("事故の概要", "事案の概要", "概要", "内容", "事故内容"),
    "再発防止策": ("再発防止策", "防止策", "改善策", "対策", "再発防止策の内容"),
    "実施状況": ("実施状況", "取組状況", "進捗状況", "再発防止策の実施状況（評価を含む）", "対策の実施状況"),
}
"""By what is meant: the words that cities use for it."""
MEANING = {word: meant for meant, words in WORDS.items() for word in words}
EXTRA = {
    "発生日": ("令和5年6月12日", "R5.9.1", "2023年11月20日", "令和６年２月３日"),
    "公表日": ("令和5年7月1日", "2023/12/01"),
    "件数": ("1", "3件", "12"),
    "人数": ("5人", "１名", "48"),
    "備考": ("", "本人に謝罪し、回収した。", "調査を続けている。"),
    "発生原因": ("確認の不足による。", "手順書に定めがなかった。"),
}
"""Columns that some cities have, and what may stand in them."""
HEADINGS = ("番号", "部署", "事故の概要", "再発防止策", "実施状況")


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def letters(incident: PastIncident) -> str:
    """Return every text of an incident in reading order, without white space."""
    return bare(
        "".join(
            (
                incident.number,
                incident.department,
                incident.outline,
                *(each.label + each.text for each in incident.measures),
                *(part.text for part in incident.parts),
                *(text for _, text in incident.extra),
            )
        )
    )


def fields(incident: PastIncident) -> str:
    """Return every text of an incident as it is given away, sorted: the same characters, whatever the order."""
    return "".join(
        sorted(
            bare(
                "".join(
                    (
                        incident.number,
                        incident.department,
                        incident.outline,
                        *(each.label + each.text + each.status for each in incident.measures),
                        incident.status,
                        incident.evaluation,
                        *(text for _, text in incident.extra),
                    )
                )
            )
        )
    )


def same(told: Told, read: PastIncident) -> list[str]:
    """Return the names of the fields in which what was read differs from what was told."""
    wanted = {
        "number": (told.number, read.number),
        "department": (told.department, read.department),
        "outline": (told.outline, read.outline),
        "labels": ([m.label.strip() for m in told.measures], [m.label for m in read.measures]),
        "texts": ([bare(m.text) for m in told.measures], [bare(m.text) for m in read.measures]),
        "statuses": ([bare(m.status) for m in told.measures], [bare(m.status) for m in read.measures]),
        "status": (bare("".join((*told.before, *told.after))), bare(read.status)),
        "evaluation": (bare("".join(told.evaluation)), bare(read.evaluation)),
        "extra": (
            [(name, bare(text)) for name, text in told.extra if text],
            [(name, bare(text)) for name, text in read.extra],
        ),
    }
    return [
        name
        for name, (a, b) in wanted.items()
        if (bare(a) if isinstance(a, str) else a) != (bare(b) if isinstance(b, str) else b)
    ]
