"""Who works in the demo city. Everybody signs in by their family name in Latin letters, with one password and one PIN."""

from __future__ import annotations

from dataclasses import dataclass

CITY = "さくら野市"
PASSWORD, PIN = "sekisho-demo", "602814"
TRAINING = ("リスト作成業務マニュアル", "個人情報の取扱い", "郵送物確認ルール")

DEPARTMENTS = {
    "hoiku": ("保育幼稚園課", "保育幼稚園"),
    "hoken": ("保険年金課", "保険年金"),
    "bunsho": ("文書課", "文書"),
    "joho": ("情報政策課", "情報"),
}


@dataclass(frozen=True, slots=True)
class Clerk:
    """One of the staff: sign-in, name, department, roles."""

    login: str
    name: str
    department: str
    roles: tuple[str, ...]


STAFF = (
    Clerk("miura", "三浦 恵", "hoiku", ("drafter",)),
    Clerk("saeki", "佐伯 隼人", "hoiku", ("worker",)),
    Clerk("kano", "加納 由紀", "hoiku", ("confirmer",)),
    Clerk("ono", "大野 健", "hoiku", ("approver", "superior")),
    Clerk("toda", "戸田 久美", "hoiku", ("chief",)),
    Clerk("hirano", "平野 翔", "hoken", ("drafter",)),
    Clerk("nishi", "西 真理", "hoken", ("worker", "encloser")),
    Clerk("kawai", "河合 拓", "hoken", ("confirmer",)),
    Clerk("mizuno", "水野 恭子", "hoken", ("approver", "superior")),
    Clerk("okabe", "岡部 正", "hoken", ("chief",)),
    Clerk("tachi", "舘 良介", "bunsho", ("mailroom",)),
    Clerk("ishi", "石川 真帆", "joho", ("security",)),
)
