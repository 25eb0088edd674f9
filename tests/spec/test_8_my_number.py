"""一通の郵送に個人番号が見つかったとき。案件は、より厳しい手順に移る（保険年金課）。"""

from datetime import date

from tests.spec.office import Office, finding, mark

from sekisho.gate.commands import Standing

LETTER = "p1"
MY_NUMBER = finding("sensitive", "stop", "3行目 個人番号", escalates=True)


def story() -> Office:
    office = Office("single", "保険年金課")
    a_my_number_moves_the_letter(office)
    what_was_given_for_the_year_does_not_reach_here(office)
    the_letter_takes_the_long_way(office)
    return office


def a_my_number_moves_the_letter(office: Office) -> None:
    office.open(office.people.青木, "本人", codes=True)
    office.attach(office.people.青木, LETTER, {"決定通知書.pdf": 2}, about="昭和48年11月2日")
    office.inspect(LETTER, MY_NUMBER)
    assert office.state.procedure.name == "guardian-certificate"
    office.inspect(LETTER, MY_NUMBER)
    assert office.state.procedure.name == "clinic-lists"


def what_was_given_for_the_year_does_not_reach_here(office: Office) -> None:
    granted = (office.people.千葉.person, office.digest, office.section, mark("本人"), 3)
    given = Standing("s1", *granted, date(2024, 4, 1), date(2025, 3, 31))
    with office.refuses(
        "standing",
        "この工程は、あらかじめの決裁（専決）では行えません。",
        "決裁者に決裁を頼んでください。",
        "This step cannot rest on an approval given beforehand.",
        "Ask the approver to decide.",
    ):
        office.use_standing(office.people.青木, LETTER, given)
    with office.refuses(
        "in_order",
        "「ラベルを読み取り追跡できる郵便で差し出す」の前に済ませる工程が残っています。",
        "先に「他の医療機関の方、抜け、行のずれを台帳と比べる」を済ませてください。",
        'A step that comes before "Scan the label and post it as tracked mail" is not done yet.',
        'First finish "Hold the list against the register: people of other clinics, gaps, shifted rows".',
    ):
        office.release(office.people.本田, LETTER, posted=1)


def the_letter_takes_the_long_way(office: Office) -> None:
    """What was attached stays; everything else is done under the stricter procedure, by more people."""
    青木, 馬場, 千葉, 本田 = office.people.青木, office.people.馬場, office.people.千葉, office.people.本田
    office.inspect(LETTER)  # the register now says that this recipient may have the number
    office.views(青木, LETTER)
    office.confirm(青木, "open", LETTER)
    office.draw(馬場, "trace", ["被保険者 1"], of=1, parcel=LETTER)
    office.trace(馬場, "trace", ["被保険者 1"], parcel=LETTER)
    office.report(office.people.石井係長)
    office.views(千葉, LETTER)
    office.approve(千葉)
    office.match(青木, LETTER)
    office.count(青木, LETTER, printed=1, enclosed=1)
    office.seal(馬場, 1, LETTER)
    office.release(本田, LETTER, posted=1)
    office.left(本田, "compared", LETTER)


def test_a_my_number_moves_the_letter_to_the_stricter_procedure() -> None:
    office = story()
    assert office.state.over
    moved = [event.data["name"] for event in office.events if event.type == "escalated"]
    assert moved == ["guardian-certificate", "clinic-lists"]
