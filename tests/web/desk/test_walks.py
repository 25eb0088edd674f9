"""Each of the seven shipped procedures over HTTP, from its opening to its end, with its mistake refused on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.city import City
from tests.web.desk.driving import Driven, book, register, text

from sekisho.web.desk.actions.drawing import drawn
from sekisho.web.desk.parcels import Addressee
from sekisho.web.desk.queries.lists import waiting_for
from sekisho.web.people.queries import actor
from sekisho.web.refusals import Refused

NAMES = ("山田 太郎", "鈴木 花子", "佐藤 次郎", "高橋 美咲", "伊藤 翼", "渡辺 凛")


def people(first: str, count: int, heading: str) -> list[tuple[str, str, str]]:
    """A list of made-up people: number, name, birth date."""
    rows = [(f"{first}{n:04}", NAMES[n % len(NAMES)], f"2020-04-{n + 1:02}") for n in range(count)]
    return [(heading, "氏名", "生年月日"), *rows]


def register_of(rows: list[tuple[str, str, str]]) -> Mapping[str, str]:
    """What the register says: the number of each person by their name."""
    return {name: number for number, name, _ in rows[1:]}


def traced(it: Driven, step: str, parcel: str, register: Mapping[str, str]) -> dict[str, str]:
    """What a confirmer types who looks every drawn row up in the register."""
    from sekisho.gate.model import Unit

    rows = drawn(it.number, step, Unit("parcel", parcel))
    return {f"row{at}": register[dict(row.beside)["氏名"]] for at, row in enumerate(rows)}


def ended(it: Driven) -> None:
    """The dispatch is at its end, and waits for nobody."""
    assert it.state.over
    for login in it.city.people:
        assert it.number not in {one.number for one in waiting_for(actor(it.city[login]), it.now)}


# ---------------------------------------------------------------- 1


def test_kindergartens(city: City, work: Callable[[], int]) -> None:
    to = [Addressee("K1", "青葉の森幼稚園", ("a@x.example",)), Addressee("K2", "ひかり幼稚園", ("b@x.example",))]
    lists = {"p0001": people("A", 5, "園児番号"), "p0002": people("B", 2, "園児番号")}
    it = Driven(city, work, "kindergartens-mail", "miura", to)
    for who in ("saeki", "ono"):
        it.do(who, "brief")
    it.attach("saeki", {key: (f"{key}.xlsx", book(rows)) for key, rows in lists.items()})
    it.answer_all("miura")
    it.open_all("miura")
    for key, names in lists.items():
        it.do("miura", "open", key)
        it.do("kano", "trace", key)
        typed = traced(it, "trace", key, register_of(names))
        # 他園の児童の番号を打つと止まる。
        page = it.refused(409, "kano", "trace", key, keeps=["mismatched"], **{**typed, "row0": "Z9999"})
        assert "合いません" in text(page)
        assert not any(number in page for number in register_of(names).values())
        assert it.resume("saeki", "trace", key).status_code == 302
        it.do("kano", "trace", key, **typed)
    it.approve("ono")
    for key, rows in lists.items():
        sent = SimpleUploadedFile("x.xlsx", it.file(key))
        wrong = SimpleUploadedFile("x.xlsx", book(rows, "別"))
        it.refused(409, "saeki", "release", key, keeps=["release_started", "mismatched"], brought=wrong)
        assert it.resume("kano", "release", key).status_code == 302
        it.refused(422, "saeki", "release", key)  # nothing brought to compare
        it.do("saeki", "release", key, brought=sent)
        it.refused(422, "saeki", "key", key, way="another_mail")
        it.do("saeki", "key", key, way="phone")
    ended(it)


# ---------------------------------------------------------------- 2


BIRTHS = "識別番号,氏名,フリガナ,生年月日,住所\n1001,山田 太郎,ヤマダ タロウ,1973-11-02,さくら野市1-1\n1002,山田 太朗,ヤマダ タロウ,1981-05-30,さくら野市2-2\n"


def test_guardian_certificate(city: City, work: Callable[[], int]) -> None:
    sources = register(city, "shogai", ("tsuda", "kishi"), BIRTHS)
    to = [Addressee("G1", "成年後見人 青木", where="さくら野市1-1", about=("1001",))]
    it = Driven(city, work, "guardian-certificate", "asai", to, sources)
    it.attach_paper("tsuda", {"p0001": ("手帳", 1)})
    it.answer_all("asai")
    it.do("uchida", "approve")
    # 別の封筒：二人で見るまで進めない。
    answer = it.scan("tsuda", it.code("p0001"), other_code(it))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "NG" in page
    assert it.events[-1] == "mismatched"
    assert it.scan_refused("tsuda")
    assert it.resume("tsuda", "match", "p0001").status_code == 403
    assert it.resume("hara", "match", "p0001").status_code == 302
    answer = it.scan("tsuda", it.code("p0001"), it.code("p0001"))
    assert answer.status_code == 302
    # 最後の一組のあとも、合ったことが見える。
    assert "同じ番号です" in it.page("tsuda", answer["location"])
    it.do("tsuda", "count", "p0001", printed="1", reprinted="0", enclosed="1")
    it.refused(403, "tsuda", "identify", "p0001", typed="昭和48年11月2日")
    # 読みが同じ別人の生年月日を打つと止まる。
    it.refused(409, "hara", "identify", "p0001", keeps=["mismatched"], typed="昭和56年5月30日")
    assert it.resume("tsuda", "identify", "p0001").status_code == 302
    it.do("hara", "identify", "p0001", typed="昭和４８年１１月２日")
    it.refused(409, "hara", "seal", "p0001", keeps=["mismatched"], sealed="2")
    assert it.resume("tsuda", "seal", "p0001").status_code == 302
    it.do("hara", "seal", "p0001", sealed="1")
    it.refused(409, "tachi", "release", "p0001", proof="stated", posted="2")
    it.do("tachi", "release", "p0001", proof="compared", labels=it.code("p0001"), posted="1")
    assert it.state.leaving[next(iter(it.state.leaving))].proof == "compared"
    ended(it)


def other_code(it: Driven) -> str:
    """A code that could be one of the dispatch's next parcel."""
    from sekisho.web.desk.codes import code

    return code(it.number, 77)


