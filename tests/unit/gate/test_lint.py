"""Each rule: what comes close and must pass, then what it stops, with its line and what to write instead."""

from dataclasses import replace

import pytest
from tests.unit.gate.changes import KEY, RECHECK, REPORT, Change, at, behind, told, top

from sekisho.gate import lint

# What comes close to a mistake, and is none.
PASSES = {
    "as it is": Change(),
    "every key at its own kind": behind(
        "return", KEY, read={"blind": True, "differs_from": ["open"]}, approve={"standing": True}
    ),
    "differs from a brief in which it has no part": at(match={"differs_from": ["brief"]}),
    "a step that may wait for less": at(read={"needs": ["inspect"]}, approve={"needs": ["open", "read"]}),
    "a section in the house differs from those elsewhere": at(
        read={"by": ["outside_confirmer"], "differs_from": ["open", "attach", "match"]},
        approve={"differs_from": ["read"]},
    ),
    "as many apart as there are staff": at(seal={"differs_from": ["count"]}, read={"differs_from": ["open"]}),
    "three apart in a section of three": replace(
        at(read={"differs_from": ["open", "attach"]}, open={"differs_from": ["attach"]}), top={"smallest_section": 3}
    ),
    "the drafter may do two steps": at(match={"by": ["drafter"]}),
    "alone, where nobody must differ": top(smallest_section=1),
    "two roles of a step, one of them outside": replace(
        at(count={"by": ["encloser", "mailroom"]}), top={"smallest_section": 1}
    ),
    "two confirmations, two methods": Change(),
    "a run from making to sending": replace(
        at(brief=None, approve={"per": "parcel"}),
        top={"one_at_a_time": ["attach", "inspect", "open", "read", "approve", "match", "count", "seal", "release"]},
    ),
    "a run at the table, after the approval of all": top(one_at_a_time=["match", "count", "seal", "release"]),
    "a run of lots": replace(
        at(match={"per": "lot"}, count={"per": "lot"}, seal={"per": "lot"}, release={"per": "lot"}),
        top={"one_at_a_time": ["match", "count", "seal"]},
    ),
    "counted by parcel, sealed by lot, gone as one": at(seal={"per": "lot"}, release={"per": "dispatch"}),
    "counted as one, and nothing sealed": at(count={"per": "dispatch"}, seal=None),
    "a run of one": top(one_at_a_time=["seal"]),
    "steps that the release alone needs": at(
        read={"needs": ["inspect"]}, approve={"needs": ["open"]}, release={"needs": ["seal", "read"]}
    ),
    "the key while the parcel is made": behind("approve", KEY | {"needs": ["approve"]}, match={"needs": ["approve"]}),
    "a report before and one after": behind("return", REPORT | {"needs": ["release"]}),
    "two approvals": behind("seal", {"id": "chief", "kind": "approve", "by": ["chief"]}),
    "two roles that both approve": at(approve={"by": ["approver", "chief"]}),
    "all is proved by mail": replace(
        behind("return", KEY, release={"proofs": ["sent", "compared", "stated"]}), top={"channel": "email"}
    ),
    "the web, with a look afterwards": replace(behind("return", RECHECK), top={"channel": "web"}),
    "no return": at(return_=None),
    "no brief": at(brief=None),
    "paper after the approval": at(match={"paper": True}, count={"paper": True}, release={"paper": True}),
    "another procedure is stricter": top(escalates_to="letters-strict"),
    "measures and incidents": at(match={"because": ["FY2023-1-②", "FY2024-12", "FY2023-10-⑳"]}),
    "words that only look like resolutions": at(
        match={"title": "市民意識調査の封筒を照合"},
        seal={"title": "注意書きの上で封をする"},
        open={"title": "周知文を開く"},
    ),
    "counting that counts, sealing that seals": at(
        count={"title": "枚数を合わせる"}, seal={"title": "全通の封緘を見る"}
    ),
    "contractor and house": replace(
        at(match={"by": ["contractor"]}, seal={"by": ["contractor_confirmer"]}), top={"channel": "contractor"}
    ),
}


