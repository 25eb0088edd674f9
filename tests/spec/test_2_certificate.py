"""2023年度 事故2　愛の手帳を、氏名が似た別人の成年後見人に送った（障がい福祉課）。"""

from tests.spec.office import Office, finding

LETTER = "p1"
ALIKE = finding("lookalike", "ask", "氏名が似た人がもう一人います")
HERS, THE_OTHERS = "平成2年5月8日", "平成3年8月5日"


def story() -> Office:
    office = Office("guardian-certificate", "障がい福祉課")
    a_similar_name_is_asked_about(office)
    a_newcomer_learns_the_rule_first(office)
    the_encloser_does_not_confirm_the_own_envelope(office)
    another_persons_certificate_halts_the_envelope(office)
    somebody_else_looks_and_it_goes_on(office)
    sealed_stamped_and_posted(office)
    return office


def a_similar_name_is_asked_about(office: Office) -> None:
    青木, 千葉 = office.people.青木, office.people.千葉
    office.open(青木, "成年後見人 事務所", codes=True)
    office.attach(青木, LETTER, {"手帳": 1, "送付状": 1}, about=HERS, origin="paper")
    office.inspect(LETTER, ALIKE)
    with office.refuses(
        "in_order",
        "検査の指摘が1件残っているため、「決裁者が書類、指摘とその回答を開いて決裁する」に進めません。",
        "指摘の場所を直してもう一度検査するか、問いに回答するか、止めた指摘の例外を求めてください。",
        'Findings of the inspection are still open (1), so "The approver opens the papers, the findings and '
        'their answers, and decides" cannot be done yet.',
        "Mend the place and inspect again, answer what is asked, or ask for a waiver for what was stopped.",
    ):
        office.approve(千葉)
    office.answer(青木, LETTER, ALIKE, "手帳番号 第1234号")
    office.approve(千葉)


def a_newcomer_learns_the_rule_first(office: Office) -> None:
    with office.refuses(
        "trained",
        "「封入者が書類と業務別の封筒の番号を読み取る」に必要な研修（郵送物確認ルール）が、"
        "まだ済んでいないか期限切れです。",
        "研修を受けて記録してから行うか、研修の済んだ人に頼んでください。",
        'The training that "The encloser scans the numbers on the paper and on this business\'s envelope" needs '
        "(郵送物確認ルール) has not been taken, or is no longer in force.",
        "Take the training and have it recorded first, or ask somebody who has.",
    ):
        office.match(office.people.小林, LETTER)
    office.match(office.people.和田, LETTER)
    office.count(office.people.和田, LETTER, printed=1, enclosed=1)


def the_encloser_does_not_confirm_the_own_envelope(office: Office) -> None:
    with office.refuses(
        "two_people",
        "「封入者が封入した通数を数える」を行った人は、「確認者が封筒の中の紙から生年月日を打つ」を行えません。",
        "別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。",
        'Whoever did "The encloser counts the pieces enclosed" cannot do '
        '"The confirmer types the birth date from the paper in the envelope".',
        "Ask somebody else. Another account of yours, or acting as a deputy, counts as the same person.",
    ):
        office.confirm(office.people.和田, "identify", LETTER, HERS)


def another_persons_certificate_halts_the_envelope(office: Office) -> None:
    馬場 = office.people.馬場
    with office.refuses(
        "matches",
        "入力が、記録と合いません。この送付物を止めました。",
        "現物を確かめてください。別の人が理由を記録すると「確認者が封筒の中の紙から生年月日を打つ」を再開できます。",
        "What was typed does not match what is on record. The parcel has been halted.",
        'Look at the papers. "The confirmer types the birth date from the paper in the envelope" goes on once '
        "another person has recorded the reason.",
    ):
        office.confirm(馬場, "identify", LETTER, THE_OTHERS)
    with office.refuses(
        "not_halted",
        "合わなかったため、この送付物の「確認者が封筒の中の紙から生年月日を打つ」を止めています。",
        "別の人が現物を確かめ、理由を記録すると再開できます。",
        'Something did not match, so "The confirmer types the birth date from the paper in the envelope" '
        "is halted for this parcel.",
        "It goes on once another person has looked at the papers and recorded the reason.",
    ):
        office.confirm(馬場, "identify", LETTER, HERS)


def somebody_else_looks_and_it_goes_on(office: Office) -> None:
    青木, 馬場 = office.people.青木, office.people.馬場
    with office.refuses(
        "two_people",
        "合わなかったときに作業していた人は、自分で再開できません。",
        "別の人に、現物を確かめて再開してもらってください。",
        "Whoever was at work when it did not match cannot let it go on.",
        "Ask another person to look at the papers and to let it go on.",
    ):
        office.resume(馬場, "identify", "打ち間違いでした", LETTER)
    office.resume(青木, "identify", "封筒に別の方の手帳が入っていた。入れ替えた", LETTER)
    office.confirm(馬場, "identify", LETTER, HERS)


def sealed_stamped_and_posted(office: Office) -> None:
    馬場, 本田 = office.people.馬場, office.people.本田
    office.seal(馬場, 1, LETTER)
    office.release(本田, LETTER, posted=1)
    office.left(本田, "compared", LETTER)


def test_another_persons_certificate_stays_in_the_house() -> None:
    office = story()
    assert office.state.over
    assert [(step, n > 0) for step, _, n in office.state.mismatches] == [("identify", True)]
    made = {step: stamps[0].person for (step, _), stamps in office.state.stamps.items()}
    assert made["match"] == office.people.和田.person
    assert made["identify"] == made["seal"] == office.people.馬場.person
