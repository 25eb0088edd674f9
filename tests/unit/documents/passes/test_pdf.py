import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.passes.sample import AOKI, DIGEST, PASS, SHEET, STAGES, at, bare, changed, pages

from sekisho.documents.passes.model import Counts, Found, Line, Party, Pass, Stage
from sekisho.documents.passes.pdf import pdf
from sekisho.documents.printing.letters import printable

ODD = [
    '#let x = [a] $x^2$ "q" \\ \\u{41} #pagebreak()',
    "*b* _i_ `c` ~ @ref <label> // --- ... /* c */ = h",
    "- 1. + / : http://example.jp %s {number} {} {{count}}",
    "'<b>&amp;</b>' \"quoted\" ”丸“ ’",
    "辻󠄀 葛󠄀 髙﨑 福 〜～−－ ㈱①",
    "「（『あ』）」。、・：；",
]


def fonts(made: bytes) -> Iterator[tuple[str, bool]]:
    """Each font of a PDF, without the mark of a subset, and whether it lies in the file."""
    with pikepdf.open(io.BytesIO(made)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                inside = any(key in one for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                yield str(one.FontName).removeprefix("/").split("+")[-1], inside


# ---------------------------------------------------------------- one page with everything on it


def test_a_pass_is_one_a4_page() -> None:
    document = pypdfium2.PdfDocument(pdf(PASS))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    document.close()


@pytest.mark.parametrize("told", [PASS, SHEET], ids=["pass", "sheet"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_sheet_is_one_page_with_our_fonts_inside(told: Pass, lang: str) -> None:
    made = pdf(replace(told, wrapper="", counts=None), lang)
    assert len(pages(made)) == 1
    used = list(fonts(made))
    assert used
    assert all(inside and name.startswith(("BIZUDPGothic-", "BIZUDGothic-")) for name, inside in used), used


def test_nothing_of_a_pass_is_missing() -> None:
    (page,) = pages(pdf(PASS))
    for said in (
        *("通行手形", "2026-0371", "束 3 / 6", "補助金データ送付（10月分）", "みどり野市", "保育幼稚園課", "起案者　青木 由美"),
        *("つばさ幼稚園", "office@tsubasa.example.jp", "令和8年（2026年）11月10日 14時52分", "電子メールで送出"),
        *("tsubasa_10.xlsx", DIGEST, "31人", "添え状", "紙", "切り分け", "書類の本人は2人", "AES-256で暗号化", "77ac6e15" * 8),
        *("パスワードは電話で", "関所が、決裁された内容そのものを送りました"),
        *("工程と危険を読み合わせる", "作業者 青木 由美", "8.11.6", "8.11.10", "みどり", "馬場", "5行を抜き出してたどる"),
        *("申告・後日入力 青木 由美 11月10日 16:20", "強制・取消", "強制・千葉 透の代決", "11月10日 9:41 2回", "検知"),
        *("1,248", "1,238", "1通合いません。課長が理由を記録しました。"),
        *("停止", "隠れた情報", "Sheet2", "必要と認めた（千葉 透）", "B7", "検査した部分 14 / 15", "読めなかった部分 1件：pict.png", "例外 1件"),
        *("FY2023-1-①", "複数の宛先へのデータ送付", "ab12cd34", "e27c9a04", "22番目の記録", "電子署名ではありません", "1 / 1ページ"),
    ):  # fmt: skip
        assert bare(said) in page, said
    assert "無効" not in page
    assert "訓練" not in page
    assert "〓" not in page


def test_the_english_pass_has_no_japanese_of_its_own() -> None:
    page = "".join(pages(pdf(PASS, "en")))
    for said in ("Pass", "Midorino City", "2026-11-10 14:52", "Trace five rows", "enforced", "What left", "page 1 / 2"):
        assert bare(said) in page, said
    allowed = {*"青木由美馬場健千葉透みどり添え状①②−＋＝"}
    assert not {letter for letter in page if letter > "\u2e7f"} - allowed


# ---------------------------------------------------------------- what it says of the proof


@pytest.mark.parametrize(
    ("proof", "said", "not_said"),
    [
        ("compared", "人が出し、出たものを", "関所が、"),
        ("stated", "人の申告だけです", "関所が、決裁"),
        (None, "例外", "送った証し"),
    ],
)
def test_a_proof_is_called_what_it_is(proof: str | None, said: str, not_said: str) -> None:
    (page,) = pages(pdf(changed(proof=proof)))
    assert bare(said) in page
    assert bare(not_said) not in page


def test_void_stands_across_every_page_with_its_reason() -> None:
    made = pages(pdf(changed(voided="内容が変わりました。", lines=PASS.lines * 30)))
    assert len(made) > 1
    assert all("無効" in page for page in made)
    assert "内容が変わりました。" in made[0]


def test_a_drill_says_so_on_every_page() -> None:
    assert all("訓練" in page for page in pages(pdf(replace(SHEET, drill=True, lines=PASS.lines * 30))))


def test_what_is_not_known_leaves_no_trace() -> None:
    told = changed(parcel=None, people=None, subjects=None, protection="", wrapper="", remarks=(), counts=None, because=(), anchor=None, reading=None)  # fmt: skip
    (page,) = pages(pdf(told))
    for said in (
        "None",
        "束",
        "載っている人",
        "書類の本人",
        "外側の",
        "引抜き",
        "FY",
        "証跡の先頭",
        "検査した部分",
        "()",
    ):
        assert said not in page, said


def test_parts_that_were_not_read_are_never_called_read() -> None:
    (page,) = pages(pdf(PASS))
    assert "読めなかった部分はありません" not in page


# ---------------------------------------------------------------- a page that is too small


def test_five_hundred_lines_go_to_an_annex_and_none_is_lost() -> None:
    lines = tuple(Line(f"{number:03}_名簿.xlsx", 2, "cut", f"{number:064x}", 3) for number in range(500))
    first, *rest = pages(pdf(changed(lines=lines)))
    assert bare("件。別紙に続きます。") in first
    assert f"1/{len(rest) + 1}ページ" in first
    annex = "".join(rest)
    assert bare("別紙　出ていったもの（500件）") in annex
    assert all(line.name in annex and line.sha256 in annex for line in lines)
    assert all("2026-0371" in page for page in rest)


def test_all_findings_are_there_however_many() -> None:
    findings = tuple(Found("検査", "ask", f"place-{number:03}.", f"answer-{number:03}.") for number in range(120))
    annex = "".join(pages(pdf(changed(findings=findings)))[1:])
    assert all(f"place-{number:03}." in annex and f"answer-{number:03}." in annex for number in range(120))


@pytest.mark.parametrize("count", [0, 1, 7, 8, 11, 14, 40])
def test_all_steps_are_there_however_many(count: int) -> None:
    stages = tuple(replace(STAGES[number % 5], kind=f"門{number:02}") for number in range(count))
    made = "".join(pages(pdf(changed(stages=stages))))
    assert all(f"門{number:02}" in made for number in range(count))


def test_many_people_of_one_step_go_to_an_annex() -> None:
    deeds = tuple(replace(STAGES[0].deeds[0], person=replace(AOKI, name=f"某{number:02}")) for number in range(9))
    first, annex = pages(pdf(changed(stages=(replace(STAGES[0], deeds=deeds),))))
    assert bare("ほか5人は別紙") in first
    assert all(f"某{number:02}" in annex for number in range(9))


def test_a_long_name_is_cut_on_the_first_page_and_whole_in_the_annex() -> None:
    long = "long" * 60 + ".xlsx"
    told = changed(lines=(Line(long, 1, sha256=DIGEST),), to=Party("と" * 300))
    first, *annex = pages(pdf(told))
    assert long not in first
    assert ".xlsx" in first
    assert long in "".join(annex)
    assert "と" * 300 in "".join(annex)


# ---------------------------------------------------------------- odd values


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("told", [PASS, SHEET], ids=["pass", "sheet"])
def test_an_odd_value_prints_as_it_is(told: Pass, odd: str) -> None:
    made = pdf(replace(told, title=odd, to=Party(odd, odd), lines=(Line(odd, 1, sha256=DIGEST),), voided=odd))
    text = "".join(pages(made))
    assert text.count(bare(odd)) >= 4


@pytest.mark.parametrize(
    ("odd", "number"),
    [
        ("𠮷", "U+20BB7"),
        ("\u202e", "U+202E"),
        ("\ue000", "U+E000"),
        ("\u200b", "U+200B"),
        ("\n", "U+000A"),
        ("😀", "U+1F600"),
    ],
)
def test_a_letter_that_the_font_lacks_is_never_an_empty_box(odd: str, number: str) -> None:
    (page,) = pages(pdf(changed(title=f"名前{odd}名前")))
    assert "名前〓名前" in page
    assert number in page


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120), st.sampled_from([PASS, SHEET]))
def test_any_text_can_be_printed(text: str, told: Pass) -> None:
    made = pages(pdf(replace(told, title=text, lines=(Line(text, 1, sha256=DIGEST),))))
    shown = {letter for letter in bare(printable(text)[0]) if letter.isalnum() and letter.isascii()}
    assert shown <= set("".join(made))


# ---------------------------------------------------------------- the same bytes


def test_the_same_pass_gives_the_same_bytes() -> None:
    assert pdf(PASS) == pdf(PASS)
    assert pdf(PASS) != pdf(changed(number="2026-0372"))


def test_another_process_at_another_place_gives_the_same_bytes(tmp_path: Path) -> None:
    told = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:];"
        "from tests.unit.documents.passes.sample import PASS;"
        "from sekisho.documents.passes.pdf import pdf;"
        "print(hashlib.sha256(pdf(PASS)).hexdigest())"
    )
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", told, str(root), str(root / "src")],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"TZ": "America/Lima", "SOURCE_DATE_EPOCH": "1", "LANG": "C"},
    )
    assert done.stdout.strip() == hashlib.sha256(pdf(PASS)).hexdigest()


