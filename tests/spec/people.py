"""The invented people of the scenarios, as the gate knows them: aliases of staff numbers, never names."""

from __future__ import annotations

from datetime import date

from sekisho.gate.model import Actor, Deputy, Post

LONG_AGO, YEAR_END = date(2020, 4, 1), date(2025, 3, 31)
COURSES = ("郵送物確認ルール", "個人情報の取扱い", "リスト作成業務マニュアル", "委託先作業マニュアル")
TRAINED = dict.fromkeys(COURSES, YEAR_END)


class People:
    """Everybody who has to do with a section: its staff, its chief, and those from outside."""

    def __init__(self, section: str) -> None:
        self.section = section
        staff = ("worker", "encloser", "confirmer")
        self.青木 = self.somebody("p01", "drafter", *staff)
        self.馬場 = self.somebody("p02", *staff)
        self.千葉 = self.somebody("p03", "approver")
        self.土井 = self.somebody("p04", "drafter", *staff, "approver", section="総務課")
        self.江口 = self.somebody("p05", "contractor", section="")
        self.藤田課長 = self.somebody("p06", "chief", "approver")
        self.後藤 = self.somebody("p07", "security", section="情報政策課")
        self.石井係長 = self.somebody("p08", "superior")
        self.本田 = self.somebody("p09", "mailroom", section="総務課")
        self.加藤 = self.somebody("p10", "contractor_confirmer", section="")
        self.小林 = self.somebody("p11", *staff, trained=False)
        absent = Deputy("p03", Post(section, "approver", date(2024, 4, 1), YEAR_END))
        self.和田 = self.somebody("p13", *staff)
        self.林 = Actor("p12", (Post(section, "superior", LONG_AGO),), (absent,), TRAINED)
        self.関所 = self.somebody("engine", "engine", section="")

    def somebody(self, alias: str, *roles: str, section: str | None = None, trained: bool = True) -> Actor:
        where = self.section if section is None else section
        posts = tuple(Post(where, role, LONG_AGO) for role in roles)
        return Actor(alias, posts, training=TRAINED if trained else {})
