import base64
import binascii
from email import policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.inspection.readers.eml_files import (
    BOUNDARY,
    attachment,
    children,
    mail,
    multipart,
    not_read,
    opened,
    part,
    python_mail,
    texts,
)

from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.model import Hiding, Part, Place

UTF8 = "Content-Type: text/plain; charset=UTF-8"


@pytest.mark.parametrize(
    ("charset", "codec", "way"),
    [
        ("iso-2022-jp", "iso2022_jp", "7bit"),
        ("Shift_JIS", "cp932", "8bit"),
        ("EUC-JP", "euc_jp", "base64"),
        ("utf-8", "utf-8", "quoted-printable"),
        ("us-ascii", "utf-8", "8bit"),
        ("iso-2022-jp", "cp932", "8bit"),
    ],
)
def test_a_body_is_read_line_by_line(charset: str, codec: str, way: str) -> None:
    raw = "青木花子さん\r\n\r\n馬場さんは別の園です".encode(codec)
    coded = {"base64": base64.encodebytes(raw), "quoted-printable": binascii.b2a_qp(raw)}.get(way, raw)
    document = opened(mail(coded, f"Content-Type: text/plain; charset={charset}", f"Content-Transfer-Encoding: {way}"))
    body = [(text.text, text.place) for text in document.texts if text.place.part is Part.BODY]
    assert body == [("青木花子さん", Place(Part.BODY, row=1)), ("馬場さんは別の園です", Place(Part.BODY, row=3))]
    assert not_read(document) == []


def test_a_body_without_any_type_is_text() -> None:
    assert texts(opened(mail("青木花子".encode())), Part.BODY) == ["青木花子"]


def test_softly_broken_lines_are_joined() -> None:
    flowed = mail("青木 \r\n花子です\r\n-- \r\n署名".encode(), f"{UTF8}; format=flowed; delsp=yes")
    assert texts(opened(flowed), Part.BODY) == ["青木花子です", "--", "署名"]


def test_both_forms_of_a_body_are_read_also_where_they_differ() -> None:
    message = python_mail("本文には誰もいません。\n")
    message.add_alternative("<p>青木花子</p>", subtype="html")
    document = opened(bytes(message))
    assert texts(document, Part.BODY) == ["本文には誰もいません。"]
    page = children(document)["body.html"]
    assert "青木花子" in page.decode("utf-8-sig")
    assert document.children[0].shown
    assert kind_of(page, "body.html") == "html"


def test_a_page_keeps_the_encoding_that_its_header_names() -> None:
    body = "<div>青木花子</div>".encode("iso2022_jp")
    document = opened(mail(body, "Content-Type: text/html; charset=ISO-2022-JP"))
    assert children(document)["body.html"].decode("utf-8-sig") == "<div>青木花子</div>"


@pytest.mark.parametrize("policies", [policy.default, policy.SMTP])
def test_attachments_are_children_bit_by_bit(policies: policy.EmailPolicy) -> None:
    message = python_mail()
    data = bytes(range(256)) * 20 + b"\r\n\n\r"
    message.add_attachment(data, "application", "octet-stream", filename="名簿（青木）.xlsx")
    document = opened(message.as_bytes(policy=policies))
    assert children(document) == {"名簿（青木）.xlsx": data}
    assert document.children[0].place == Place(Part.ATTACHMENT)
    assert document.coverage.parts == document.coverage.read


def test_a_mail_in_a_mail_is_a_child_with_its_own_name_or_a_number() -> None:
    inner = mail("馬場陽菜".encode())
    outer = multipart(
        part(b"see below", UTF8),
        part(inner, "Content-Type: message/rfc822"),
        part(inner, 'Content-Type: message/rfc822; name="list.csv"'),
        part(inner, "Content-Type: message/rfc822", "Content-Disposition: attachment; filename*=UTF-8''%E9%9D%92.eml"),
        part(base64.encodebytes(inner), "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64"),
    )
    found = children(opened(outer))
    assert list(found) == ["message-1.eml", "list.csv.eml", "青.eml", "message-2.eml"]
    assert set(found.values()) == {inner}


def test_the_mails_of_a_mailbox_are_children() -> None:
    mails = [mail(f"number {number}".encode()) for number in (1, 2)]
    box = b"".join(b"From a@example.jp Mon Nov 23 10:00:00 2026\r\n" + one + b"\r\n\r\n" for one in mails)
    found = children(opened(box, "out/box.eml"))
    assert list(found) == ["message-1.eml", "message-2.eml"]
    assert b"number 2" in found["message-2.eml"]


