"""2023年度 事故3　事業対象者リストの作成を誤り、患者でない方の情報を医療機関に郵送した（保険年金課）。"""

from tests.spec.office import Office, finding

CLINIC = "p1"
STRANGERS = finding("scope", "stop", "別の医療機関の方 3人")
SHIFTED = finding("reconcile", "stop", "12行目から個人番号が一行ずれている")
ROWS = [f"被保険者 {n}" for n in (3, 8, 21, 34, 50)]


def story() -> Office:
    office = Office("clinic-lists", "保険年金課")
    the_manual_is_read_before_a_list_is_made(office)
    a_wrong_list_stops(office)
    the_maker_is_not_the_checker(office)
    with_my_numbers_the_superior_is_told_first(office)
    nobody_approves_in_anothers_place(office)
    posted_as_tracked_mail(office)
    return office


def the_manual_is_read_before_a_list_is_made(office: Office) -> None:
    office.open(office.people.青木, "みどり医院", codes=True)
    with office.refuses(
        "trained",
        "「マニュアルの順に医療機関ごとのリストを作る」に必要な研修（リスト作成業務マニュアル）が、"
        "まだ済んでいないか期限切れです。",
        "研修を受けて記録してから行うか、研修の済んだ人に頼んでください。",
        'The training that "Make one list for each clinic, in the order of the manual" needs '
        "(リスト作成業務マニュアル) has not been taken, or is no longer in force.",
        "Take the training and have it recorded first, or ask somebody who has.",
    ):
        office.attach(office.people.小林, CLINIC, {"みどり医院.xlsx": 2})


def a_wrong_list_stops(office: Office) -> None:
    青木 = office.people.青木
    office.attach(青木, CLINIC, {"みどり医院.xlsx": 2})  # the mistake: the list was made by the wrong rule
    office.inspect(CLINIC, STRANGERS, SHIFTED)
    office.views(青木, CLINIC)
    with office.refuses(
        "in_order",
        "検査の指摘が2件残っているため、「作成者がすべてのシートを開いて見る」に進めません。",
        "指摘の場所を直してもう一度検査するか、問いに回答するか、止めた指摘の例外を求めてください。",
        'Findings of the inspection are still open (2), so "The maker of the list opens every sheet" cannot '
        "be done yet.",
        "Mend the place and inspect again, answer what is asked, or ask for a waiver for what was stopped.",
    ):
        office.confirm(青木, "open", CLINIC)
    office.attach(青木, CLINIC, {"みどり医院 作り直し.xlsx": 2})
    office.inspect(CLINIC)
    office.views(青木, CLINIC)
    office.confirm(青木, "open", CLINIC)


def the_maker_is_not_the_checker(office: Office) -> None:
    青木, 馬場 = office.people.青木, office.people.馬場
    office.draw(馬場, "trace", ROWS, of=60, parcel=CLINIC)
    with office.refuses(
        "two_people",
        "「マニュアルの順に医療機関ごとのリストを作る」を行った人は、"
        "「別の担当者が5行を被保険者台帳でたどる」を行えません。",
        "別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。",
        'Whoever did "Make one list for each clinic, in the order of the manual" cannot do '
        '"Somebody else traces five rows to the register of the insured".',
        "Ask somebody else. Another account of yours, or acting as a deputy, counts as the same person.",
    ):
        office.trace(青木, "trace", ROWS, parcel=CLINIC)
    with office.refuses(
        "drawn_once",
        "「別の担当者が5行を被保険者台帳でたどる」の行は、すでに抽出されています。",
        "抽出された行を、そのまま確かめてください。",
        'The rows for "Somebody else traces five rows to the register of the insured" have been drawn already.',
        "Confirm the rows that were drawn, as they are.",
    ):
        office.draw(馬場, "trace", [f"都合のよい行 {n}" for n in range(5)], of=60, parcel=CLINIC)
    office.trace(馬場, "trace", ROWS, parcel=CLINIC)


def with_my_numbers_the_superior_is_told_first(office: Office) -> None:
    千葉 = office.people.千葉
    office.views(千葉, CLINIC)
    with office.refuses(
        "in_order",
        "「報告のあとに決裁者がすべて開いて決裁する」の前に済ませる工程が残っています。",
        "先に「誤りがないことを上司に報告する」を済ませてください。",
        'A step that comes before "After the report, the approver opens everything and decides" is not done yet.',
        'First finish "The superior is told that nothing is wrong".',
    ):
        office.approve(千葉)
    with office.refuses(
        "role_held",
        "「誤りがないことを上司に報告する」は、上司の役割を今日この課で持つ人だけが行えます。",
        "役割を持つ人に頼むか、課長に役割の登録を頼んでください。",
        '"The superior is told that nothing is wrong" can be done only by somebody who holds this role '
        "in this section today: superior.",
        "Ask somebody who holds the role, or ask the section chief to register the role for you.",
    ):
        office.report(office.people.青木)
    office.report(office.people.石井係長)


def nobody_approves_in_anothers_place(office: Office) -> None:
    林, 千葉 = office.people.林, office.people.千葉
    office.views(林, CLINIC)
    with office.refuses(
        "role_held",
        "「報告のあとに決裁者がすべて開いて決裁する」は代決では行えません。",
        "本人が戻るのを待つか、同じ役割を持つ別の人が自分の名で行ってください。",
        '"After the report, the approver opens everything and decides" cannot be done by a deputy.',
        "Wait until the person is back, or let somebody else who holds the role do it in his or her own name.",
    ):
        office.approve(林, deputy_of=千葉.person)
    office.approve(千葉)


def posted_as_tracked_mail(office: Office) -> None:
    青木, 馬場, 本田 = office.people.青木, office.people.馬場, office.people.本田
    office.match(青木, CLINIC)
    office.count(青木, CLINIC, printed=1, enclosed=1)
    office.seal(馬場, 1, CLINIC)
    office.release(本田, CLINIC, posted=1)
    office.left(本田, "compared", CLINIC)


def test_a_wrongly_made_list_reaches_no_clinic() -> None:
    office = story()
    assert office.state.over
    kinds = [event.type if event.type != "stamped" else event.data["step"] for event in office.events]
    assert kinds.index("report") < kinds.index("approve") < kinds.index("release_started")
