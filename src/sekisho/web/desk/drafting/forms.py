"""What is typed to begin a dispatch, beside to whom it goes."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from typing import Any

from django import forms

from sekisho.gate.naming import CHANNELS
from sekisho.gate.procedure import Procedure
from sekisho.japan.dates import parse_date
from sekisho.web.clock import JAPAN
from sekisho.web.desk.forms import HIDDEN, plain
from sekisho.web.desk.proposing import TO, Asked, To
from sekisho.web.ui.language import later, shown
from sekisho.words import Sentence, say

LONGEST_TITLE, LONGEST_PURPOSE = 100, 200
WORDS: dict[To, Sentence] = {
    "person": say("本人や保護者、一人"),
    "institution": say("事業所や施設、一か所"),
    "institutions": say("事業所や施設、いくつも"),
    "people": say("大勢の人に、一人一通"),
    "everyone": say("ホームページを見るすべての人"),
}
PROTECTIONS = {
    "at-release": say("送るときに関所が暗号化する（パスワードは別に伝える）"),
    "in-file": say("ファイルにパスワードを付けてある"),
}


class Questions(forms.Form):
    """Three short questions, from which a procedure is proposed."""

    to = forms.ChoiceField(
        label=later(say("だれに送りますか")),
        widget=forms.RadioSelect,
        error_messages={"required": later(say("一つ選んでください。"))},
    )
    way = forms.ChoiceField(
        label=later(say("どうやって送りますか")),
        widget=forms.RadioSelect,
        error_messages={"required": later(say("一つ選んでください。"))},
    )
    holds = forms.MultipleChoiceField(
        label=later(say("中身は次のどれかですか（なければ選ばない）")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *values: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*values, **named)
        self.fields["to"].choices = [(one, shown(WORDS[one])) for one in TO]  # type: ignore[attr-defined]
        self.fields["way"].choices = [(one, shown(words)) for one, words in CHANNELS.items()]  # type: ignore[attr-defined]
        self.fields["holds"].choices = [  # type: ignore[attr-defined]
            ("my_number", shown(say("個人番号（マイナンバー）が入っている"))),
            ("many", shown(say("大勢の人が載った名簿"))),
        ]

    def asked(self) -> Asked:
        """Return what was answered."""
        holds = self.cleaned_data["holds"]
        return Asked(self.cleaned_data["to"], self.cleaned_data["way"], "my_number" in holds, "many" in holds)


class Start(forms.Form):
    """What a dispatch is called, what for, and when it is to leave."""

    title = forms.CharField(max_length=LONGEST_TITLE)
    purpose = forms.CharField(required=False, max_length=LONGEST_PURPOSE)
    day = forms.CharField(required=False, max_length=30)
    clock = forms.CharField(required=False, max_length=10)
    protection = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(self, *values: Any, procedure: Procedure, now: datetime, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*values, **named)
        self.now = now
        self.by_mail = procedure.channel == "email"
        for name, words in (
            ("title", say("案件の名前を書いてください。一覧で見分けられる名前にします。")),
            ("protection", say("暗号化のしかたを選んでください。")),
        ):
            self.fields[name].error_messages["required"] = shown(words)
        for one in self.fields.values():
            one.error_messages["null_characters_not_allowed"] = shown(HIDDEN)
        for name, most in (("title", LONGEST_TITLE), ("purpose", LONGEST_PURPOSE)):
            self.fields[name].error_messages["max_length"] = shown(say("{most}文字までで書いてください。", most=most))
        if self.by_mail:
            self.fields["protection"].required = True
            self.fields["protection"].initial = "at-release"
            self.fields["protection"].choices = [(one, shown(words)) for one, words in PROTECTIONS.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["protection"]

    def clean_title(self) -> str:
        """Return the name, where it has no hidden characters."""
        return plain(self.cleaned_data["title"])

    def clean_purpose(self) -> str:
        """Return the purpose, where it has no hidden characters."""
        return plain(self.cleaned_data["purpose"])

    def clean_day(self) -> date | None:
        """Return the day, in any form that offices write."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["day"]).strip()
        if not text:
            return None
        day = parse_date(text, compact=True)
        if day is None:
            raise forms.ValidationError(
                shown(say("日付が読めません。2026-11-24 や 令和8年11月24日 のように書いてください。"))
            )
        return day

    def clean_clock(self) -> time | None:
        """Return the time of day."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["clock"]).strip()
        if not text:
            return None
        try:
            return time.fromisoformat(text.zfill(5))
        except ValueError:
            raise forms.ValidationError(shown(say("時刻が読めません。15:00 のように書いてください。"))) from None

    def clean(self) -> dict[str, Any]:
        """Look at day and time together."""
        told: dict[str, Any] = super().clean() or {}
        day, at = told.get("day"), told.get("clock")
        if self.errors.get("day") or self.errors.get("clock"):
            return told
        if at is not None and day is None:
            self.add_error("day", shown(say("時刻だけでは予定になりません。日付も書いてください。")))
        elif day is not None and (planned := datetime.combine(day, at or time(17, 15), JAPAN)) < self.now:
            self.add_error("day", shown(say("過ぎた日時です。これから送る日時を書いてください。")))
        elif day is not None:
            told["planned_at"] = planned
        return told

    @property
    def planned_at(self) -> datetime | None:
        """When it is to leave; without a time of day at the end of the office's day."""
        return self.cleaned_data.get("planned_at")

    @property
    def policy(self) -> str:
        """How files are protected."""
        return self.cleaned_data.get("protection") or "none"
