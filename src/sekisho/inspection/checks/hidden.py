"""隠れた情報: what the eye does not see leaves too.

What it looks for
    Hidden and very hidden sheets, hidden or filtered-out rows and columns, pivot caches, comments, tracked changes,
    hidden text, speaker notes and hidden slides, embedded objects, links to other workbooks, attachments of a PDF, text
    outside the page or in the paper's colour, what the styles of a web page hide, headers of a mail that no program
    shows, earlier versions. It stops where a person out of scope or a My Number is in it, asks where there is
    anything else, and notes what every honest Office file has (properties, furigana, defined names).

Why it stops
    One of six kindergartens' workbooks held another kindergarten's children on a hidden sheet (FY2023 incident 1).

What it cannot see
    Content of parts that were not read; each of those is an ``unreadable`` finding.

What to do
    Delete the hidden sheet, row, column, comment or object, or cut clean files with ``sekisho split``.

Options
    None.
"""

from collections.abc import Iterator

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase, is_hidden, standing
from sekisho.inspection.model import Finding, Grid, Hiding, Part, Place, Severity, Text, column_letters
from sekisho.inspection.recognition.mentions import Mention
from sekisho.words import Sentence, say

ASKING = frozenset(
    {
        Part.COMMENT, Part.PIVOT_CACHE, Part.EXTERNAL_LINK, Part.REVISION, Part.NOTES, Part.EMBEDDED, Part.ATTACHMENT,
        Part.EARLIER_VERSION, Part.LAYER,
    }
)  # fmt: skip
"""Places that a view of the file does not show by itself: content in them asks."""
NOTED = frozenset({Part.PROPERTY, Part.DEFINED_NAME, Part.ALT_TEXT, Part.CUSTOM_XML, Part.SCRIPT, Part.ATTRIBUTE})
"""Places that every honest Office file or web page has: at most a note, but for a person out of scope or a My Number."""
SILENT = frozenset({Part.PROPERTY, Part.DEFINED_NAME, Part.ALT_TEXT, Part.FILE_NAME, Part.SHEET_NAME, Part.HEADER})
"""Places that say nothing where nobody is in them: a note that comes with every file, or every mail, is read by nobody."""

Region = tuple[Part, str | None, int | None, int | None, Hiding]

WAYS: dict[Hiding, Sentence] = {
    Hiding.SHEET: say("非表示のシート"),
    Hiding.VERY_HIDDEN_SHEET: say("通常の操作では再表示できない非表示のシート"),
    Hiding.ROW: say("非表示の行"),
    Hiding.COLUMN: say("非表示の列"),
    Hiding.FILTERED: say("フィルターで隠れた行"),
    Hiding.SLIDE: say("非表示のスライド"),
    Hiding.FONT_COLOUR: say("背景と同じ色の文字"),
    Hiding.TINY_FONT: say("読めないほど小さい文字"),
    Hiding.NUMBER_FORMAT: say("表示形式で見えなくした値"),
    Hiding.VANISH: say("隠し文字"),
    Hiding.DELETED: say("変更履歴に残る削除した文字"),
    Hiding.OFF_PAGE: say("ページの外にある文字"),
    Hiding.NO_INK: say("見えない文字"),
    Hiding.LAYER_OFF: say("表示されないレイヤー"),
    Hiding.BEHIND: say("画面に出ない部分"),
}
PARTS: dict[Part, Sentence] = {
    Part.COMMENT: say("コメント"),
    Part.PIVOT_CACHE: say("ピボットテーブルの元データ"),
    Part.EXTERNAL_LINK: say("ほかのブックへのリンク"),
    Part.REVISION: say("変更履歴"),
    Part.NOTES: say("発表者ノート"),
    Part.EMBEDDED: say("埋め込まれたファイル"),
    Part.ATTACHMENT: say("添付されたファイル"),
    Part.EARLIER_VERSION: say("保存前の古い版"),
    Part.LAYER: say("表示されないレイヤー"),
    Part.ANNOTATION: say("注釈"),
    Part.PROPERTY: say("文書のプロパティ"),
    Part.DEFINED_NAME: say("名前の定義"),
    Part.ALT_TEXT: say("代替テキスト"),
    Part.CUSTOM_XML: say("カスタムXML"),
    Part.SCRIPT: say("マクロやスクリプト"),
    Part.ATTRIBUTE: say("属性"),
    Part.HEADER: say("メールのヘッダー"),
}
REMOVE = say("見せる必要がなければ削除し、必要なら見えるようにしてください。一覧なら sekisho split で作り直せます。")


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        told: set[Region] = set()
        for mention in file.mentions.but(case.visible):
            if _out_of_sight(file, mention.place.part, mention.hidden) and _foreign(case, mention):
                told.add(_region(mention.place, mention.hidden))
                yield _person(case, file, mention)
        for number in file.my_numbers:
            if number.certain and _out_of_sight(file, number.place.part, number.hidden):
                told.add(_region(number.place, number.hidden))
                yield _my_number(case, file, number.place, _way(number.place.part, number.hidden))
        yield from _asked(case, file, told)


def _out_of_sight(file: Inspected, part: Part, hiding: Hiding) -> bool:
    return is_hidden(file, hiding) or part in ASKING | NOTED


def _foreign(case: ParcelCase, mention: Mention) -> bool:
    return case.judges and standing(mention, case) == "out"


