"""Hostile Office files: what is cheap to write and dear to read, and what each program reads in another way."""

import io
import re
import struct

import xlwt
from docx import Document
from tests.hostile.archives import Entry, archive, deflated, entry, flood
from tests.unit.inspection.containers.compound_files import container
from tests.unit.inspection.readers import ods_files, xls_files, xlsb_files
from tests.unit.inspection.readers.xlsx_files import MAIN, STRICT, STRICT_R, R, inline, pack, parts_of, sheet

NAME, BIRTH = "佐藤　美咲", "2020-05-21"
ROW = f'<row r="2">{inline("A2", NAME)}{inline("B2", BIRTH)}</row>'
HEAD = f'<row r="1">{inline("A1", "氏名")}{inline("B1", "生年月日")}</row>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a '笑'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
) + "]>"  # fmt: skip
FETCH = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


def plain() -> dict[str, str | bytes]:
    return parts_of(sheet(HEAD + ROW))


def with_part(**parts: str | bytes) -> bytes:
    return pack({**plain(), **parts})


def declared(xml: str, declaration: str) -> str:
    return re.sub(r"\A(<\?xml[^>]*\?>)?\s*", lambda match: (match[1] or "") + declaration, xml)


def flipped(data: bytes, step: int) -> bytes:
    out = bytearray(data)
    for at in range(step, len(out), step):
        out[at] ^= 1 << at % 8
    return bytes(out)


