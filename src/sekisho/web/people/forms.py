"""What is typed about people."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from sekisho.gate.naming import ROLES
from sekisho.japan.dates import parse_date
from sekisho.web.people.actions.posts import HELD
from sekisho.web.people.queries import PersonView
from sekisho.web.people.typed import TypedError, folded
from sekisho.web.ui.language import shown
from sekisho.words import Sentence, say

_NO_DAY = say("日付を書いてください（例：2027-04-01、令和9年4月1日）。")
_NO_CHOICE = say("一覧から選んでください。")
_NOTHING = say("書いてください。")
_NO_NUMBER = say("数を書いてください（0以上）。")

_FAULTS = ("required", "invalid", "invalid_choice", "invalid_list", "max_length", "empty", "min_value", "max_value")


class Day(forms.CharField):
    """A day, in any form that offices write."""

    def __init__(self, **told: Any) -> None:  # noqa: ANN401  those of any field
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"type": "date"}), **told)

    def clean(self, value: str) -> date | None:
        """Return the day, None where it is not required and not given."""
        plain = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not plain:
            return None
        found = parse_date(plain, compact=True)
        if found is None:
            raise forms.ValidationError(shown(_NO_DAY))
        return found


class Typed(forms.Form):
    """A form whose complaints are in the language of the page."""

    def __init__(self, *values: Any, **named: Any) -> None:  # noqa: ANN401  those of any form
        super().__init__(*values, **named)
        self.prepare()
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
            counted = isinstance(field, forms.IntegerField)
            missing = _NO_DAY if isinstance(field, Day) else _NO_NUMBER if counted else _NOTHING
            for fault in _FAULTS:
                field.error_messages[fault] = shown(_NO_CHOICE if chosen else missing)

    def prepare(self) -> None:
        """Add the fields that depend on what is registered."""


def tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a form asks for; where something typed cannot be used, say so at its field, and return False."""
    try:
        act()
    except TypedError as error:
        form.add_error(error.field if error.field in form.fields else None, shown(error.told))
        return False
    return True


def text(label: Sentence, most: int, **told: Any) -> forms.CharField:  # noqa: ANN401  those of any field
    """Return a field for a short text."""
    return forms.CharField(label=label, max_length=most, **told)  # type: ignore[arg-type]  # shown by the template


def secret(label: Sentence, complete: str, most: int = 200) -> forms.CharField:
    """Return a field whose text nobody reads over one's shoulder."""
    attrs = {"autocomplete": complete, "data-private": ""}
    widget = forms.PasswordInput(attrs=attrs)
    return forms.CharField(label=label, max_length=most, strip=False, widget=widget)  # type: ignore[arg-type]


class SignIn(forms.Form):
    """Login and password, or PIN."""

    login = forms.CharField(max_length=60)
    password = forms.CharField(max_length=200, strip=False)

    def clean_login(self) -> str:
        """Return the login as it is kept, however it was typed."""
        return folded(self.cleaned_data["login"])


class PersonForm(Typed):
    """Somebody's name and section."""

    name = text(say("氏名（姓と名の間を空ける）"), 60)
    family = text(say("日付印の姓"), 20)
    home = forms.ChoiceField(label=say("所属の課"), required=False)  # type: ignore[arg-type]
    mail = text(say("メールアドレス"), 254, required=False)

    def __init__(self, departments: Mapping[str, str], *values: Any, **named: Any) -> None:  # noqa: ANN401
        self._departments = departments
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer the sections."""
        _choose(self, "home", [("", say("課に属さない")), *self._departments.items()])


class NewPerson(PersonForm):
    """Somebody who is not registered yet."""

    staff_number = text(say("職員番号"), 20, help_text=say("一人に一つ。別の人に使い回しません。"))
    field_order = ("staff_number", "name", "family", "home", "mail")


class PostForm(Typed):
    """A role in a section, with its days."""

    department = forms.ChoiceField(label=say("課"), required=False)  # type: ignore[arg-type]
    role = forms.ChoiceField(label=say("役割"))  # type: ignore[arg-type]
    since = Day(label=say("いつから"))
    until = Day(label=say("いつまで（決まっていなければ空）"), required=False)

    def __init__(self, departments: Mapping[str, str], *values: Any, **named: Any) -> None:  # noqa: ANN401
        self._departments = departments
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer the sections and roles."""
        _choose(self, "department", [("", say("課を決めない役割")), *self._departments.items()])
        _choose(self, "role", [("", say("選んでください")), *((role, ROLES[role]) for role in HELD)])


