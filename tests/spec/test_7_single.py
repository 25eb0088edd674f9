"""一通の郵送。二人の手を通り、一分で出る（保険年金課）。"""

from datetime import date

from tests.spec.office import Office, finding, mark

from sekisho.gate.commands import Standing

LETTER = "p1"
ALIKE = finding("lookalike", "ask", "同姓で一字違いの人が近くに住む")
BORN = "昭和48年11月2日"


def story() -> Office:
    office = Office("single", "保険年金課")
    registered_and_asked(office)
    given_for_the_year(office)
    the_second_person_is_another_one(office)
    the_birth_date_comes_from_the_paper(office)
    counted_sealed_and_into_the_basket(office)
    return office


def registered_and_asked(office: Office) -> None:
    office.open(office.people.青木, "本人", codes=True)
    office.attach(office.people.青木, LETTER, {"決定通知書": 2}, about=BORN, origin="paper")
    office.inspect(LETTER, ALIKE)


def standing(office: Office, recipient: str, sheets: int) -> Standing:
    granted = (office.people.千葉.person, office.digest, office.section, mark(recipient), sheets)
    return Standing("s1", *granted, date(2024, 4, 1), date(2025, 3, 31))


def given_for_the_year(office: Office) -> None:
    青木 = office.people.青木
    with office.refuses(
        "in_order",
        "検査の指摘が1件残っているため、「決裁者がこの一通の送付を決裁する」に進めません。",
        "指摘の場所を直してもう一度検査するか、問いに回答するか、止めた指摘の例外を求めてください。",
        'Findings of the inspection are still open (1), so "The approver decides on this letter" cannot be done yet.',
        "Mend the place and inspect again, answer what is asked, or ask for a waiver for what was stopped.",
    ):
        office.use_standing(青木, LETTER, standing(office, "本人", 3))
    office.answer(青木, LETTER, ALIKE, "被保険者番号 0456")
    with office.refuses(
        "standing",
        "枚数が、この決裁の範囲を超えています。",
        "決裁者に決裁を頼んでください。",
        "There are more sheets than this standing approval covers.",
        "Ask the approver to decide.",
    ):
        office.use_standing(青木, LETTER, standing(office, "本人", 1))
    with office.refuses(
        "standing",
        "この決裁は、別の宛先のために与えられたものです。",
        "決裁者に決裁を頼んでください。",
        "This standing approval was given for another recipient.",
        "Ask the approver to decide.",
    ):
        office.use_standing(青木, LETTER, standing(office, "となりの人", 3))
    office.use_standing(青木, LETTER, standing(office, "本人", 3))


def the_second_person_is_another_one(office: Office) -> None:
    with office.refuses(
        "two_people",
        "「起案者が本人の番号を打ち、書類を登録する」を行った人は、「二人目が書類と封筒のラベルを読み取る」を行えません。",
        "別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。",
        'Whoever did "The drafter types the person\'s number and registers the paper" cannot do '
        '"The second person scans the paper and the label of the envelope".',
        "Ask somebody else. Another account of yours, or acting as a deputy, counts as the same person.",
    ):
        office.match(office.people.青木, LETTER)
    with office.refuses(
        "role_held",
        "「二人目が書類と封筒のラベルを読み取る」は、確認者の役割を今日この課で持つ人だけが行えます。",
        "役割を持つ人に頼むか、課長に役割の登録を頼んでください。",
        '"The second person scans the paper and the label of the envelope" can be done only by somebody who holds '
        "this role in this section today: confirmer.",
        "Ask somebody who holds the role, or ask the section chief to register the role for you.",
    ):
        office.match(office.people.土井, LETTER)
    office.match(office.people.馬場, LETTER)


def the_birth_date_comes_from_the_paper(office: Office) -> None:
    馬場, 和田 = office.people.馬場, office.people.和田
    with office.refuses(
        "matches",
        "入力が、記録と合いません。この送付物を止めました。",
        "現物を確かめてください。別の人が理由を記録すると「封筒の中の紙から生年月日を打つ」を再開できます。",
        "What was typed does not match what is on record. The parcel has been halted.",
        'Look at the papers. "Type the birth date from the paper in the envelope" goes on once another person has '
        "recorded the reason.",
    ):
        office.confirm(馬場, "identify", LETTER, "昭和43年11月2日")
    office.resume(和田, "identify", "紙は正しい。打ち間違いだった", LETTER)
    office.confirm(馬場, "identify", LETTER, BORN)


def counted_sealed_and_into_the_basket(office: Office) -> None:
    馬場 = office.people.馬場
    office.count(馬場, LETTER, printed=1, enclosed=1)
    office.seal(馬場, 1, LETTER)
    office.release(馬場, LETTER, posted=1)
    office.left(馬場, "compared", LETTER)


def test_a_single_letter_passes_two_pairs_of_hands() -> None:
    office = story()
    assert office.state.over
    made = {step: stamps[0].person for (step, _), stamps in office.state.stamps.items()}
    assert made["attach"] == office.people.青木.person
    assert made["identify"] == made["seal"] == office.people.馬場.person
