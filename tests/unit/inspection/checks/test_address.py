"""宛先: every honest way to write where something goes, and every wrong place."""

from collections.abc import Mapping, Sequence

import pytest
from tests.unit.inspection.checks.said import Said, said, said_of

from sekisho.bundle.model import Channel, Source
from sekisho.inspection.checks.address import CHECK
from sekisho.inspection.model import Grid
from sekisho.inspection.worked import CAST, Row, Terms, document, parcel_case, people, roster, sheet

OFFICES: tuple[Row, ...] = (
    {"recipient_id": "K01", "name": "さくら幼稚園", "email": "office@k01.example.jp; head@k01.example.jp"},
    {"recipient_id": "K02", "name": "みどり幼稚園", "email": "office@k02.example.jp"},
    {"recipient_id": "K03", "name": "ひばり幼稚園"},
)
ROWS = sheet(roster("S0101"))
COLUMNS = ("number", "name", "postal_code", "address")


def mail(
    *to: str, offices: Sequence[Row] = OFFICES, channel: Channel = "email", register: Source | None = None
) -> Said:
    return said(CHECK, document(ROWS), Terms(channel=channel, to=to, recipients=tuple(offices)), register=register)


def mailing(
    *tables: Grid | Sequence[Sequence[str]],
    recipients: Sequence[Row] = (),
    register: Source | None = None,
    **more: object,
) -> Said:
    grids = [table if isinstance(table, Grid) else sheet(table) for table in tables]
    terms = Terms(mail="mailing", recipients=tuple(recipients), **more)  # type: ignore[arg-type]  # scope, fields
    return said(CHECK, document(*grids), terms, register=register)


def rows(*who: str, change: Mapping[tuple[str, str], str] | None = None) -> list[list[str]]:
    return roster(*(who or ("S0101", "S0102", "S0103")), columns=COLUMNS, change=change)


# ---------------------------------------------------------------- by mail


@pytest.mark.parametrize(
    "to",
    [
        ("office@k01.example.jp",),
        ("Office@K01.Example.JP",),
        ("ｏｆｆｉｃｅ＠ｋ０１．ｅｘａｍｐｌｅ．ｊｐ",),
        ("さくら幼稚園 <office@k01.example.jp>",),
        ("mailto:office@k01.example.jp",),
        ("head@k01.example.jp",),
        ("office@k01.example.jp", "head@k01.example.jp"),
        ("office@k01.example.jp", "さくら幼稚園 <OFFICE@k01.example.jp>"),
    ],
)
@pytest.mark.parametrize("channel", ["email", "transfer"])
def test_passes_a_registered_address(to: tuple[str, ...], channel: Channel) -> None:
    assert mail(*to, channel=channel) == []


def test_passes_the_registered_persons_own_address() -> None:
    guardian = {"recipient_id": "K01", "name": "青木　花子", "subject_id": "S0101", "email": ""}
    register = people({**CAST["S0101"], "email": "aoki@home.example.jp"})
    assert mail("aoki@home.example.jp", offices=[guardian, OFFICES[1]], register=register) == []


def test_passes_and_says_so_where_no_mail_address_is_registered() -> None:
    offices = [{"recipient_id": "K01", "name": "さくら幼稚園"}]
    case = parcel_case(
        document(ROWS), terms=Terms(channel="email", to=("a@k01.example.jp",), recipients=tuple(offices))
    )
    assert said_of(CHECK, case) == []
    why = CHECK.lacks(case)
    assert why is not None
    assert "メールアドレス" in why.render()


@pytest.mark.parametrize(
    "to",
    [
        "office@k02.example.jp",
        "office@k01.example.com",
        "office@k1.example.jp",
        "offices@k01.example.jp",
        "さくら幼稚園",
    ],
)
def test_stops_an_address_that_is_not_the_recipients(to: str) -> None:
    [(severity, rule, _, _)] = mail(to)
    assert severity == "stop"
    assert rule == ("others_mail_1" if "k02" in to else "unknown_mail_1")


def test_stops_the_address_of_another_registered_person() -> None:
    guardian = {"recipient_id": "K01", "name": "青木　花子", "subject_id": "S0101"}
    own, other = ({**CAST[who], "email": f"{who}@home.example.jp"} for who in ("S0101", "S0102"))
    found = mail("s0102@home.example.jp", offices=[guardian], register=people(own, other))
    assert [(severity, rule) for severity, rule, _, _ in found] == [("stop", "others_mail_1")]


