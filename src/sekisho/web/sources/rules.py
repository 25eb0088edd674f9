"""Who may do what with a registered list: one function for the button and for the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sekisho.gate.model import Actor
from sekisho.gate.rules import Refusal
from sekisho.words import say

ACCEPTING = frozenset({"confirmer", "chief", "security"})
_OUTSIDE = frozenset({"contractor", "contractor_confirmer", "engine"})
"""Roles of those who are not of the department, even where the post names it: they see no list of everybody."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a version is for who wants to do something with it."""

    department: str
    state: str
    supplied_by: str


def belongs(actor: Actor, department: str, on: date) -> bool:
    """Return whether somebody holds a post of their own in a department on a day."""
    return bool(department) and any(
        post.department == department and post.role not in _OUTSIDE and post.holds(on) for post in actor.posts
    )


def seeing(actor: Actor, department: str, on: date) -> Refusal | None:
    """Whoever has no post in the department is not told that there is a list."""
    return None if belongs(actor, department, on) else NONE


def deciding(actor: Actor, version: Standing, on: date) -> Refusal | None:
    """Another person than the one who supplied it decides, who is confirmer, chief or security officer there."""
    if refusal := seeing(actor, version.department, on):
        return refusal
    if refusal := _waiting(version):
        return refusal
    if actor.person == version.supplied_by:
        return Refusal(
            "two_people",
            say("自分が出した台帳を、自分で受け入れることも断ることもできません。"),
            say(
                "同じ課の確認者・課長・情報セキュリティ担当のうち、別の人に頼んでください。別のアカウントでも同じ人とみなします。"
            ),
        )
    posts = (post for post in actor.posts if post.department == version.department and post.holds(on))
    if not any(post.role in ACCEPTING for post in posts):
        return Refusal(
            "role_held",
            say("台帳を受け入れるかどうかは、この課の確認者・課長・情報セキュリティ担当だけが決められます。"),
            say("その役割を持つ人に頼むか、課長に役割の登録を頼んでください。"),
        )
    return None


def withdrawing(actor: Actor, version: Standing, on: date) -> Refusal | None:
    """Only who supplied it withdraws it, and only while it waits."""
    if refusal := seeing(actor, version.department, on):
        return refusal
    if actor.person != version.supplied_by:
        return Refusal(
            "role_held",
            say("取り下げられるのは、この台帳を出した人だけです。"),
            say("出した人に頼むか、受け入れずに理由を書いて返してください。"),
        )
    return _waiting(version)


def _waiting(version: Standing) -> Refusal | None:
    if version.state == "proposed":
        return None
    return Refusal(
        "decided",
        say("この台帳は、もう受け入れ待ちではありません。先にだれかが決めたか、取り下げられています。"),
        say("台帳のページを開き直し、いまの状態を見てください。"),
    )


def following(as_of: date, current: date | None, today: date) -> Refusal | None:
    """A list is of today or before, and not older than the one in force."""
    if as_of > today:
        return Refusal(
            "as_of",
            say("基準日が今日より後です。"),
            say("何日の時点の台帳かを書いてください。先の日付の台帳は、その日になってから出してください。"),
        )
    if current is not None and as_of < current:
        return Refusal(
            "as_of",
            say("いま使われている台帳（基準日{day}）より古い台帳です。", day=current.isoformat()),
            say("新しい台帳を元のシステムから出し直すか、基準日を確かめてください。"),
        )
    return None


NONE = Refusal(
    "nobody",
    say("そのような台帳はありません。"),
    say("アドレスを確かめてください。別の課の台帳は、その課の職員だけが見られます。"),
)
NO_DRAFT = Refusal(
    "nobody",
    say("そのような台帳の下書きはありません。"),
    say("台帳のページから、ファイルを入れ直してください。一日を過ぎた下書きは消えます。"),
)
MOVED = Refusal(
    "moved",
    say("あなたが違いを見た後で、使われている台帳が変わりました。"),
    say("ページを開き直し、いまの台帳との違いを見てから、もう一度押してください。"),
)
WAITING = Refusal(
    "waiting",
    say("この課には、同じ種類の台帳がもう一つ、受け入れを待っています。"),
    say("先にそれを受け入れるか断ってもらうか、出した人に取り下げてもらってください。"),
)
UNREAD = Refusal(
    "unread",
    say("この台帳には、まだ直すところがあります。"),
    say("列を選び直すか、直したファイルを入れ直してください。"),
)
