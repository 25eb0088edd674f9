"""The people of さくら野市 whom the first corpus is about, and the bundles around them. All are invented."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FAMILY = [
    "青木",
    "馬場",
    "千葉",
    "土井",
    "江口",
    "藤本",
    "後藤",
    "原田",
    "石井",
    "城戸",
    "黒川",
    "前原",
    "永井",
    "大島",
    "関口",
    "高橋",
    "植田",
    "矢野",
    "吉岡",
    "和田",
    "林",
    "渡邉",
    "齋藤",
    "濱田",
]
KANA = [
    "アオキ",
    "ババ",
    "チバ",
    "ドイ",
    "エグチ",
    "フジモト",
    "ゴトウ",
    "ハラダ",
    "イシイ",
    "キド",
    "クロカワ",
    "マエハラ",
    "ナガイ",
    "オオシマ",
    "セキグチ",
    "タカハシ",
    "ウエダ",
    "ヤノ",
    "ヨシオカ",
    "ワダ",
    "ハヤシ",
    "ワタナベ",
    "サイトウ",
    "ハマダ",
]
GIVEN = ["葵", "陽翔", "結菜", "蓮", "さくら", "悠真", "凛", "湊", "美咲", "樹"]
GIVEN_KANA = ["アオイ", "ハルト", "ユイナ", "レン", "サクラ", "ユウマ", "リン", "ミナト", "ミサキ", "イツキ"]
TOWNS = ["花見台", "若葉町", "川端", "緑が丘", "三番町"]
RECIPIENTS = ("K01", "K02", "K03")
DAY = "2026-11-24"


@dataclass(frozen=True, slots=True)
class Child:
    """One registered person."""

    id: str
    at: str
    family: str
    given: str
    family_kana: str
    given_kana: str
    birth: date
    address: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.family}　{self.given}"

    @property
    def kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}"


def child(number: int) -> Child:
    """Return the ``number``-th child: eight of each recipient, every fact different from everybody else's."""
    family, given = number % len(FAMILY), (number * 7 + number // 24) % len(GIVEN)
    return Child(
        f"S{101 + number}",
        RECIPIENTS[number // 8],
        FAMILY[family],
        GIVEN[given],
        KANA[family],
        GIVEN_KANA[given],
        date(2019 + number % 4, 1 + number % 12, 1 + (number * 5) % 28),
        f"さくら野市{TOWNS[number % 5]}{1 + number % 6}丁目{1 + number}番{1 + number * 3 % 29}号",
        f"0999-{20 + number}-{1000 + number * 37}",
    )


CHILDREN = tuple(child(number) for number in range(24))
OWN = CHILDREN[:8]
STRANGER = CHILDREN[11]


@dataclass(frozen=True, slots=True)
class Case:
    """One bundle: its files by path, and what must and may be found in it."""

    name: str
    files: Mapping[str, bytes]
    must: Sequence[Mapping[str, Any]] = ()
    may: Sequence[Mapping[str, Any]] = ()
    channel: str = "handover"
    recipient: str = "K01"
    parcel: Mapping[str, Any] = field(default_factory=dict)
    protection: str = ""
    purpose: str = ""
    scope: str = "subjects"
    extra: Mapping[str, str] = field(default_factory=dict)
    """Further files of the bundle, as text: other sources, passwords."""

    @property
    def honest(self) -> bool:
        return not self.must

    def write(self, folder: Path) -> None:
        """Write the bundle and its manifest."""
        root = folder / "bundles" / self.name
        sources = {"subjects": "sources/subjects.csv"}
        texts = {"sources/subjects.csv": _subjects(with_recipient=self.scope == "subjects"), **self.extra}
        if self.channel != "web":
            texts["sources/recipients.csv"] = "園コード,園名\n" + "".join(
                f"{k},第{k[-1]}さくら園\n" for k in RECIPIENTS
            )
            sources["recipients"] = "sources/recipients.csv"
        if self.scope == "source":
            texts["sources/scope.csv"] = "園コード,本人ID,開始日,終了日\n" + "".join(
                f"{c.at},{c.id},令和8年4月1日,{'R9.3.31' if c.id != 'S108' else ''}\n" for c in CHILDREN
            )
        if "sources/scope.csv" in texts:
            sources["scope"] = "sources/scope.csv"
        if "sources/consents.csv" in texts:
            sources["consents"] = "sources/consents.csv"
        for path, text in texts.items():
            _put(root / path, text.encode("cp932" if self.scope == "source" else "utf-8"))
        for path, data in self.files.items():
            _put(root / path, data)
        _put(root / "bundle.toml", self._toml(sources).encode())
        told = {"name": self.name, "about": self.name, "kind": self.name.split("-")[0], "honest": self.honest}
        told |= {"must": list(self.must), "may": list(self.may), "exit": 0 if self.honest else 1}
        _put(folder / "expected" / f"{self.name}.json", json.dumps(told, ensure_ascii=False).encode())

    def _toml(self, sources: Mapping[str, str]) -> str:
        lines = ["format = 1", 'title = "名簿の送付"', f'channel = "{self.channel}"', f"date = {DAY}"]
        lines += [f'purpose = "{self.purpose}"'] if self.purpose else []
        lines += ["[sources]", *(f'{kind} = "{path}"' for kind, path in sources.items())]
        lines += [
            "[[parcel]]",
            f'recipient = "{self.recipient}"',
            f"files = {json.dumps(list(self.files), ensure_ascii=False)}",
        ]
        lines += [f"{key} = {json.dumps(value)}" for key, value in self.parcel.items()]
        lines += ["[policy]", f'protection = "{self.protection}"'] if self.protection else []
        return "\n".join(lines) + "\n"


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _subjects(*, with_recipient: bool) -> str:
    head = "本人ID,氏名,フリガナ,生年月日,住所,電話番号" + (",園コード" if with_recipient else "")
    rows = (
        f"{c.id},{c.name},{c.kana},{c.birth.isoformat()},{c.address},{c.phone}" + (f",{c.at}" if with_recipient else "")
        for c in CHILDREN
    )
    return "\n".join((head, *rows)) + "\n"