@pytest.mark.parametrize(
    "to",
    [
        ("office@k01.example.jp", "office@k02.example.jp"),
        ("office@k01.example.jp, office@k02.example.jp",),
        ("さくら <office@k01.example.jp>; みどり <office@k02.example.jp>",),
    ],
)
def test_stops_several_recipients_in_one_message(to: tuple[str, ...]) -> None:
    assert [rule for _, rule, _, _ in mail(*to)] == ["several", "others_mail_2"]


def test_asks_where_this_recipient_alone_has_no_address() -> None:
    offices = [{**OFFICES[0], "email": ""}, OFFICES[1]]
    assert mail("office@k01.example.jp", offices=offices) == [("ask", "no_mail_1", "file", None)]


@pytest.mark.parametrize("domain", ["gmail.com", "yahoo.co.jp", "docomo.ne.jp", "icloud.com"])
def test_asks_about_free_mail_even_where_it_is_registered(domain: str) -> None:
    offices = [{**OFFICES[0], "email": f"sakura@{domain}"}]
    assert mail(f"Sakura@{domain.upper()}", offices=offices) == [("ask", "free_mail_1", "file", None)]


# ---------------------------------------------------------------- by post: passes


@pytest.mark.parametrize(
    "address",
    [
        "さくら野市中央一丁目2番3号",
        "さくら野市中央1-2-3",
        "さくら野市中央１丁目２番３号",
        "さくら野市中央１－２－３",
        "中央1丁目2-3",
        "山梨県さくら野市中央1-2-3",
        "〒400-0001 さくら野市中央1-2-3",
        "さくら野市 中央 1-2-3",
        "さくら野市中央1-2-3 コーポ桜101",
    ],
)
def test_passes_one_address_in_its_many_forms(address: str) -> None:
    assert mailing(rows(change={("S0101", "address"): address})) == []


def test_passes_an_address_without_its_building() -> None:
    register = people({**CAST["S0101"], "address": "さくら野市中央一丁目2番3号　コーポ桜101号室"})
    assert mailing(rows("S0101", change={("S0101", "address"): "さくら野市中央1-2-3"}), register=register) == []


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("住所1", "住所2"), ("さくら野市中央", "一丁目2番3号")),
        (("住所", "方書"), ("さくら野市中央1-2-3", "コーポ桜101")),
        (("市区町村", "町名", "番地", "建物名"), ("さくら野市", "中央", "1-2-3", "")),
        (("都道府県", "市区町村", "住所"), ("山梨県", "さくら野市", "中央1-2-3")),
        (("市区町村", "住所"), ("さくら野市", "さくら野市中央1-2-3")),
    ],
)
def test_passes_an_address_in_several_columns(headings: tuple[str, ...], cells: tuple[str, ...]) -> None:
    assert mailing([["整理番号", "氏名", *headings], ["0012345", "青木　花子", *cells]]) == []


def test_passes_an_address_of_the_household() -> None:
    mother = {**CAST["S0101"], "subject_id": "S0301", "name": "青木　春子", "number": "0099999"}
    table = [["氏名", "住所"], ["青木　春子", CAST["S0101"]["address"]]]
    assert mailing(table, register=people(CAST["S0101"], mother)) == []


def test_passes_a_forwarding_address() -> None:
    forwarding = [{"recipient_id": "F1", "name": "青木　花子", "subject_id": "S0101", "address": "もみじ市南町1番1号"}]
    table = rows(change={("S0101", "address"): "もみじ市南町1-1", ("S0101", "postal_code"): ""})
    assert mailing(table, recipients=forwarding) == []


def test_passes_the_column_that_says_where_it_goes() -> None:
    forwarding = [{"recipient_id": "F1", "name": "青木　春子", "subject_id": "S0101", "address": "もみじ市南町1番1号"}]
    head = ["整理番号", "氏名", "住所", "送付先氏名", "送付先郵便番号", "送付先住所"]
    row = ["0012345", "青木　花子", CAST["S0101"]["address"], "青木　春子", "", "もみじ市南町1番1号"]
    assert mailing([head, row], recipients=forwarding) == []