# ---------------------------------------------------------------- the code


@pytest.mark.parametrize("told", [PASS, SHEET], ids=["pass", "sheet"])
def test_the_code_on_the_paper_is_the_code_of_the_text(told: Pass) -> None:
    document = pypdfium2.PdfDocument(pdf(told))
    drawn = np.asarray(document[0].render(scale=8).to_pil().convert("L")) < 128
    document.close()
    square = drawn[
        int(251.5 * 8 * 72 / 25.4) : int(281 * 8 * 72 / 25.4), int(14.5 * 8 * 72 / 25.4) : int(42.5 * 8 * 72 / 25.4)
    ]
    rows = np.flatnonzero(square.any(axis=1))
    lines = square[rows[0] : rows[-1] + 1]
    columns = np.flatnonzero(lines.any(axis=0))
    code = lines[:, columns[0] : columns[-1] + 1]
    wanted = np.array([list(row) for row in segno.make_qr(told.code, error="m", encoding="utf-8").matrix], dtype=bool)
    side = len(wanted)
    middles = [int((place + 0.5) * code.shape[0] / side) for place in range(side)]
    across = [int((place + 0.5) * code.shape[1] / side) for place in range(side)]
    assert (code[np.ix_(middles, across)] == wanted).all()


@pytest.mark.parametrize("text", ["", "x" * 3000])
def test_a_code_that_cannot_be_made_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        pdf(changed(code=text))


