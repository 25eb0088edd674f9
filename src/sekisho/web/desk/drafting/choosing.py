"""To whom a dispatch goes, as it is typed and ticked on a page: from registers, by number, or by hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from sekisho.bundle.model import PUBLIC
from sekisho.gate.procedure import Procedure
from sekisho.web.desk import own_lists
from sekisho.web.desk.drafting import index, lots, registered
from sekisho.web.desk.drafting.registered import Entry, Person
from sekisho.web.desk.own_lists import Brought
from sekisho.web.desk.parcels import Addressee
from sekisho.web.desk.proposing import in_lots, types_identifier
from sekisho.web.sources.intake import IntakeError
from sekisho.web.sources.queries import VersionView, in_force
from sekisho.web.ui.language import shown
from sekisho.words import Sentence, say

MOST = 2000
HANDS, MOST_HANDS = 3, 60
_MAIL = re.compile(r"[^@\s<>\"',;:\\]+@[^@\s<>\"',;:\\.]+(?:\.[^@\s<>\"',;:\\.]+)+")
_LONGEST = 200
FINDING = ("find", "all", "none", "look", "more")
"""What a button of the page may be that changes the page alone: nothing is kept."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What may be chosen from in a department today: the lists in force, and who is in that of recipients."""

    department: str
    versions: Mapping[str, VersionView]
    recipients: Mapping[str, Entry]


@dataclass(slots=True)
class Hand:
    """One row that was typed by hand, with what is wrong with it by field."""

    id: str = ""
    name: str = ""
    to: str = ""
    where: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        """Whether anything was typed."""
        return bool(self.id or self.name or self.to or self.where)


def lists_of(department: str, on: date) -> Lists:
    """Return what may be chosen from in a department on a day."""
    versions = in_force(department, on)
    there = versions.get("recipients")
    return Lists(department, versions, registered.entries(there.id) if there else {})


