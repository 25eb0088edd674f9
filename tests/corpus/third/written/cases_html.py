"""Web pages as files."""

from written.provisions import alien, line, lst, misnamed, mynum, ob, own, sh
from written.registers import reg
from written.sheets import htable, whtml


def run():
    # ---- html ------------------------------------------------------------------
    def page(name, honest, about, body, exp=None, fn="out/k01.html", enc="utf-8", rows=None):
        R = reg("F")
        b = ob(name, honest, about, R, title="名簿の提供")
        whtml(
            b.p(fn),
            "在籍園児名簿",
            "<h1>在籍園児名簿</h1>\n" + htable(lst(own(R, 9) + (rows(R) if rows else []))) + "\n" + body(R),
            enc,
            "<style>table{border-collapse:collapse}</style>",
        )
        b.parcel("K01", [fn])
        if exp:
            exp(b, fn, R)
        b.done()

    page(
        "other-html-h",
        True,
        "An html list of the recipient's own children; an empty hidden element for printing.",
        lambda R: '<div class="noprint" style="display:none"></div><p>青嶺市役所　窓口課</p>',
    )
    page(
        "other-html-comment-p",
        False,
        "A comment in the html names another recipient's child.",
        lambda R: f"<!-- 削除済: {line(alien(R, 1))} -->",
        lambda b, f, R: sh(b, f, alien(R, 1)["subject_id"], {"part": "comment"}),
    )
    page(
        "other-html-displaynone-p",
        False,
        "A paragraph with display:none names another recipient's child.",
        lambda R: f'<p style="display:none">転園予定　{line(alien(R, 7))}</p>',
        lambda b, f, R: sh(b, f, alien(R, 7)["subject_id"]),
    )
    page(
        "other-html-class-none-p",
        False,
        "A class set to display:none in a style sheet hides another recipient's child.",
        lambda R: f'<style>.x1{{display:none}}</style><div class="x1">{line(alien(R, 8))}</div>',
        lambda b, f, R: sh(b, f, alien(R, 8)["subject_id"]),
    )
    page(
        "other-html-hidden-other-p",
        False,
        "A paragraph with the hidden attribute holds a remark that names nobody: asks.",
        lambda R: "<p hidden>前回の版から金額を改めた。</p>",
        lambda b, f, R: b.expect("hidden", "ask", f, "K01"),
    )
    page(
        "other-html-attribute-p",
        False,
        "A data attribute holds name and birth date of another recipient's child.",
        lambda R: f'<p data-prev="{line(alien(R, 2))}">以上</p>',
        lambda b, f, R: (
            sh(b, f, alien(R, 2)["subject_id"], {"part": "attribute"}, hidden=False),
            b.may("hidden", "stop"),
        ),
    )
    page(
        "other-html-row-p",
        False,
        "A row of the visible table is another recipient's child.",
        lambda R: "",
        lambda b, f, R: sh(b, f, alien(R, 9)["subject_id"], hidden=False),
        rows=lambda R: [alien(R, 9)],
    )
    page(
        "other-html-as-xls-h",
        True,
        "An html table saved as .xls, Shift_JIS.",
        lambda R: "",
        misnamed,
        "out/k01.xls",
        "cp932",
    )
    page(
        "other-html-as-xls-p",
        False,
        "An html table saved as .xls (Shift_JIS) holds another recipient's child.",
        lambda R: "",
        lambda b, f, R: (sh(b, f, alien(R, 3)["subject_id"], hidden=False), misnamed(b)),
        "out/k01.xls",
        "cp932",
        lambda R: [alien(R, 3)],
    )
    R = reg("F")
    x = alien(R, 4)
    page(
        "other-html-filename-p",
        False,
        "The file name holds the full name of another recipient's child.",
        lambda R: "",
        lambda b, f, R: sh(b, f, x["subject_id"], {"part": "file_name"}, hidden=False),
        "out/" + x["name"].replace(" ", "") + "_補助金.html",
    )
    page(
        "other-html-print-css-h",
        True,
        "A print style sheet hides a visible line on paper only.",
        lambda R: '<style>@media print{.np{display:none}}</style><p class="np">この画面を印刷してお使いください。</p>',
    )
    x = own(reg("F"))[2]
    page(
        "other-html-filename-own-h",
        True,
        "The file name holds the full name of a child in the recipient's scope.",
        lambda R: "",
        None,
        "out/" + x["name"].replace(" ", "") + "_補助金.html",
    )
    page(
        "other-html-lone-number-h",
        True,
        "A lone 12-digit number with a valid check digit in the text, without a label that says My Number: a note.",
        lambda R: f"<p>受付番号　{mynum(55)}</p>",
    )
