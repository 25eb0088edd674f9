"""Words that nobody can verify are named; what can be seen to be kept or broken is left alone."""

from __future__ import annotations

import pytest

from sekisho.register.wording import SLOTS, wording

VERIFIABLE = [
    "封入者が、封入の後に、宛名と中の書類の氏名を申請書の原本と照合し、チェックリストに押印する。",
    "起案者とは別の確認者が、送信の前に、抜き出した3行を園児台帳と照合し、番号を記録する。",
    "園別のデータと他園の児童を含むデータの管理を分ける。データにパスワードを設定する。",
    "文書の混入を避けるため、業務ごとに封筒を区分して発送する。",
    "書類の作成から送付まで１事業所ずつ処理を行う。",
    "宛名をシステムから自動で印刷する。",
    "メールに宛先を手で入れることを禁止し、送付先はシステムの台帳からだけ選ぶ。",
    "納税通知書発送の作業工程に、封緘を確認する工程を追加する。",
]
WORDS_ONLY = [
    ("メール送信時に起案者及び決裁者によるファイルの中身の確認を徹底する。", "徹底"),
    ("リスト作成後の確認体制を強化する。", "強化"),
    ("郵送物送付時に封入者と確認者のダブルチェックを徹底する。", "ダブルチェック"),
    ("職員の意識啓発を図る。", "意識啓発"),
    ("個人情報の取扱いについて細心の注意を払う。", "細心の注意"),
    ("再発防止に努める。", "努め"),
    ("マニュアルを職員に周知する。", "周知"),
    ("リスト作成にかかる業務マニュアルの遵守を徹底する。", "遵守"),
]


@pytest.mark.parametrize("text", VERIFIABLE)
def test_what_can_be_looked_at_is_left_alone(text: str) -> None:
    assert wording(text).verifiable


@pytest.mark.parametrize(("text", "word"), WORDS_ONLY)
def test_words_that_nobody_can_verify_are_named_and_something_is_proposed(text: str, word: str) -> None:
    found = wording(text)
    assert not found.verifiable
    assert word in "".join(found.vague)
    assert found.missing
    assert found.proposal is not None
    for one in found.missing:
        assert SLOTS[one].render("ja") in found.proposal.render("ja")


def test_what_is_named_stands_in_the_text() -> None:
    for text, _ in WORDS_ONLY:
        assert all(one in text for one in wording(text).vague)


def test_the_proposal_takes_over_what_the_text_already_says() -> None:
    found = wording("封入者による確認を徹底する。")
    assert found.proposal is not None
    assert "封入者" in found.proposal.render("ja")


def test_teaching_is_not_asked_against_what_it_checks() -> None:
    found = wording("新たに配属された職員に郵送物確認ルールの研修を行う。")
    assert "against" not in found.missing
    assert "leaving" not in found.missing


def test_an_empty_text_names_nothing() -> None:
    assert wording("").vague == ()