# ---------------------------------------------------------------- the check sheet


def test_a_check_sheet_has_places_for_what_is_filled_in() -> None:
    (page,) = pages(pdf(SHEET))
    for said in (
        "チェックシート",
        "2026-0371",
        "11月9日 8時05分 印刷",
        "1,248",
        "封入",
        "封緘",
        "投函",
        "した人",
        "別の人",
        "日付・印",
    ):
        assert bare(said) in page, said
    for said in (
        "5行を台帳でたどる",
        "通",
        "作業者",
        "決裁者",
        "画面で行う",
        "おかしいと思ったこと",
        "数はすべて合った",
    ):
        assert bare(said) in page, said
    for said in ("通行手形", "送出", "電子署名", "8.11.10", "None"):
        assert said not in page, said


def test_what_is_done_already_stands_on_the_check_sheet() -> None:
    (page,) = pages(pdf(replace(SHEET, stages=(STAGES[0], *SHEET.stages[1:]))))
    assert page.count("8.11.6") == 2
    void = replace(STAGES[0], deeds=tuple(replace(one, void=True) for one in STAGES[0].deeds))
    (page,) = pages(pdf(replace(SHEET, stages=(void, *SHEET.stages[1:]))))
    assert "8.11.6" not in page


@pytest.mark.parametrize("count", [0, 8, 11])
def test_a_check_sheet_of_an_ordinary_procedure_is_one_page(count: int) -> None:
    stages = tuple(
        Stage("確認", f"工程{number:02}", roles=("worker", "confirmer"), paper=True) for number in range(count)
    )
    assert len(pages(pdf(replace(SHEET, stages=stages, lines=())))) == 1


def test_a_check_sheet_continues_where_one_page_is_too_small() -> None:
    stages = tuple(Stage("確認", f"工程{number:02}。", roles=("worker",), paper=True) for number in range(30))
    made = pages(pdf(replace(SHEET, stages=stages)))
    assert len(made) > 1
    assert bare("工程の全部は別紙に") in made[0]
    assert all("".join(made).count(f"工程{number:02}。") == 1 for number in range(30))


def test_counts_that_close_need_no_note() -> None:
    (page,) = pages(pdf(changed(counts=Counts(10, 1, 1, 10, 10, 10))))
    assert "合いません" not in page
    (page,) = pages(pdf(changed(counts=Counts(10, 1, 1, 8, 8))))
    assert "2通合いません。" in page
    assert "課長が理由" not in page


def test_a_time_is_printed_as_it_is_in_japan() -> None:
    (page,) = pages(pdf(changed(left_at=at(11, 0, 5).astimezone(UTC))))
    assert "11月11日0時05分" in page
