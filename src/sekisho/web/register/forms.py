"""What is typed in the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from sekisho.gate.naming import CHANNELS
from sekisho.gate.procedure import Procedure
from sekisho.register.closing import CLOCKS, DECIDED
from sekisho.register.model import FAILURES, STRENGTHS
from sekisho.web.people.forms import Day, Typed, text
from sekisho.web.people.queries import PersonView
from sekisho.web.register.actions.incidents import Entry
from sekisho.web.register.actions.measures import Plan
from sekisho.web.register.models import Incident, Measure
from sekisho.web.register.queries.ties import Group
from sekisho.web.register.sheets import LONGEST
from sekisho.web.register.telling import IncidentTold
from sekisho.web.ui.language import shown
from sekisho.web.ui.path import Words
from sekisho.words import Sentence, say

_PICK = say("選んでください")
_UNKNOWN, _YES, _NO = "", "yes", "no"
_MOST_PEOPLE = 100_000_000


def long(label: Sentence, rows: int = 4, **told: Any) -> forms.CharField:  # noqa: ANN401  those of any field
    """Return a field for a text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **told)  # type: ignore[arg-type]


def pick(label: Sentence, **told: Any) -> forms.ChoiceField:  # noqa: ANN401  those of any field
    """Return a field in which one thing is chosen."""
    return forms.ChoiceField(label=label, **told)  # type: ignore[arg-type]


def offer(form: forms.Form, field: str, choices: Iterable[tuple[str, Words]]) -> None:
    """Offer choices in a field, in the language of the page."""
    form.fields[field].choices = [  # type: ignore[attr-defined]
        (key, shown(words)) for key, words in choices
    ]


class IncidentForm(Typed):
    """What is known of an incident. Nothing but the first few is required: the rest is known later."""

    department = pick(say("部署"), required=False)
    outline = long(
        say("事故の概要"),
        5,
        help_text=say("何をするときに、何が起きたか。氏名・住所・電話番号は書きません。公表されることがあります。"),
    )
    failure = pick(say("事故の種類"))
    channel = pick(say("送り方"), required=False)
    procedure = pick(say("手順"), required=False)
    dispatch = text(say("送付案件の番号（分かれば）"), 20, required=False)
    known_on = Day(
        label=say("職員の誰かが知った日"), required=False, help_text=say("速報と確報の期限は、この日から数えます。")
    )
    happened_on = Day(label=say("起きた日"), required=False)
    found_on = Day(label=say("見つけた日"), required=False)
    cause = long(say("原因と経過"), 4, required=False)
    what = long(
        say("どんな情報か"), 2, required=False, help_text=say("例：氏名、住所、要介護度。誰のものかは書きません。")
    )
    people = forms.IntegerField(
        label=say("本人の数（分からなければ空）"),  # type: ignore[arg-type]
        min_value=0,
        max_value=_MOST_PEOPLE,
        required=False,
    )
    unread = pick(say("開けられずに、すべて戻ったか"), required=False)
    contractor = forms.BooleanField(label=say("委託先で起きた"), required=False)  # type: ignore[arg-type]
    contractor_part = text(say("委託先のかかわり"), 400, required=False)
    withheld = forms.BooleanField(
        label=say("本人の安全などのため、まだ公表しない"),  # type: ignore[arg-type]
        required=False,
    )
    withheld_until = Day(label=say("いつまで公表しないか"), required=False)

    def __init__(
        self,
        departments: Mapping[str, str],
        procedures: Iterable[Procedure],
        *values: Any,  # noqa: ANN401
        **named: Any,  # noqa: ANN401
    ) -> None:
        self._departments, self._procedures = departments, procedures
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer what there is to choose."""
        offer(self, "department", [("", say("どの課でもない")), *self._departments.items()])
        offer(self, "failure", [("", _PICK), *FAILURES.items()])
        offer(self, "channel", [("", say("まだ分からない")), *CHANNELS.items()])
        offer(self, "procedure", [("", say("手順にない")), *((one.name, one.title) for one in self._procedures)])
        offer(self, "unread", [(_UNKNOWN, say("まだ分からない")), (_YES, say("はい")), (_NO, say("いいえ"))])

    def entry(self, before: IncidentTold | None = None) -> Entry:
        """Return what was typed. ``before``: what was written, whose further columns stay."""
        told = self.cleaned_data
        kept = before or IncidentTold()
        return Entry(
            told=IncidentTold(
                kept.section, told["outline"], told["cause"], told["what"], told["contractor_part"], kept.more
            ),
            unread={_UNKNOWN: None, _YES: True, _NO: False}[told["unread"]],
            **{
                key: told[key]
                for key in (
                    *("department", "failure", "channel", "procedure", "dispatch", "happened_on", "found_on"),
                    *("known_on", "people", "contractor", "withheld", "withheld_until"),
                )
            },
        )


def incident_values(row: Incident, told: IncidentTold) -> dict[str, Any]:
    """Return what stands in the fields of an incident that is there."""
    plain = ("department", "failure", "channel", "procedure", "dispatch", "happened_on", "found_on", "known_on")
    more = ("people", "contractor", "withheld", "withheld_until")
    return {key: getattr(row, key) for key in (*plain, *more)} | {
        "outline": told.outline,
        "cause": told.cause,
        "what": told.data,
        "contractor_part": told.contractor,
        "unread": {None: _UNKNOWN, True: _YES, False: _NO}[row.unread],
    }


class MeasureForm(Typed):
    """A measure."""

    text = long(
        say("再発防止策"),
        3,
        help_text=say("誰が、どの工程で、何を何と照らし、何を残すか。ここに氏名は書きません。"),
    )
    strength = pick(say("種類（強い順）"))
    owner = pick(say("担当"), required=False)
    due = Day(label=say("いつまでに始めるか"), required=False)
    start = Day(label=say("いつの送付分から"), required=False, help_text=say("この日の送付から数えます。"))
    judge_on = Day(label=say("効果を評価する日"), required=False)

    def __init__(self, people: Iterable[PersonView], *values: Any, **named: Any) -> None:  # noqa: ANN401
        self._people = people
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer strengths and people."""
        named = [(one.alias, f"{one.name}　{one.department}".strip()) for one in self._people]
        offer(self, "owner", [("", say("まだ決めない")), *named])
        offer(self, "strength", [("", _PICK), *STRENGTHS.items()])

    def plan(self) -> Plan:
        """Return what was typed."""
        return Plan(**self.cleaned_data)