# ---------------------------------------------------------------- 3


def test_clinic_lists(city: City, work: Callable[[], int]) -> None:
    to = [Addressee("C1", "さくら医院", where="1-1"), Addressee("C2", "もみじ医院", where="2-2")]
    lists = {"p0001": people("C", 6, "被保険者番号"), "p0002": people("D", 1, "被保険者番号")}
    it = Driven(city, work, "clinic-lists", "hirano", to)
    it.attach("nishi", {key: (f"{key}.xlsx", book(rows)) for key, rows in lists.items()})
    it.answer_all("nishi")
    it.open_all("nishi")
    for key, names in lists.items():
        it.do("nishi", "open", key)
        it.do("kawai", "trace", key)
        it.do("kawai", "trace", key, **traced(it, "trace", key, register_of(names)))
    it.do("mizuno", "report")
    it.approve("mizuno")
    # 順番どおりでなくても、手にした文書の番号で束が決まる。
    for key in ("p0002", "p0001"):
        assert it.scan("nishi", it.code(key), it.code(key), parcel="p0001").status_code == 302
        it.do("nishi", "count", key, printed="1", reprinted="0", enclosed="1")
        it.do("kawai", "seal", key, sealed="1")
    answer = it.try_to("tachi", "release", "p0001", proof="compared", labels=it.code("p0002"), posted="1")
    assert answer.status_code == 409
    assert it.events[-2:] == ["release_started", "mismatched"]
    assert it.resume("kawai", "release", "p0001").status_code == 302
    it.do("tachi", "release", "p0001", proof="compared", labels=it.code("p0001"))
    it.do("tachi", "release", "p0002", proof="stated", posted="1")
    ended(it)


# ---------------------------------------------------------------- 4


def test_care_offices(city: City, work: Callable[[], int]) -> None:
    to = [
        Addressee("O1", "あおば事業所", where="1-1", about=("H0001", "H0002")),
        Addressee("O2", "ひばり事業所", where="2-2", about=("H0003",)),
    ]
    it = Driven(city, work, "care-offices", "ogura", to)
    for key, numbers in (("p0001", "H0002\nH0001"), ("p0002", "H0003")):
        it.attach_paper("nakata", {key: ("認定情報", 3)})
        it.answer_all("nakata")
        if key == "p0001":
            with pytest.raises(Refused, match="one_open"):
                it.attach_paper("nakata", {"p0002": ("認定情報", 4)})
        it.do("hotta", "approve", key)
        code = it.code(key)
        assert it.scan("nakata", code, code, code, parcel=key).status_code == 302
        it.do("nakata", "count", key, printed="1", reprinted="0", enclosed="1")
        it.refused(409, "doi", "identify", key, keeps=["mismatched"], typed=numbers.replace("H0001", "H0003") + "X")
        assert it.resume("nakata", "identify", key).status_code == 302
        it.do("doi", "identify", key, typed=numbers)
        it.do("doi", "seal", key, sealed="1")
        it.do("nakata", "release", key, proof="compared", labels=code, posted="1")
    it.refused(409, "tanabe", "return", "p0001", keeps=["mismatched"], code=it.code("p0002"))
    assert it.resume("ueki", "return", "p0001").status_code == 302
    for key in ("p0001", "p0002"):
        it.do("tanabe", "return", key, code=it.code(key))
    ended(it)


# ---------------------------------------------------------------- 5