def test_parts_inside_parts_are_all_read() -> None:
    inner = (
        b'Content-Type: multipart/alternative; boundary="inner"\r\n\r\n--inner\r\nContent-Type: text/plain\r\n\r\none\r\n'
        b"--inner\r\nContent-Type: text/html\r\n\r\n<p>two\r\n--inner--\r\n"
    )
    document = opened(multipart(inner, attachment("filename=a.csv", b"three"), kind="related"))
    assert texts(document, Part.BODY) == ["one"]
    assert children(document) == {"body.html": b"<p>two", "a.csv": b"three"}
    assert not_read(document) == []


def test_a_list_in_an_encoding_that_only_mails_use_comes_out_in_utf_8() -> None:
    rows = "氏名,園\r\n青木花子,A園\r\n".encode("iso2022_jp")
    attached = part(
        rows, 'Content-Type: text/csv; charset="iso-2022-jp"', "Content-Disposition: attachment; filename=a.csv"
    )
    assert children(opened(multipart(attached)))["a.csv"].decode("utf-8-sig") == "氏名,園\r\n青木花子,A園\r\n"


def test_a_workbook_that_is_called_text_stays_as_it_is() -> None:
    data = b"PK\x03\x04" + bytes(range(256))
    attached = part(
        base64.encodebytes(data),
        "Content-Type: text/plain; charset=utf-8; name=a.xlsx",
        "Content-Transfer-Encoding: base64",
    )
    assert children(opened(multipart(attached))) == {"a.xlsx": data}


def png(side: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + side.to_bytes(4) + side.to_bytes(4) + bytes(20)


def picture(data: bytes, *headers: str) -> bytes:
    return part(base64.encodebytes(data), "Content-Type: image/png", "Content-Transfer-Encoding: base64", *headers)


def test_pictures_in_the_text_are_counted_and_a_large_one_is_to_be_looked_at() -> None:
    document = opened(
        multipart(picture(png(32), "Content-ID: <a>"), picture(png(640), "Content-ID: <b>"), kind="related")
    )
    assert document.pictures == 2
    assert [unread.asks for unread in document.coverage.not_read] == [True]
    assert document.children == ()


def test_an_attached_picture_and_what_only_claims_to_be_one_are_children() -> None:
    document = opened(
        multipart(
            picture(png(32), "Content-Disposition: attachment; filename=a.png"),
            picture(b"PK\x03\x04...", "Content-ID: <b>"),
        )
    )
    assert list(children(document)) == ["a.png", "attachment-1.png"]


def test_files_written_into_the_text_are_children() -> None:
    data = b"a,b,c\r\n" * 20
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    document = opened(
        mail(b"see below\r\nbegin 644 list.csv\r\n" + lines.replace(b"\n", b"\r\n") + b"`\r\nend\r\nbye\r\n")
    )
    assert children(document) == {"list.csv": data}
    assert texts(document, Part.BODY) == ["see below", "bye"]


def test_the_word_begin_in_a_text_begins_no_file() -> None:
    document = opened(mail("begin 644 を使う手順\r\n青木花子\r\n".encode()))
    assert children(document) == {}
    assert "青木花子" in texts(document, Part.BODY)


def test_what_stands_around_the_parts_is_read_and_hidden() -> None:
    data = multipart(part(b"body", UTF8)).replace(b"This is a multi-part message in MIME format.", "前の青木".encode())
    document = opened(data + "後ろの馬場\r\n".encode())
    assert [(t.text, t.hidden) for t in document.texts if t.place.part is Part.BODY] == [
        ("前の青木", Hiding.BEHIND),
        ("body", Hiding.SEEN),
        ("後ろの馬場", Hiding.BEHIND),
    ]


def test_the_usual_words_before_the_first_part_are_nothing() -> None:
    assert texts(opened(multipart(part(b"body", UTF8))), Part.BODY) == ["body"]


def test_reports_and_invitations_are_text() -> None:
    document = opened(
        multipart(
            part(b"Final-Recipient: rfc822; aoki@example.jp", "Content-Type: message/delivery-status"),
            part("SUMMARY:青木\r\n 花子".encode(), "Content-Type: text/calendar; charset=utf-8"),
            kind="report",
        )
    )
    assert texts(document, Part.BODY) == ["Final-Recipient: rfc822; aoki@example.jp", "SUMMARY:青木花子"]


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (multipart(part(b"body", UTF8)).replace(f'"{BOUNDARY}"'.encode(), b'"other"'), "見つかりません"),
        (mail(b"body", "Content-Type: multipart/mixed"), "見つかりません"),
        (multipart(part(b"body", UTF8), closed=False), "閉じていません"),
        (mail(b"Ym9keQ=", "Content-Transfer-Encoding: base64"), "base64"),
        (mail(b"body!!", "Content-Transfer-Encoding: base64"), "base64"),
        (mail("body 青木".encode(), "Content-Type: text/plain; charset=x-nowhere"), "x-nowhere"),
        (mail(b"body \xff\xfe\x81", "Content-Type: text/plain; charset=utf-8"), "読めない文字"),
        (multipart(part(b"body", "Content-Type: message/partial; id=1; number=1; total=3")), "一部"),
        (multipart(part(b"body", "Content-Type: application/ms-tnef; name=winmail.dat")), "winmail.dat"),
        (multipart(attachment("filename=x.dat", b"\x78\x9f\x3e\x22" + bytes(20))), "winmail.dat"),
        (mail(b"begin 644 a.csv\r\n#0V%T\r\n", UTF8), "uuencode"),
    ],
)
def test_damage_is_named(data: bytes, told: str) -> None:
    document = opened(data)
    assert any(told in why for why in not_read(document))
    assert all(not unread.asks for unread in document.coverage.not_read)


