"""Notices as a mail to one address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from sekisho.web.desk.exits.lines import mailbox
from sekisho.web.desk.exits.messages import Lang, begun
from sekisho.web.notices.notice import MOST, Notice, rest, title
from sekisho.words import say


def mail(notices: Sequence[Notice], sender: str, to: str, *, at: datetime, lang: Lang) -> EmailMessage:
    """Return the mail about ``notices`` to one address.

    Raises:
        UnfitError: an address is none.
        ValueError: ``at`` has no time zone.

    """
    made = begun(mailbox(sender, say("関所").render(lang)), [to], title(notices), at, lang)
    # Answering machines do not answer this (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    parts = [f"{one.number} {one.sentence.render(lang)}\n{one.url}" for one in notices[:MOST]]
    more = rest(notices)
    parts += [more.render(lang)] if more else []
    parts.append(say("自動で送っています。返信は届きません。内容は、関所にサインインして見てください。").render(lang))
    made.set_content("\n\n".join(parts) + "\n", charset="utf-8", cte="base64")
    return made
