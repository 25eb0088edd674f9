"""What stands in a page for programs: scripts, data for search engines, style sheets, remarks.

Source: JSON-LD 1.1 (schema.org data), ECMA-262 12.9.4 (escapes in strings), Office HTML (document properties).
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.html.attributes import TELLING, read_style_files
from sekisho.inspection.readers.html.seen import Seen
from sekisho.inspection.readers.html.styles import written_texts

_ESCAPE: Final = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")
_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BETWEEN: Final = re.compile(r"(?<=[}\]]),")
_REMARK: Final = re.compile(r"[^\x00-\x7f]|@|[0-9]{4}")
_NUMBER: Final = re.compile(r"@|[0-9]{4}")
_MARKS: Final = re.compile(
    r"(?:グローバル|サイド|メイン|フッター?|ヘッダー?|パンくず|ナビゲーション|ナビ|メニュー|コンテンツ|本文|リスト|リンク|エリア|タイトル|見出し"
    r"|バナー|検索|ページ|トップ|共通|左|右|上|下|中央|カラム|ボックス|ロゴ|スクリプト|解析|タグ|用|の|・|ここ|から|まで|開始|終了|始まり|終わり"
    r"|はじめ|おわり|スタート|エンド|[A-Za-z0-9_#./\s\-=*|▲▼△▽■□●○◆◇★☆↑↓])+"
)
_LONGEST_MARK: Final = 40
"""What makers of pages write to find their way: 本文ここから, グローバルナビ."""
_PROGRAMS: Final = re.compile(r"Excel の Web ページ|Excel から再発行されると|saved from url=|Excel Web ページ発行")
"""What programs write into every page that they save."""
_CONDITIONAL: Final = re.compile(r"\s*\[if [^\]]*\]>(.*)<!\[endif\]\s*", re.DOTALL | re.IGNORECASE)
_CONDITION: Final = re.compile(r"\s*\[(?:if [^\]]*|endif)\](?:--)?>?\s*", re.IGNORECASE)
"""The mark of a condition for some program, which stands by itself."""
_MARKUP: Final = re.compile(r"<[A-Za-z!/]")
_DEEPEST: Final = 60


def read_script(text: str, kind: str, seen: Seen) -> None:
    """Add a script line by line, escapes resolved; data as JSON object by object, so that each stays together."""
    if "json" in kind.lower() or kind.lower() == "importmap":
        try:
            found = [] if not text.strip() else list(_objects(json.loads(text), 0))
        except (ValueError, RecursionError):
            found = []
        for one in found:
            seen.add(Part.SCRIPT, one, Hiding.BEHIND, kind)
        if found:
            return
    for line in _unescaped(text).splitlines():
        for piece in _BETWEEN.split(line):
            seen.add(Part.SCRIPT, piece, Hiding.BEHIND, "script")


def _objects(value: object, depth: int) -> Iterator[str]:
    """Yield each object as one text, with the objects that are its values; those of a list stand alone."""
    if depth > _DEEPEST:
        yield json.dumps(value, ensure_ascii=False)
    elif isinstance(value, dict):
        plain: list[str] = []
        lists = _flat("", value, plain, depth)
        if plain:
            yield "\n".join(plain)
        for one in lists:
            yield from _objects(one, depth + 1)
    elif isinstance(value, list):
        plain = [str(one) for one in value if not isinstance(one, dict | list)]
        if plain:
            yield "\n".join(plain)
        for one in value:
            if isinstance(one, dict | list):
                yield from _objects(one, depth + 1)
    else:
        yield str(value)


def _flat(name: str, value: object, plain: list[str], depth: int) -> list[object]:
    """Add what an object says to ``plain``, and return the lists in it that hold more than plain values."""
    if isinstance(value, dict) and depth <= _DEEPEST:
        return [one for key, inner in value.items() for one in _flat(str(key), inner, plain, depth + 1)]
    if isinstance(value, dict | list) and value and any(isinstance(one, dict | list) for one in value):
        return [value]
    told = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    plain.append(f"{name}: {told}")
    return []


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(lambda match: _char(int(match.group(1) or match.group(2) or match.group(3), 16)), text)
    text = _PAIR.sub(lambda match: match.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return text.encode("utf-8", "replace").decode()


def _char(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def read_css(css: str, seen: Seen) -> None:
    """Add what a style sheet says beside its rules."""
    for text in written_texts(css):
        if TELLING.search(text):
            seen.add_once(Part.SCRIPT, text, Hiding.BEHIND, "style")
    read_style_files(css, seen)


def conditional(comment: str) -> str | None:
    """Return what stands inside a remark that some program takes for a part of the page; None where it is a mere remark."""
    match = _CONDITIONAL.fullmatch(comment)
    return match.group(1) if match else None


def holds_markup(comment: str) -> bool:
    """Tell whether a piece of the page was taken out by making a remark of it."""
    return bool(_MARKUP.search(comment))


def read_remark(text: str, seen: Seen) -> None:
    """Add a remark. A mark of whoever made the page, or of the program that saved it, is one for programs, as a script is."""
    if any(char.isalnum() for char in text) and not _CONDITION.fullmatch(text):
        seen.add(Part.SCRIPT if _is_mark(text) else Part.COMMENT, text, Hiding.BEHIND, "comment")


def _is_mark(text: str) -> bool:
    if not _REMARK.search(text) or _PROGRAMS.search(text):
        return True
    return len(text) <= _LONGEST_MARK and not _NUMBER.search(text) and bool(_MARKS.fullmatch(text))


def read_office_properties(island: etree._Element, seen: Seen) -> None:
    """Add what Office writes into a page that it saves: author, title … of the document, and whatever names somebody."""
    tags = [str(element.tag).lower() for element in island.iter(etree.Element)]
    about = any(tag.endswith("documentproperties") for tag in tags)
    for element in island.iter(etree.Element):
        name = str(element.tag).rpartition(":")[2]
        behind = "" if element is island else element.tail or ""  # what stands behind the island belongs to the page
        for text in (element.text or "", behind):
            if about or TELLING.search(text):
                seen.add_once(Part.PROPERTY, text, Hiding.BEHIND, name)
