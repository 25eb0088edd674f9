"""The places of a workbook, outside its visible cells, where text can stand."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from written.layouts import plain
from written.people import Person, wareki
from written.sheets import MADE, book_bytes, openpyxl_book, repack, xlsx

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _rels(*entries: tuple[str, str, str]) -> str:
    """A .rels part; entries are (id, type, target), an outer target beginning with file: or http."""
    rows = "".join(
        f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if target.startswith(("file:", "http", "mailto:")) else "/>")
        for i, kind, target in entries
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _typed(*overrides: tuple[str, str]) -> tuple[str, str]:
    """The change that declares the content types of new parts."""
    rows = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return "</Types>", rows + "</Types>"


def _related(relation: str, kind: str, target: str) -> tuple[str, str]:
    """The change that adds a relationship to a .rels part."""
    return (
        "</Relationships>",
        f'<Relationship Id="{relation}" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>',
    )


def book(people: Sequence[Person]) -> openpyxl.Workbook:
    """A plain list, to be changed."""
    return openpyxl_book(plain(people))


def comment(people: Sequence[Person], text: str) -> bytes:
    """A note on a cell."""
    result = book(people)
    result.worksheets[0]["B3"].comment = Comment(text, "給付係")
    return book_bytes(result)


def threaded_comment(people: Sequence[Person], text: str) -> bytes:
    """A comment of today's Excel; the old note beside it holds only the notice for old versions."""
    package = comment(people, "[スレッド化されたコメント] お使いのバージョンの Excel では表示できません。")
    thread = (
        f'{HEAD}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="B3" dT="2026-11-19T10:00:00.00" personId="{00000000-0000-0000-0000-000000000001}" '
        f'id="{{00000000-0000-0000-0000-000000000002}}"><text>{text}</text></threadedComment></ThreadedComments>'
    )
    persons = (
        f'{HEAD}<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<person displayName="給付係" id="{00000000-0000-0000-0000-000000000001}" userId="1" providerId="None"/>'
        "</personList>"
    )
    new = "http://schemas.microsoft.com/office/2017/10/relationships"
    parts = {"xl/threadedComments/threadedComment1.xml": thread, "xl/persons/person.xml": persons}
    add = (
        "</Relationships>",
        f'<Relationship Id="rT" Type="{new}/threadedComment" Target="/xl/threadedComments/threadedComment1.xml"/>'
        "</Relationships>",
    )
    who = (
        "</Relationships>",
        f'<Relationship Id="rP" Type="{new}/person" Target="/xl/persons/person.xml"/></Relationships>',
    )
    types = _typed(
        *((p, f"application/vnd.ms-excel.{w}+xml") for p, w in zip(parts, ("threadedcomments", "person"), strict=True))
    )
    changes = {
        "[Content_Types].xml": types,
        "xl/worksheets/_rels/sheet1.xml.rels": add,
        "xl/_rels/workbook.xml.rels": who,
    }
    return repack(package, changes, parts)


def _pivot_parts(remembered: Sequence[Person]) -> tuple[str, str, str]:
    """Definition and records of the cache, and the table."""
    names = "".join(f'<s v="{p.name}"/>' for p in remembered)
    births = "".join(f'<s v="{wareki(p.birth)}"/>' for p in remembered)
    n = len(remembered)
    fields = f'<cacheField name="氏名" numFmtId="0"><sharedItems count="{n}">{names}</sharedItems></cacheField>'
    fields += f'<cacheField name="生年月日" numFmtId="0"><sharedItems count="{n}">{births}</sharedItems></cacheField>'
    source = '<cacheSource type="worksheet"><worksheetSource ref="A1:B20" sheet="元データ"/></cacheSource>'
    definition = (
        f'{HEAD}<pivotCacheDefinition {MAIN} {R} r:id="rId1" refreshedBy="給付係" recordCount="{n}">{source}'
        f'<cacheFields count="2">{fields}</cacheFields></pivotCacheDefinition>'
    )
    records = "".join(f'<r><x v="{i}"/><x v="{i}"/></r>' for i in range(n))
    records = f'{HEAD}<pivotCacheRecords {MAIN} count="{n}">{records}</pivotCacheRecords>'
    items = "".join(f'<item x="{i}"/>' for i in range(n)) + '<item t="default"/>'
    table = (
        f'{HEAD}<pivotTableDefinition {MAIN} name="集計" cacheId="7" dataCaption="値">'
        '<location ref="G2:H4" firstHeaderRow="1" '
        'firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
        f'<pivotField axis="axisRow" showAll="0"><items count="{n + 1}">{items}</items></pivotField>'
        '<pivotField dataField="1" showAll="0"/>'
        '</pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="1">'
        '<i t="grand"><x/></i></rowItems>'
        '<colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="人数" fld="1" subtotal="count"/></dataFields>'
        "</pivotTableDefinition>"
    )
    return definition, records, table


