"""Mails, web pages and slides before the checks: what a recipient could read in them is judged as in any other file."""

from collections.abc import Callable, Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.unit.inspection.readers.pptx_files import Deck, Slide, at, colour, shape, table, xml

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.reading import read_file
from sekisho.inspection.run import Options, inspect_files
from sekisho.inspection.worked import people

OWN, OTHER = "馬場陽菜", "江口美咲"
"""Of the invented children: one who goes to kindergarten K01, and one who does not."""
BLACK = colour("000000")


class Opening:
    """A reader that opens every file in this very process, and every file in it."""

    def read(self, files: Iterable[File], *, taken: Iterable[str] = ()) -> Iterator[tuple[File, Document]]:
        del taken
        waiting = list(files)
        while waiting:
            file = waiting.pop(0)
            document = read_file(file, Limits())
            waiting += [File(f"{file.path}!/{child.name}", child.data) for child in document.children]
            yield file, document


def judged(folder: Path, name: str, data: bytes) -> set[tuple[str, str, str]]:
    """Return check, severity and kind of place of each finding for K01."""
    (folder / name).write_bytes(data)
    report = inspect_files([folder / name], Options(), reader=Opening(), subjects=people(), recipient="K01")
    return {(one.check, one.severity, one.place.part.value) for one in report.findings}


def mail(text: str, page: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "保育幼稚園課 <hoiku@city.example.jp>", "To": "k01@example.jp", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    return message


def notes(text: str) -> bytes:
    noted = shape(text, placeholder='type="body"')
    return xml("p:notes", f"<p:cSld><p:spTree>{noted}</p:spTree></p:cSld>")


def deck(*shapes: str, note: str = "", attributes: str = "") -> bytes:
    parts = (("notesSlide", "notesSlides/n.xml", notes(note)),) if note else ()
    return Deck([Slide("".join(shapes), parts, attributes)]).bytes()


def test_an_honest_mail_page_and_presentation_pass(tmp_path: Path) -> None:
    honest = mail(
        f"{OWN}さんの書類です。\n\nさくら野市 保育幼稚園課\n江口\n",
        f"<p>{OWN}さんの書類です。</p>",
        X_Mailer="Becky! 2.81",
        Subject="書類",
    )
    honest.add_attachment(f"氏名,生年月日\n{OWN},2020-07-30\n".encode("cp932"), "text", "csv", filename="名簿.csv")
    assert judged(tmp_path, "a.eml", bytes(honest)) == set()
    page = f"<html><head><title>名簿</title><style>td{{color:#333}}</style></head><body><h1>名簿</h1><table><tr><th>氏名<th>生年月日<tr><td>{OWN}<td>2020-07-30</table>"
    assert judged(tmp_path, "a.html", page.encode()) == set()
    slides = deck(shape("名簿", place=at(1, 1, 10, 2)), table(["氏名", "生年月日"], [OWN, "2020-07-30"]))
    assert judged(tmp_path, "a.pptx", slides) == set()


@pytest.mark.parametrize(
    ("name", "made", "part", "hidden"),
    [
        ("a.eml", lambda: mail(f"{OTHER}さんの書類です。"), "body", False),
        ("a.eml", lambda: mail("x", Subject=f"{OTHER}さんの件"), "header", False),
        ("a.eml", lambda: mail("x", Cc=f"{OTHER} <a@example.jp>"), "header", False),
        ("a.eml", lambda: mail("x", X_Child=OTHER), "header", True),
        ("a.eml", lambda: mail("x", f"<p>{OTHER}さん</p>"), "body", False),
        ("a.eml", lambda: mail("x", f'<p style="display:none">{OTHER}さん</p>'), "body", True),
        ("a.html", lambda: f"<table><tr><th>氏名<tr style='display:none'><td>{OTHER}</table>", "body", True),
        ("a.html", lambda: f"<p>x</p><!-- {OTHER} -->", "comment", True),
        ("a.html", lambda: f"<p data-name='{OTHER}'>x</p>", "attribute", True),
        ("a.html", lambda: f"<p>x</p><script>var a='{OTHER}'</script>", "script", True),
        ("a.html", lambda: f"<a href='mailto:a@example.jp?subject={OTHER}'>x</a>", "hyperlink", False),
        ("a.html", lambda: f"<meta name=keywords content='{OTHER}'><p>x", "property", True),
        ("a.pptx", lambda: deck(shape(f"{OTHER}さん")), "slide", False),
        ("a.pptx", lambda: deck(table(["氏名", "生年月日"], [OTHER, "2020-05-21"])), "slide", False),
        ("a.pptx", lambda: deck(shape("x"), note=f"{OTHER}さんのことは話さない"), "notes", True),
        ("a.pptx", lambda: deck(shape(f"{OTHER}さん"), attributes='show="0"'), "slide", True),
        ("a.pptx", lambda: deck(shape(f"{OTHER}さん", place=at(50, 1, 9, 2))), "slide", True),
        ("a.pptx", lambda: deck(shape("x", more=f'descr="{OTHER}"')), "alt_text", True),
    ],
)  # fmt: skip
def test_a_person_out_of_scope_stops_wherever_the_name_stands(
    tmp_path: Path, name: str, made: Callable[[], EmailMessage | str | bytes], part: str, *, hidden: bool
) -> None:
    data = made()  # not while tests are collected: no two files are the same to the bit
    written = bytes(data) if isinstance(data, EmailMessage | bytes) else data.encode()
    wanted = {("scope", "stop", part), *({("hidden", "stop", part)} if hidden else ())}
    assert wanted <= judged(tmp_path, name, written)


def test_a_file_in_a_mail_in_a_mail_is_judged(tmp_path: Path) -> None:
    inner = mail("x")
    inner.add_attachment(deck(shape(f"{OTHER}さん")), "application", "octet-stream", filename="資料.pptx")
    outer = mail("転送します")
    outer.add_attachment(inner)
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(outer))
    report = inspect_files([path], Options(), reader=Opening(), subjects=people(), recipient="K01")
    assert {one.file for one in report.findings} == {f"{path.as_posix()}!/message-1.eml!/資料.pptx"}