GUARDIAN = {"recipient_id": "G1", "name": "青木　次郎", "address": "もみじ市南町1番1号"}


@pytest.mark.parametrize("address", ["もみじ市南町1番1号", "もみじ市南町1-1"])
def test_passes_a_guardian_who_lives_elsewhere(address: str) -> None:
    head = ["児童氏名", "生年月日", "保護者氏名", "保護者住所"]
    row = ["青木　花子", CAST["S0101"]["birth_date"], "青木　次郎", address]
    assert mailing([head, row], recipients=[GUARDIAN]) == []


def test_passes_a_guardian_whom_no_source_knows_at_the_childs_address() -> None:
    head = ["児童氏名", "生年月日", "保護者氏名", "保護者住所"]
    row = ["青木　花子", CAST["S0101"]["birth_date"], "青木　次郎", CAST["S0101"]["address"]]
    assert mailing([head, row]) == []


@pytest.mark.parametrize(
    "row",
    [
        ["K03", "ひばり幼稚園", "さくら野市北1番1号"],
        ["Ｋ０３", "別の呼び名", "さくら野市北1番1号"],
        ["", "ひばり幼稚園", "さくら野市北1-1"],
    ],
)
def test_passes_a_row_to_a_recipient(row: list[str]) -> None:
    offices = [*OFFICES[:2], {**OFFICES[2], "address": "さくら野市北1番1号"}]
    assert mailing([["宛先番号", "名称", "所在地"], row], recipients=offices) == []


def test_passes_several_sheets_with_titles_blank_rows_and_totals() -> None:
    title, blank = ["現況届 発送一覧", "", "", ""], ["", "", "", ""]
    first = [title, blank, *rows("S0101", "S0102"), blank, ["", "合計", "", ""], ["", "以上　2件", "", ""]]
    second = [*rows("S0103"), ["", "※転送不要で送ること。", "", ""]]
    assert mailing(sheet(first, name="中央"), sheet(second, name="本町")) == []


def test_passes_codes_of_another_kind() -> None:
    who = ("S0101", "S0102", "S0103", "S0104")
    assert mailing(rows(*who, change={(one, "postal_code"): f"999-000{at}" for at, one in enumerate(who)})) == []


def test_passes_and_says_so_where_no_source_knows_an_address() -> None:
    bare = people({"subject_id": "S0101", "name": "青木　花子", "number": "0012345"})
    case = parcel_case(document(sheet(rows("S0101"))), terms=Terms(mail="mailing"), register=bare)
    assert said_of(CHECK, case) == []
    why = CHECK.lacks(case)
    assert why is not None
    assert "住所" in why.render()


def test_passes_a_name_in_two_columns() -> None:
    halves = [["整理番号", "姓", "名", "住所"], ["0012345", "青木", "花子", CAST["S0101"]["address"]]]
    assert mailing(halves) == []
    offices = [{"recipient_id": "G1", "name": "山本　次郎", "address": "さくら野市北1番1号"}]
    assert mailing([["姓", "名", "住所"], ["山本", "次郎", "さくら野市北1-1"]], recipients=offices) == []


def test_passes_two_recipients_of_one_name_each_at_home() -> None:
    two = [{"recipient_id": f"G{at}", "name": "山本　次郎", "address": f"さくら野市北{at}番1号"} for at in (1, 2)]
    table = [["氏名", "住所"], ["山本　次郎", "さくら野市北2-1"], ["山本　次郎", "さくら野市北1-1"]]
    assert mailing(table, recipients=two) == []
    assert mailing([*table, ["山本　次郎", "さくら野市北3-1"]], recipients=two) == [
        ("stop", "differs_address", "B4", None)
    ]


# ---------------------------------------------------------------- by post: stops and asks


@pytest.mark.parametrize(
    "address",
    [CAST["S0102"]["address"], "さくら野市中央一丁目2番4号", "さくら野市中央一丁目2番31号", "もみじ市中央一丁目2番3号", "さくら野市東中央1-2-3", "さくら野市中央"],
)  # fmt: skip
def test_stops_an_address_that_is_not_registered(address: str) -> None:
    found = mailing(rows(change={("S0101", "address"): address}))
    assert found == [("stop", "differs_address", "D2", "S0101")]