def pivot_cache(people: Sequence[Person], remembered: Sequence[Person]) -> bytes:
    """A pivot table of sums whose cache remembers the rows of others."""
    definition, records, table = _pivot_parts(remembered)
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    parts = {
        cache: definition,
        "xl/pivotCache/pivotCacheRecords1.xml": records,
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _rels(
            ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        "xl/pivotTables/pivotTable1.xml": table,
        "xl/pivotTables/_rels/pivotTable1.xml.rels": _rels(("rId1", "pivotCacheDefinition", "/" + cache)),
        "xl/worksheets/_rels/sheet1.xml.rels": _rels(("rId1", "pivotTable", "/xl/pivotTables/pivotTable1.xml")),
    }
    kinds = [
        (cache, "pivotCacheDefinition"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "pivotCacheRecords"),
        ("xl/pivotTables/pivotTable1.xml", "pivotTable"),
    ]
    end = f'<pivotCaches><pivotCache cacheId="7" {R} r:id="rPivot"/></pivotCaches></workbook>'
    changes = {
        "[Content_Types].xml": _typed(*((part, f"{KIND}.{kind}+xml") for part, kind in kinds)),
        "xl/_rels/workbook.xml.rels": _related("rPivot", "pivotCacheDefinition", "/" + cache),
        "xl/workbook.xml": ("</workbook>", end),
    }
    return repack(xlsx(plain(people)), changes, parts)


def external_link(people: Sequence[Person], cached: Sequence[Sequence[str]]) -> bytes:
    """A link to another workbook, with the cells of it that Excel keeps."""
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<cell r="{"ABCDEF"[c]}{r}" t="str"><v>{v}</v></cell>' for c, v in enumerate(row))
        + "</row>"
        for r, row in enumerate(cached, 2)
    )
    link = (
        f'{HEAD}<externalLink {MAIN}><externalBook {R} r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames>'
        f'<sheetDataSet><sheetData sheetId="0">{rows}</sheetData></sheetDataSet></externalBook></externalLink>'
    )
    part = "xl/externalLinks/externalLink1.xml"
    parts = {
        part: link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": _rels(
            ("rId1", "externalLinkPath", "file:///S:/kyufu/all.xlsx")
        ),
    }
    changes = {
        "[Content_Types].xml": _typed((part, f"{KIND}.externalLink+xml")),
        "xl/_rels/workbook.xml.rels": _related("rLink", "externalLink", "/" + part),
        "xl/workbook.xml": (
            "</sheets>",
            f'</sheets><externalReferences><externalReference {R} r:id="rLink"/></externalReferences>',
        ),
    }
    return repack(xlsx(plain(people)), changes, parts)


def embedded(people: Sequence[Person], document: bytes) -> bytes:
    """A Word document embedded in the sheet."""
    part = "xl/embeddings/Microsoft_Word_Document.docx"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    changes = {
        "[Content_Types].xml": _typed((part, kind)),
        "xl/worksheets/sheet1.xml": (
            "</worksheet>",
            f'<oleObjects><oleObject progId="Word.Document.12" shapeId="1025" {R} r:id="rId1"/></oleObjects>'
            "</worksheet>",
        ),
    }
    return repack(
        xlsx(plain(people)),
        changes,
        {part: document, "xl/worksheets/_rels/sheet1.xml.rels": _rels(("rId1", "package", "/" + part))},
    )