def test_what_is_painted_over_on_a_slide_or_page_is_told_with_the_person_under_it(tmp_path: Path) -> None:
    line = shape(f"登録者　{OTHER}", place=at(1, 1, 20, 1.5))
    bar = shape(place=at(3.7, 1, 2.7, 1.2), fill=BLACK)
    page = f'<p>登録者 <span style="background:black;color:black">{OTHER}</span></p>'
    for name, data in (("a.pptx", deck(line, bar)), ("a.html", page.encode())):
        (tmp_path / name).write_bytes(data)
        report = inspect_files([tmp_path / name], Options(), reader=Opening(), subjects=people(), recipient="K01")
        assert [(one.severity, one.subject_id) for one in report.findings if one.check == "redaction"] == [
            ("stop", "S0201")
        ]


def test_a_my_number_in_a_mail_or_on_a_slide_stops(tmp_path: Path) -> None:
    told = "個人番号：123456789018"
    for name, data in (("a.eml", bytes(mail(told))), ("a.pptx", deck(shape(told))), ("a.html", f"<p>{told}".encode())):
        assert any(one[:2] == ("sensitive", "stop") for one in judged(tmp_path, name, data))


def test_other_hidden_content_asks_and_what_programs_write_does_not(tmp_path: Path) -> None:
    assert ("hidden", "ask", "notes") in judged(tmp_path, "a.pptx", deck(shape("x"), note="ゆっくり話す"))
    assert ("hidden", "ask", "slide") in judged(tmp_path, "a.pptx", deck(shape("x"), attributes='show="0"'))
    assert ("hidden", "ask", "comment") in judged(tmp_path, "a.html", "<p>x<!-- 担当に確認 -->".encode())
    assert ("hidden", "ask", "body") in judged(tmp_path, "a.html", "<p>x<p hidden>下書き".encode())
    program = mail(
        "x", X_Mailer="Microsoft Outlook 16.0", Message_ID="<1@example.jp>", Received="from a by b", Thread_Index="AdH0"
    )
    assert judged(tmp_path, "a.eml", bytes(program)) == set()


def test_what_cannot_be_read_in_a_mail_stops(tmp_path: Path) -> None:
    message = mail("x")
    message.add_attachment(b"\x78\x9f\x3e\x22", "application", "ms-tnef", filename="winmail.dat")
    assert ("unreadable", "stop", "attachment") in judged(tmp_path, "a.eml", bytes(message))