class Recipients(forms.Form):
    """To whom. After `is_valid` ``addressees`` are those that were chosen, in the order of the page."""

    find = forms.CharField(required=False, max_length=_LONGEST)
    numbers = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))
    lots = forms.CharField(required=False, max_length=40_000, widget=forms.Textarea(attrs={"rows": 6}))
    looked = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    list_file = forms.FileField(required=False, allow_empty_file=True, max_length=None)

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401  a QueryDict or nothing
        files: Any = None,  # noqa: ANN401
        *,
        lists: Lists,
        procedure: Procedure,
        there: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(data, files)
        self.lists, self.procedure, self.there = lists, procedure, there
        self.lot_wise, self.public = in_lots(procedure), procedure.channel == "web"
        self.by_mail, self.by_post = procedure.channel == "email", procedure.channel == "post"
        self.people_first = types_identifier(procedure) and self.by_post
        self.act = str(data.get("act", "")) if data is not None else ""
        self.chosen = self._chosen()
        self.hands = self._hands()
        self.people: tuple[Person, ...] = ()
        self.typed_numbers: tuple[str, ...] = ()
        self.addressees: tuple[Addressee, ...] = ()
        self.brought: Brought | None = None
        self.fields["list_file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx,.xlsm"
        self.fields["numbers"].widget.attrs["autocomplete"] = "off"

    # ------------------------------------------------------------ what the page shows

    @property
    def listed(self) -> tuple[tuple[Entry, bool], ...]:
        """The recipients that the search finds, and whether each is chosen."""
        return tuple((one, one.id in self.chosen) for one in self._found())

    @property
    def kept(self) -> tuple[str, ...]:
        """The chosen ones that the search does not find: they stay chosen."""
        shown_ids = {one.id for one in self._found()}
        return tuple(one for one in self.chosen if one not in shown_ids)

    @property
    def has_people(self) -> bool:
        """Whether there is a register of people by whose numbers letters may go."""
        return "subjects" in self.lists.versions

    @property
    def numbers_open(self) -> bool:
        """Whether the numbers of people are shown at once, and not only to whoever asks for them."""
        return self.people_first or not self.lists.recipients or bool(self.is_bound and self.data.get("numbers"))

    @property
    def hand_open(self) -> bool:
        """Whether the rows typed by hand are shown at once."""
        nothing = not (self.lists.recipients or self.has_people)
        return nothing or self.act == "more" or any(one.filled for one in self.hands)

    def _found(self) -> tuple[Entry, ...]:
        words = str(self.data.get("find", "")) if self.is_bound else ""
        found = registered.found(self.lists.recipients, words[:_LONGEST])
        return tuple(one for one in found if one.id not in self.there)

    def _chosen(self) -> dict[str, None]:
        told: Any = self.data  # a QueryDict where it is bound
        ticked = dict.fromkeys(told.getlist("chosen")) if self.is_bound else {}
        if self.act == "all":
            ticked |= dict.fromkeys(one.id for one in self._found())
        if self.act == "none":
            gone = {one.id for one in self._found()}
            ticked = {one: None for one in ticked if one not in gone}
        return ticked

    def _hands(self) -> list[Hand]:
        told = str(self.data.get("hands", "")) if self.is_bound else ""
        count = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else HANDS
        count = min(count + (HANDS if self.act == "more" else 0), MOST_HANDS)
        return [self._hand(row) for row in range(count)]

    def _hand(self, row: int) -> Hand:
        said = (str(self.data.get(f"hand-{row}-{one}", "")).strip() for one in ("id", "name", "to", "where"))
        number, name, to, where = said
        return Hand(number, name, to, where)

    # ------------------------------------------------------------ what is wrong with it

    def clean(self) -> dict[str, Any]:
        """Gather to whom the dispatch goes, each thing that is wrong at its field."""
        told: dict[str, Any] = super().clean() or {}
        if self.public:
            self.addressees = (Addressee(PUBLIC, shown(say("公衆（ホームページを見る人）"))),)
        elif self.lot_wise:
            self.addressees = self._lots(told)
        else:
            self.addressees = (*self._registered(), *self._people(told), *self._by_hand(), *self._listed())
        if not self.errors and not any(one.errors for one in self.hands):
            self._together()
        return told

    def ok(self) -> bool:
        """Return whether everything is fit, the rows typed by hand too."""
        return self.is_valid() and not any(one.errors for one in self.hands)

    def let_go(self) -> None:
        """Let go of a list that was read, where nothing came of it."""
        if self.brought is not None:
            own_lists.drop(self.brought)
            self.brought = None

    @property
    def file_again(self) -> bool:
        """Whether a file was brought that the browser does not keep: it has to be chosen once more."""
        return bool(self.files.get("list_file"))

    def _listed(self) -> list[Addressee]:
        """Return everybody in a list of recipients that came with the dispatch."""
        file = self.files.get("list_file")
        if not file or self.act in FINDING:
            return []
        if self.there or self.chosen or any(one.filled for one in self.hands):
            words = say("一覧をファイルで入れるときは、台帳から選んだり手で書いたりできません。案件を分けてください。")
            self._wrong("list_file", words)
            return []
        try:
            self.brought = own_lists.bring("recipients", str(file.name), file.chunks())
        except IntakeError as error:
            self.add_error("list_file", shown(error.told))
            return []
        found = list(registered.entries_of(self.brought.source.frame).values())
        without = [one.name for one in found if (self.by_mail and not one.mails) or (self.by_post and not one.where)]
        if without:
            self._wrong(
                "list_file",
                say(
                    "「{file}」に、メールアドレスや住所のない宛先があります: {names}。",
                    file=file.name,
                    names=without[:5],
                ),
            )
        return [registered.of_entry(one, "list") for one in found]

    def _lots_of_index(self, file: Any) -> tuple[Addressee, ...]:  # noqa: ANN401  an uploaded file
        try:
            rows = index.rows_of(file.name, file.chunks())
            register = self.lists.versions.get("subjects")
            known = registered.ids(register.id) if register else {}
            strange = next((row for row, _, number in rows if register and number not in known), None)
            if strange is not None:
                words = say("「{file}」の{row}行目の番号の人が、本人の台帳にいません。", file=file.name, row=strange)
                self._wrong("list_file", words)
                return ()
            made = lots.of_index([(lot, known.get(number, number)) for _, lot, number in rows])
        except IntakeError as error:
            self.add_error("list_file", shown(error.told))
            return ()
        except lots.LotsError as error:
            self.add_error("list_file", shown(error.sentence))
            return ()
        return lots.addressees(made, given="list")

    def _lots(self, told: Mapping[str, Any]) -> tuple[Addressee, ...]:
        file = self.files.get("list_file")
        if file:
            if told.get("lots", "").strip():
                self._wrong("lots", say("名簿を入れたときは、ここは空にしてください。どちらか一方で足ります。"))
            return self._lots_of_index(file)
        try:
            return lots.addressees(lots.of_lines(told.get("lots", "")), given="hand")
        except lots.LotsError as error:
            self.add_error("lots", shown(error.sentence))
            return ()

    def _registered(self) -> list[Addressee]:
        gone = [one for one in self.chosen if one not in self.lists.recipients]
        if gone:
            words = say(
                "選んだ宛先が、使用中の宛先の台帳にありません（{count}件）。選び直してください。", count=len(gone)
            )
            self._wrong("find", words)
        found = [self.lists.recipients[one] for one in self.chosen if one not in gone]
        without = [one.name for one in found if self.by_mail and not one.mails]
        if without:
            self._wrong(
                "find",
                say(
                    "宛先の台帳にメールアドレスがありません: {names}。台帳を直すか、選択を外してください。",
                    names=without[:5],
                ),
            )
        return [registered.of_entry(one) for one in found]

    def _people(self, told: Mapping[str, Any]) -> list[Addressee]:
        numbers = _numbers(told)
        self.typed_numbers = tuple(numbers)
        if not numbers:
            return []
        register = self.lists.versions.get("subjects")
        if register is None:
            self._wrong("numbers", say("この課には、使用中の本人の台帳がありません。台帳を先に登録してください。"))
            return []
        people: list[Person] = []
        for line, number in enumerate(numbers, 1):
            person = registered.person(register.id, number)
            if person is None:
                self._wrong(
                    "numbers",
                    say("{line}件目の番号の人が、本人の台帳にいません。番号を確かめて打ち直してください。", line=line),
                )
            elif self.by_post and not person.where:
                self._wrong(
                    "numbers", say("{line}件目の人の住所が、本人の台帳にありません。台帳を直してください。", line=line)
                )
            elif self.by_mail and not person.mails:
                self._wrong("numbers", say("{line}件目の人のメールアドレスが、本人の台帳にありません。", line=line))
            else:
                people.append(person)
        self.people = tuple(people)
        if self.act not in FINDING and not self._seen_names(told, numbers):
            self._wrong(
                "numbers",
                say("台帳から氏名と住所を出しました。下の人で合っていれば、もう一度押してください。"),
            )
        return [registered.of_person(one) for one in people]

    def _seen_names(self, told: Mapping[str, Any], numbers: list[str]) -> bool:
        return " ".join(numbers) == str(told.get("looked", ""))

    def _by_hand(self) -> list[Addressee]:
        made = []
        for one in self.hands:
            if not one.filled:
                continue
            mails = tuple(part for part in re.split(r"[\s,;、]+", unicodedata.normalize("NFKC", one.to)) if part)
            self._look_at(one, mails)
            made.append(Addressee(one.id or one.name, one.name, mails, one.where, given="hand"))
        return made

    def _look_at(self, one: Hand, mails: tuple[str, ...]) -> None:
        if not one.name:
            one.errors["name"] = shown(say("宛先の名前を書いてください。"))
        if self.by_mail and not mails:
            one.errors["to"] = shown(say("メールアドレスを書いてください。"))
        if any(not _MAIL.fullmatch(part) for part in mails):
            one.errors["to"] = shown(
                say("メールアドレスの形ではありません。office@example.jp のように書いてください。")
            )
        if self.by_post and not one.where:
            one.errors["where"] = shown(say("住所を書いてください。"))
        for key in ("id", "name", "to", "where"):
            text = getattr(one, key)
            if len(text) > _LONGEST or any(unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"} for char in text):
                one.errors[key] = shown(
                    say("{most}文字までで、見えない文字（制御文字）を入れずに書いてください。", most=_LONGEST)
                )

    def _together(self) -> None:
        ids = [one.id for one in self.addressees]
        twice = (
            sorted({one.name for one in self.addressees if ids.count(one.id) > 1}) if len(ids) != len(set(ids)) else []
        )
        again = [one.name for one in self.addressees if one.id in self.there]
        if twice or again:
            where = "lots" if self.lot_wise else "find"
            self._wrong(where, say("同じ宛先が二度あります: {names}。一つにしてください。", names=(twice + again)[:5]))
        elif not self.addressees:
            self._wrong("find", say("宛先が選ばれていません。一つ以上選んでください。"))
        elif len(self.addressees) > MOST:
            self._wrong("find", say("宛先が多すぎます（{most}まで）。案件を分けてください。", most=MOST))

    def _wrong(self, name: str, sentence: Sentence) -> None:
        self.add_error(name, shown(sentence))


def _numbers(told: Mapping[str, Any]) -> list[str]:
    text = unicodedata.normalize("NFKC", str(told.get("numbers", "")))
    return [one for one in re.split(r"[\s,、]+", text) if one]