def custom_xml(people: Sequence[Person], text: str) -> bytes:
    """A part of somebody's own XML, as document systems leave it."""
    item = f'{HEAD}<kessai xmlns="urn:example:kessai"><kenmei>{text}</kenmei></kessai>'
    changes = {
        "_rels/.rels": _related("rXml", "customXml", "customXml/item1.xml"),
        "[Content_Types].xml": _typed(("customXml/item1.xml", "application/xml")),
    }
    return repack(xlsx(plain(people)), changes, {"customXml/item1.xml": item})


def defined_name(people: Sequence[Person], text: str) -> bytes:
    """A name for a constant text."""
    result = book(people)
    result.defined_names["対象者"] = DefinedName("対象者", attr_text=f'"{text}"')
    return book_bytes(result)


def data_validation(people: Sequence[Person], choices: Sequence[str]) -> bytes:
    """A drop-down list."""
    result = book(people)
    rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    result.worksheets[0].add_data_validation(rule)
    rule.add("F2:F30")
    return book_bytes(result)


def property_title(people: Sequence[Person], text: str) -> bytes:
    """The title among the properties."""
    result = book(people)
    result.properties.title = text
    return book_bytes(result)


def custom_property(people: Sequence[Person], text: str) -> bytes:
    """A property of one's own."""
    result = book(people)
    result.custom_doc_props.append(StringProperty(name="件名", value=text))
    return book_bytes(result)


def hyperlink(people: Sequence[Person], target: str) -> bytes:
    """A hyperlink behind a harmless word."""
    result = book(people)
    cell = result.worksheets[0]["F2"]
    cell.value, cell.hyperlink = "連絡", target
    return book_bytes(result)


def written(people: Sequence[Person], change: Callable[[xlsxwriter.Workbook, Any], None]) -> bytes:
    """A plain list by XlsxWriter after a change to book and sheet."""
    buffer = io.BytesIO()
    result = xlsxwriter.Workbook(buffer, {"in_memory": True})
    result.set_properties({"author": "さくら野市", "created": MADE})
    sheet = result.add_worksheet("名簿")
    for r, row in enumerate(
        [["氏名", "カナ", "生年月日", "住所"], *([p.name, p.kana, wareki(p.birth), p.address] for p in people)]
    ):
        sheet.write_row(r, 0, row)
    change(result, sheet)
    result.close()
    return buffer.getvalue()


def header_footer(people: Sequence[Person], text: str) -> bytes:
    """A printed header."""
    return written(people, lambda _, sheet: sheet.set_header(f"&L{text}&R&D"))


def text_box(people: Sequence[Person], text: str) -> bytes:
    """A text box on the sheet."""
    return written(people, lambda _, sheet: sheet.insert_textbox("F3", text))


def chart(people: Sequence[Person], labels: Sequence[str]) -> bytes:
    """A chart whose kept labels are older than its cells."""

    def add(result: xlsxwriter.Workbook, sheet: Any) -> None:
        graph = result.add_chart({"type": "column"})
        series = {"categories": "=元データ!$A$2:$A$9", "values": "=元データ!$B$2:$B$9", "name": "支給額"}
        graph.add_series(
            series | {"categories_data": list(labels), "values_data": [100 + i for i in range(len(labels))]}
        )
        sheet.insert_chart("F3", graph)
        result.add_worksheet("元データ")

    return written(people, add)


def formula_result(people: Sequence[Person], kept: str) -> bytes:
    """A formula in A14 whose kept result is a text that stands nowhere else."""
    return written(people, lambda _, sheet: sheet.write_formula("A14", "=VLOOKUP(1,H1:I9,2,0)", None, kept))