def test_damage_keeps_nothing_else_from_being_read() -> None:
    bad = part(b"YWJj*ZGVm\r\n", "Content-Type: text/plain", "Content-Transfer-Encoding: base64")
    footer = part(
        base64.encodebytes("青木花子".encode()) + b"\r\n____\r\nlist@example.jp\r\n",
        "Content-Transfer-Encoding: base64",
    )
    document = opened(multipart(bad, footer, attachment("filename=a.csv", b"kept")))
    assert children(document) == {"a.csv": b"kept"}
    assert {"YWJj*ZGVm", "青木花子", "____", "list@example.jp"} <= set(texts(document, Part.BODY))


def test_a_nest_of_parts_is_given_up_with_a_word() -> None:
    data = b"body"
    for level in range(200):
        data = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) + data
    assert any("入れ子" in why for why in not_read(opened(b"From: a@example.jp\r\n" + data)))


def test_thousands_of_parts_are_given_up_with_a_word() -> None:
    assert any("個を超えて" in why for why in not_read(opened(multipart(*[part(b"x")] * 6000))))


def _whole() -> bytes:
    message = python_mail()
    message.add_alternative("<p>青木花子</p>", subtype="html")
    message.add_attachment(b"abc" * 50, "application", "octet-stream", filename="名簿.csv")
    for number, one in enumerate(each for each in message.walk() if each.is_multipart()):
        one.set_boundary(f"boundary-{number}")
    return bytes(message)


WHOLE = _whole()


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(30, len(WHOLE) - 1), st.integers(0, 255)), max_size=6), st.integers(30, len(WHOLE))
)
def test_a_mail_that_was_cut_or_changed_is_still_a_document(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    assert opened(bytes(data[:end])).format == "eml"


@settings(deadline=None)
@given(
    st.lists(st.text(st.sampled_from("青木花子馬場陽菜千葉、0123"), min_size=1, max_size=12), min_size=1, max_size=8)
)
def test_every_line_of_a_body_is_read_back_where_it_stands(lines: list[str]) -> None:
    document = opened(bytes(python_mail("\n".join(lines) + "\n")))
    assert [(t.place.row, t.text) for t in document.texts if t.place.part is Part.BODY] == list(enumerate(lines, 1))


def test_a_web_page_in_one_file_is_a_mail_whose_pages_are_children() -> None:
    page = "<html><head><meta charset=shift_jis></head><body>青木花子".encode("cp932")
    data = multipart(
        part(binascii.b2a_qp(page), "Content-Location: file:///C:/1/list.htm", "Content-Transfer-Encoding: quoted-printable", 'Content-Type: text/html; charset="shift_jis"'),
        part(binascii.b2a_qp(page), "Content-Location: file:///C:/1/list.files/sheet001.htm", "Content-Transfer-Encoding: quoted-printable", "Content-Type: text/html"),
        part(b"<xml><o:File HRef=x/></xml>", "Content-Location: file:///C:/1/list.files/filelist.xml", "Content-Type: text/xml"),
        picture(png(32), "Content-Location: file:///C:/1/list.files/image001.png"),
        kind="related",
    )  # fmt: skip
    assert kind_of(data, "list.mht") == "eml"
    document = opened(data, "out/list.mht")
    found = children(document)
    assert list(found) == ["list.htm", "sheet001.htm"]
    assert "青木花子" in found["list.htm"].decode("utf-8-sig")
    assert found["sheet001.htm"] == page
    assert document.pictures == 1
    assert not_read(document) == []