@pytest.mark.parametrize("change", PASSES.values(), ids=PASSES)
def test_passes(change: Change) -> None:
    assert told(change) == []


SECOND = {"id": "again", "kind": "confirm", "by": ["outside_confirmer"], "per": "parcel", "method": "open_files"}
LOTWISE = {
    "id": "lotwise",
    "kind": "confirm",
    "by": ["confirmer"],
    "per": "lot",
    "method": "scan",
    "needs": ["match"],
}
ALL_OUTSIDE = {
    step: {"by": ["contractor"]}
    for step in ("attach", "open", "read", "approve", "match", "count", "seal", "release", "return")
}
# (change, step and key whose line is named, words of the sentence)
ERRORS = {
    "unknown role": (
        at(match={"by": ["enclosr"]}),
        "match by",
        "「enclosr」という役割はありません。「encloser」のこと",
    ),
    "unlike any role": (at(match={"by": ["課長"]}), "match by", "あるのはdrafter、worker、"),
    "unknown need": (
        at(match={"needs": ["aprove"]}),
        "match needs",
        "「aprove」という工程はありません。「approve」のこと",
    ),
    "unlike any step": (at(match={"needs": ["xyz"]}), "match needs", "「xyz」という工程はありません。あるのはbrief、"),
    "unknown other": (
        at(read={"differs_from": ["opne"]}),
        "read differs_from",
        "「opne」という工程はありません。「open」",
    ),
    "unknown in the run": (
        top(one_at_a_time=["mtach"]),
        " one_at_a_time",
        "「mtach」という工程はありません。「match」",
    ),
    "one id twice": (at(match={"id": "seal"}), "seal id", "「seal」という工程は"),
    "a cycle": (at(open={"needs": ["match"]}), "open needs", "（open → match → approve → read → open）"),
    "waits for itself": (at(match={"needs": ["match"]}), "match needs", "（match → match）"),
    "no release": (at(release=None, return_=None), "seal ", "送出の工程がありません"),
    "two releases": (
        behind("release", {"id": "more", "kind": "release", "by": ["worker"], "proofs": ["stated"]}),
        "more kind",
        "送出の工程が",
    ),
    "no approval": (at(approve=None, match={"needs": ["read"]}), "release ", "送出の前に決裁がありません"),
    "an approval that the release does not wait for": (
        at(match={"needs": ["read"]}),
        "release ",
        "送出の前に決裁がありません",
    ),
    "approval before the content": (
        at(approve={"needs": ["brief"]}, match={"needs": ["approve", "read"]}),
        "approve needs",
        "決裁の前に資料がありません",
    ),
    "approval before the inspection": (
        at(open={"needs": ["attach"]}, match={"needs": ["approve", "inspect"]}),
        "approve ",
        "決裁の前に自動検査がありません",
    ),
    "no content": (
        at(attach=None, inspect={"needs": ["brief"]}),
        "approve ",
        "決裁の前に資料がありません",
    ),
    "content twice": (
        behind("attach", {"id": "more", "kind": "attach", "by": ["worker"], "per": "parcel"}),
        "more kind",
        "同じ種類（attach）の工程が",
    ),
    "inspected twice": (
        behind("inspect", {"id": "more", "kind": "inspect", "by": ["engine"], "per": "parcel"}),
        "more kind",
        "同じ種類（inspect）の工程が",
    ),
    "one number back for all": (at(return_={"per": "dispatch"}), "return per", "返送は一つずつ届きます"),
    "a report too late to be made": (
        behind("return", REPORT | {"needs": ["inspect"]}),
        "report ",
        "「report」が済まなくても送出できてしまいます",
    ),
    "content of all at once": (at(attach={"per": "dispatch"}), "attach per", "資料は宛先ごとに分けます"),
    "looked at before it is there": (
        at(open={"needs": ["brief"]}, read={"needs": ["open", "inspect"]}),
        "open needs",
        "「open」の前に資料がありません",
    ),
    "a brief that somebody does not wait for": (
        at(attach={"needs": []}, match={"needs": ["approve", "brief"]}),
        "attach needs",
        "「attach」が事前共有を待っていません",
    ),
    "a brief in the middle": (
        at(brief={"needs": ["attach"]}, attach={"needs": []}, inspect={"needs": ["brief"]}),
        "attach needs",
        "needs に「brief」を加えて",
    ),
    "a brief for each parcel": (at(brief={"per": "parcel"}), "brief per", "事前共有は案件ごとに一度です"),
    "sealed when it is gone": (
        at(seal={"needs": ["release"]}, release={"needs": ["count"]}, return_={"needs": ["seal"]}),
        "seal needs",
        "「seal」は送出のあとでは遅い工程です",
    ),
    "a return before it went": (
        at(release={"needs": ["return"]}, return_={"needs": ["seal"]}),
        "return needs",
        "「return」は送出のあとの工程です",
    ),
    "a confirmation that nobody asks for": (
        at(approve={"needs": ["open"]}),
        "read ",
        "「read」が済まなくても送出できてしまいます",
    ),
    "a return that waits for nothing": (
        at(return_={"needs": ["inspect"]}),
        "return ",
        "「return」が済まなくても送出できてしまいます",
    ),
    "nobody": (at(match={"by": []}), "match by", "だれも行えない工程です"),
    "one role twice": (at(match={"by": ["encloser", "encloser"]}), "match by", "「encloser」が二度あります"),
    "two who attach": (at(attach={"by": ["worker", "drafter"]}), "attach by", "それぞれ一人です"),
    "two who release": (at(release={"by": ["worker", "mailroom"]}), "release by", "それぞれ一人です"),
    "differs from itself": (at(read={"differs_from": ["read"]}), "read differs_from", "「read」を消してください"),
    "two drafters": (
        at(match={"by": ["drafter"], "differs_from": ["open"]}),
        "match differs_from",
        "起案者は一人なので",
    ),
    "two drafters, said at the first of them": (
        at(match={"by": ["drafter"]}, open={"differs_from": ["match"]}),
        "open differs_from",
        "起案者は一人なので",
    ),
    "the engine confirms": (at(read={"by": ["engine"]}), "read by", "「engine」が行えるのは自動検査"),
    "a person inspects": (at(inspect={"by": ["worker"]}), "inspect by", "自動検査は人の工程ではありません"),
    "a person helps the engine": (at(inspect={"by": ["engine", "worker"]}), "inspect by", "人の工程ではありません"),
    "a course for the engine": (at(inspect={"training": ["研修"]}), "inspect training", "自動検査に研修は要りません"),
    "the drafter approves": (at(approve={"by": ["drafter"]}), "approve by", "「drafter」は決裁できません"),
    "the contractor approves": (at(approve={"by": ["contractor"]}), "approve by", "「contractor」は決裁できません"),
    "the worker is told": (behind("read", REPORT | {"by": ["worker"]}), "report by", "報告を受けた人が記録します"),
    "two apart in a section of one": (
        replace(at(seal={"differs_from": ["match"]}), top={"smallest_section": 1}),
        "seal by",
        "行目「match」、",
    ),
    "two roles of one step in a section of one": (
        replace(at(count={"by": ["encloser", "confirmer"]}), top={"smallest_section": 1}),
        "count by",
        "課長のほか2人要ります",
    ),
    "three apart in a section of two": (
        at(read={"differs_from": ["open", "attach"]}, open={"differs_from": ["attach"]}),
        "read by",
        "smallest_section = 3 と書き",
    ),
    "the drafter in three knots is one": (
        at(attach={"differs_from": ["open"]}, match={"by": ["drafter"]}, seal={"differs_from": ["match", "attach"]}),
        "seal by",
        "3人要ります",
    ),
    "three who look alike": (
        Change({"read": {"method": "open_files"}}, {"read": SECOND}),
        "again method",
        "同じ方法（open_files）の確認が3つあります",
    ),
    "no method": (at(read={"method": ""}), "read ", "確認の方法がありません"),
    "a method elsewhere": (at(match={"method": "scan"}), "match method", "「method」は kind が confirm の工程にだけ"),
    "a sample elsewhere": (at(match={"sample": 3}), "match sample", "「sample」は kind が confirm"),
    "no sample": (at(read={"method": "trace_sample"}), "read method", "sample = 5 のように"),
    "a sample of a reading": (at(read={"sample": 3}), "read sample", "trace_sample のときだけ"),
    "blind elsewhere": (at(match={"blind": True}), "match blind", "「blind」は kind が confirm"),
    "blind first": (at(open={"blind": True}), "open blind", "前に同じ per（parcel）の確認がない"),
    "blind to another unit": (at(read={"blind": True, "per": "lot"}), "read blind", "前に同じ per（lot）の確認がない"),
    "blind to oneself": (
        at(read={"blind": True, "differs_from": ["attach"]}),
        "read differs_from",
        "differs_from に「open」を加えて",
    ),
    "briefed, and somebody else": (
        at(release={"differs_from": ["brief"]}),
        "release differs_from",
        "「release」を行えるのは事前共有に加わった人だけ",
    ),
    "no proof": (at(release={"proofs": []}), "release ", "送出の証しがありません"),
    "sent by post": (at(release={"proofs": ["sent", "stated"]}), "release proofs", "送り方が post なので"),
    "sent by hand": (
        replace(at(release={"proofs": ["sent"]}), top={"channel": "hand"}),
        "release proofs",
        "送り方が hand なので",
    ),
    "a proof elsewhere": (at(seal={"proofs": ["stated"]}), "seal proofs", "「proofs」は kind が release"),
    "ways elsewhere": (at(release={"ways": ["phone"]}), "release ways", "「ways」は kind が key"),
    "a key without a way": (behind("return", KEY | {"ways": []}), "key ", "鍵を伝える方法がありません"),
    "days elsewhere": (at(return_={"after_days": [3]}), "return after_days", "「after_days」は kind が recheck"),
    "a standing count": (at(count={"standing": True}), "count standing", "「standing」は kind が approve"),
    "sealed uncounted": (at(count=None), "seal ", "封緘の前に枚数確認がありません"),
    "counted by lot, sealed by parcel": (
        at(count={"per": "lot"}, release={"per": "lot"}),
        "seal per",
        "「count」の数は per が lot なので",
    ),
    "sealed by lot, gone by parcel": (at(seal={"per": "lot"}), "release per", "「seal」の数は per が lot なので"),
    "counted beside the seal": (
        at(seal={"needs": ["match"]}, release={"needs": ["count", "seal"]}),
        "seal ",
        "枚数確認がありません",
    ),
    "inspected on paper": (at(inspect={"paper": True}), "inspect paper", "画面で行います"),
    "approved on paper": (at(approve={"paper": True}), "approve paper", "画面で行います"),
    "opened on paper": (at(open={"paper": True}), "open paper", "全部を開いたかどうかは画面でしか"),
    "a run with a gap": (top(one_at_a_time=["match", "seal"]), " one_at_a_time", "「match」からならmatch、countです"),
    "a run upside down": (top(one_at_a_time=["count", "match"]), " one_at_a_time", "「count」からならcount、sealです"),
    "a run of mixed units": (
        replace(
            at(count={"per": "lot"}, seal={"per": "lot"}, release={"per": "lot"}),
            top={"one_at_a_time": ["match", "count"]},
        ),
        " one_at_a_time",
        "いまはmatch: parcel、count: lotです",
    ),
    "a run of the whole": (top(one_at_a_time=["approve"]), " one_at_a_time", "いまはapprove: dispatchです"),
    "a run in which all wait for all": (
        replace(
            behind("count", LOTWISE, count={"needs": ["match", "lotwise"]}, seal={"needs": ["count"]}),
            top={"one_at_a_time": ["match", "count"]},
        ),
        "count needs",
        "「count」は「lotwise」を待ち、「lotwise」は「match」が全部に済むのを待ちます",
    ),
    "stricter than itself": (top(escalates_to="letters"), " escalates_to", "「escalates_to」がこの手順自身です"),
    "a name for no file": (top(escalates_to="../Strict"), " escalates_to", "ファイルの名前にできません"),
    "another name": (top(name="post-letters"), " name", "ファイルの名前は「letters.toml」です"),
    "a contractor by itself": (
        replace(at(brief=None, **ALL_OUTSIDE), top={"channel": "contractor"}),
        "attach ",
        "すべての工程が委託先だけで行われます",
    ),
}
WARNINGS = {
    "a step below what it needs": (
        at(open={"needs": ["read"]}, read={"needs": ["inspect"]}, approve={"needs": ["open"]}),
        "open needs",
        "進む順に並べてください",
    ),
    "two who look alike": (at(read={"method": "open_files"}), "read method", "行目と同じ方法（open_files）の確認です"),
    "counting that seals": (at(count={"title": "枚数と封緘を見る"}), "count title", "工程を二つに分けて"),
    "sealing that counts": (at(seal={"title": "封と通数を見る"}), "seal title", "工程を二つに分けて"),
    "confirming that seals": (at(read={"title": "中身と封かんを見る"}), "read title", "工程を二つに分けて"),
    "thoroughly": (at(read={"title": "中身の確認を徹底する"}), "read title", "「徹底」では、したかどうかを"),
    "stronger": (at(read={"title": "確認体制の強化"}), "read title", "「強化」では"),
    "an effort": (at(read={"title": "再発防止に努める"}), "read title", "「努め」では"),
    "known to all": (at(read={"title": "職員に周知を行う"}), "read title", "「周知」では"),
    "aware": (at(read={"title": "危機意識を持って見る"}), "read title", "「意識」では"),
    "a double check": (at(read={"title": "ダブルチェックする"}), "read title", "「ダブルチェック」では"),
    "a reason of another form": (at(read={"because": ["2023年度の事故"]}), "read because", "FY2023-1-② の形で"),
    "mail without a key": (top(channel="email"), " channel", "鍵の別送がありません"),
    "the key by mail": (
        replace(behind("return", KEY | {"ways": ["another_mail"]}), top={"channel": "email"}),
        "key ways",
        "両方が届きます",
    ),
    "published and never looked at": (top(channel="web"), " channel", "公開後の確認がありません"),
    "paper before the approval": (at(read={"paper": True}), "read paper", "決裁より前の工程を紙で"),
    "a brief among workers": (at(brief={"by": ["worker", "encloser"]}), "brief by", "作業する人と決裁する人の双方"),
    "a brief of one": (at(brief={"by": ["approver"]}), "brief by", "作業する人と決裁する人の双方"),
}


