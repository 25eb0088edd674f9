"""Whether anybody can verify a measure (文言の点検): who, at which step, checks what against what, leaving what.

A measure such as 「ダブルチェックを徹底する」 cannot be seen to be kept or broken. This names the words that say nothing and
what is missing, and puts a sentence beside it that says the same so that it can be looked at. It only proposes.

The words are those that reports of cities use and that the procedures' own lint refuses (see
:mod:`sekisho.gate.lettering`); the questions are those of 5W1H as audit handbooks ask them of a control.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sekisho.words import Sentence, say

Slot = Literal["who", "when", "what", "against", "leaving"]
SLOTS: Mapping[Slot, Sentence] = {
    "who": say("誰が"),
    "when": say("どの工程で"),
    "what": say("何を"),
    "against": say("何と照らして"),
    "leaving": say("何を残すか"),
}

_VAGUE = re.compile(
    r"徹底|強化|ダブルチェック|二重チェック|ダブル・チェック|十分に?注意|細心の注意|注意喚起|意識(?:啓発|付け|づけ|の向上|を高め)|"
    r"再認識|心がけ|心掛け|努め|気を付け|気をつけ|周知|適切に|適正に|しっかり|万全|見直(?:し|す)(?!を行い、全て)|"
    r"再度(?:教育|確認)|遵守|順守|複数(?:の職員|人|名)(?:による|で)"
)
_PEOPLE = (
    r"(?:起案|決裁|作業|確認|封入|担当|発送|作成|承認|受託|点検)(?:者|係|職員)|課長|係長|主査|上司|所属長|管理者|"
    r"文書担当|別の(?:者|職員|担当者|人)|委託先|職員|担当者"
)
_SIGNS: Mapping[Slot, re.Pattern[str]] = {
    "who": re.compile(rf"(?:{_PEOPLE})(?:[^。]{{0,12}}?)(?:が|は|に|の双方|及び|により|による|と)"),
    "when": re.compile(
        r"(?:する|した)?(?:時に|時、|時は|際に|際は|際、|前に|後に|までに|ごとに|毎に|たびに|都度|から.{0,12}まで)|工程|毎(?:日|週|月|年)"
    ),
    "what": re.compile(r"[^。、]+を"),
    "against": re.compile(
        r"と(?:照合|突合|突き合わせ|突合せ|見比べ|比べ|読み合わせ|一致)|に照らし|と同じ(?:番号|もの)|同一の(?:番号|もの)|と合(?:わせ|う)|台帳|名簿と|原本"
    ),
    "leaving": re.compile(
        r"記録|押印|印を|チェックリスト|チェックシート|署名|サイン|残す|残し|決裁|報告書|番号を(?:付|打|記)|付番"
    ),
}
_OF_TEACHING = re.compile(r"研修|教育|講習|訓練|勉強会|説明会|ｅ?e?ラーニング")
"""What is taught is verified by who was there: the questions of a check do not fit it."""
_OF_BUILDING = re.compile(r"(?:分け|区分|分離|廃止|自動|システム|設定|暗号|削除|禁止|追加|変更)")
"""What takes a chance away or lets a machine do it asks for no comparison."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text says. ``vague``: words that nobody can verify, as they stand. ``missing``: what it leaves open.

    ``proposal``: a sentence with a place for each thing that is missing; nothing where nothing is missing.
    """

    vague: tuple[str, ...] = ()
    missing: tuple[Slot, ...] = ()
    proposal: Sentence | None = None

    @property
    def verifiable(self) -> bool:
        """Whether somebody could look whether it is kept."""
        return not self.vague or not self.missing


def wording(text: str) -> Wording:
    """Return what the text of a measure says, and what it leaves open."""
    vague = tuple(dict.fromkeys(found.group() for found in _VAGUE.finditer(text)))
    missing = _missing(text)
    return Wording(vague, missing, _proposal(text, missing) if missing else None)


def _missing(text: str) -> tuple[Slot, ...]:
    asked: tuple[Slot, ...] = ("who", "when", "what", "against", "leaving")
    if _OF_TEACHING.search(text):
        asked = ("who", "when", "what")
    elif _OF_BUILDING.search(text):
        asked = ("what",)
    return tuple(slot for slot in asked if not _SIGNS[slot].search(text))


def _proposal(text: str, missing: tuple[Slot, ...]) -> Sentence:
    given = {slot: _found(text, slot) for slot in SLOTS}
    if _OF_TEACHING.search(text):
        return say(
            "例：〔誰を対象に〕、〔いつまでに〕、〔何〕の研修を行い、受けた人の数と日を残す。（いまの文で決まっていないもの：{missing}）",
            missing=_named(missing),
        )
    return say(
        "例：{who}が、{when}、{what}を、{against}と照らし、{leaving}を残す。（いまの文で決まっていないもの：{missing}）",
        who=given["who"] or say("〔誰〕"),
        when=given["when"] or say("〔どの工程で〕"),
        what=say("〔何〕"),
        against=say("〔何〕"),
        leaving=say("〔記録〕"),
        missing=_named(missing),
    )


def _named(missing: tuple[Slot, ...]) -> Sentence:
    names = [SLOTS[slot] for slot in missing]
    told = names[0]
    for one in names[1:]:
        told = say("{first}、{second}", first=told, second=one)
    return told


def _found(text: str, slot: Slot) -> str:
    """Return what of the text already answers a question, where it can be lifted out as it stands."""
    if slot == "who" and (found := re.search(_PEOPLE, text)):
        return found.group()
    if slot == "when" and (found := re.search(r"[^、。①-⑳]{2,14}(?:時に|際に|前に|後に)", text)):
        return found.group()
    return ""
