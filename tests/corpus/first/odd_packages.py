"""Workbooks and Word files in which a stranger stands where only somebody who knows the format looks."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from tests.corpus.first.city import OWN, STRANGER, Case, Child
from tests.corpus.first.offices import OFFICES, spoken
from tests.corpus.first.packages import MANNERS, PACKAGE, workbook
from tests.corpus.first.sheets import stranger_at

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
FILE = "out/k01.docx"


def cases() -> Iterator[Case]:
    """Yield what programs write that no library here stands for, honest and not."""
    yield from _workbooks()
    yield from _letters()


def _workbooks() -> Iterator[Case]:
    layouts = ("grouped", "as-numbers", "no-heading", "stacked", "three-heads")  # the third has dates as dates
    for n, (name, manner) in enumerate(MANNERS.items()):
        lay = OFFICES[layouts[n % len(layouts)]]
        mixed = lay((*OWN[:6], STRANGER, *OWN[6:]))
        file = "out/k01.xlsm" if manner.macros else "out/k01.xlsx"
        yield Case(f"package-{name}-honest", {file: workbook({"名簿": lay(OWN)}, manner)})
        must = stranger_at(mixed) | {"file": file}
        yield Case(f"package-{name}-stranger", {file: workbook({"名簿": mixed}, manner)}, must=[must])


def told(child: Child) -> str:
    return f"{child.name}（{spoken(child)}生）"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(content: str) -> str:
    return f"<w:p>{content if content.startswith('<') else _run(content)}</w:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ("<w:tr>" + "".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in cells) + "</w:tr>" for cells in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def _box(child: Child) -> str:
    inside = f"<w:txbxContent>{_paragraph(told(child))}</w:txbxContent>"
    return _paragraph(f"<w:r><w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing></w:r>")


def _merged(child: Child) -> str:
    """Return a mail-merge field with its result: the code is nobody's, the result is a person."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = '<w:r><w:instrText xml:space="preserve"> MERGEFIELD 氏名 </w:instrText></w:r>'
    return _paragraph(f"{marks[0]}{code}{marks[1]}{_run(told(child))}{marks[2]}")


def _in_runs(child: Child) -> str:
    """Return a name cut into a run for each character, as a spelling check leaves it."""
    return _paragraph("".join(map(_run, told(child))))


def _nested(child: Child) -> str:
    inner = _table([["氏名", child.name], ["生年月日", spoken(child)]])
    return f"<w:tbl><w:tr><w:tc>{_paragraph('内訳')}{inner}<w:p/></w:tc></w:tr></w:tbl>"


def _controlled(child: Child) -> str:
    return f"<w:sdt><w:sdtContent>{_paragraph(told(child))}</w:sdtContent></w:sdt>"


def _linked(child: Child) -> str:
    return _paragraph(f'<w:hyperlink w:anchor="_top">{_run(told(child))}</w:hyperlink>')


BODIES = {
    "runs": _in_runs,
    "field": _merged,
    "box": _box,
    "nested-table": _nested,
    "content-control": _controlled,
    "link": _linked,
}
SIDES = {"header": ("header", "hdr"), "footer": ("footer", "ftr"), "footnote": ("footnotes", "footnotes")}


def word(body: str, side: tuple[str, str, str] | None = None, *, strict: bool = False, main: str = "") -> bytes:
    """Return a Word file; ``side``: kind, element and content of a further part."""
    main = main or "word/document.xml"
    folder, _, name = main.rpartition("/")
    kinds = STRICT_KINDS if strict else KINDS
    spaces = f'xmlns:w="{STRICT_WORD if strict else WORD}" xmlns:r="{kinds}" xmlns:wps="{SHAPE}"'

    def arrow(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{kinds}/{kind}" Target="{target}"/></Relationships>'
        )

    ending = ""
    if side and side[0] in {"header", "footer"}:
        ending = f'<w:sectPr><w:{side[0]}Reference w:type="default" r:id="r1"/></w:sectPr>'
    elif side:
        ending = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/{main}" ContentType="{TYPE}"/></Types>',
        "_rels/.rels": arrow("officeDocument", main),
        main: f"<w:document {spaces}><w:body>{body}{ending}</w:body></w:document>",
    }
    if side:
        members[f"{folder}/_rels/{name}.rels"] = arrow(side[0], f"{side[0]}1.xml")
        members[f"{folder}/{side[0]}1.xml"] = f"<w:{side[1]} {spaces}>{side[2]}</w:{side[1]}>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in members.items():
            archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()


def _must(check: str = "scope", part: str = "", severity: str = "stop") -> dict[str, object]:
    entry: dict[str, object] = {"check": check, "severity": severity, "parcel": "K01", "file": FILE}
    entry |= {"subject_id": STRANGER.id} if severity == "stop" else {}
    return entry | ({"where": {"part": part}} if part else {})


def _letters() -> Iterator[Case]:
    table = _table([["氏名", "生年月日"], *([c.name, spoken(c)] for c in OWN)])
    mixed = _table([["氏名", "生年月日"], *([c.name, spoken(c)] for c in (*OWN, STRANGER))])
    for manner, how in {"plain": {}, "strict": {"strict": True}, "odd-path": {"main": "texte/brief.xml"}}.items():
        yield Case(f"word-{manner}-honest", {FILE: word(_paragraph("送付一覧") + table, **how)})
        yield Case(f"word-{manner}-stranger", {FILE: word(_paragraph("送付一覧") + mixed, **how)}, must=[_must()])
    for name, make in BODIES.items():
        part = "text_box" if name == "box" else ""
        yield Case(f"word-{name}-honest", {FILE: word(table + make(OWN[3]))})
        yield Case(f"word-{name}-stranger", {FILE: word(table + make(STRANGER))}, must=[_must(part=part)])
    for name, (kind, element) in SIDES.items():
        part = "footnote" if name == "footnote" else "header_footer"
        for who, planted in ((OWN[2], False), (STRANGER, True)):
            content = _paragraph(told(who))
            content = f'<w:footnote w:id="2">{content}</w:footnote>' if name == "footnote" else content
            letter = word(table, (kind, element, content))
            ending = "stranger" if planted else "honest"
            yield Case(f"word-{name}-{ending}", {FILE: letter}, must=[_must(part=part)] if planted else [])
    yield from _revisions(table)


def _revisions(table: str) -> Iterator[Case]:
    marks = 'w:id="7" w:author="係" w:date="2026-11-20T09:00:00Z"'

    def deleted(text: str) -> str:
        return _paragraph(f'<w:del {marks}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>')

    yield Case(
        "hidden-word-deleted-stranger",
        {FILE: word(table + deleted(told(STRANGER)))},
        must=[_must(check, "revision") for check in ("hidden", "scope")],
    )
    yield Case(
        "hidden-word-deleted-words",
        {FILE: word(table + deleted("下書きです"))},
        must=[_must("hidden", "revision", "ask")],
    )
    yield Case("hidden-word-empty-revision-honest", {FILE: word(table + _paragraph(f"<w:ins {marks}/>"))})