def test_stops_another_room_in_a_column_of_its_own() -> None:
    register = people({**CAST["S0101"], "address": "さくら野市中央1-2-3 コーポ桜101"})
    table = [["整理番号", "氏名", "住所", "方書"], ["0012345", "青木　花子", "さくら野市中央1-2-3", "コーポ桜102"]]
    assert mailing(table, register=register) == [("stop", "differs_address", "C2", "S0101")]


@pytest.mark.parametrize("who", [("S0101",), ("S0101", "S0102", "S0103")])
def test_stops_a_postal_code_alone(who: tuple[str, ...]) -> None:
    found = mailing(rows(*who, change={("S0101", "postal_code"): "400-0009"}))
    assert found == [("stop", "differs_postal_code", "C2", "S0101")]


def test_stops_an_earlier_address() -> None:
    register = people({**CAST["S0101"], "moved_from": "さくら野市西町9番9号"})
    found = mailing(rows("S0101", change={("S0101", "address"): "さくら野市西町9-9"}), register=register)
    assert found == [("stop", "earlier_address", "D2", "S0101")]


def test_stops_somebody_elses_forwarding_address() -> None:
    forwarding = [{"recipient_id": "F1", "name": "馬場　陽菜", "subject_id": "S0102", "address": "もみじ市南町1番1号"}]
    found = mailing(rows(change={("S0101", "address"): "もみじ市南町1番1号"}), recipients=forwarding)
    assert found == [("stop", "differs_address", "D2", "S0101")]


def test_stops_a_guardian_at_another_address() -> None:
    head = ["児童氏名", "生年月日", "保護者氏名", "保護者住所"]
    row = ["青木　花子", CAST["S0101"]["birth_date"], "青木　次郎", CAST["S0102"]["address"]]
    assert [(severity, rule, at) for severity, rule, at, _ in mailing([head, row], recipients=[GUARDIAN])] == [
        ("stop", "differs_address", "D2")
    ]
    assert [(severity, rule, at) for severity, rule, at, _ in mailing([head, row])] == [
        ("stop", "differs_address", "D2")
    ]


def test_stops_an_office_at_another_offices_address() -> None:
    offices = [{**office, "address": f"さくら野市北{at}番1号"} for at, office in enumerate(OFFICES, 1)]
    table = [["宛先番号", "名称", "所在地"], ["K01", "さくら幼稚園", "さくら野市北2番1号"]]
    assert mailing(table, recipients=offices) == [("stop", "differs_address", "C2", None)]


def test_stops_an_addressee_whom_no_source_knows() -> None:
    table = [*rows("S0101"), ["", "山本　次郎", "", "さくら野市緑町4番5号"]]
    assert mailing(table) == [("stop", "unknown_addressee", "B3", None)]


def test_stops_a_row_without_an_address() -> None:
    assert mailing(rows("S0101", "S0102", change={("S0102", "address"): ""})) == [("stop", "no_address", "B3", "S0102")]


def test_stops_a_list_without_a_column_of_addresses() -> None:
    [(severity, rule, _, _)] = mailing(roster("S0101", "S0102", columns=("number", "name")))
    assert (severity, rule) == ("stop", "no_address_column")


def test_asks_about_a_person_whose_address_is_not_registered() -> None:
    register = people(CAST["S0101"], {**CAST["S0102"], "address": ""})
    assert mailing(rows("S0101", "S0102"), register=register) == [("ask", "not_registered", "D3", "S0102")]


def test_asks_nothing_twice_of_a_row_that_is_wrong_in_both() -> None:
    change = {("S0101", column): CAST["S0102"][column] for column in ("postal_code", "address")}
    assert mailing(rows(change=change)) == [("stop", "differs_address", "D2", "S0101")]


# ---------------------------------------------------------------- protected addresses: see test_protected.py


def test_passes_a_protected_persons_own_letter() -> None:
    register = people({**CAST["S0101"], "protected": "1"}, CAST["S0102"])
    assert mailing(rows("S0101", "S0102"), register=register) == []


def test_stops_a_protected_address_in_a_list() -> None:
    register = people({**CAST["S0101"], "protected": "1"}, CAST["S0102"])
    read = document(sheet(roster("S0101", "S0102", columns=("name", "address"))))
    assert said(CHECK, read, register=register) == [("stop", "protected", "B2", "S0101")]