def measure_values(row: Measure, told: str) -> dict[str, Any]:
    """Return what stands in the fields of a measure that is there."""
    return {key: getattr(row, key) for key in ("strength", "owner", "due", "start", "judge_on")} | {"text": told}


class TieForm(Typed):
    """What a measure is to rest on."""

    to = pick(say("動かすもの"))

    def __init__(self, groups: Iterable[Group], *values: Any, **named: Any) -> None:  # noqa: ANN401
        self._groups = groups
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer steps, checks, versions, courses and series, by procedure."""
        told: list[tuple[str, Any]] = [("", shown(_PICK))]
        for group in self._groups:
            choices = [(one.value, shown(one.words)) for one in group.choices]
            told += [(shown(group.title), choices)]
        self.fields["to"].choices = told  # type: ignore[attr-defined]


class StatusForm(Typed):
    """A status entry, or an evaluation."""

    text = long(
        say("書くこと"), 4, help_text=say("氏名は書きません。年度報告にそのまま載ります。書いたものは変えられません。")
    )


class PublishForm(Typed):
    """What is published, by what was on the screen, and what is said about it."""

    saw = forms.CharField(widget=forms.HiddenInput, required=False)
    note = long(say("変わったところについて書き添えること（なくてもよい）"), 2, required=False)


class DutyForm(Typed):
    """A decision about a duty of the law."""

    duty = pick(say("何について"))
    decided = pick(say("どうしたか"))
    on = Day(label=say("行った日、判断した日"))
    reason = long(say("理由、提出先、方法"), 2)

    def prepare(self) -> None:
        """Offer duties and decisions."""
        offer(self, "duty", [("", _PICK), *CLOCKS.items()])
        offer(self, "decided", [("", _PICK), *DECIDED.items()])
