"""2023年度 事故5　耐震診断士の名簿に、承諾を得ていない個人情報も掲載した（住宅課）。"""

from datetime import UTC, datetime

from tests.spec.office import Office, finding

PAGE = "p1"
NO_CONSENT = finding("consent", "stop", "携帯電話 3人")
FILES = {"耐震診断士.xlsx": 1, "耐震診断士.pdf": 2}


def story() -> Office:
    office = Office("web-list", "住宅課", datetime(2024, 5, 7, 0, 0, tzinfo=UTC))
    people_who_did_not_agree_stop_the_list(office)
    every_file_is_read_by_two(office)
    no_file_is_published_that_was_not_attached(office)
    the_approved_bytes_are_published(office)
    the_live_page_is_compared(office)
    and_again_after_a_month(office)
    return office


def people_who_did_not_agree_stop_the_list(office: Office) -> None:
    青木, 後藤 = office.people.青木, office.people.後藤
    office.open(青木, "市ホームページ")
    office.attach(青木, PAGE, {"名簿 全項目.xlsx": 1})  # the mistake: fields to which nobody had agreed
    office.inspect(PAGE, NO_CONSENT)
    office.ask_exception(青木, PAGE, NO_CONSENT, "名刺には載っているので")
    with office.refuses(
        "reasoned",
        "理由や回答が短すぎます（5文字以上）。",
        "後から読む人に分かるように、理由を書いてください。",
        "The reason or answer is too short (at least 5 characters).",
        "Write it so that somebody who reads it later understands why.",
    ):
        office.decide_exception(後藤, PAGE, NO_CONSENT, grant=False, reason="不可")
    office.decide_exception(後藤, PAGE, NO_CONSENT, grant=False, reason="承諾書に携帯電話がありません")
    office.attach(青木, PAGE, {"耐震診断士.xlsx": 1})
    office.inspect(PAGE)


def every_file_is_read_by_two(office: Office) -> None:
    青木, 馬場 = office.people.青木, office.people.馬場
    office.views(青木, PAGE)
    office.confirm(青木, "open", PAGE)
    with office.refuses(
        "two_people",
        "「公開するファイルをすべて添付する」を行った人は、「別の職員が掲載承諾書と一人ずつ読み合わせる」を行えません。",
        "別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。",
        'Whoever did "Attach every file that is to be published" cannot do '
        '"Somebody else reads each entry against the written consent".',
        "Ask somebody else. Another account of yours, or acting as a deputy, counts as the same person.",
    ):
        office.confirm(青木, "consents", PAGE)
    office.confirm(馬場, "consents", PAGE)


def no_file_is_published_that_was_not_attached(office: Office) -> None:
    """The PDF of the same list comes in late: whoever has read the list has not read it."""
    青木, 馬場, 千葉 = office.people.青木, office.people.馬場, office.people.千葉
    office.attach(青木, PAGE, FILES)
    office.inspect(PAGE)
    with office.refuses(
        "in_order",
        "「決裁者が添付のファイルをすべて開いて決裁する」の前に済ませる工程が残っています。",
        "先に「起案者がすべてのページとシートを開いて見る」を済ませてください。",
        'A step that comes before "The approver opens every file attached, and decides" is not done yet.',
        'First finish "The drafter opens every page and sheet".',
    ):
        office.approve(千葉)
    office.views(青木, PAGE)
    office.confirm(青木, "open", PAGE)
    office.confirm(馬場, "consents", PAGE)
    office.views(千葉, PAGE, but=2)
    with office.refuses(
        "opened_all",
        "まだ開いていないシートやページが2枚あります。",
        "すべてのファイルの、すべてのシートとページを開いてください。",
        "Sheets or pages that you have not opened yet: 2.",
        "Open every sheet and every page of every file.",
    ):
        office.approve(千葉)
    office.views(千葉, PAGE)
    office.approve(千葉)


def the_approved_bytes_are_published(office: Office) -> None:
    青木, 関所, 馬場 = office.people.青木, office.people.関所, office.people.馬場
    office.release(青木, PAGE)
    with office.refuses(
        "matches",
        "出ていく内容が、決裁されたものと違います。",
        "現物を確かめてください。別の人が理由を記録すると「決裁したファイルそのものを公開する」を再開できます。",
        "What would leave is not what was approved.",
        'Look at the papers. "Publish the very files that were approved" goes on once another person has recorded '
        "the reason.",
    ):
        office.left(関所, "sent", PAGE, inner="名簿 全項目.xlsx")
    office.resume(馬場, "release", "公開フォルダに前の版が残っていた。消した", PAGE)
    office.left(関所, "sent", PAGE)


def the_live_page_is_compared(office: Office) -> None:
    青木, 馬場 = office.people.青木, office.people.馬場
    office.next_day()
    with office.refuses(
        "two_people",
        "「決裁したファイルそのものを公開する」を行った人は、「公開中のページが決裁したものと同じか見比べる」を行えません。",
        "別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。",
        'Whoever did "Publish the very files that were approved" cannot do "What is live equals what was approved".',
        "Ask somebody else. Another account of yours, or acting as a deputy, counts as the same person.",
    ):
        office.recheck(青木, PAGE)
    office.recheck(馬場, PAGE)
    assert office.state.over


def and_again_after_a_month(office: Office) -> None:
    青木, 馬場 = office.people.青木, office.people.馬場
    office.next_day(30)
    with office.refuses(
        "matches",
        "公開されている内容が、決裁されたものと違います。",
        "現物を確かめてください。別の人が理由を記録すると"
        "「公開中のページが決裁したものと同じか見比べる」を再開できます。",
        "What is live is not what was approved.",
        'Look at the papers. "What is live equals what was approved" goes on once another person has recorded '
        "the reason.",
    ):
        office.recheck(馬場, PAGE, live="名簿 全項目.xlsx")
    assert not office.state.over
    office.resume(青木, "recheck", "別の更新で古い版に戻っていた。戻した", PAGE)
    office.recheck(馬場, PAGE)


def test_nobody_is_published_who_did_not_agree() -> None:
    office = story()
    assert office.state.over
    assert [one.granted for one in office.state.waivers] == [False]
    assert [stamp.evidence for stamp in office.state.stamps["recheck", next(iter(office.state.leaving))]] == [
        "detectable",
        "detectable",
    ]
