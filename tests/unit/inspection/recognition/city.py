"""A register of invented people for the tests of recognition, and how a test asks who is named where."""

from collections.abc import Iterator, Sequence

from sekisho.bundle.model import Source
from sekisho.inspection.model import Child, Covered, Document, Grid, Part, Place, Text, Unread
from sekisho.inspection.recognition.mentions import Mention
from sekisho.inspection.recognition.recognise import recognise
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.worked import Row, document, paragraph, people, sheet

_PEOPLE = """
subject_id name kana birth_date sex postal_code address phone email household_id number
A0001 林　一郎 ハヤシ　イチロウ 1980-02-03 男 400-1001 さくら野市中央一丁目2番3号 055-911-2001 hayashi@mail.example.jp H01 0030001
A0002 小林　一郎 コバヤシ　イチロウ 1981-06-07 男 400-1002 さくら野市緑町4番5号 055-911-2002 koba@mail.example.jp H02 0030002
A0003 林　誠 ハヤシ　マコト 1958-11-12 男 400-1003 さくら野市本町三丁目6番7号 055-911-2003 - H03 0030003
A0004 佐藤　健 サトウ　ケン 1970-05-05 男 400-1004 さくら野市旭町8番9号 055-911-2004 - H04 0030004
A0005 佐藤　健 サトウ　タケル 1992-08-19 男 400-1005 さくら野市桜台二丁目1番1号 055-911-2005 - H05 0030005
A0006 髙橋　真理 タカハシ　マリ 1988-01-23 女 400-1006 さくら野市川端2番8号 055-911-2006 - H06 0030006
A0007 渡邉　斎 ワタナベ　ヒトシ 1949-03-31 男 400-1007 さくら野市西町5番5号 055-911-2007 - H07 0030007
A0008 森本　結 モリモト　ユイ 2019-04-02 女 400-1008 さくら野市東台1番20号 055-911-2008 - H08 0030008
A0009 森本　大輔 モリモト　ダイスケ 1986-12-24 男 400-1008 さくら野市東台1番20号 055-911-2008 - H08 0030009
A0010 田中　美咲 タナカ　ミサキ 1999-09-09 女 400-1010 さくら野市南町七丁目7番7号 055-911-2010 misaki@mail.example.jp H10 0030010
A0011 長谷川　さくら ハセガワ　サクラ 2001-10-10 女 400-1011 さくら野市北浜3番3号 055-911-2011 - H11 0030011
A0012 グエン　ティラン グエン　ティラン 1995-07-01 女 400-1012 さくら野市港町1番1号 055-911-2012 - H12 0030012
"""


def rows() -> list[Row]:
    columns, *lines = (line.split(" ") for line in _PEOPLE.strip().splitlines())
    return [
        {column: "" if value == "-" else value for column, value in zip(columns, line, strict=True)} for line in lines
    ]


PEOPLE = {row["subject_id"]: row for row in rows()}
CITY: Source = people(*PEOPLE.values())


def of(who: str, *columns: str) -> list[str]:
    """What the register says of a person."""
    return [PEOPLE[who][column] for column in columns]


def mentions(*content: Grid | Text | Covered | Child | Unread, register: Source = CITY) -> tuple[Mention, ...]:
    [found] = recognise(Register(register), [document(*content)])
    return found


def in_document(read: Document, register: Source = CITY, *, in_bulk: bool = True) -> tuple[Mention, ...]:
    [found] = recognise(Register(register), [read], in_bulk=in_bulk)
    return found


def in_text(text: str, part: Part = Part.TEXT, *, name: str = "", register: Source = CITY) -> list[str]:
    """Who is named in a paragraph: an id, or several joined by / where it cannot be told, ? where contradicted."""
    return [_said(mention) for mention in mentions(paragraph(text, part, name=name), register=register)]


def in_rows(table: Sequence[Sequence[str]], register: Source = CITY, **more: object) -> list[tuple[str, str]]:
    """(cell, who) of a sheet: ``("B3", "A0001")``."""
    return list(_cells(mentions(sheet(table, **more), register=register)))  # type: ignore[arg-type]  # options of sheet


def listed(table: Sequence[Sequence[str]], register: Source = CITY) -> list[tuple[str, str]]:
    """The same, without guardians and names in remarks."""
    return list(_cells(m for m in mentions(sheet(table), register=register) if m.listed))


def _cells(found: "Iterator[Mention] | tuple[Mention, ...]") -> Iterator[tuple[str, str]]:
    for mention in found:
        yield cell_name(mention.place), _said(mention)


def cell_name(place: Place) -> str:
    return f"{place.column}{place.row}"


def _said(mention: Mention) -> str:
    return "/".join(mention.candidates) + ("?" if mention.contradicted else "")
