"""What the parts of a Word and of a PowerPoint file have in common: drawings, charts, properties, and XML of any kind.

Source: ECMA-376 Part 1, 15.2 (shared parts), 20 (DrawingML), 21.2 (charts).
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, elements, local_name

_OWN_NAMES: Final = {
    "図", "グラフ", "グラフィックス", "オブジェクト", "テキスト ボックス", "テキストボックス", "四角形", "正方形/長方形", "直線コネクタ", "直線矢印コネクタ",
    "楕円", "図形", "グループ化", "画像", "矢印", "吹き出し", "角丸四角形", "四角形: 角を丸くする", "コンテンツ プレースホルダー", "枠", "フレーム",
    "picture", "image", "graphic", "chart", "diagram", "text box", "textbox", "rectangle", "oval", "shape", "group", "line", "object",
    "straight connector", "arrow", "frame", "figure", "canvas", "キャンバス", "freeform", "フリーフォーム", "図表",
}  # fmt: skip
"""What programs call a drawing by themselves, before its number."""
_TELLING = re.compile(r"[^\x00-\x7f]|@|[0-9]{7}|[A-Za-z]{2,} [A-Za-z]{2,}")


def is_default_name(name: str) -> bool:
    """Tell whether a program gave a drawing this name: a word of its own, and a number or nothing."""
    return name.rstrip("0123456789").strip().lower() in _OWN_NAMES or not name.strip()


def any_texts(root: etree._Element) -> Iterator[str]:
    """Yield every text of an XML tree in order, comments too, and attributes that could be about a person."""
    for node in root.iter():
        if node.text and not isinstance(node, etree._ProcessingInstruction):  # noqa: SLF001 - lxml has no public name
            yield node.text
        if node is not root and node.tail:
            yield node.tail
        if isinstance(node.tag, str):
            yield from (str(value) for value in node.attrib.values() if _TELLING.search(str(value)))


def properties(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield name and text of each property of a file, and the names that custom properties were given."""
    for element in root.iter(etree.Element):
        if element.text and len(element) == 0:
            parent = element.getparent()
            custom = parent is not None and local_name(parent) == "property"
            yield (attribute(parent, "name") if parent is not None and custom else local_name(element)), element.text
    for name in dict.fromkeys(attribute(one, "name") for one in elements(root, "property")):
        yield "property", name


def drawn_texts(root: etree._Element) -> Iterator[str]:
    """Yield the texts of a drawing paragraph by paragraph, and the values that a chart keeps."""
    for element in elements(root, "p", "v", "f", "pt"):
        name = local_name(element)
        if name == "p":
            yield "".join(one.text or "" for one in elements(element, "t"))
        elif name in {"v", "f"} or len(element) == 0:
            yield element.text or ""


def is_xml(data: bytes) -> bool:
    """Tell whether a part begins as XML does, in whatever encoding."""
    return data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<")
