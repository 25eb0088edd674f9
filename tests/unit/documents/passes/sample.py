"""A pass of a city that does not exist, with one of everything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pypdfium2

from sekisho.documents.passes.model import (
    Anchor,
    Counts,
    Deed,
    Found,
    Line,
    Party,
    Pass,
    Person,
    Reading,
    Stage,
)
from sekisho.gate.state import JAPAN
from sekisho.words import Titled, say

AOKI = Person("みどり", "青木", "青木 由美")
BABA = Person("みどり", "馬場", "馬場 健")
CHIBA = Person("みどり", "千葉", "千葉 透")
DIGEST = "4b1f09d277ac6e1590e3c8f12d5ba740e6119c3f08d7b25ac4f0613e9a82d7b6"


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAPAN)


STAGES = (
    Stage(
        say("事前共有"),
        Titled("工程と危険を読み合わせる", "Go through steps and risks"),
        (Deed(AOKI, at(6, 10, 5), "worker", "claimed"), Deed(CHIBA, at(6, 10, 30), "approver", "claimed")),
        roles=("worker", "approver"),
    ),
    Stage(
        say("自動検査"),
        Titled("ほかの園の子どもを探す", "Look for children of other places"),
        (Deed(None, at(10, 9, 41), "engine", "enforced", times=2),),
        roles=("engine",),
    ),
    Stage(
        say("確認"),
        Titled("5行を台帳でたどる", "Trace five rows"),
        (
            Deed(BABA, at(10, 11, 15), "confirmer", "claimed", entered_by=AOKI, entered_at=at(10, 16, 20)),
            Deed(AOKI, at(9, 17, 1), "confirmer", "enforced", void=True),
        ),
        (say("{count}行を抜き出してたどる", count=5),),
        roles=("confirmer",),
        counted=True,
        paper=True,
    ),
    Stage(
        say("決裁"),
        Titled("すべて開いて決裁する", "Open everything and approve"),
        (Deed(BABA, at(10, 14, 30), "approver", "enforced", deputy_of=CHIBA),),
        roles=("approver",),
    ),
    Stage(say("送信"), Titled("送る", "Send"), (Deed(AOKI, at(10, 14, 52), "worker", "enforced"),), roles=("worker",)),
)
PASS = Pass(
    number="2026-0371",
    title=Titled("補助金データ送付（10月分）", "Subsidy data (October)"),
    channel=say("電子メール"),
    organisation=Titled("みどり野市", "Midorino City"),
    department=Titled("保育幼稚園課", "Childcare Section"),
    from_=Party(Titled("保育幼稚園課", "Childcare Section"), Titled("起案者　青木 由美", "drafted by AOKI Yumi")),
    to=Party(Titled("つばさ幼稚園", "Tsubasa Kindergarten"), "office@tsubasa.example.jp"),
    lines=(Line("tsubasa_10.xlsx", 3, "cut", DIGEST, 31), Line("添え状", 1, "paper")),
    stages=STAGES,
    procedure=Titled("複数の宛先へのデータ送付", "Data to several recipients"),
    procedure_digest="ab12cd34" * 8,
    code="sekisho-checkpoint/1 midorino 22 " + "Q" * 44 + " 2026-11-10T05:52:10Z " + "9f" * 32 + " " + "A" * 86 + "==",
    parcel=(3, 6),
    left_at=at(10, 14, 52),
    people=31,
    subjects=2,
    protection=Titled("AES-256で暗号化しました。", "Encrypted with AES-256."),
    wrapper="77ac6e15" * 8,
    remarks=(Titled("パスワードは電話で伝えました。", "The password went by telephone."),),
    proof="sent",
    counts=Counts(1248, 12, 3, 1238, 1238, 1238, explained=True),
    findings=(
        Found(say("隠れた情報"), "stop", Titled("Sheet2", "Sheet2"), Titled("必要と認めた", "needed"), CHIBA),
        Found(say("特定個人情報・機微情報"), "note", "B7"),
    ),
    reading=Reading(14, 15, ("pict.png",)),
    because=("FY2023-1-①", "FY2023-1-②"),
    anchor=Anchor("e27c9a04b8d15f63a90c47de1f8b2a65" * 2, 22),
)
SHEET = replace(
    PASS,
    left_at=None,
    printed_at=at(9, 8, 5),
    proof=None,
    wrapper="",
    anchor=None,
    findings=(),
    reading=None,
    counts=Counts(1248, 12, 3),
    stages=tuple(replace(one, deeds=()) for one in STAGES),
    code="2026-0371",
)


def changed(**fields: Any) -> Pass:
    return replace(PASS, **fields)


def pages(made: bytes) -> list[str]:
    """The text of each page, without white space: where a line breaks is the page's business."""
    document = pypdfium2.PdfDocument(made)
    try:
        return [bare(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def bare(text: str) -> str:
    return re.sub(r"[\s\u3000\u00a0\ufffe\x02]+", "", text)
