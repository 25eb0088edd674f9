"""The mail that carries one parcel: its recipient alone can see who received it, and no header is anybody's but ours."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePosixPath
from typing import Literal

from sekisho.web.desk.exits.lines import UnfitError, line, mailbox
from sekisho.web.desk.exits.wrapping import OutgoingFile
from sekisho.words import Sentence, say

Lang = Literal["ja", "en"]
POLICY = SMTP.clone(cte_type="7bit", refold_source="all")
"""Seven bits and short lines: no server on the way has a reason to write the mail anew."""
_TYPES = {
    ".zip": ("application", "zip"),
    ".pdf": ("application", "pdf"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pptx": ("application", "vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_UNKNOWN = ("application", "octet-stream")


@dataclass(frozen=True, slots=True)
class Office:
    """The department that sends: what it is called, its own mail address, and by what else it is reached."""

    name: str
    address: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One parcel that leaves by mail, to the addresses of one recipient.

    ``number``: of the dispatch. ``salutation``: how the recipient is addressed, such as ○○園 御中. ``protected``: the
    files open with a password, which must go another way; there is no field for it here.
    """

    number: str
    office: Office
    to: tuple[str, ...] = field(repr=False)
    files: tuple[OutgoingFile, ...]
    protected: bool
    at: datetime
    salutation: str = field(default="", repr=False)
    lang: Lang = "ja"


def message(letter: Letter) -> EmailMessage:
    """Return the mail of one parcel; its ``Message-ID`` is made here, and can be kept before anything is sent.

    Raises:
        UnfitError: an address is none, there is no address or no file, or a text would not stay on its line.
        ValueError: ``at`` has no time zone.

    """
    if not letter.to or not letter.files:
        raise UnfitError(say("宛先のメールアドレスか、送るファイルがありません。"))
    office = mailbox(letter.office.address, letter.office.name)
    number = line(letter.number, say("案件番号"))
    subject = say("【{office}】ファイルの送付（{number}）", office=letter.office.name, number=number)
    mail = begun(office, letter.to, subject, letter.at, letter.lang)
    mail["X-Sekisho-Dispatch"] = number
    mail.set_content(_body(letter), charset="utf-8", cte="base64")
    for one in letter.files:
        kind, subkind = _TYPES.get(PurePosixPath(one.name).suffix.lower(), _UNKNOWN)
        name = line(one.name, say("ファイル名"))
        mail.add_attachment(one.data, maintype=kind, subtype=subkind, filename=name)
    return mail


def begun(sender: Address, to: Sequence[str], subject: Sentence, at: datetime, lang: Lang) -> EmailMessage:
    """Return a mail with its headers and no content.

    Raises:
        UnfitError: an address is none, or a text would not stay on its line.
        ValueError: ``at`` has no time zone.

    """
    if at.tzinfo is None:
        raise ValueError("a mail is dated with a time zone")
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = addresses = tuple(mailbox(one) for one in to)
    if len({one.addr_spec.casefold() for one in addresses}) < len(addresses):
        raise UnfitError(say("同じメールアドレスが、宛先に二度入っています。一つにしてください。"))
    mail["Subject"] = line(subject.render(lang), say("件名"))
    mail["Date"] = at
    mail["Message-ID"] = f"<{secrets.token_hex(16)}@{sender.domain}>"
    return mail


def _body(letter: Letter) -> str:
    office = letter.office
    zipped = any(one.name.lower().endswith(".zip") for one in letter.files)
    paragraphs: tuple[Sentence | str | Literal[False], ...] = (
        line(letter.salutation, say("宛名")),
        say("{office}です。ファイルを{count}件、お送りします。", office=office.name, count=len(letter.files)),
        say("番号：{number}", number=letter.number),
        letter.protected and say("ファイルを開くパスワードは、このメールではなく、別の方法でお知らせします。"),
        letter.protected
        and zipped
        and say(
            "zip ファイルは AES-256 で保護しています。お使いのソフトで開けないときは、対応したソフト（7-Zip など）をお使いください。"
        ),
        say("お心当たりのないときは、ファイルを開かず、削除する前に、下の連絡先にお知らせください。"),
        f"{office.name}\n{office.address}\n{line(office.contact, say('連絡先'))}".strip(),
    )
    return "\n\n".join(_shown(one, letter.lang) for one in paragraphs if one) + "\n"


def _shown(text: Sentence | str, lang: Lang) -> str:
    return text.render(lang) if isinstance(text, Sentence) else text
