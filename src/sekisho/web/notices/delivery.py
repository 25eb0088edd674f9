"""Bringing notices to those who asked for them. A notice that does not get through is a result, never an error page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from sekisho.web.desk.exits.lines import mailbox
from sekisho.web.desk.exits.messages import Lang
from sekisho.web.desk.exits.smtp import Smtp
from sekisho.web.notices import teams
from sekisho.web.notices.mail import mail
from sekisho.web.notices.notice import Notice
from sekisho.words import Sentence, say

_HTTPS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?][!-~]*)?")
_PROXY = re.compile(r"(?:http://)?[A-Za-z0-9.-]+:[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class MailTarget:
    """One address, and the server that carries mail to it.

    Raises:
        UnfitError: the address is none.

    """

    smtp: Smtp
    to: str = field(repr=False)
    lang: Lang = "ja"

    def __post_init__(self) -> None:
        mailbox(self.to)


@dataclass(frozen=True, slots=True)
class TeamsTarget:
    """A workflow of a Teams channel. ``proxy``: the address of the way out; ``ca``: as in ``Smtp``; ``timeout``: seconds.

    Raises:
        ValueError: the address is not https, the proxy not ``http://host:port``, or the time no time.

    """

    url: str = field(repr=False)
    lang: Lang = "ja"
    timeout: float = 10
    proxy: str = field(default="", repr=False)
    ca: str = ""

    def __post_init__(self) -> None:
        # urlsplit refuses a port that is none, with the same error.
        if not _HTTPS.fullmatch(self.url) or urlsplit(self.url).port == 0:
            raise ValueError("a Teams workflow has an https address")
        if self.proxy and not _PROXY.fullmatch(self.proxy):
            raise ValueError("a proxy is http://host:port")
        if self.timeout <= 0:
            raise ValueError("a timeout is longer than nothing")


Target = MailTarget | TeamsTarget


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it ended for one target. Whoever queues notices tries again; after ``unknown`` one may come twice."""

    outcome: Literal["sent", "failed", "unknown"]
    why: Sentence | None = None


def deliver(notices: Sequence[Notice], targets: Sequence[Target], *, at: datetime) -> tuple[Delivery, ...]:
    """Bring all ``notices`` to each of ``targets`` in one message; return how it ended, in the order of ``targets``.

    Where there is no notice nothing is sent. Each target waits for the one before: this is for background work.
    """
    if not notices:
        return ()
    return tuple(_mailed(notices, one, at) if isinstance(one, MailTarget) else _posted(notices, one) for one in targets)


def _mailed(notices: Sequence[Notice], target: MailTarget, at: datetime) -> Delivery:
    message = mail(notices, target.smtp.sender, target.to, at=at, lang=target.lang)
    sent = target.smtp.send(message, [target.to])
    # A notice goes to one address: "partly" cannot be.
    return Delivery("unknown" if sent.outcome == "unknown" else "failed" if sent.why else "sent", sent.why)


def _posted(notices: Sequence[Notice], target: TeamsTarget) -> Delivery:
    try:
        teams.post(
            teams.card(notices, target.lang), target.url, timeout=target.timeout, proxy=target.proxy, ca=target.ca
        )
    except teams.FailedError as error:
        return Delivery("failed", error.sentence)
    except teams.UnknownError:
        return Delivery("unknown", say("Teams の窓口から答えがありません。届いたかどうか分かりません。"))
    return Delivery("sent")
