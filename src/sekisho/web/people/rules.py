"""Who may do what about people: one function for the button and for the act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sekisho.gate.model import Actor
from sekisho.gate.rules import Refusal
from sekisho.words import say

SYSTEM = Actor("system")
"""Who acts where nobody is signed in yet: the command line of the server."""
LATE = timedelta(days=31)
"""How late a post may be entered. Longer ago, what somebody did on paper would be allowed afterwards."""


def is_system(by: Actor) -> bool:
    """Return whether it is the command line of the server that acts."""
    return by.person == SYSTEM.person


def is_security(by: Actor, on: date) -> bool:
    """Return whether somebody is of the security office on a day, by a post of their own."""
    return is_system(by) or any(post.role == "security" and post.holds(on) for post in by.posts)


def sections(by: Actor, on: date) -> frozenset[str]:
    """Return the sections whose chief somebody is on a day, by a post of their own."""
    return frozenset(post.department for post in by.posts if post.role == "chief" and post.holds(on))


def opening(by: Actor, on: date) -> Refusal | None:
    """The pages of people are for the security office and for chiefs."""
    return None if is_security(by, on) or sections(by, on) else _NOT_YOURS


def seeing(by: Actor, departments: Iterable[str], on: date) -> Refusal | None:
    """A chief sees who is in the section; ``departments``: those of the person. The others are not told of them."""
    if is_security(by, on) or sections(by, on) & frozenset(departments):
        return None
    return NOBODY if sections(by, on) else _NOT_YOURS


def managing(by: Actor, on: date) -> Refusal | None:
    """Departments, staff, posts and accounts are the security office's."""
    return None if is_security(by, on) else _NOT_YOURS


def appointing(by: Actor, person: str, on: date) -> Refusal | None:
    """The security office gives and ends posts, those of others: nobody gives themselves a role."""
    return managing(by, on) or (_OWN_POST if by.person == person else None)


def deputising(by: Actor, person: str, principal: str, department: str, on: date) -> Refusal | None:
    """The security office names who stands in for another, and the chief in their own section; nobody names themselves."""
    if not is_security(by, on) and department not in sections(by, on):
        return _NOT_YOURS
    if by.person == person:
        return _OWN_POST
    is_chief_there = department in sections(by, on)
    return _OWN_POST if by.person == principal and not is_chief_there else None


def ending_deputy(by: Actor, department: str, on: date) -> Refusal | None:
    """Who may name a deputy may send them back, also where it is oneself."""
    return None if is_security(by, on) or department in sections(by, on) else _NOT_YOURS


def training(by: Actor, person: str, departments: Iterable[str], on: date) -> Refusal | None:
    """The security office records training, and the chief in their own section; nobody records their own."""
    if refusal := seeing(by, departments, on):
        return refusal
    return _OWN_TRAINING if by.person == person else None


def account(by: Actor, person: str, on: date) -> Refusal | None:
    """The security office cares for accounts of others; with one's own one could lock oneself out."""
    return managing(by, on) or (_OWN_ACCOUNT if by.person == person else None)


def own_account(by: Actor, person: str) -> Refusal | None:
    """A password and a PIN are changed by whom they belong to."""
    return None if by.person == person else _ANOTHERS_SECRET


_NOT_YOURS = Refusal(
    "role_held",
    say("職員・役割・研修・アカウントの登録は、情報セキュリティ担当が行います。"),
    say("情報セキュリティ担当に頼んでください。自分の課の研修と代決者は、課長も登録できます。"),
)
_OWN_POST = Refusal(
    "two_people",
    say("自分の役割を自分で決めることはできません。別のアカウントでも同じ人とみなします。"),
    say("別の情報セキュリティ担当に頼んでください。一人しかいないときは、サーバーで sekisho staff import を使えます。"),
)
_OWN_TRAINING = Refusal(
    "two_people",
    say("自分の研修を自分で登録することはできません。"),
    say("課長か情報セキュリティ担当のうち、別の人に頼んでください。"),
)
_OWN_ACCOUNT = Refusal(
    "two_people",
    say("自分のアカウントを、ここで閉じたり、新しいパスワードにしたりすることはできません。"),
    say("パスワードと暗証番号は「自分の設定」で変えられます。閉じるときは、別の情報セキュリティ担当に頼んでください。"),
)
_ANOTHERS_SECRET = Refusal(
    "two_people",
    say("ほかの人のパスワードと暗証番号を決めることはできません。"),
    say("本人が「自分の設定」で変えます。忘れたときは、情報セキュリティ担当が仮のパスワードを出します。"),
)
NOBODY = Refusal(
    "nobody",
    say("その職員は見つかりません。"),
    say("職員の一覧から選び直してください。課長に見えるのは、自分の課の職員だけです。"),
)
NOTHING = Refusal(
    "nobody",
    say("登録が見つかりません。取り消されたか、アドレスが違います。"),
    say("職員のページを開き直してください。"),
)
MOVED = Refusal(
    "moved",
    say("変更点を見た後で、役割の登録が変わりました。まだ何も変えていません。"),
    say("表をもう一度入れて、いまの登録との違いを見てから、押し直してください。"),
)
