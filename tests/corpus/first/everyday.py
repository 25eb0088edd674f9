"""What an office writes every day: other spellings, facts without a name, names that are nobody's, odd places."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from tests.corpus.first.city import CHILDREN, OWN, STRANGER, Case, Child
from tests.corpus.first.layouts import Laid, plain, short, spoken, wareki
from tests.corpus.first.offices import half
from tests.corpus.first.writers import as_csv, as_docx, by_openpyxl, by_xlsxwriter

BOOK, LETTER = "out/k01.xlsx", "out/k01.docx"
WATANABE, SAITO, HAMADA, TAKAHASHI, KIDO = (CHILDREN[n] for n in (21, 22, 23, 15, 9))


def cases() -> Iterator[Case]:
    """Yield spellings, single facts, words that only look like people, and places outside the cells."""
    yield from _spellings()
    yield from _facts()
    yield from _nobody()
    yield from _places()
    yield from _texts()


def _must(child: Child, file: str = BOOK, check: str = "scope", **where: Any) -> dict[str, Any]:
    entry = {"check": check, "severity": "stop", "parcel": "K01", "file": file, "subject_id": child.id}
    return entry | ({"where": where} if where else {})


def _spellings() -> Iterator[Case]:
    written: Sequence[tuple[str, Child, str]] = (
        ("watanabe-simple", WATANABE, "渡辺"),
        ("watanabe-other", WATANABE, "渡邊"),
        ("watanabe-selector", WATANABE, "渡邉\U000e0101"),
        ("saito-simple", SAITO, "斎藤"),
        ("hamada-simple", HAMADA, "浜田"),
        ("takahashi-ladder", TAKAHASHI, "髙橋"),
        ("kido-radical", KIDO, "城\u2f3e"),
    )
    for name, child, family in written:
        rows = [["氏名", "生年月日"], [f"{family} {child.given}", spoken(child)]]
        file = by_openpyxl(Laid(rows, {}))
        own = [[c.name, spoken(c)] for c in OWN[:3]]
        mixed = by_openpyxl(Laid([rows[0], *own, rows[1]], {}))
        place = {"part": "cell", "sheet": "名簿", "row": 5}
        yield Case(f"spelling-{name}-honest", {BOOK: file}, recipient=child.at, parcel={"complete": False})
        yield Case(f"spelling-{name}-stranger", {BOOK: mixed}, must=[_must(child, **place)])


def _facts() -> Iterator[Case]:
    """Yield rows in which a person stands without a full name."""
    heads: Mapping[str, tuple[list[str], Any]] = {
        "id": (["本人ID", "支給額"], lambda c: [c.id, "21000"]),
        "phone": (["連絡先", "希望時間"], lambda c: [c.phone, "午前"]),
        "kana-birth": (["フリガナ", "生年月日"], lambda c: [half(c.kana), wareki(c)]),
        "name-address": (["児童名", "住所"], lambda c: [c.family + c.given, short(c.address)]),
        "phone-wide": (["TEL"], lambda c: [c.phone.replace("-", "－").translate(_WIDE)]),
        "phone-brackets": (["電話"], lambda c: ["{}({}){}".format(*c.phone.split("-"))]),
    }
    for name, (head, cells) in heads.items():
        own = [head, *(cells(c) for c in OWN)]
        yield Case(f"fact-{name}-honest", {"out/k01.csv": as_csv(Laid(own, {}), "cp932")})
        must = _must(STRANGER, "out/k01.csv", part="cell", row=len(own) + 1)
        mixed = as_csv(Laid([*own, cells(STRANGER)], {}), "cp932")
        yield Case(f"fact-{name}-stranger", {"out/k01.csv": mixed}, must=[must])


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _letter(*paragraphs: str) -> bytes:
    rows = [["氏名", "生年月日"], *([c.name, spoken(c)] for c in OWN)]

    def change(document: Any) -> None:
        for text in paragraphs:
            document.add_paragraph(text)

    return as_docx(Laid(rows, {}), change)


def _nobody() -> Iterator[Case]:
    """Yield words that hold a stranger's name and mean nobody, and people who are in no register."""
    name = STRANGER.family + STRANGER.given
    words = {
        "staff": ("さくら野市　保育幼稚園課", f"担当：{name}　電話 0999-11-2345"),
        "issuer": ("発行者　さくら野市長　永井　凛太郎",),
        "places": ("千葉県の大島紬と黒川町の林業、石井商店、藤本内科、関口駅前の高橋医院にて。",),
        "families-alone": ("前原さん、城戸さんのご家庭にもお尋ねください。",),
        "others": ("保護者　轟　源左衛門、民生委員　鷲尾　八重子",),
        "longer-name": ("前原湊太郎記念館で行います。",),
        "numbers": ("文書番号　保幼第１２３４号　受付 2026-11-24-0001　計 1,234,500円　℡ 0999-11-2000",),
        "my-number-words": ("個人番号（マイナンバー）は書かないでください。",),
        "public-mail": ("お問い合わせ hoiku@city.sakurano.example.jp",),
    }
    for word, paragraphs in words.items():
        yield Case(f"nobody-{word}-honest", {LETTER: _letter(*paragraphs)}, scope="source")
    told = f"{name}さんについては別途お知らせします。"
    yield Case("letter-sentence-stranger", {LETTER: _letter(told)}, must=[_must(STRANGER, LETTER, part="text")])
    told = f"{STRANGER.family}様（{spoken(STRANGER)}生、電話{STRANGER.phone}）"
    yield Case("letter-facts-stranger", {LETTER: _letter(told)}, must=[_must(STRANGER, LETTER, part="text")])
    rows = [["担任", "児童氏名", "生年月日"], *([name, c.name, spoken(c)] for c in OWN)]
    yield Case("nobody-teacher-column-honest", {BOOK: by_xlsxwriter(Laid(rows, {}))})
    guardians = [["児童氏名", "保護者名", "続柄"], *([c.name, f"{c.family}　源左衛門", "父"] for c in OWN)]
    yield Case("nobody-guardian-column-honest", {BOOK: by_xlsxwriter(Laid(guardians, {}))})
    remarks = [["氏名", "生年月日", "備考"], *([c.name, spoken(c), "口座変更あり"] for c in OWN)]
    yield Case("remarks-harmless-honest", {BOOK: by_xlsxwriter(Laid(remarks, {}))})
    own = [cells.copy() for cells in remarks]
    own[2][2] = f"{OWN[5].name}さんと同じバス"
    yield Case("remarks-own-honest", {BOOK: by_xlsxwriter(Laid(own, {}))})
    planted = [cells.copy() for cells in remarks]
    planted[3][2] = f"{STRANGER.name}さん（{wareki(STRANGER)}生）のいとこ"
    must = _must(STRANGER, part="cell", sheet="名簿", row=4, column="C")
    yield Case("remarks-stranger", {BOOK: by_xlsxwriter(Laid(planted, {}))}, must=[must])


