"""From a yearly report to its words in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.documents.yearly import view as v
from sekisho.documents.yearly.digest import as_told
from sekisho.documents.yearly.model import Measure, Measured, Report, Row
from sekisho.documents.yearly.naming import HEADS, UNITS, day, period, said_of, shown, state_of, title
from sekisho.words import Sentence, say


def view(report: Report, lang: str = "ja") -> v.View:
    """Return a report in a language, ``ja`` or ``en``; what somebody typed stays as it is."""
    return _Writer(as_told(report), lang).view()


def grouped(digest: str) -> str:
    """Return a digest in groups of eight digits, as one reads it aloud."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


class _Writer:
    """Writes one report in one language."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report, self.lang = report, lang
        self.no_measures = self.words(say("再発防止策はまだ決まっていません。"))
        self.no_status = self.words(say("実施状況はまだ書かれていません。"))

    def words(self, text: Sentence | str) -> str:
        return shown(text, self.lang)

    def heads(self, texts: Iterable[Sentence]) -> tuple[str, ...]:
        told = (self.words(one) for one in texts)
        return tuple(one[:1].upper() + one[1:] for one in told)

    def joined(self, texts: Iterable[Sentence | str]) -> str:
        return ("、" if self.lang == "ja" else ", ").join(self.words(one) for one in texts)

    def view(self) -> v.View:
        edition = self.report.edition
        return v.View(
            lang=self.lang,
            words=self.frame(),
            facts=tuple(self.facts()),
            heads=self.heads(HEADS),
            rows=tuple(self.row(row) for row in self.report.rows),
            unanswered=self.unanswered() if self.report.unanswered else None,
            evidence=self.evidence() if self.report.internal else None,
            digest=grouped(edition.digest),
            checkpoint=tuple(edition.checkpoint.splitlines()),
            code=edition.code,
        )

    # ------------------------------------------------------------ the frame

    def frame(self) -> v.Words:
        report = self.report
        count = len(report.rows)
        preview, proven = not report.edition.number, bool(report.edition.digest or report.edition.checkpoint)
        inside = self.words(say("庁内限り")) if report.internal else ""
        return v.Words(
            document=self.words(title(report.year)),
            short=self._short(),
            lead=self.words(
                say(
                    "個人情報の取り扱いで起きた{count}件の事故と、同じ事故を繰り返さないために行っていることを報告します。",
                    count=count,
                )
            )
            if count
            else "",
            city=report.city,
            office=report.office,
            kind=self.words(say("年度報告")),
            results=self.words(say("記録から数えた結果")),
            empty="" if count else self.words(say("この年度に公表する事故はありません。")),
            preview=self.words(say("未公表")) if preview else "",
            preview_note=self.words(say("内容を確かめるための下書きです。まだ公表していません。")) if preview else "",
            inside=inside,
            inside_note=self.words(say("根拠の表が付いています。市の外に出さないでください。")) if inside else "",
            continued=self.words(say("つづき")),
            page=self.words(say("{page} / {pages}ページ", page=v.PAGE, pages=v.PAGES)),
            table=self.words(say("事故{count}件と再発防止策の実施状況", count=count)),
            code=self.words(say("証跡点のQRコード")),
            code_label=self.words(say("公表の直前の証跡点")),
            proof=self.words(say("確定値について")) if proven else "",
            proof_note=self.words(
                say(
                    "確定値は、この版と市の記録がその日から変わっていないことを、あとから誰でも確かめるための数字です。"
                )
            )
            if proven
            else "",
            checkpoint=self.words(say("署名された証跡点")) if report.edition.checkpoint else "",
            contact_label=self.words(say("問い合わせ")) if report.contact else "",
            contact=report.contact,
            missing=self.words(say("〓は、この紙の書体にない文字です：{letters}", letters=v.LETTERS)),
            to_main=self.words(say("本文へ")),
        )

    def _short(self) -> str:
        parts = (self.report.city, self.words(title(self.report.year)), self._edition())
        return "　".join(filter(None, parts))

    def _edition(self) -> str:
        number = self.report.edition.number
        return self.words(say("第{edition}版", edition=number)) if number else self.words(say("未公表の下書き"))

    def facts(self) -> Iterator[v.Fact]:
        report, edition = self.report, self.report.edition
        yield v.Fact(self.words(say("年度版")), (self._edition(),), strong=True)
        if edition.published_on is not None:
            yield v.Fact(self.words(say("公表日")), (day(edition.published_on, self.lang),))
        if edition.changes:
            yield v.Fact(self.words(say("変わったところ")), edition.changes)
        if counted := period(report, self.lang):
            yield v.Fact(self.words(say("数えた期間")), (counted,))
        if report.policy:
            yield v.Fact(self.words(say("公表の方針")), (report.policy,))
        if edition.digest:
            yield v.Fact(self.words(say("確定値")), (grouped(edition.digest),))

    # ------------------------------------------------------------ rows

    def row(self, row: Row) -> v.RowView:
        withheld = ""
        if row.withheld:
            withheld = self.words(say("この事故はまだ公表していません。理由：{why}", why=row.withheld))
        return v.RowView(
            number=row.number,
            department=row.department,
            outline=row.outline,
            measures=tuple(v.Item(one.label, one.text) for one in row.measures),
            status=tuple(v.Item(one.label, one.text, one.heading) for one in row.status),
            results=tuple(self.result(one, one.measured) for one in row.measures if one.measured is not None),
            no_measures="" if row.measures else self.no_measures,
            no_status="" if row.status else self.no_status,
            withheld=withheld,
        )

    def result(self, measure: Measure, measured: Measured) -> v.Result:
        said = self.words(measured.said or said_of(measured))
        return v.Result(measure.label, measured.state, self.words(state_of(measured)), said)

    # ------------------------------------------------------------ behind the table

    def unanswered(self) -> v.Table:
        heads = (HEADS[0], HEADS[3], say("まだ答えていない部署"))
        return v.Table(
            title=self.words(say("ほかの部署での取り組み（横展開）")),
            note=self.words(say("同じ防止策が必要かを尋ね、まだ答えがない部署です。")),
            heads=self.heads(heads),
            rows=tuple((one.number, one.label, self.joined(one.departments)) for one in self.report.unanswered),
        )

    def evidence(self) -> v.Table:
        heads = (
            *(HEADS[0], HEADS[3], say("動かすもの"), say("状態"), say("数"), say("人数"), say("止めた")),
            *(say("例外と理由"), say("強制／申告"), say("最後の訓練"), say("類似")),
        )
        return v.Table(
            title=self.words(say("第2部　防止策ごとの根拠")),
            note=self.words(
                say(
                    "人数は、行った職員の人数です。強制は関所が済ませないと先へ進めなかったもの、申告は人がそう記録したものの数です。類似は、その後に起きた同じ種類の事故の数です。"
                )
            ),
            heads=self.heads(heads),
            rows=tuple(
                self.proof(row, measure, measure.measured)
                for row in self.report.rows
                if not row.withheld
                for measure in row.measures
                if measure.measured is not None
            ),
            none=self.words(say("数えた防止策はありません。")),
        )

    def proof(self, row: Row, measure: Measure, told: Measured) -> tuple[str, ...]:
        stops, waived = say("{count}回", count=told.stops), say("うち例外として通した {count}回", count=told.waived)
        return (
            row.number,
            measure.label,
            self.joined(told.runs) or "—",
            self.words(state_of(told)),
            "\n".join(self.counted(told)) or "—",
            self.words(say("{count}人", count=told.people)),
            "\n".join(self.words(one) for one in (stops, waived)[: 2 if told.waived else 1]),
            "\n".join(
                (self.words(say("{count}件", count=told.exceptions)), *(self.words(one) for one in told.reasons))
            ),
            f"{told.enforced} / {told.claimed}",
            day(told.drill, self.lang) if told.drill is not None else self.words(say("なし")),
            self.words(say("{count}件", count=told.similar)),
        )

    def counted(self, told: Measured) -> Iterator[str]:
        for count in told.counts:
            yield self.words(say("{unit} {done}/{of}", unit=UNITS[count.unit], done=count.done, of=count.of))