class EndForm(Typed):
    """The last day of a post."""

    until = Day(label=say("最後の日"), help_text=say("その日までは役割を持ちます。"))


class DeputyForm(Typed):
    """Who stands in, and when."""

    person = forms.ChoiceField(label=say("代わりに決裁などをする人"))  # type: ignore[arg-type]
    since = Day(label=say("いつから"))
    until = Day(label=say("いつまで"))

    def __init__(self, people: Iterable[PersonView], *values: Any, **named: Any) -> None:  # noqa: ANN401
        self._people = people
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer the staff."""
        named = [(one.alias, f"{one.name}　{one.department}".strip()) for one in self._people]
        _choose(self, "person", [("", say("選んでください")), *named])


class TrainingForm(Typed):
    """A course that several people went through on a day."""

    course = forms.ChoiceField(label=say("研修・マニュアル"))  # type: ignore[arg-type]
    done_on = Day(label=say("受けた日"))
    until = Day(label=say("いつまで有効か"), help_text=say("この日を過ぎると、この研修が要る工程はできません。"))
    people = forms.MultipleChoiceField(label=say("受けた人"), widget=forms.CheckboxSelectMultiple)  # type: ignore[arg-type]

    def __init__(self, courses: Sequence[str], people: Iterable[PersonView], *values: Any, **named: Any) -> None:  # noqa: ANN401
        self._courses, self._people = courses, people
        super().__init__(*values, **named)

    def prepare(self) -> None:
        """Offer courses and staff."""
        _choose(self, "course", [("", say("選んでください")), *((one, one) for one in self._courses)])
        _choose(self, "people", [(one.alias, one.name) for one in self._people])


class AccountForm(Typed):
    """A login."""

    login = text(
        say("利用者名"),
        60,
        help_text=say("英小文字・数字・記号（. _ - @）。庁内の利用者名と同じにすると、間違えません。"),
    )


class PasswordForm(Typed):
    """One's own password, and another one."""

    old = secret(say("いまのパスワード"), "current-password")
    password = secret(say("新しいパスワード"), "new-password")
    again = secret(say("新しいパスワード（もう一度）"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Make sure that it was typed as it was meant."""
        return _twice(self, "password")


class PinForm(Typed):
    """One's own password, and a PIN."""

    old = secret(say("いまのパスワード"), "current-password")
    pin = secret(say("新しい暗証番号"), "off", 12)
    again = secret(say("新しい暗証番号（もう一度）"), "off", 12)

    def clean(self) -> dict[str, Any]:
        """Make sure that it was typed as it was meant."""
        return _twice(self, "pin")


class DepartmentForm(Typed):
    """The names of a section."""

    name = text(say("課の名前"), 60)
    short = text(say("日付印の短い名前（6文字まで）"), 6)


class NewDepartment(DepartmentForm):
    """A section that is not registered yet."""

    code = text(
        say("課の記号"), 40, help_text=say("英小文字・数字・ハイフン。証跡に残るもので、後から変えられません。")
    )
    field_order = ("name", "short", "code")


class MovesForm(Typed):
    """A filled-in table of moves, and the day of the move."""

    since = Day(label=say("異動の日"), help_text=say("いまの役割は、その前の日に終わります。"))
    file = forms.FileField(label=say("書き込んだ表"), allow_empty_file=True, max_length=None)  # type: ignore[arg-type]

    def prepare(self) -> None:
        """Let the browser offer tables alone."""
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xlsm,.csv"


def _choose(form: forms.Form, field: str, choices: Iterable[tuple[str, Sentence | str]]) -> None:
    form.fields[field].choices = [(value, shown(words)) for value, words in choices]  # type: ignore[attr-defined]


def _twice(form: forms.Form, field: str) -> dict[str, Any]:
    told = form.cleaned_data
    if field in told and "again" in told and told[field] != told["again"]:
        form.add_error("again", shown(say("一度目と違います。もう一度入れてください。")))
    return told
