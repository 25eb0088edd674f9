"""2023年度 事故6　納税通知書を、封緘しないまま発送した（市民税課）。"""

from tests.spec.office import Office

FIRST, SECOND = BOTH = "L1", "L2"
PARCELS = {"L1": "p1", "L2": "p2"}


def story() -> Office:
    office = Office("tax-notices", "市民税課")
    no_lot_is_larger_than_a_person_can_oversee(office)
    printed_traced_and_approved(office)
    counted_with_what_was_withdrawn(office)
    nothing_is_posted_before_it_is_sealed(office)
    sealed_is_enclosed(office)
    posted_is_sealed(office)
    a_difference_is_the_chiefs_to_explain(office)
    return office


def no_lot_is_larger_than_a_person_can_oversee(office: Office) -> None:
    青木, 千葉 = office.people.青木, office.people.千葉
    with office.refuses(
        "there",
        "ロットが500通を超えています。",
        "500通以下のロットに分けてください。",
        "A lot holds more than 500 pieces.",
        "Divide them into lots of 500 pieces or fewer.",
    ):
        office.open(青木, "納税義務者 1〜501", codes=True, lots=True, pieces=501)
    office.open(青木, "納税義務者 1〜500", "納税義務者 501〜1000", codes=True, lots=True, pieces=500)
    office.brief(青木, 千葉)
    office.brief(office.people.和田)


def printed_traced_and_approved(office: Office) -> None:
    青木, 馬場, 千葉 = office.people.青木, office.people.馬場, office.people.千葉
    for lot, parcel in PARCELS.items():
        office.attach(青木, parcel, {f"通知書 {lot}.pdf": 4})
        office.inspect(parcel)
        rows = [f"{lot} 宛名番号 {n}" for n in (11, 95, 203, 371, 499)]
        office.draw(馬場, "trace", rows, of=500, lot=lot)
        office.trace(馬場, "trace", rows, lot=lot)
    office.views(千葉, *PARCELS.values())
    office.approve(千葉)


def counted_with_what_was_withdrawn(office: Office) -> None:
    """Two notices are withdrawn, one is printed again: 500 − 2 + 1 = 499."""
    和田 = office.people.和田
    for parcel in PARCELS.values():
        office.match(和田, parcel)
    office.count(和田, lot=FIRST, printed=500, withdrawn=["宛名番号 12", "宛名番号 88"], reprinted=1, enclosed=499)
    with office.refuses(
        "one_open",
        "この手順は一つずつ進めます。別の送付物（L1）がまだ終わっていません。",
        "L1を最後まで終えるか、理由を付けていったん閉じてください。",
        "This procedure goes one parcel at a time. Another one (L1) is not finished yet.",
        "Finish L1 to the end, or close it for now and give a reason.",
    ):
        office.count(和田, lot=SECOND, printed=500, enclosed=500)


def nothing_is_posted_before_it_is_sealed(office: Office) -> None:
    with office.refuses(
        "in_order",
        "「差出票の通数と合わせて郵便局に差し出す」の前に済ませる工程が残っています。",
        "先に「確認者が全通の封を一通ずつ見る」を済ませてください。",
        'A step that comes before "Post the lot; the number on the postage slip is the same" is not done yet.',
        'First finish "The confirmer looks at the seal of every envelope".',
    ):
        office.release(office.people.本田, lot=FIRST, posted=499)


def sealed_is_enclosed(office: Office) -> None:
    馬場, 和田 = office.people.馬場, office.people.和田
    with office.refuses(
        "two_people",
        "「印刷・引抜き・再作成・封入の数を合わせる」を行った人は、「確認者が全通の封を一通ずつ見る」を行えません。",
        "別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。",
        'Whoever did "Printed less withdrawn plus reprinted equals enclosed" cannot do '
        '"The confirmer looks at the seal of every envelope".',
        "Ask somebody else. Another account of yours, or acting as a deputy, counts as the same person.",
    ):
        office.seal(和田, 499, lot=FIRST)
    with office.refuses(
        "matches",
        "封緘した数が、封入した数と違います。",
        "現物を確かめてください。別の人が理由を記録すると「確認者が全通の封を一通ずつ見る」を再開できます。",
        "The number of sealed envelopes is not the number of enclosed ones.",
        'Look at the papers. "The confirmer looks at the seal of every envelope" goes on once another person has '
        "recorded the reason.",
    ):
        office.seal(馬場, 487, lot=FIRST)  # the mistake: one box of twelve was not sealed
    office.resume(和田, "seal", "最後の箱の12通が未封緘だった。封をした", lot=FIRST)
    office.seal(馬場, 499, lot=FIRST)


def posted_is_sealed(office: Office) -> None:
    本田 = office.people.本田
    with office.refuses(
        "all_posted",
        "差し出す数が、封緘した数と違います。",
        "一通ずつ数え直してください。理由を付けて進めることはできません。",
        "The number handed over is not the number of sealed envelopes.",
        "Count again, piece by piece. No reason lets this go on.",
    ):
        office.release(本田, lot=FIRST, posted=500)
    office.release(本田, lot=FIRST, posted=499)
    office.left(本田, "compared", lot=FIRST)


def a_difference_is_the_chiefs_to_explain(office: Office) -> None:
    馬場, 和田, 本田 = office.people.馬場, office.people.和田, office.people.本田
    office.count(和田, lot=SECOND, printed=500, enclosed=498)
    with office.refuses(
        "in_order",
        "「確認者が全通の封を一通ずつ見る」の前に済ませる工程が残っています。",
        "先に「印刷・引抜き・再作成・封入の数を合わせる」を済ませてください。",
        'A step that comes before "The confirmer looks at the seal of every envelope" is not done yet.',
        'First finish "Printed less withdrawn plus reprinted equals enclosed".',
    ):
        office.seal(馬場, 498, lot=SECOND)
    office.explain(office.people.藤田課長, "2通は破損し、職権で来月の分に回した", SECOND)
    office.seal(馬場, 498, lot=SECOND)
    office.release(本田, lot=SECOND, posted=498)
    office.left(本田, "stated", lot=SECOND)


def test_no_tax_notice_is_posted_unsealed() -> None:
    office = story()
    assert office.state.over
    assert [one.proof for one in office.state.leaving.values()] == ["compared", "stated"]
    assert [event.data["posted"] for event in office.events if event.type == "release_started"] == [499, 498]