@pytest.mark.parametrize(
    ("change", "place", "words", "warning"),
    [(*case, False) for case in ERRORS.values()] + [(*case, True) for case in WARNINGS.values()],
    ids=[*ERRORS, *WARNINGS],
)
def test_stops(change: Change, place: str, words: str, warning: bool) -> None:
    procedure, found = change.found()
    step, key = place.split(" ")
    line = next(one for one in reversed(procedure.steps) if one.id == step).at(key) if step else procedure.lines[key]
    assert any(
        (problem.line, problem.warning) == (line, warning) and words in problem.sentence.render() for problem in found
    ), (line, told(change))


# A step cannot be put at a wrong place without standing below what it needs, or taking another one with it.
TOGETHER = {
    *("no content", "approval before the content", "a contractor by itself", "two drafters", "a brief in the middle"),
    *("sealed when it is gone", "a return before it went", "a run in which all wait for all"),
}
ALONE = {name: case for name, case in (ERRORS | WARNINGS).items() if name not in TOGETHER}


@pytest.mark.parametrize("change", [case[0] for case in ALONE.values()], ids=ALONE)
def test_one_mistake_is_told_once(change: Change) -> None:
    assert len(told(change)) == 1, told(change)


def test_every_rule_has_a_case_of_its_own() -> None:
    """A rule that no test would miss is named."""
    cases = [change.found()[0] for change, *_ in (ERRORS | WARNINGS).values()]
    assert [rule.__name__ for rule in lint.RULES if not any(list(rule(procedure)) for procedure in cases)] == []
