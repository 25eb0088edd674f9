"""Who is told of what: once, by number and link alone, again where it did not get through, and never who did it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from tests.web.serve.offices import ADDRESS, PARCEL, Office

from sekisho.web import clock
from sekisho.web.demo.mailbox import mailbox
from sekisho.web.desk.actions import acting
from sekisho.web.desk.delivering import PAUSES, deliver_due
from sekisho.web.desk.models import Notification, Sending

Open = Callable[..., Office]


def rows(opened: Office, number: str = "") -> list[tuple[str, str, str]]:
    """The notices that were written: to whom by sign-in, of which kind, for which step."""
    logins = {alias: login for login, alias in opened.people.items()}
    found = Notification.objects.filter(dispatch=number) if number else Notification.objects.all()
    return [(logins.get(one.person, one.person), one.kind, one.word) for one in found.order_by("pk")]


def test_nothing_is_written_where_nobody_is_to_be_told(on_sqlite: Open) -> None:
    opened = on_sqlite()
    opened.approved()
    assert not Notification.objects.exists()


def test_each_whose_turn_it_is_is_told_once(office: Open) -> None:
    opened = office(notify_by_mail=True)
    number = opened.begun()
    assert rows(opened, number) == [("baba", "waiting", "attach")]
    opened.brought(number)
    opened.work()
    assert len(rows(opened, number)) == 1, "bringing a file changes nobody's turn"
    opened.asked(number)
    opened.work()
    told = rows(opened, number)
    assert ("chiba", "waiting", "approve") not in told, "a finding is still to be answered"
    assert all(kind != "released" for _, kind, _ in told)


def test_whoever_acts_is_not_told(on_sqlite: Open) -> None:
    opened = on_sqlite(notify_by_mail=True)
    number = opened.approved()
    told = rows(opened, number)
    assert ("chiba", "waiting", "approve") in told
    assert told.count(("chiba", "waiting", "approve")) == 1
    opened.sending(number)
    before = len(rows(opened, number))
    opened.work()
    after = rows(opened, number)[before:]
    assert {kind for _, kind, _ in after} <= {"released"}


def test_of_a_sending_that_nobody_knows_of_those_are_told_who_can_find_out(on_sqlite: Open) -> None:
    from sekisho.web.desk.actions.releasing import Ended, claim, finish

    opened = on_sqlite(notify_by_mail=True)
    number = opened.approved()
    sending = opened.sending(number)
    assert claim(sending, at=clock.now())
    finish(sending, Ended("unknown"), at=clock.now())
    assert {who for who, kind, _ in rows(opened, number) if kind == "unknown"} == {"baba", "chiba"}
    assert Sending.objects.get().state == "unknown"


def test_what_was_sent_back_is_told(on_sqlite: Open) -> None:
    opened = on_sqlite(notify_by_mail=True)
    number = opened.approved()
    acting.send_back(number, "attach", PARCEL, "別の園の名簿でした。", by=opened.actor("chiba"), at=clock.now())
    assert ("baba", "sent_back", "") in rows(opened, number)


def test_a_mail_holds_numbers_and_links_alone(office: Open, tmp_path: Path) -> None:
    with mailbox(tmp_path / "mails") as port:
        opened = office(notify_by_mail=True, smtp_host="127.0.0.1", smtp_port=port, address="https://kansho.example")
        first, second = opened.begun(), opened.begun()
        assert deliver_due(clock.now()) == 1, "two notices to one person are one mail"
        assert deliver_due(clock.now()) == 0
    [path] = (tmp_path / "mails").iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=default)
    text = mail.get_body().get_content()  # type: ignore[union-attr]
    assert mail["To"] == "baba@sakurano.example"
    for number in (first, second):
        assert f"https://kansho.example/d/{number}/" in text
    assert not [one for one in ("名簿", "ひなた", ADDRESS, "arai", "baba", "某") if one in text]
    assert all(one.sent_at for one in Notification.objects.all())


def test_what_does_not_get_through_is_tried_again_and_given_up_at_last(on_sqlite: Open, tmp_path: Path) -> None:
    opened = on_sqlite(notify_by_mail=True, smtp_host="127.0.0.1", smtp_port=9)  # nobody listens there
    opened.begun()
    start = clock.now()
    assert deliver_due(start) == 0
    assert Notification.objects.get().tries == 1
    deliver_due(start)
    assert Notification.objects.get().tries == 1, "not at once"
    for pause in PAUSES[1:]:
        deliver_due(start + pause + timedelta(seconds=1))
    deliver_due(start + timedelta(days=30))
    assert Notification.objects.get().tries == len(PAUSES)
    assert Notification.objects.get().sent_at is None


def test_the_channel_is_told_of_what_happens_once(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[str] = []
    monkeypatch.setattr("sekisho.web.notices.teams.post", lambda message, url, **_: posted.append(str(message)))
    opened = on_sqlite(teams_address="https://teams.example/hook/himitsu")
    number = opened.begun()
    assert rows(opened, number) == [("", "waiting", "attach")]
    assert deliver_due(clock.now()) == 1
    assert number in posted[0]
    assert "himitsu" not in posted[0]


def test_settings_that_cannot_be_used_stop_nothing(on_sqlite: Open, caplog: pytest.LogCaptureFixture) -> None:
    opened = on_sqlite(teams_address="http://himitsu.example/not-https")
    opened.begun()
    assert deliver_due(clock.now()) == 0
    assert "himitsu" not in caplog.text
