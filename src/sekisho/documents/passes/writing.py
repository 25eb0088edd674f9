"""From a pass to its words in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from sekisho.documents.passes import view as v
from sekisho.documents.passes.model import Counts, Deed, Found, Line, Pass, Person, Stage, Text
from sekisho.documents.passes.naming import (
    EVIDENCE,
    ORIGINS,
    PROOFS,
    SEVERITIES,
    clock,
    moment,
    short_moment,
    shown,
    stamped,
)
from sekisho.gate.lettering import width
from sekisho.gate.naming import ROLES
from sekisho.gate.state import JAPAN
from sekisho.words import Sentence, say

LONGEST = 60
"""Full-width letters of one value that stand on the first page; what is longer stands whole in the annex."""
DEEDS, REMARKS = 4, 4
"""People of one step whose stamps stand on the first page, and remarks that do."""


def view(told: Pass, lang: str, *, whole: bool = False) -> v.View:
    """Return a pass, or a check sheet where it has not left yet, in a language (``ja`` or ``en``).

    ``whole``: nothing is shortened, since there is room.
    """
    writer = _Writer(told, lang, whole=whole)
    words = writer.frame()
    ends = writer.ends()
    left, found = writer.left(), writer.found()
    return v.View(
        lang=lang,
        has_left=told.has_left,
        words=words,
        ends=ends,
        left=left,
        stages=tuple(writer.stage(number, stage) for number, stage in enumerate(told.stages, 1)),
        steps=writer.steps(),
        counts=writer.counts(),
        found=found,
        long=v.TableView("", writer.words(say("別紙　長い言葉の全文")), ("", ""), tuple(writer.long)),
        code=told.code,
    )


def clipped(text: str, most: int = LONGEST) -> str:
    """Return a text of at most so many full-width letters, a Latin one being half of it.

    The end of a long text stays, since a file's name has its kind there.
    """
    if len(text) <= most or width(text, 10) <= most * 10:
        return text
    return f"{_start(text, most - 9)}…{_start(text[::-1], 8)[::-1]}"


def _start(text: str, room: int) -> str:
    wide = accumulate(width(letter, 10) for letter in text)
    return text[: sum(one <= room * 10 for one in wide)]


def grouped(digest: str) -> str:
    """Return a digest in groups of eight digits, as one reads it aloud."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


