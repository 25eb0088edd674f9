"""Who may bring in a new version of a procedure, and who may accept it: one function for the button and for the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sekisho.gate.model import Actor
from sekisho.gate.rules import Refusal
from sekisho.web.people import rules as people
from sekisho.words import say


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal is for who wants to do something with it. ``state``: as its table says."""

    state: str
    proposed_by: str


def seeing(by: Actor, on: date) -> Refusal | None:
    """A proposal is for those who make one or decide upon it: the security office and chiefs, by a post of their own."""
    return people.opening(by, on) and NOT_TO_SEE


def proposing(by: Actor, on: date) -> Refusal | None:
    """A new version is brought by the security office."""
    return None if people.is_security(by, on) else NOT_TO_PROPOSE


def deciding(by: Actor, proposal: Proposed, on: date) -> Refusal | None:
    """Another person than the one who proposed it decides: of the security office, or a chief."""
    if refusal := seeing(by, on) or _waiting(proposal):
        return refusal
    return TWO_PEOPLE if by.person == proposal.proposed_by else None


def withdrawing(by: Actor, proposal: Proposed, on: date) -> Refusal | None:
    """Only who proposed it takes it back, and only while it waits."""
    if refusal := seeing(by, on):
        return refusal
    return _waiting(proposal) if by.person == proposal.proposed_by else NOT_YOURS


def _waiting(proposal: Proposed) -> Refusal | None:
    return None if proposal.state == "proposed" else DECIDED


NOT_TO_SEE = Refusal(
    "role_held",
    say("手順の提案を見て決めるのは、情報セキュリティ担当と課長です。"),
    say(
        "いま使われている手順は、だれでも「手順」のページで見られます。変えたいときは情報セキュリティ担当に相談してください。"
    ),
)
NOT_TO_PROPOSE = Refusal(
    "role_held",
    say("手順の新しい版を提案できるのは、情報セキュリティ担当だけです。"),
    say("直したい工程とその理由を、情報セキュリティ担当に伝えてください。"),
)
TWO_PEOPLE = Refusal(
    "two_people",
    say("自分が提案した手順を、自分で受け入れることも断ることもできません。別のアカウントでも同じ人とみなします。"),
    say("別の情報セキュリティ担当か、課長に頼んでください。"),
)
NOT_YOURS = Refusal(
    "role_held",
    say("取り下げられるのは、この手順を提案した人だけです。"),
    say("提案した人に頼むか、受け入れずに理由を書いて返してください。"),
)
DECIDED = Refusal(
    "decided",
    say("この提案は、もう受け入れ待ちではありません。先にだれかが決めたか、取り下げられています。"),
    say("手順のページを開き直し、いまの版を見てください。"),
)
WAITING = Refusal(
    "waiting",
    say("この手順には、受け入れを待っている提案がもう一つあります。"),
    say("先にそれを受け入れるか断ってもらうか、提案した人に取り下げてもらってください。"),
)
MOVED = Refusal(
    "moved",
    say("あなたが違いを見た後で、この手順の新しい版が使われ始めました。"),
    say("ページを開き直し、いまの版との違いを見てから、もう一度押してください。"),
)
OVERTAKEN = Refusal(
    "moved",
    say("提案された後で、この手順の別の版が使われ始めました。この提案は、それとの違いを見ていません。"),
    say("受け入れずに理由を書いて返し、いまの版から直した新しい提案を頼んでください。"),
)
UNFIT = Refusal(
    "unread",
    say("この手順には、まだ誤りがあります。"),
    say("行番号の付いた誤りを全部直してから、もう一度提案してください。"),
)
UNSEEN = Refusal(
    "unseen",
    say("注意か、弱くなるところがあるのに、それを見る前に押されました。"),
    say("ページを開き直し、注意と弱くなるところを読んでから、もう一度押してください。"),
)
NONE = Refusal(
    "nobody",
    say("そのような手順の提案はありません。"),
    say("アドレスを確かめるか、手順のページから開き直してください。"),
)
NO_PROCEDURE = Refusal(
    "nobody",
    say("そのような手順か版はありません。"),
    say("手順の一覧から選び直してください。"),
)