def _titled(text: str) -> bytes:
    def change(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.title = text

    return by_openpyxl(plain(OWN), change)


def _headed(text: str) -> bytes:
    def change(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.oddHeader.center.text = text

    return by_openpyxl(plain(OWN), change)


def _described(text: str) -> bytes:
    def change(book: openpyxl.Workbook, _: Worksheet) -> None:
        book.properties.subject = text

    return by_openpyxl(plain(OWN), change)


def _linked(text: str) -> bytes:
    def change(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"].hyperlink = "https://www.city.sakurano.example.jp/"
        sheet["A1"].hyperlink.tooltip = text

    return by_openpyxl(plain(OWN), change)


def _places() -> Iterator[Case]:
    """Yield names of files and sheets, properties, headers and links."""
    for child, word in ((STRANGER, "stranger"), (OWN[0], "honest")):
        file = f"out/{child.family}{child.given}様_決定通知.xlsx"
        must = [_must(child, file, part="file_name")] if word == "stranger" else []
        yield Case(f"place-file-name-{word}", {file: by_xlsxwriter(plain(OWN))}, must=must)
    dresses = {"sheet_name": _titled, "header_footer": _headed, "property": _described, "hyperlink": _linked}
    for part, dress in dresses.items():
        for child, word in ((STRANGER, "stranger"), (OWN[0], "honest")):
            text = child.family + child.given if part == "sheet_name" else f"{child.name}（{spoken(child)}生）"
            planted = word == "stranger"
            yield Case(
                f"place-{part}-{word}",
                {BOOK: dress(text)},
                must=[_must(child, part=part)] if planted else [],
                may=[_must(child, check="hidden")] if planted else [],
            )


class _WindowsName(zipfile.ZipInfo):
    """A member whose name is written in CP932 without saying so, as the Explorer of Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name is the standard library's
        return self.filename.encode("cp932"), self.flag_bits


def windows_zip(members: Mapping[str, bytes]) -> bytes:
    """Return an archive with CP932 names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(_WindowsName(name, (2026, 11, 20, 9, 0, 0)), data)
    return out.getvalue()


def _texts() -> Iterator[Case]:
    """Yield archives as Windows makes them and text files with titles, blank lines and totals."""
    deep = {"十一月分/園児ソ表.csv": as_csv(plain(OWN), "cp932"), "読んでください.csv": "項目,説明\r\n".encode("cp932")}
    zip_file = "out/送付.zip"
    yield Case("archive-windows-honest", {zip_file: windows_zip({"内側.zip": windows_zip(deep)})})
    mixed = plain((*OWN, STRANGER))
    planted = windows_zip(deep | {"十一月分/園児ソ表.csv": as_csv(mixed, "cp932")})
    place = {"part": "cell", "row": mixed.row_of[STRANGER.id]}
    must = _must(STRANGER, f"{zip_file}!/内側.zip!/十一月分/園児ソ表.csv", **place)
    yield Case("archive-windows-stranger", {zip_file: windows_zip({"内側.zip": planted})}, must=[must])
    named = windows_zip({f"{STRANGER.family}{STRANGER.given}様.csv": as_csv(plain(OWN))})
    must = {"check": "scope", "severity": "stop", "subject_id": STRANGER.id, "where": {"part": "file_name"}}
    yield Case("archive-member-name-stranger", {zip_file: named}, must=[must])
    for ending, encoding in (("csv", "utf-8-sig"), ("tsv", "utf-16"), ("csv", "cp932"), ("tsv", "utf-8")):
        file, sign = f"out/一覧.{ending}", "\t" if ending == "tsv" else ","
        for people, word in ((OWN, "honest"), ((*OWN, STRANGER), "stranger")):
            rows = [["給付一覧"], [""], ["No", "児童氏名", "生年月日", "給付額"]]
            rows += [[str(n), c.name, wareki(c), f"{21000 + n:,}"] for n, c in enumerate(people, start=1)]
            rows += [["", "合計", "", "189,000"], ["※", "金額は見込みです"]]
            must = [] if word == "honest" else [_must(STRANGER, file, part="cell", row=12)]
            data = as_csv(Laid(rows, {}), encoding, sign)
            yield Case(f"text-{ending}-{encoding}-{word}", {file: data}, must=must, scope="source")
