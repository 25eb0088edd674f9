"""What the check of a signed report came to: as lines for people, and as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from sekisho.documents.inspection.view import VERDICTS
from sekisho.ledger.model import Checked, Compared, FileState, State
from sekisho.words import Sentence, say

STATES: Mapping[State, Sentence] = {
    "good": say("署名は正しいものです。署名の後、この報告は変わっていません。"),
    "changed": say(
        "署名が合いません。署名の後に変えられたか、別の報告の署名です。書いてあることを信用しないでください。"
    ),
    "damaged": say("署名が壊れています。この報告に書いてあることを信用しないでください。"),
    "missing": say("署名がありません。この報告が変わっていないかは分かりません。"),
    "other_key": say("指定した公開鍵とは別の鍵で署名されています。この報告に書いてあることを信用しないでください。"),
}
FILES: Mapping[FileState, Sentence] = {
    "same": say("報告と同じです"),
    "differs": say("中身が報告のときと違います"),
    "missing": say("ありません"),
    "unreadable": say("読めないので、確かめていません"),
}
EXPECTED = say("指定した公開鍵による署名です。")
OWN_KEY = say(
    "公開鍵は報告に入っていたものです。分かるのは署名の後に変わっていないことだけで、だれの署名かは分かりません。"
    "別の方法で受け取った公開鍵を --key で指定してください。"
)
NOT_COMPARED = say("署名が正しくないので、ファイルは比べていません。")
_GROUP = 8


def is_good(checked: Checked, compared: Sequence[Compared] | None) -> bool:
    """Return whether the signature holds, and every file that was compared is the one of the report."""
    return checked.state == "good" and all(one.state == "same" for one in compared or ())


def render(checked: Checked, compared: Sequence[Compared] | None, *, lang: str, asked: bool) -> str:
    """Return the outcome as lines of text. ``asked``: whether the files were to be compared."""
    lines = [*_signature(checked, lang), *_content(checked, lang)]
    if compared is not None:
        lines += _files(compared, lang)
    elif asked:
        lines.append(NOT_COMPARED.render(lang))
    return "".join(_shown(line) + "\n" for line in lines)


def render_json(checked: Checked, compared: Sequence[Compared] | None) -> str:
    """Return the outcome as JSON; what cannot be believed, or was not asked for, is null."""
    content = checked.content
    told = {
        "good": is_good(checked, compared),
        "signature": checked.state,
        "fingerprint": checked.fingerprint,
        "key_expected": checked.expected,
        "signed_at": checked.signed_at.isoformat() if checked.signed_at else None,
        "title": content.title if content else None,
        "verdict": content.verdict if content else None,
        "files": None if compared is None else [{"path": one.path, "state": one.state} for one in compared],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _signature(checked: Checked, lang: str) -> Iterator[str]:
    yield STATES[checked.state].render(lang)
    if checked.state == "good":
        yield (EXPECTED if checked.expected else OWN_KEY).render(lang)
    if checked.fingerprint:
        yield say("公開鍵の指紋: {fingerprint}", fingerprint=grouped(checked.fingerprint)).render(lang)
    if checked.signed_at:
        at = checked.signed_at.isoformat(sep=" ")
        yield say("署名した日時: {at}（署名した機械の時計による）", at=at).render(lang)


def _content(checked: Checked, lang: str) -> Iterator[str]:
    content = checked.content
    if content is None:
        return
    verdict = VERDICTS[content.verdict].render(lang) if content.verdict in VERDICTS else content.verdict
    yield say("報告: {title}", title=content.title or say("ファイルの検査")).render(lang)
    yield say("判定: {verdict}", verdict=verdict).render(lang)


def _files(compared: Sequence[Compared], lang: str) -> Iterator[str]:
    same = sum(one.state == "same" for one in compared)
    yield say(
        "報告のファイル {count}件のうち {same}件が報告と同じです。報告にないファイルは確かめていません。",
        count=len(compared),
        same=same,
    ).render(lang)
    for one in compared:
        if one.state != "same":
            yield f"  {one.path}: {FILES[one.state].render(lang)}"


def _shown(line: str) -> str:
    """Return a line without what a terminal takes for a command: titles and paths are a stranger's."""
    return "".join(char if char.isprintable() or char == "\u3000" else "\N{REPLACEMENT CHARACTER}" for char in line)


def grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups, as it can be read aloud and compared."""
    return " ".join(wrap(fingerprint, _GROUP))
