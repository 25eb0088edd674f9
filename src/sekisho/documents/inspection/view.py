"""A report as people look at it: by recipient, each finding with its place in words. Shared by text and html."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sekisho.inspection.checks import CHECKS
from sekisho.inspection.model import Finding, Part, Place, Report, Severity
from sekisho.words import Personal, Sentence, say

MARKS: Mapping[Severity, str] = {"stop": "止", "ask": "問", "note": "参"}
"""The signs that stand for the severities in every language: shape and character, not colour alone."""
SEVERITY_NAMES: Mapping[Severity, Sentence] = {"stop": say("停止"), "ask": say("要回答"), "note": say("参考")}
VERDICTS: Mapping[str, Sentence] = {
    "stop": say("停止：このままでは送れません"),
    "ask": say("要回答：確かめてから送ってください"),
    "note": say("通過（参考の指摘があります）"),
    "pass": say("通過：指摘はありません"),
}
CHANNELS: Mapping[str, Sentence] = {
    "email": say("電子メール"),
    "transfer": say("ファイル転送"),
    "post": say("郵送"),
    "handover": say("手渡し"),
    "web": say("ホームページ"),
}
TITLES: Mapping[str, Sentence] = {check.id: check.title for check in CHECKS}
PARTS: Mapping[Part, Sentence] = {
    Part.SHEET_NAME: say("シートの名前"),
    Part.HEADER_FOOTER: say("ヘッダーとフッター"),
    Part.COMMENT: say("コメント"),
    Part.TEXT_BOX: say("テキストボックス"),
    Part.CHART: say("グラフ"),
    Part.PIVOT_CACHE: say("ピボットテーブルの元データ"),
    Part.EXTERNAL_LINK: say("ほかのブックへのリンク"),
    Part.DEFINED_NAME: say("名前の定義"),
    Part.DATA_VALIDATION: say("入力規則"),
    Part.PROPERTY: say("文書のプロパティ"),
    Part.CUSTOM_XML: say("カスタムXML"),
    Part.HYPERLINK: say("ハイパーリンク"),
    Part.EMBEDDED: say("埋め込まれたファイル"),
    Part.TEXT: say("本文"),
    Part.FOOTNOTE: say("脚注"),
    Part.REVISION: say("変更履歴"),
    Part.FIELD: say("フィールド"),
    Part.ALT_TEXT: say("代替テキスト"),
    Part.NOTES: say("発表者ノート"),
    Part.SLIDE: say("スライド"),
    Part.ANNOTATION: say("注釈"),
    Part.ATTACHMENT: say("添付されたファイル"),
    Part.BOOKMARK: say("しおり"),
    Part.FORM_FIELD: say("入力欄"),
    Part.EARLIER_VERSION: say("保存前の古い版"),
    Part.LAYER: say("表示されないレイヤー"),
    Part.SCRIPT: say("マクロやスクリプト"),
    Part.HEADER: say("メールのヘッダー"),
    Part.BODY: say("本文"),
    Part.ATTRIBUTE: say("属性"),
    Part.FILE_NAME: say("ファイルの名前"),
}
"""What each part is called where row, column or page do not say it all; cells, pages and whole files need no word."""
NO_PARCEL = say("送付物によらない指摘")
MAIL = say("郵便物（一通ごと）")
STEP = " › "


@dataclass(frozen=True, slots=True)
class View:
    """A report and how it is to be shown. ``recipients``: recipient_id → registered name."""

    report: Report
    lang: str = "ja"
    mask: bool = False
    recipients: Mapping[str, str | Personal] = field(default_factory=dict)
    subjects: bool = False
    """Whether a register was there, so that a count of records means something."""

    def words(self, sentence: Sentence) -> str:
        """Return a sentence in the view's language, names hidden where they must be."""
        return sentence.render(self.lang, mask=self.mask)

    def recipient(self, parcel: str | None, files: Sequence[object] = ()) -> str:
        """Return name and id of a parcel's recipient; of none, the words for that.

        ``files``: what the findings there are grouped by. What leaves without being anybody's parcel is mail pieces.
        """
        if parcel is None:
            words = MAIL if any(file is not None for file in files) else NO_PARCEL
            return self.words(words) if self.report.channel else ""
        name = self.recipients.get(parcel)
        return parcel if name is None else self.words(say("{name}（{recipient}）", name=name, recipient=parcel))

    def place(self, place: Place) -> str:
        """Return a place within its file in words, the empty string for the file as a whole."""
        steps = [place.sheet] if place.sheet and place.part is not Part.SHEET_NAME else []
        if place.part in PARTS:
            steps.append(self.words(PARTS[place.part]))
        if place.part is Part.SHEET_NAME and place.sheet:
            steps.append(place.sheet)
        if place.page is not None:
            steps.append(self.words(say("{page}ページ", page=place.page)))
        steps += self._cell(place)
        return STEP.join(steps)

    def _cell(self, place: Place) -> list[str]:
        if place.row is not None and place.column is not None:
            return [self.words(say("{row}行・{column}列", row=place.row, column=place.column))]
        if place.row is not None:
            return [self.words(say("{row}行", row=place.row))]
        if place.column is not None:
            return [self.words(say("{column}列", column=place.column))]
        return []

    def whole(self, finding: Finding) -> Sentence:
        """Return what to call the place of a finding that is about a file, or a parcel, as a whole."""
        if finding.file:
            return say("ファイル全体")
        return say("送付物全体") if finding.parcel else say("すべての送付物")

    def title(self) -> str:
        """Return what was inspected."""
        return self.report.title or self.words(say("ファイルの検査"))

    def facts(self) -> list[str]:
        """Return the channel and how much there was."""
        report = self.report
        facts = [self.words(CHANNELS[report.channel])] if report.channel else []
        facts.append(self.words(say("ファイル {count}件", count=len(report.files))))
        if report.nested:
            facts.append(self.words(say("その中のファイル {count}件", count=len(report.nested))))
        if self.subjects:
            records = sum(file.records for file in report.files)
            facts.append(self.words(say("登録された人の載る行や段落 {count}件", count=records)))
        return facts

    def counts(self) -> list[tuple[Severity, int]]:
        """Return how many findings there are of each severity."""
        return [(severity, sum(f.severity == severity for f in self.report.findings)) for severity in MARKS]

    def people(self, most: int | None = None) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each file with the places in it where a registered person stands, and who; the first ``most`` of all."""
        for file, named in groupby((self.report.people or ())[:most], key=lambda one: one.file):
            yield (
                file,
                [(self.place(one.place) or self.words(say("ファイル全体")), self.words(one.who)) for one in named],
            )

    def people_count(self) -> str:
        """Return in one sentence how many registered people there are, and at how many places."""
        named = self.report.people or ()
        if not named:
            return self.words(say("読んだ範囲に、登録された人は見つかりませんでした。"))
        people = len({one.subject_id for one in named if one.subject_id is not None})
        unsure = sum(one.subject_id is None for one in named)
        told = self.words(say("登録された人 {people}人（{places}か所）", people=people, places=len(named) - unsure))
        return told if not unsure else told + self.words(say("、だれかを決められないもの {places}か所", places=unsure))

    def coverage(self) -> str:
        """Return in one sentence how much was read."""
        all_files = (*self.report.files, *self.report.nested)
        parts, read = sum(f.coverage.parts for f in all_files), sum(f.coverage.read for f in all_files)
        return self.words(
            say(
                "{files}ファイルの {parts}か所のうち {read}か所を読みました。",
                files=len(all_files),
                parts=parts,
                read=read,
            )
        )

    def not_read(self) -> Iterator[tuple[str, str, str]]:
        """Yield file, part and reason of everything that was not read."""
        for file in (*self.report.files, *self.report.nested):
            for unread in file.coverage.not_read:
                yield file.path, "" if unread.part == "file" else unread.part, self.words(unread.why)

    def checks(self, *, ran: bool) -> list[tuple[str, str, str]]:
        """Return title, id and reason of the checks that ran, or did not."""
        return [
            (self.words(TITLES[run.check]), run.check, self.words(run.why_not) if run.why_not else "")
            for run in self.report.checks
            if run.ran is ran
        ]


def by_recipient(
    findings: Sequence[Finding],
) -> Iterator[tuple[str | None, list[tuple[str | None, list[list[Finding]]]]]]:
    """Yield each recipient with the files there, and of each file the findings that are answered by the same act."""
    for parcel, of_parcel in groupby(findings, key=lambda finding: finding.parcel):
        files = groupby(of_parcel, key=lambda finding: finding.file)
        yield parcel, [(file, _alike(of_file)) for file, of_file in files]


def _alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings of one file by severity, check and advice: what is to be done is then said once."""
    runs: dict[tuple[Severity, str, Sentence], list[Finding]] = {}
    for finding in findings:
        runs.setdefault((finding.severity, finding.check, finding.advice), []).append(finding)
    return list(runs.values())
