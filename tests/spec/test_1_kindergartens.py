"""2023年度 事故1　市外の幼稚園に、他園の児童の情報を含むデータをメールで送った（保育幼稚園課）。"""

from tests.spec.office import Office, finding

SAKURA, MOMIJI = BOTH = "p1", "p2"
STRANGER = finding("scope", "stop", "名簿 14行目")


def story() -> Office:
    office = Office("kindergartens-mail", "保育幼稚園課")
    the_job_is_talked_over_first(office)
    a_child_of_another_kindergarten_stops_the_file(office)
    no_chief_waves_it_through(office)
    each_file_is_cut_from_one_list(office)
    the_drafter_opens_every_sheet(office)
    another_person_traces_by_another_method(office)
    the_approver_does_not_sign_unseen(office)
    the_password_goes_another_way(office)
    return office


def the_job_is_talked_over_first(office: Office) -> None:
    青木, 千葉 = office.people.青木, office.people.千葉
    office.open(青木, "さくら幼稚園", "もみじ幼稚園")
    with office.refuses(
        "briefed",
        "この案件の手順とリスクの事前共有に、まだ加わっていません。",
        "先に「手順とリスクを作業者と決裁者が読み合わせる」を行ってください。",
        "You have not gone through the steps and the risks of this dispatch yet.",
        'First do "Worker and approver go through the steps and the risks".',
    ):
        office.attach(青木, SAKURA, {"さくら幼稚園.xlsx": 2})
    office.brief(青木, 千葉)


def a_child_of_another_kindergarten_stops_the_file(office: Office) -> None:
    青木 = office.people.青木
    office.attach(青木, SAKURA, {"さくら幼稚園.xlsx": 2})  # the mistake: row 14 is a child of もみじ幼稚園
    office.attach(青木, MOMIJI, {"もみじ幼稚園.xlsx": 2})
    office.inspect(SAKURA, STRANGER)
    office.inspect(MOMIJI)
    with office.refuses(
        "in_order",
        "検査の指摘が1件残っているため、「宛先ごとに一通ずつ送る」に進めません。",
        "指摘の場所を直してもう一度検査するか、問いに回答するか、止めた指摘の例外を求めてください。",
        'Findings of the inspection are still open (1), so "Send one message to each recipient" cannot be done yet.',
        "Mend the place and inspect again, answer what is asked, or ask for a waiver for what was stopped.",
    ):
        office.release(青木, SAKURA)


def no_chief_waves_it_through(office: Office) -> None:
    people = office.people
    office.ask_exception(people.青木, SAKURA, STRANGER, "締切が今日の夕方なので")
    with office.refuses(
        "waiver_rank",
        "この指摘の例外を認められるのは、情報セキュリティ担当だけです。",
        "情報セキュリティ担当に判断を頼んでください。",
        "Only one office can grant a waiver for this finding: information security office.",
        "Ask this office to decide: information security office.",
    ):
        office.decide_exception(people.藤田課長, SAKURA, STRANGER, grant=True, reason="急ぐので認めます")
    office.decide_exception(people.後藤, SAKURA, STRANGER, grant=False, reason="他園の児童です。作り直してください")


def each_file_is_cut_from_one_list(office: Office) -> None:
    for parcel, file in ((SAKURA, "さくら幼稚園だけ.xlsx"), (MOMIJI, "もみじ幼稚園だけ.xlsx")):
        office.attach(office.people.青木, parcel, {file: 2}, origin="cut")
        office.inspect(parcel)


def the_drafter_opens_every_sheet(office: Office) -> None:
    青木 = office.people.青木
    office.views(青木, SAKURA, but=1)
    with office.refuses(
        "opened_all",
        "まだ開いていないシートやページが1枚あります。",
        "すべてのファイルの、すべてのシートとページを開いてください。",
        "Sheets or pages that you have not opened yet: 1.",
        "Open every sheet and every page of every file.",
    ):
        office.confirm(青木, "open", SAKURA)
    office.views(青木, *BOTH)
    for parcel in BOTH:
        office.confirm(青木, "open", parcel)


def another_person_traces_by_another_method(office: Office) -> None:
    青木, 馬場 = office.people.青木, office.people.馬場
    for parcel in BOTH:
        rows = [f"{parcel} 園児 {n}" for n in (7, 19, 31)]
        office.draw(馬場, "trace", rows, of=40, parcel=parcel)
        with office.refuses(
            "two_people",
            "「一つの名簿から園ごとのファイルを切り出す」を行った人は、"
            "「抜き出した3人を園児台帳でたどり番号を打つ」を行えません。",
            "別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。",
            'Whoever did "Cut one file for each kindergarten from one list" cannot do '
            '"Trace three rows to the register of children, and type their numbers".',
            "Ask somebody else. Another account of yours, or acting as a deputy, counts as the same person.",
        ):
            office.trace(青木, "trace", rows, parcel=parcel)
        office.trace(馬場, "trace", rows, parcel=parcel)


def the_approver_does_not_sign_unseen(office: Office) -> None:
    千葉 = office.people.千葉
    office.views(千葉, *BOTH, but=1)
    with office.refuses(
        "opened_all",
        "まだ開いていないシートやページが2枚あります。",
        "すべてのファイルの、すべてのシートとページを開いてください。",
        "Sheets or pages that you have not opened yet: 2.",
        "Open every sheet and every page of every file.",
    ):
        office.approve(千葉)
    office.views(千葉, *BOTH)
    office.approve(千葉)


def the_password_goes_another_way(office: Office) -> None:
    青木 = office.people.青木
    for parcel in BOTH:
        office.release(青木, parcel)
        office.left(office.people.関所, "sent", parcel)
        with office.refuses(
            "another_way",
            "その方法では、パスワードをファイルと別に送ったことになりません。",
            "次のどれかで送ってください：電話、郵便、あらかじめ取り決めたもの",
            "In this way the password does not go apart from the file.",
            "Send it in one of these ways: phone, letter, agreed beforehand",
        ):
            office.carry_key(青木, parcel, "another_mail")
        assert not office.state.over
        office.carry_key(青木, parcel, "phone")


def test_another_kindergartens_child_never_leaves() -> None:
    office = story()
    assert office.state.over
    assert {one.proof for one in office.state.leaving.values()} == {"sent"}
    assert [(one.granted, one.void) for one in office.state.waivers] == [(False, True)]
