"""Who may do what in the register: one function for the button and for the act."""

from __future__ import annotations

from datetime import date

from sekisho.gate.model import Actor
from sekisho.gate.rules import Refusal
from sekisho.web.people.rules import is_security, is_system, sections
from sekisho.words import say

_OUTSIDE = frozenset({"contractor", "contractor_confirmer", "engine"})


def own(actor: Actor, on: date) -> frozenset[str]:
    """Return the departments of somebody on a day: those in which they hold a post of the staff."""
    return frozenset(
        post.department for post in actor.posts if post.department and post.role not in _OUTSIDE and post.holds(on)
    )


def seeing(actor: Actor, on: date) -> Refusal | None:
    """The register is for the staff: everybody learns from it."""
    return None if is_security(actor, on) or own(actor, on) else NOT_STAFF


def seeing_withheld(actor: Actor, department: str, on: date) -> Refusal | None:
    """What waits for a safe day is seen by its department and the security office; the others are not told that it is there."""
    return None if is_security(actor, on) or (department and department in own(actor, on)) else NOTHING


def entering(actor: Actor, department: str, on: date) -> Refusal | None:
    """Whoever knows of an incident of the own department enters it: the clock of the law has begun."""
    return None if is_security(actor, on) or department in own(actor, on) else NOT_OWN


def keeping(actor: Actor, department: str, on: date) -> Refusal | None:
    """The security office cares for the register, and the chief for the incidents of the own section."""
    return None if is_security(actor, on) or (department and department in sections(actor, on)) else NOT_KEEPER


def judging(actor: Actor, department: str, owner: str, on: date) -> Refusal | None:
    """The effect of a measure is judged by somebody else than its owner, whatever account they use."""
    if refusal := keeping(actor, department, on):
        return refusal
    return OWNER if owner and actor.person == owner else None


def publishing(actor: Actor, on: date) -> Refusal | None:
    """Past reports come in, and editions go out, by the security office."""
    return None if is_security(actor, on) or is_system(actor) else NOT_SECURITY


def recording(actor: Actor, department: str, owner: str, on: date) -> Refusal | None:
    """That something was held is written by whoever cares for the register there, or by whom it was given to."""
    if owner and actor.person == owner and own(actor, on):
        return None
    return keeping(actor, department, on)


def writing_near_miss(actor: Actor, department: str, on: date) -> Refusal | None:
    """Everybody writes what nearly happened in the own department; the security office, who may be of none, in any."""
    return None if department in own(actor, on) or is_security(actor, on) else NOT_OWN


def seeing_near_miss(actor: Actor, department: str, by: str, on: date) -> Refusal | None:
    """What somebody wrote is read by them, by their chief and the security office, and by none of them with a name."""
    if is_security(actor, on) or (by and actor.person == by) or (department and department in sections(actor, on)):
        return None
    return NO_NEAR_MISS


def answering(actor: Actor, on: date) -> Refusal | None:
    """What came of a near miss is said by the security office."""
    return None if is_security(actor, on) else NOT_SECURITY


NOT_STAFF = Refusal(
    "role_held",
    say("事故と再発防止策は、市の職員だけが見られます。"),
    say("公表されたものは、年度報告で読めます。"),
)
NOTHING = Refusal(
    "nobody",
    say("この番号の事故や再発防止策はありません。"),
    say("番号が正しいかどうか、一覧から探し直してください。"),
)
NOT_OWN = Refusal(
    "role_held",
    say("自分の課のことだけを書けます。"),
    say("その課の職員か、情報セキュリティ担当に知らせてください。"),
)
NOT_KEEPER = Refusal(
    "role_held",
    say("ここを書き換えられるのは、情報セキュリティ担当と、その課の課長だけです。"),
    say("課長か情報セキュリティ担当に頼んでください。"),
)
NOT_SECURITY = Refusal(
    "role_held",
    say("この操作は、情報セキュリティ担当だけができます。"),
    say("情報セキュリティ担当に頼んでください。"),
)
OWNER = Refusal(
    "two_people",
    say("自分が担当する再発防止策の効果を、自分で評価することはできません。"),
    say("課長か情報セキュリティ担当のうち、別の人に頼んでください。別のアカウントでも同じ人とみなします。"),
)
CHANGED = Refusal(
    "screen",
    say("開いているあいだに、別の人がこの事故を書き換えました。"),
    say("ページを開き直し、いまの内容を見てから、もう一度書いてください。"),
)
CLOSED = Refusal(
    "closed",
    say("この事故はもう閉じています。"),
    say("書き加えるときは、課長か情報セキュリティ担当が、先に閉じるのを取り消してください。"),
)
OPEN_POINTS = Refusal(
    "open_points",
    say("まだ閉じられません。決まっていないことがあります。"),
    say("事故のページの「閉じるまでに要ること」を、上から片づけてください。"),
)
TIED = Refusal(
    "tied",
    say("この再発防止策は、もうそれに結び付いています。"),
    say("再発防止策のページで、いまの根拠を見てください。"),
)
NO_SUCH_TIE = Refusal(
    "nobody",
    say("結び付ける相手がありません。"),
    say("工程・検査・手順の版・研修・行事の一覧から選び直してください。"),
)
NO_EDITION = Refusal(
    "nobody",
    say("この年度報告はまだ公表されていません。"),
    say("年度報告の一覧から、公表されているものを選んでください。"),
)
OTHER_REPORT = Refusal(
    "screen",
    say("開いているあいだに、年度報告の中身が変わりました。"),
    say("ページを開き直し、いまの中身を見てから、もう一度公表してください。"),
)
SAME_EDITION = Refusal(
    "same",
    say("前の版から何も変わっていません。"),
    say("事故や再発防止策、実施状況に変わりがあったときに、新しい版を公表できます。"),
)
NO_DRAFT = Refusal(
    "nobody",
    say("取り込みの下書きがありません。"),
    say("もう取り込んだか、捨てたか、古くなって消えました。ファイルをもう一度入れてください。"),
)
UNDECIDED = Refusal(
    "undecided",
    say("まだ取り込めません。決まっていないことがあります。"),
    say("取り込みのページを開き直し、上に並んだことを片づけてください。"),
)
NO_SERIES = Refusal(
    "nobody",
    say("この番号の行事はありません。"),
    say("行事の一覧から選び直してください。"),
)
ENDED = Refusal(
    "ended",
    say("この行事は、その日より前に終わっています。"),
    say("終わった後のことは、新しい行事として始めてから書いてください。"),
)
WITHDRAWN = Refusal(
    "withdrawn",
    say("この記録は、もう取り消されています。"),
    say("行事のページを開き直し、いまの記録を見てください。"),
)
NO_NEAR_MISS = Refusal(
    "nobody",
    say("この番号のヒヤリ・ハットはありません。"),
    say("ヒヤリ・ハットの一覧から選び直してください。"),
)
ANSWERED = Refusal(
    "screen",
    say("開いているあいだに、別の人が先に答えを書きました。"),
    say("ページを開き直し、いまの答えを見てから、もう一度書いてください。"),
)
BROKEN_EDITION = Refusal(
    "broken_edition",
    say("保存されているこの版が、公表したときのものと合いません。"),
    say("システムの管理者が sekisho ledger verify で証跡を確かめ、控えから戻すまで、この版は示せません。"),
)
NO_ANSWER = Refusal(
    "no_answer",
    say("どれの再発か、どれの再発でもないかが選ばれていません。"),
    say("前のページに戻り、どちらかを選んでから、もう一度押してください。"),
)