def _region(place: Place, hiding: Hiding) -> Region:
    """Return what is hidden as one: a sheet, a column of it, or each row; a kind of part; a page."""
    if place.part in ASKING:
        return (place.part, place.sheet if place.part is Part.COMMENT else None, place.page, None, Hiding.BEHIND)
    row = place.row if hiding in {Hiding.ROW, Hiding.FILTERED} else None
    return (place.part, place.sheet, place.page, row, hiding)


def _way(part: Part, hiding: Hiding) -> Sentence:
    by_part = part in PARTS and hiding in {Hiding.SEEN, Hiding.BEHIND}
    return PARTS[part] if by_part else WAYS.get(hiding, WAYS[Hiding.BEHIND])


def _person(case: ParcelCase, file: Inspected, mention: Mention) -> Finding:
    way, name = _way(mention.place.part, mention.hidden), case.name_of(mention.settled)
    return CHECK.finding(
        case,
        file,
        "stop",
        f"person_{mention.hidden or mention.place.part}",
        say("{way}に、この宛先に見せてよい人ではない{name}さんがいます。", way=way, name=name),
        REMOVE,
        place=mention.place,
        subject_id=mention.settled,
    )


def _my_number(case: ParcelCase, file: Inspected, place: Place, way: Sentence) -> Finding:
    message = say("{way}に、個人番号（マイナンバー）があります。", way=way)
    return CHECK.finding(case, file, "stop", "my_number", message, REMOVE, place=place)


def _asked(case: ParcelCase, file: Inspected, told: set[Region]) -> Iterator[Finding]:
    """Yield one question for each region of a file in which something is hidden, and one note for its properties."""
    for place, hiding in (*_hidden_cells(file), *_hidden_texts(file.document.texts), *_children(case, file)):
        region = _region(place, hiding)
        if region in told or hiding is Hiding.COVERED:
            continue
        told.add(region)
        severity: Severity = "note" if place.part in NOTED or hiding is Hiding.OCR else "ask"
        message = say("{way}があります。", way=_way(place.part, hiding))
        yield CHECK.finding(case, file, severity, f"there_{hiding or place.part}", message, REMOVE, place=place)


def _hidden_cells(file: Inspected) -> Iterator[tuple[Place, Hiding]]:
    for grid in file.document.grids:
        if grid.hidden:
            if grid.texts:
                yield Place(grid.place.part, grid.place.sheet, page=grid.place.page), grid.hidden
            continue
        yield from _hidden_rows(grid)
        yield from _hidden_columns(grid)
        for cell, hiding in sorted(grid.hidden_cells.items()):
            yield grid.place_of(cell), hiding


def _hidden_rows(grid: Grid) -> Iterator[tuple[Place, Hiding]]:
    """Yield the first of each run of hidden rows that hold anything."""
    before = 0
    for row in sorted(set(grid.rows).intersection(grid.hidden_rows)) if grid.hidden_rows else ():
        if row != before + 1:
            yield Place(grid.place.part, grid.place.sheet, row), grid.hidden_rows[row]
        before = row


def _hidden_columns(grid: Grid) -> Iterator[tuple[Place, Hiding]]:
    """Yield the first hidden column that holds anything: the columns of a sheet are hidden as one."""
    hidden = sorted(set(grid.columns).intersection(grid.hidden_columns)) if grid.hidden_columns else []
    if hidden:
        yield Place(grid.place.part, grid.place.sheet, None, column_letters(hidden[0])), grid.hidden_columns[hidden[0]]


def _hidden_texts(texts: tuple[Text, ...]) -> Iterator[tuple[Place, Hiding]]:
    for text in texts:
        part = text.place.part
        if text.text.strip() and part not in SILENT and (part in ASKING | NOTED or text.hidden):
            yield text.place, text.hidden


def _children(case: ParcelCase, file: Inspected) -> Iterator[tuple[Place, Hiding]]:
    """Yield the files inside a file that no view shows; not where one of them stops by itself."""
    unshown = [child for child in file.document.children if not child.shown]
    if not unshown:
        return
    inner = [other for other in case.files if other.hidden and other.path.startswith(f"{file.path}!/")]
    if any(_foreign(case, mention) for other in inner for mention in other.mentions.but(case.visible)):
        return
    for child in unshown:
        yield child.place, child.hidden


CHECK = Check("hidden", say("隠れた情報"), (), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    own, made = worked.sheet(worked.roster("S0101", "S0102")), worked.parcel_case
    behind = worked.sheet(worked.roster("S0201"), name="元データ", hidden=worked.Hidden(Hiding.SHEET))
    row, remark = worked.Hidden(rows={3: Hiding.ROW}), worked.paragraph("確認済み", Part.COMMENT)
    return (
        worked.Stops("another kindergarten's child on a hidden sheet", made(worked.document(own, behind)), worked.cell(2, 1, "元データ"), "S0201"),
        worked.Stops("a hidden row", made(worked.document(worked.sheet(worked.roster("S0101", "S0102"), hidden=row))), Place(Part.CELL, "名簿", 3), severity="ask"),
        worked.Stops("a comment", made(worked.document(own, remark)), remark.place, severity="ask"),
        worked.Passes("nothing is hidden", made(worked.document(own))),
        worked.Passes("who wrote the file stands in its properties", made(worked.document(own, worked.paragraph("保育幼稚園課", Part.PROPERTY)))),
    )  # fmt: skip