def workbooks() -> dict[str, tuple[str, bytes]]:
    body = "xl/worksheets/sheet1.xml"
    far = sheet(HEAD + ROW + f'<row r="1048576">{inline("XFD1048576", "尾")}</row>')
    strict = {k: v.replace(MAIN, STRICT).replace(R, STRICT_R) if isinstance(v, str) else v for k, v in plain().items()}
    whole = pack(plain())
    text = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>@</t></is></c></row>').split("@")
    endless = deflated(text[0].encode())[:-2]
    stored = [
        entry(name, content.encode() if isinstance(content, str) else content) for name, content in plain().items()
    ]
    styled = str(plain()["xl/_rels/workbook.xml.rels"]).replace(
        "</Rel", f'<Relationship Id="y" Type="{R}/styles" Target="styles.xml"/></Rel', 1
    )
    return {
        "sparse.xlsx": ("read", with_part(**{body: far})),
        "nested_rows.xlsx": ("stop", with_part(**{body: sheet("<row>" * 1_000_000)})),
        "two_gigabytes_of_text.xlsx": ("stop", archive([one for one in stored if one.name != body.encode()] + [Entry(body.encode(), endless + flood(b"a" * 1_000_000, 2_000), size=2_000_000_300)])),
        "two_gigabytes_that_say_two.xlsx": ("stop", archive([one for one in stored if one.name != body.encode()] + [Entry(body.encode(), flood(b"a" * 1_000_000, 2_000), size=2_000)])),
        "laughs_in_sheet.xlsx": ("stop", with_part(**{body: declared(sheet(f'<row r="1">{inline("A1", "&j;")}</row>'), LAUGHS)})),
        "laughs_in_strings.xlsx": ("stop", with_part(**{"xl/sharedStrings.xml": declared(f'<sst xmlns="{MAIN}"><si><t>&j;</t></si></sst>', LAUGHS)})),
        "fetch_in_sheet.xlsx": ("stop", with_part(**{body: declared(sheet(f'<row r="1">{inline("A1", "&j;")}</row>'), FETCH)})),
        "fetch_in_types.xlsx": ("any", with_part(**{"[Content_Types].xml": declared(str(plain()["[Content_Types].xml"]), FETCH)})),
        "fetch_in_relations.xlsx": ("stop", with_part(**{"xl/_rels/workbook.xml.rels": declared(str(plain()["xl/_rels/workbook.xml.rels"]), FETCH)})),
        "backslashes.xlsx": ("read", archive([entry(one.name.decode().replace("/", "\\"), str(plain()[one.name.decode()]).encode()) for one in stored])),
        "utf16.xlsx": ("read", with_part(**{body: str(plain()[body]).replace("UTF-8", "UTF-16").encode("utf-16")})),
        "strict.xlsx": ("read", pack(strict)),
        "two_sheets_of_one_name.xlsx": ("stop", archive([*stored, entry(body, sheet(HEAD).encode())])),
        "two_sheets_by_case.xlsx": ("stop", archive([*stored, entry(body.upper(), sheet(HEAD).encode())])),
        "flipped.xlsx": ("stop", flipped(whole, 97)),
        "flipped_once.xlsx": ("any", flipped(whole, len(whole) - 300)),
        **{f"cut_{size}.xlsx": ("stop", whole[: len(whole) * size // 100]) for size in (10, 50, 90, 99)},
        "relations_in_a_ring.xlsx": ("read", with_part(**{"xl/worksheets/_rels/sheet1.xml.rels": str(plain()["_rels/.rels"]).replace("xl/workbook.xml", "/xl/workbook.xml")})),
        "million_merges.xlsx": ("read", with_part(**{body: sheet(HEAD + ROW, behind="<mergeCells>" + '<mergeCell ref="D1:E1048576"/>' * 200_000 + "</mergeCells>")})),
        "million_columns.xlsx": ("read", with_part(**{body: sheet(HEAD + ROW, before="<cols>" + '<col min="1" max="16384" width="9"/>' * 50_000 + "</cols>")})),
        "damaged_styles_beside_a_person.xlsx": ("both", with_part(**{"xl/styles.xml": "<styleSheet", "xl/_rels/workbook.xml.rels": styled})),
    }  # fmt: skip


def documents() -> dict[str, tuple[str, bytes]]:
    buffer = io.BytesIO()
    made = Document()
    table = made.add_table(rows=0, cols=2)
    for row in (("氏名", "生年月日"), (NAME, BIRTH)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(buffer)
    whole = buffer.getvalue()
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def changed(xml: str) -> bytes:
        import zipfile

        with zipfile.ZipFile(io.BytesIO(whole)) as opened:
            parts = {one: opened.read(one) for one in opened.namelist()}
        return pack({**parts, "word/document.xml": xml})

    deep = "<w:tbl><w:tr><w:tc>" * 5_000
    return {
        "nested_tables.docx": ("stop", changed(f'<w:document xmlns:w="{main}"><w:body>{deep}')),
        "laughs.docx": ("stop", changed(declared(f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>', LAUGHS))),
        "flipped.docx": ("stop", flipped(whole, 211)),
        "cut.docx": ("stop", whole[: len(whole) // 2]),
        "plain.docx": ("read", whole),
    }  # fmt: skip


def old_ones() -> dict[str, tuple[str, bytes]]:
    def fill(book: xlwt.Workbook, page: xlwt.Worksheet) -> None:
        for row, texts in enumerate((("氏名", "生年月日"), (NAME, BIRTH))):
            for column, text in enumerate(texts):
                page.write(row, column, text)
        page.write(65_535, 255, "尾")

    whole = xls_files.made(fill)
    stream = xls_files.stream_of(whole)
    ring = bytearray(whole)
    table = 512 * (int.from_bytes(ring[0x4C:0x50], "little") + 1)
    ring[table : table + 8] = struct.pack("<II", 1, 0)
    rows = xlsb_files.sheet(
        xlsb_files.row(0, xlsb_files.text(0, "氏名"), xlsb_files.text(1, "生年月日")),
        xlsb_files.row(1, xlsb_files.text(0, NAME), xlsb_files.text(1, BIRTH)),
        xlsb_files.row(1_048_575, xlsb_files.text(16_383, "尾")),
    )
    binary = pack(xlsb_files.parts_of(("名簿", 0, rows)))
    lists = ods_files.table(
        ods_files.row(ods_files.cell("氏名"), ods_files.cell("生年月日")),
        ods_files.row(ods_files.cell(NAME), ods_files.cell(BIRTH)),
    )
    empty = ods_files.row(
        ods_files.cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048570"'
    )
    flooded = ods_files.row(
        ods_files.cell("山", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048576"'
    )
    deep = "<table:table><table:table-row><table:table-cell>" * 20_000
    return {
        "sparse.xls": ("read", whole),
        "says_it_is_empty.xls": ("read", container({"Workbook": re.sub(rb"(\x00\x02\x0e\x00).{14}", rb"\1" + bytes(14), stream, flags=re.DOTALL)})),
        "ring.xls": ("any", bytes(ring)),
        "cut.xls": ("stop", whole[: len(whole) // 2]),
        "flipped.xls": ("any", flipped(whole, 301)),
        "endless_records.xls": ("stop", container({"Workbook": stream[:24] + b"\xff\xff\x00\x00" * 100_000})),
        "sparse.xlsb": ("read", binary),
        "flipped.xlsb": ("stop", flipped(binary, 151)),
        "lying_lengths.xlsb": ("stop", pack(xlsb_files.parts_of(("名簿", 0, rows[:-60] + b"\x06\xff\xff\xff\x7f")))),
        "sparse.ods": ("read", pack(ods_files.parts_of(ods_files.content(lists.replace("</table:table>", empty + "</table:table>"))))),
        "repeated.ods": ("both", pack(ods_files.parts_of(ods_files.content(lists + ods_files.table(flooded, name="大"))))),
        "nested.ods": ("stop", pack(ods_files.parts_of(ods_files.content(deep)))),
        "laughs.ods": ("stop", pack(ods_files.parts_of(declared(ods_files.content(lists), LAUGHS)))),
    }  # fmt: skip