def test_web_list(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "web-list", "maki", [Addressee("W", "ホームページ")])
    data = book([("登録番号", "氏名"), ("T-1", "山田 太郎"), ("T-2", "鈴木 花子")])
    it.attach("kojima", {"p0001": ("名簿.xlsx", data)})
    it.answer_all("maki")
    it.open_all("maki")
    it.do("maki", "open", "p0001")
    it.refused(403, "kojima", "consents", "p0001")
    it.do("anzai", "consents", "p0001")
    it.approve("terai")
    live = SimpleUploadedFile("x.xlsx", data)
    it.do("kojima", "release", "p0001", brought=live)
    it.refused(422, "anzai", "recheck", "p0001")
    changed = SimpleUploadedFile("x.xlsx", data + b" ")
    it.refused(409, "anzai", "recheck", "p0001", keeps=["mismatched"], brought=changed)
    assert it.resume("maki", "recheck", "p0001").status_code == 302
    too_many = [SimpleUploadedFile("x.xlsx", data), SimpleUploadedFile("y.xlsx", data + b" ")]
    it.refused(409, "anzai", "recheck", "p0001", keeps=["mismatched"], brought=too_many)
    assert it.resume("maki", "recheck", "p0001").status_code == 302
    it.do("anzai", "recheck", "p0001", brought=SimpleUploadedFile("x.xlsx", data))
    ended(it)


# ---------------------------------------------------------------- 6


def test_tax_notices(city: City, work: Callable[[], int]) -> None:
    to = [Addressee(f"T{n}", name, lot="L1" if n < 3 else "L2", about=(f"900{n}",)) for n, name in enumerate(NAMES[:5])]
    it = Driven(city, work, "tax-notices", "sakuma", to)
    for who in ("fujii", "yano"):
        it.do(who, "brief")
    notice = [book([("納税通知書",), ("税額", 1000 + n)]) for n in range(5)]
    it.attach("fujii", {f"p{n + 1:04}": (f"{n}.xlsx", notice[n]) for n in range(5)})
    it.answer_all("fujii")
    it.traces_whole("kubota", "trace", "L1", ["9000", "9001", "9002"])
    it.traces_whole("kubota", "trace", "L2", ["9003", "9004"])
    it.approve("yano")
    for n in range(5, 0, -1):  # the pile lies the other way round
        assert it.scan("imai", it.code(f"p000{n}"), it.code(f"p000{n}")).status_code == 302
    # 一通足りない：課長の理由がいる。
    it.do("imai", "count", lot="L1", printed="4", reprinted="0", enclosed="3")
    it.refused(409, "kubota", "seal", lot="L1", sealed="3")
    explain = it.url("count", lot="L1") + "explain/"
    assert it.post("kubota", explain, reason="数え間違いではありません").status_code == 403
    assert it.post("oba", explain, reason="短い").status_code == 409
    assert it.post("oba", explain, reason="一通は印刷の試し刷りでした").status_code == 302
    # 次の箱は、閉じるまで開けない。
    page = it.refused(409, "imai", "count", lot="L2", printed="2", reprinted="0", enclosed="2")
    assert "一つずつ" in text(page)
    assert (
        it.post("imai", f"/d/{it.number}/aside/", per="lot", key="L1", reason="確認者が席を外しています").status_code
        == 302
    )
    it.do("imai", "count", lot="L2", printed="3", withdrawn=it.code("p0003"), reprinted="0", enclosed="2")
    it.do("kubota", "seal", lot="L2", sealed="2")
    it.refused(409, "kubota", "seal", lot="L1", keeps=["mismatched"], sealed="2")
    assert it.resume("imai", "seal", lot="L1").status_code == 302
    it.do("kubota", "seal", lot="L1", sealed="3")
    it.refused(409, "tachi", "release", lot="L1", proof="stated", posted="2")
    it.do("tachi", "release", lot="L1", proof="stated", posted="3")
    labels = "\n".join(it.code(f"p000{n}") for n in (5, 4))
    it.do("tachi", "release", lot="L2", proof="compared", posted="2", labels=labels)
    ended(it)


# ---------------------------------------------------------------- 7


def test_single(city: City, work: Callable[[], int]) -> None:
    sources = register(city, "shogai", ("tsuda", "kishi"), BIRTHS)
    to = [Addressee("1001", "山田 太郎", where="さくら野市1-1", about=("1001",))]
    it = Driven(city, work, "single", "asai", to, sources)
    it.attach_paper("asai", {"p0001": ("決定通知書", 2)})
    it.answer_all("asai")
    it.do("uchida", "approve", "p0001")
    code = it.code("p0001")
    assert it.scan("hara", code, code, parcel="p0001").status_code == 302
    it.do("hara", "identify", "p0001", typed="1973-11-02")
    it.do("hara", "count", "p0001", printed="1", reprinted="0", enclosed="1")
    it.do("hara", "seal", "p0001", sealed="1")
    it.do("hara", "release", "p0001", proof="stated", posted="1")
    ended(it)
