"""The report of the fiscal year 2023 that the project comes from, as data: six incidents, fourteen measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sekisho.documents.yearly.model import Block, Edition, Measure, Measured, Report, Row, Unanswered
from sekisho.register.counting import Count
from sekisho.words import say

ROWS = (
    Row(
        "1",
        "保育幼稚園課",
        "市外の幼稚園６園に補助金等に係るデータを電子メールで送信する際に、誤って他園に在籍する児童の情報を含むデータを添付し、送信してしまった。",
        (
            Measure("①", "園別のデータと他園の児童を含むデータの管理を分ける。データにパスワードを設定する。"),
            Measure("②", "メール送信時に起案者及び決裁者によるファイルの中身の確認を徹底する。"),
        ),
        (
            Block(
                "再発防止策をマニュアルにまとめ、マニュアルについて会議等で職員に周知を行った。個人情報を含むデータを複数のあて先にメール送付（ファイル転送）する際は、作業者と承認者の双方で、作業の手順及びリスクについて事前に共有の上で作業を実施し、再発防止に努めている。"
            ),
        ),
    ),
    Row(
        "2",
        "障がい福祉課",
        "愛の手帳の再交付にあたり、氏名が類似した別人の成年後見人に送付してしまった。",
        (
            Measure("①", "文書の混入を避けるため、業務ごとに封筒を区分して発送する。"),
            Measure(
                "②",
                "郵送物送付時に封入者と確認者のダブルチェックを徹底する。また、確認したことがわかるように、封筒に押印する。",
            ),
            Measure("③", "新たに配属された職員に郵送物確認ルールの研修を行う。"),
        ),
        (
            Block("いずれも実施を継続している。", "①～③"),
            Block(
                "　特に②のダブルチェックは、これまでも実施していたが、口伝で伝承されていたものを具体的に明文化して共有したことで、どの水準でダブルチェックをするのか認識を合わせることができた。\n"
                "　また、明文化したことで③の研修を実施しやすくなった。",
                "（評価）",
                heading=True,
            ),
        ),
    ),
    Row(
        "3",
        "保険年金課",
        "事業対象者リストの作成を誤り、医療機関に事業対象者リストを郵送する際に、当該医療機関の患者ではない方の情報を含む情報を送ってしまった。",
        (
            Measure("①", "リスト作成にかかる業務マニュアルの遵守を徹底する。"),
            Measure("②", "リスト作成後の確認体制を強化する。"),
        ),
        (
            Block("業務マニュアルを確認しながら、リスト作成を行った。", "①"),
            Block("リスト作成後、作成者とは別の担当者がリストの内容を確認した。", "②"),
            Block(
                "保健事業の中でも、特定個人情報を取り扱う作業では、必ず複数人で間違いがないことを確認し、その旨を上司に報告してから決裁を行っている。そのため、職員の危機意識が向上し、再発防止につながっている。"
            ),
        ),
    ),
    Row(
        "4",
        "介護保険課",
        "居宅介護支援事業所に要介護・要支援認定情報を提供する際に、２事業所間で書類を取り違えて送付してしまった。（委託先で起こった事故）",
        (
            Measure("①", "書類の作成から送付まで１事業所ずつ処理を行う。（委託先の業務手順変更）"),
            Measure("②", "依頼文書と返信用封筒に同一の番号を付番する。（委託元の業務手順変更）"),
        ),
        (
            Block(
                "再発防止対応として、委託先に対する指導を行い、その結果として作業マニュアルの変更と社員への指導・研修が速やかに実施された。"
            ),
            Block(
                "これにより、作業工程が簡潔に改められ、変更した手順での処理実施を確認した。また、委託元（原課）では変更が既に実施されており、これらの対応以降、類似の案件の発生は確認されていない。作業工程の改善については評価しており、委託先との定期的な打ち合わせを続け、再発防止に向けた連携を強化していく予定である。"
            ),
        ),
    ),
    Row(
        "5",
        "住宅課",
        "木造住宅耐震診断士のリストをホームページに掲載する際に、承諾を得ていない個人情報も掲載してしまった。",
        (
            Measure("①", "個人情報の取扱いについて再度教育を行う。"),
            Measure("②", "ホームページ掲載時は、複数の職員による内容の確認を徹底する。"),
        ),
        (
            Block(
                "個人情報の取扱いに関する部内研修を実施した（2024/1/5）。また、Teamsで個人情報の取扱いに関する専用チャットを開設し、継続的に情報セキュリティに関する注意喚起・意識啓発を行っている。",
                "①",
            ),
            Block(
                "ホームページ掲載のための課内決裁時に、公開しようとするファイルを必ずすべて添付するように改め、内容の確認を徹底している。",
                "②",
            ),
        ),
    ),
    Row(
        "6",
        "市民税課",
        "納税通知書の送付にあたり、封緘しないまま発送してしまった。",
        (
            Measure("①", "作業工程の見直しを行い、全ての納税通知書の封緘を確認する工程を追加する。"),
            Measure("②", "作業工程を管理するチェックリストに、封緘確認の工程を追加する。"),
            Measure("③", "確認体制を強化するため、複数の担当者が確認したことがわかるようにする。"),
        ),
        (
            Block("2024年４月16日発付分から以下について実施"),
            Block("納税通知書発送の作業工程の見直しを行い、枚数確認と切り分けて封緘を確認する工程を追加した。", "①"),
            Block("納品から発送までの全体の作業工程を管理するチェックリストに、封緘確認の工程を追加した。", "②"),
            Block(
                "納品から発送までの全体の作業工程を管理するチェックリストについて、複数の担当者が確認したことがわかるようにした。",
                "③",
            ),
        ),
    ),
)
DIGEST = "9c41e07bd25f38aa6b10f4d9c2e7815b" * 2
CHECKPOINT = "sakurano.example.jp/sekisho\n20852\n4JwEtRXyjkPQe0p9BbQwWz0mX8dS1aKkq3eT5wQfQ7I=\n\n— sakurano.example.jp/sekisho b3JpZ2luYWxzaWduYXR1cmU="
SEED = Report("さくら野市", 2023, ROWS, office="総務部 情報管理課", edition=Edition(1, date(2024, 9, 30)))
EDITION = Edition(
    2,
    date(2026, 11, 20),
    ("紙で公表した第1版の文をそのまま移し、携帯電話と読み上げで読めるようにしました。文言は変えていません。",),
    DIGEST,
    CHECKPOINT,
    "sekisho:20852:e0 9c02d4",
)
DONE = Measured(
    "done",
    (Count(38, 38, "dispatch"), Count(12, 12, "person")),
    since=date(2024, 4, 16),
    runs=(say("工程"), "封緘の確認"),
    stops=5,
    waived=1,
    enforced=30,
    claimed=8,
    people=9,
    drill=date(2026, 9, 1),
)
EXCEPTIONS = Measured(
    "exceptions",
    (Count(2, 3, "dispatch"),),
    1,
    runs=("封入の確認",),
    enforced=2,
    people=3,
    reasons=("急ぎの再送のため",),
    similar=1,
)
NONE_YET = Measured("no-occasion", (Count(0, 0, "dispatch"),), runs=("園別の切り分け",))
WORDS = Measured("words-only")


def measured(row: Row, *several: Measured) -> Row:
    pairs = zip(row.measures, several, strict=False)
    return replace(
        row, measures=tuple(replace(one, measured=told) for one, told in pairs) + row.measures[len(several) :]
    )


FULL = replace(
    SEED,
    rows=(
        measured(ROWS[0], NONE_YET, DONE),
        measured(ROWS[1], DONE, EXCEPTIONS, replace(DONE, said="研修を2回行い、配属された12人の全員が受けました。")),
        measured(ROWS[2], WORDS, WORDS),
        *ROWS[3:5],
        measured(ROWS[5], DONE),
        Row("7", withheld=say("相手の安全が確かめられるまで待っています。")),
    ),
    contact="総務部 情報管理課 情報セキュリティ担当　電話 000-000-0000",
    measured_from=date(2026, 4, 1),
    measured_until=date(2026, 11, 24),
    policy="人の安全にかかわるものを除き、知った日から2か月以内に公表します（2026年4月1日から）。",
    edition=EDITION,
    unanswered=(Unanswered("1", "①", ("住宅課", "市民税課")),),
)
INSIDE = replace(FULL, internal=True)
