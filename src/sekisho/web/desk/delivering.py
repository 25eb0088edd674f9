"""Bringing the notices that are written down, each to whom it is for: what waits for one person goes in one message."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sekisho.web.desk.models import Notification
from sekisho.web.desk.sending import can_send, smtp
from sekisho.web.installation import installation
from sekisho.web.notices.delivery import MailTarget, Target, TeamsTarget, deliver
from sekisho.web.notices.notice import ELSEWHERE, Notice
from sekisho.web.people.queries import names

_LOG = logging.getLogger("sekisho.notices")
PAUSES = tuple(timedelta(minutes=one) for one in (0, 1, 5, 15, 60, 240, 1440))
"""How long after it was written a notice is tried for the first, second … time. Then it is given up: the page shows it."""
_AT_ONCE = 500


def deliver_due(at: datetime) -> int:
    """Bring what is due; return how many messages went out."""
    rows = Notification.objects.filter(sent_at=None, tries__lt=len(PAUSES)).order_by("id")[:_AT_ONCE]
    due: dict[str, list[Notification]] = {}
    for row in rows:
        if row.at + PAUSES[row.tries] <= at:
            due.setdefault(row.person, []).append(row)
    mails = {alias: view.mail for alias, view in names(due).items()}
    return sum(_brought(_claimed(found), mails.get(person, ""), at) for person, found in due.items())


def _claimed(rows: Sequence[Notification]) -> list[Notification]:
    """Return those rows that no other worker tries at this moment; a try is counted before it is made."""
    return [
        row
        for row in rows
        if Notification.objects.filter(pk=row.pk, tries=row.tries, sent_at=None).update(tries=row.tries + 1)
    ]


def _brought(rows: Sequence[Notification], mail: str, at: datetime) -> bool:
    """Try to bring rows to the one whom they are for; return whether it went out."""
    if not rows:
        return False
    try:
        target = _target(rows[0].person, mail)
        if target is None:
            return False
        [told] = deliver(list(_notices(rows)), [target], at=at)
    except ValueError:
        _LOG.warning(
            "notices: an address in the settings or of a person cannot be used"
        )  # its text would be the address
        return False
    if told.outcome != "sent":
        _LOG.warning("notices: a message did not go out (%s)", told.outcome)
        return False
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=at)
    return True


def _target(person: str, mail: str) -> Target | None:
    """Return where a person, or the channel, gets notices; nothing where that is switched off by now.

    Raises:
        ValueError: an address is none.

    """
    options = installation().options
    if person:
        return MailTarget(smtp(), mail) if mail and options.notify_by_mail and can_send() else None
    if not options.teams_address:
        return None
    return TeamsTarget(options.teams_address, proxy=options.teams_proxy, ca=options.smtp_ca)


def _notices(rows: Iterable[Notification]) -> Iterable[Notice]:
    base = installation().options.address.rstrip("/")
    counted = Counter((row.kind, row.dispatch, "" if row.kind == "source" else row.word) for row in rows)
    for (kind, number, word), count in counted.items():
        if kind in ELSEWHERE:
            yield Notice(kind, number, f"{base}/{word}/", count)
        else:
            url = f"{base}/sources/" if kind == "source" else f"{base}/d/{number}/"
            yield Notice(kind, number, url, count, word if kind == "waiting" else "")