class _Writer:
    """Writes one pass in one language, and remembers which values it had to shorten."""

    def __init__(self, told: Pass, lang: str, *, whole: bool) -> None:
        self.told, self.lang, self.whole = told, lang, whole
        self.long: list[v.Row] = []

    def words(self, text: Text) -> str:
        return shown(text, self.lang)

    def joined(self, texts: Iterable[Text]) -> str:
        return ("、" if self.lang == "ja" else ", ").join(self.words(one) for one in texts)

    def clipped(self, text: str, most: int = LONGEST) -> str:
        return text if self.whole else clipped(text, most)

    def fitted(self, what: Sentence, text: Text, most: int = LONGEST) -> str:
        whole = self.words(text)
        short = self.clipped(whole, most)
        if short != whole:
            row = (self.words(what), whole)
            self.long.append(v.Row(row, row))
        return short

    # ------------------------------------------------------------ the frame

    def frame(self) -> v.Words:
        told = self.told
        parcel = say("束 {number} / {count}", number=told.parcel[0], count=told.parcel[1]) if told.parcel else ""
        under = say("{organisation}　関所", organisation=self.words(told.organisation))
        by_hand = say("端末のない場所で手で書き、あとで別の人が入力します。")
        return v.Words(
            document=self.words(say("通行手形") if told.has_left else say("チェックシート")),
            under=self.fitted(say("組織"), under, 40) if told.has_left else self.words(by_hand),
            number=self.clipped(told.number, 30),
            parcel=self.words(parcel),
            when=self._when(),
            title=self.fitted(say("案件"), told.title, 60),
            more=self.words(say("ほかに{count}件。別紙に続きます。", count=v.COUNT)),
            page=self.words(say("{page} / {pages}ページ", page=v.PAGE, pages=v.PAGES)),
            left_after=tuple(self._left_after()),
            wrapper=self._wrapper(),
            gates=self.words(say("通った門")),
            gates_note=self.words(
                say(
                    "強制：済まないと先へ進めなかったもの。申告：した人がそう記録したもの。検知：書き換えれば証跡から分かるもの。"
                )
            ),
            continues=self.words(say("工程の全部は別紙にあります。")),
            found_after=tuple(self._found_after()),
            basis=self.words(say("この門の根拠")),
            basis_lines=tuple(self._basis()),
            code=self._code(),
            foot=tuple(self._foot()),
            void=self.words(say("無効")) if told.voided else "",
            void_reason=self.fitted(say("無効の理由"), told.voided, 120),
            drill=self.words(say("訓練")) if told.drill else "",
            drill_reason=self.words(say("訓練のための案件です。何も送りません。")) if told.drill else "",
            steps=self.words(
                say("工程　上から順に。封緘の確認は、枚数の確認とは別に行います")
                if told.counts is not None
                else say("工程　上から順に")
            ),
            how=self.words(say("どうやって")),
            heads=tuple(
                self.words(one)
                for one in (say("番号"), say("工程"), say("数"), say("した人"), say("別の人"), say("日付・印"))
            ),
            odd=self.words(say("おかしいと思ったこと")),
            ticks=tuple(
                self.words(one)
                for one in (say("数はすべて合った"), say("合わないものがあり課長に伝えた"), say("入力した人"))
            ),
            on_screen=self.words(say("画面で行う")),
            gap="" if self.lang == "ja" else " ",
            unit=self.words(say("通")),
            missing=self.words(say("〓は、この紙の書体にない文字です：{letters}", letters="{letters}")),
        )

    def _when(self) -> str:
        told = self.told
        if told.left_at is not None:
            left = moment(told.left_at, self.lang)
            return self.words(say("{at}　{channel}で送出", at=left, channel=self.words(told.channel)))
        if told.printed_at is not None:
            return self.words(say("{at} 印刷", at=moment(told.printed_at, self.lang)))
        return ""

    def _left_after(self) -> Iterator[str]:
        told = self.told
        if told.people is not None:
            yield self.words(say("載っている人は全部で{count}人。", count=told.people))
        if told.subjects is not None:
            yield self.words(say("書類の本人は{count}人。", count=told.subjects))
        if told.protection:
            yield self.fitted(say("保護"), told.protection)
        first = len(told.remarks) if self.whole else REMARKS
        for remark in told.remarks[:first]:
            yield self.fitted(say("備考"), remark)
        for remark in told.remarks[first:]:
            row = (self.words(say("備考")), self.words(remark))
            self.long.append(v.Row(row, row))
        if told.proof is not None:
            yield self.words(PROOFS[told.proof])

    def _wrapper(self) -> str:
        if not self.told.wrapper:
            return ""
        return self.words(say("送出のときに作った外側のSHA-256：{digest}", digest=grouped(self.told.wrapper)))

    def _found_after(self) -> Iterator[str]:
        told = self.told
        if told.reading is not None:
            yield self.words(say("検査した部分 {read} / {parts}。", read=told.reading.read, parts=told.reading.parts))
            if told.reading.unread:
                count = len(told.reading.unread)
                places = self.fitted(say("読めなかった部分"), self.joined(told.reading.unread))
                yield self.words(say("読めなかった部分 {count}件：{places}。", count=count, places=places))
            elif told.reading.read == told.reading.parts:
                yield self.words(say("読めなかった部分はありません。"))
        yield self.words(say("例外 {count}件。", count=sum(one.waived_by is not None for one in told.findings)))

    def _basis(self) -> Iterator[str]:
        told = self.told
        if told.because:
            yield self.fitted(say("根拠"), self.joined(told.because), 200)
        title = self.fitted(say("手順"), told.procedure, 60)
        yield self.words(
            say("手順「{title}」　SHA-256 {digest} …", title=title, digest=grouped(told.procedure_digest[:32]))
        )

    def _code(self) -> str:
        if self.told.has_left:
            return self.words(say("証跡点のQRコード"))
        return self.words(say("入力する画面のQRコード"))

    def _foot(self) -> Iterator[tuple[str, str]]:
        told = self.told
        if not told.has_left:
            entered = say(
                "QRコードを読み取ると、この案件の入力画面が開きます。紙から入れた記録には「後日入力」と付きます。"
            )
            yield self.words(say("入力するとき")), self.words(entered)
            yield "", self.words(say("個人の名前や住所をこの紙に書かないでください。"))
            return
        if told.anchor is not None:
            root, size = grouped(told.anchor.root[:32]) + " …", told.anchor.size
            yield self.words(say("証跡の先頭")), self.words(say("{root}（{size}番目の記録まで）", root=root, size=size))
        yield (
            "",
            self.words(
                say(
                    "QRコードを市の証跡と照らすと、この紙のあとで記録が変わっていないことを確かめられます。"
                    "日付印は操作の記録を図にしたもので、電子署名ではありません。"
                )
            ),
        )

    def ends(self) -> tuple[v.PartyView, v.PartyView]:
        told = self.told
        return (
            v.PartyView(
                self.words(say("差出")),
                self.fitted(say("差出"), told.from_.name, 40),
                self.fitted(say("差出"), told.from_.more, 80),
            ),
            v.PartyView(
                self.words(say("宛先")),
                self.fitted(say("宛先"), told.to.name, 40),
                self.fitted(say("宛先"), told.to.more, 80),
            ),
        )

    # ------------------------------------------------------------ tables

    def left(self) -> v.TableView:
        heads = (say("ファイル"), say("作り方"), say("枚数"), say("人数"), say("SHA-256"))
        title = say("出ていったもの") if self.told.has_left else say("送るもの")
        annex = say("別紙　{title}（{count}件）", title=title, count=len(self.told.lines))
        return v.TableView(
            self.words(title),
            self.words(annex),
            tuple(self.words(one) for one in heads),
            tuple(self._line(one) for one in self.told.lines),
            self.words(say("ファイルも紙もありません。")),
        )

    def _line(self, line: Line) -> v.Row:
        people = "" if line.people is None else self.words(say("{count}人", count=line.people))
        parts = self.words(say("{count}枚", count=line.parts))
        digest = grouped(line.sha256) or "—"
        rest = (self.words(ORIGINS[line.origin]), parts, people or "—", digest)
        return v.Row((self.clipped(line.name), *rest), (line.name, *rest))

    def found(self) -> v.TableView:
        heads = (say("検査"), say("場所"), say("始末"))
        annex = say("別紙　指摘と、その始末（{count}件）", count=len(self.told.findings))
        return v.TableView(
            self.words(say("指摘と、その始末")),
            self.words(annex),
            tuple(self.words(one) for one in heads),
            tuple(self._finding(one) for one in self.told.findings),
            self.words(say("指摘はありません。")),
        )

    def _finding(self, found: Found) -> v.Row:
        check = f"{self.words(SEVERITIES[found.severity])}　{self.words(found.check)}"
        outcome = self.words(found.outcome)
        if found.waived_by is not None:
            outcome += self.words(say("（{person}）", person=found.waived_by.name))
        whole = (check, self.words(found.place) or "—", outcome or "—")
        return v.Row(tuple(self.clipped(one) for one in whole), whole)

    def steps(self) -> v.TableView:
        heads = (say("番号"), say("工程"), say("した人"), say("日時"), say("証拠"))
        return v.TableView(
            "",
            self.words(say("別紙　工程")),
            tuple(self.words(one) for one in heads),
            tuple(self._step_rows()),
        )

    def _step_rows(self) -> Iterator[v.Row]:
        for number, stage in enumerate(self.told.stages, 1):
            kind = f"{self.words(stage.kind)}　{self.words(stage.title)}"
            for place, deed in enumerate(stage.deeds):
                one = self.deed(deed)
                told = (str(number), kind) if place == 0 else ("", "")
                row = (*told, one.who, one.when, one.marks)
                yield v.Row(row, row)
            if not stage.deeds:
                row = (str(number), kind, "—", "—", "—")
                yield v.Row(row, row)

    # ------------------------------------------------------------ steps

    def stage(self, number: int, stage: Stage) -> v.StageView:
        most = len(stage.deeds) if self.whole else DEEDS
        more = len(stage.deeds) - most
        return v.StageView(
            number=str(number),
            kind=self.clipped(self.words(stage.kind), 20),
            title=self.fitted(say("工程"), stage.title, 40),
            how=self.clipped(self.joined(stage.how), 40),
            deeds=tuple(self.deed(one) for one in stage.deeds[:most]),
            more=self.words(say("ほか{count}人は別紙", count=more)) if more > 0 else "",
            boxes=tuple(self.words(ROLES[role]) if role in ROLES else role for role in stage.roles),
            screen=not stage.paper,
            counted=stage.counted,
        )

    def deed(self, deed: Deed) -> v.DeedView:
        role = self.words(ROLES[deed.role]) if deed.role in ROLES else deed.role
        name = deed.person.name if deed.person else ""
        marks = [self.words(EVIDENCE[deed.evidence])] if deed.evidence else []
        if deed.deputy_of is not None:
            marks.append(self.words(say("{person}の代決", person=self.clipped(deed.deputy_of.name, 20))))
        if deed.entered_by is not None and deed.entered_at is not None:
            at = short_moment(deed.entered_at, self.lang)
            marks.append(
                self.words(say("後日入力 {person} {at}", person=self.clipped(deed.entered_by.name, 20), at=at))
            )
        if deed.void:
            marks.append(self.words(say("取消")))
        when, hour = short_moment(deed.at, self.lang), clock(deed.at)
        if deed.times > 1:
            when, hour = (self.words(say("{at} {count}回", at=one, count=deed.times)) for one in (when, hour))
        return v.DeedView(
            who=" ".join(filter(None, (role, self.clipped(name, 24)))),
            when=when,
            clock=hour,
            marks=("・" if self.lang == "ja" else "; ").join(marks),
            stamp=self.stamp(deed.person, deed) if deed.person else None,
            void=deed.void,
        )

    def stamp(self, person: Person, deed: Deed) -> v.StampView:
        day = deed.at.astimezone(JAPAN).date()
        words = {"section": person.section, "name": person.name, "day": moment(deed.at, self.lang)}
        label = (
            say("取り消された日付印 {section} {name} {day}", **words)
            if deed.void
            else say("日付印 {section} {name} {day}", **words)
        )
        section, surname = self.clipped(person.section, 16), self.clipped(person.surname, 16)
        return v.StampView(
            section=section,
            section_size=_letters(section, 45, 9.5),
            day=stamped(day),
            surname=surname,
            surname_size=_letters(surname, 38, 14),
            void=deed.void,
            label=self.words(label),
        )

    def counts(self) -> v.CountView | None:
        counts = self.told.counts
        if counts is None:
            return None
        labels = (say("印刷"), say("引抜き"), say("再作成"), say("封入"), say("封緘"), say("投函"))
        numbers = (counts.printed, counts.withdrawn, counts.reprinted, counts.enclosed, counts.sealed, counts.posted)
        title = say("数") if self.told.has_left else say("数　一つでも合わなければ、ここで止めて課長へ")
        return v.CountView(
            title=self.words(title),
            labels=tuple(self.words(one) for one in labels),
            signs=("−", "＋", "＝", "＝", "＝"),
            numbers=tuple("" if one is None else f"{one:,}" for one in numbers),
            note=self._difference(counts),
        )

    def _difference(self, counts: Counts) -> str:
        if not counts.difference:
            return ""
        count = abs(counts.difference)
        if counts.explained:
            return self.words(say("{count}通合いません。課長が理由を記録しました。", count=count))
        return self.words(say("{count}通合いません。", count=count))


def _letters(text: str, room: float, most: float) -> float:
    """Return how large letters may be so that a text fits into ``room``; never larger than ``most``."""
    wide = width(text, 100) / 100
    return most if not wide else round(min(most, room / wide), 2)
