"""2023年度 事故4　委託先が、2事業所の書類を取り違えて送った（介護保険課）。"""

from datetime import date, timedelta

from tests.spec.office import Office, mark

from sekisho.gate.commands import Paper, Standing

FIRST, SECOND = "p1", "p2"
INSURED = {FIRST: "被保険者 0012", SECOND: "被保険者 0077"}


def story() -> Office:
    office = Office("care-offices", "介護保険課")
    one_office_at_a_time(office)
    request_and_return_envelope_bear_one_number(office)
    filled_in_on_paper_and_entered_afterwards(office)
    closed_before_the_next_one_opens(office)
    what_comes_back_is_matched(office)
    return office


def one_office_at_a_time(office: Office) -> None:
    江口 = office.people.江口
    office.open(office.people.青木, "あおば居宅介護支援", "ひばり居宅介護支援", codes=True)
    office.attach(江口, FIRST, {"認定情報 あおば": 3}, about=INSURED[FIRST], origin="paper")
    with office.refuses(
        "one_open",
        "この手順は一つずつ進めます。別の送付物（1番）がまだ終わっていません。",
        "1番を最後まで終えるか、理由を付けていったん閉じてください。",
        "This procedure goes one parcel at a time. Another one (no. 1) is not finished yet.",
        "Finish no. 1 to the end, or close it for now and give a reason.",
    ):
        office.attach(江口, SECOND, {"認定情報 ひばり": 4}, about=INSURED[SECOND], origin="paper")
    prepared(office, FIRST, "あおば居宅介護支援")


def prepared(office: Office, parcel: str, recipient: str) -> None:
    """Inspected, and approved on what the city's approver has given for the year."""
    office.inspect(parcel)
    given = (office.people.千葉.person, office.digest, office.section, mark(recipient), 10)
    office.use_standing(
        office.people.青木, parcel, Standing(f"s-{parcel}", *given, date(2024, 4, 1), date(2025, 3, 31))
    )


def request_and_return_envelope_bear_one_number(office: Office) -> None:
    江口 = office.people.江口
    with office.refuses(
        "matches",
        "番号が合いません。この送付物を止めました。",
        "現物を確かめてください。別の人が理由を記録すると"
        "「書類・依頼文書・返信用封筒の番号を読み取る」を再開できます。",
        "The numbers do not match. The parcel has been halted.",
        'Look at the papers. "Scan the same number on papers, request and return envelope" goes on once another '
        "person has recorded the reason.",
    ):
        office.match(江口, FIRST, read={"return": "番号 2"})
    office.resume(office.people.加藤, "match", "返信用封筒が次の事業所のものだった。入れ替えた", FIRST)
    office.match(江口, FIRST)
    office.count(江口, FIRST, printed=3, enclosed=3)


def filled_in_on_paper_and_entered_afterwards(office: Office) -> None:
    江口, 加藤 = office.people.江口, office.people.加藤
    done = Paper(加藤, office.now + timedelta(minutes=1))
    office.now += timedelta(minutes=20)
    with office.refuses(
        "on_paper",
        "紙で行った「別の社員が入れた書類の被保険者番号を打つ」を、行った本人が入力することはできません。",
        "別の人に入力を頼んでください。",
        'What was done on paper at "Another employee types the insurance number from the papers enclosed" '
        "cannot be entered by the person who did it.",
        "Ask another person to enter it.",
    ):
        office.confirm(加藤, "identify", FIRST, INSURED[FIRST], paper=done)
    office.confirm(江口, "identify", FIRST, INSURED[FIRST], paper=done)
    office.seal(江口, 3, FIRST, paper=done)


def closed_before_the_next_one_opens(office: Office) -> None:
    江口, 加藤 = office.people.江口, office.people.加藤
    office.release(江口, FIRST, posted=3)
    with office.refuses(
        "one_open",
        "この手順は一つずつ進めます。別の送付物（1番）がまだ終わっていません。",
        "1番を最後まで終えるか、理由を付けていったん閉じてください。",
        "This procedure goes one parcel at a time. Another one (no. 1) is not finished yet.",
        "Finish no. 1 to the end, or close it for now and give a reason.",
    ):
        office.attach(江口, SECOND, {"認定情報 ひばり": 4}, about=INSURED[SECOND], origin="paper")
    office.left(江口, "compared", FIRST)

    office.attach(江口, SECOND, {"認定情報 ひばり": 4}, about=INSURED[SECOND], origin="paper")
    prepared(office, SECOND, "ひばり居宅介護支援")
    office.match(江口, SECOND)
    office.count(江口, SECOND, printed=4, enclosed=4)
    office.confirm(加藤, "identify", SECOND, INSURED[SECOND])
    office.seal(加藤, 4, SECOND)
    office.release(江口, SECOND, posted=4)
    office.left(江口, "compared", SECOND)


def what_comes_back_is_matched(office: Office) -> None:
    青木, 馬場 = office.people.青木, office.people.馬場
    office.next_day(10)
    with office.refuses(
        "matches",
        "返ってきたものの番号が、送ったものと合いません。",
        "現物を確かめてください。別の人が理由を記録すると"
        "「返ってきた封筒の番号が出した番号と同じか見る」を再開できます。",
        "The number on what came back is not that of what was sent.",
        'Look at the papers. "What comes back bears the number of what went out" goes on once another person has '
        "recorded the reason.",
    ):
        office.comes_back(青木, FIRST, "番号 2")
    office.resume(馬場, "return", "ひばりの返送を先に開いていた", FIRST)
    office.comes_back(青木, FIRST, "番号 1")
    office.comes_back(青木, SECOND, "番号 2")


def test_two_care_offices_are_never_on_the_table_at_once() -> None:
    office = story()
    assert office.state.over
    claimed = {stamp.step for made in office.state.stamps.values() for stamp in made if stamp.done_at}
    assert claimed == {"identify", "seal"}
    assert all(one.proof == "compared" for one in office.state.leaving.values())
