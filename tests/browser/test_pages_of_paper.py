"""The pages on which paper is matched, counted, sealed, carried out and taken back, as the manual shows them."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from playwright.sync_api import expect
from tests.browser.preparing import lists_of, work
from tests.browser.somebody import Somebody
from tests.web.city import PIN, City
from tests.web.desk.driving import Driven, book, register
from tests.web.desk.test_walks import BIRTHS, NAMES, traced

from sekisho.web.desk.codes import code
from sekisho.web.desk.parcels import Addressee

CLINICS = ("さくら野中央医院", "みどり坂クリニック", "北野原ファミリークリニック", "もみじ台医院")
OFFICES = ("あおば居宅介護支援事業所", "ひばり居宅介護支援事業所")
Sources = Mapping[str, tuple[str, str]]
MADE: dict[str, Driven] = {}


@pytest.fixture
def prepare() -> Callable[[City], None]:
    return partial(_all, MADE)


def _all(made: dict[str, Driven], city: City) -> None:
    sources = register(city, "shogai", ("tsuda", "kishi"), BIRTHS)
    made.update(
        clinics=clinics(city),
        notices=notices(city),
        certificate=certificate(city, sources),
        offices=offices(city),
        single=single(city, sources),
    )


def clinics(city: City) -> Driven:
    """Lists for clinics, approved: the first is matched, the others wait for it."""
    to = [Addressee(f"M{n:02}", name, where=f"さくら野市{n}-1") for n, name in enumerate(CLINICS, 1)]
    it = Driven(city, work, "clinic-lists", "hirano", to, title="がん検診 事業対象者リスト（医療機関へ郵送）")
    lists = {f"p{n:04}": lists_of(f"{'ABCD'[n - 1]}", 5) for n in range(1, 5)}
    it.attach("nishi", {key: (f"事業対象者リスト_{key}.xlsx", book(rows)) for key, rows in lists.items()})
    it.answer_all("nishi")
    it.open_all("nishi")
    for key, rows in lists.items():
        it.do("nishi", "open", key)
        it.do("kawai", "trace", key)
        it.do("kawai", "trace", key, **traced(it, "trace", key, {name: number for number, name, _ in rows[1:]}))
    return it


def notices(city: City) -> Driven:
    """Tax notices in two boxes, matched; the first box is counted and lacks one."""
    to = [
        Addressee(f"T{n}", NAMES[n % len(NAMES)], lot="1箱" if n < 3 else "2箱", about=(f"900{n}",)) for n in range(5)
    ]
    it = Driven(city, work, "tax-notices", "sakuma", to, title="納税通知書の発送（11月随時分）")
    for who in ("fujii", "yano"):
        it.do(who, "brief")
    it.attach(
        "fujii",
        {f"p{n + 1:04}": (f"納税通知書_{n + 1}.xlsx", book([("納税通知書",), ("税額", 1000 + n)])) for n in range(5)},
    )
    it.answer_all("fujii")
    it.traces_whole("kubota", "trace", "1箱", ["9000", "9001", "9002"])
    it.traces_whole("kubota", "trace", "2箱", ["9003", "9004"])
    it.approve("yano")
    for n in range(5, 0, -1):  # the pile lies the other way round
        it.scan("imai", it.code(f"p000{n}"), it.code(f"p000{n}"))
    return it


def certificate(city: City, sources: Sources) -> Driven:
    """A certificate that is counted and waits for the second person."""
    to = [Addressee("G1", "成年後見人 青木 修", where="さくら野市1-1", about=("1001",))]
    it = Driven(city, work, "guardian-certificate", "asai", to, sources, title="愛の手帳 再交付（成年後見人へ）")
    it.attach_paper("tsuda", {"p0001": ("手帳", 1)})
    it.answer_all("asai")
    it.do("uchida", "approve")
    it.scan("tsuda", it.code("p0001"), it.code("p0001"))
    it.do("tsuda", "count", "p0001", printed="1", reprinted="0", enclosed="1")
    return it


def offices(city: City) -> Driven:
    """Papers of care offices that were posted, and whose answers come back."""
    to = [
        Addressee("O1", OFFICES[0], where="さくら野市3-1", about=("H0001", "H0002")),
        Addressee("O2", OFFICES[1], where="さくら野市4-2", about=("H0003",)),
    ]
    it = Driven(city, work, "care-offices", "ogura", to, title="要介護認定情報の提供")
    for key, numbers in (("p0001", "H0002\nH0001"), ("p0002", "H0003")):
        it.attach_paper("nakata", {key: ("認定情報", 3)})
        it.answer_all("nakata")
        it.do("hotta", "approve", key)
        code = it.code(key)
        it.scan("nakata", code, code, code, parcel=key)
        it.do("nakata", "count", key, printed="1", reprinted="0", enclosed="1")
        it.do("doi", "identify", key, typed=numbers)
        it.do("doi", "seal", key, sealed="1")
        it.do("nakata", "release", key, proof="compared", labels=code, posted="1")
    return it


def single(city: City, sources: Sources) -> Driven:
    """One letter, ready to be posted."""
    to = [Addressee("1001", "山田 太郎", where="さくら野市1-1", about=("1001",))]
    it = Driven(city, work, "single", "asai", to, sources, title="決定通知書の送付")
    it.attach_paper("asai", {"p0001": ("決定通知書", 2)})
    it.answer_all("asai")
    it.do("uchida", "approve", "p0001")
    code = it.code("p0001")
    it.scan("hara", code, code, parcel="p0001")
    it.do("hara", "identify", "p0001", typed="1973-11-02")
    it.do("hara", "count", "p0001", printed="1", reprinted="0", enclosed="1")
    it.do("hara", "seal", "p0001", sealed="1")
    return it


def test_pages_of_paper(somebody: Callable[..., Somebody]) -> None:
    the_superior_and_the_approver(somebody)
    matching(somebody)
    counting_and_sealing(somebody)
    typing_from_paper(somebody)
    leaving_and_coming_back(somebody)


def the_superior_and_the_approver(somebody: Callable[..., Somebody]) -> None:
    it, mizuno = MADE["clinics"], somebody("mizuno")
    mizuno.go(it.url("report"))
    mizuno.look()
    mizuno.press("報告を受けた")
    for file in range(1, 5):
        mizuno.go(it.url("approve"))
        mizuno.follow("開く", mizuno.page.locator("tr").filter(has_text=CLINICS[file - 1]))
    mizuno.go(it.url("approve"))
    mizuno.press("決裁する")


def matching(somebody: Callable[..., Somebody]) -> None:
    it, nishi = MADE["clinics"], somebody("nishi")
    nishi.go(it.url("match", "p0001"))
    scan(nishi, code(it.number, 1))
    nishi.look("match-between")
    scan(nishi, code(it.number, 1))
    nishi.look()
    nishi.go("/")
    nishi.look("home-paper")
    nishi.go(f"/d/{it.number}/")
    nishi.look("dispatch-paper")
    nishi.go(it.url("match", "p0002"))
    scan(nishi, code(it.number, 2))
    scan(nishi, code(it.number, 3))
    nishi.sees("NG")
    nishi.look()
    nishi.page.get_by_label("別の人の利用者名").fill("kawai")
    nishi.page.get_by_label("パスワードか暗証番号").fill(PIN)
    nishi.press("二人で見る")
    nishi.look()


def scan(somebody: Somebody, code: str) -> None:
    field = somebody.page.locator("#id_code")
    field.fill(code)
    field.press("Enter")
    somebody.page.wait_for_load_state()


def counting_and_sealing(somebody: Callable[..., Somebody]) -> None:
    it, imai, oba, kubota = MADE["notices"], somebody("imai"), somebody("oba"), somebody("kubota")
    imai.go(it.url("count", lot="1箱"))
    for label, number in (("印刷した通数", "4"), ("再作成した通数", "0"), ("封入した通数", "3")):
        imai.page.get_by_label(label).fill(number)
    imai.look()
    imai.press("数を記録する")
    oba.go(it.url("count", lot="1箱") + "explain/")
    oba.look("explain")
    oba.page.get_by_label("理由").fill("一通は試し刷りでした。廃棄したことを確かめました。")
    oba.press("差の理由を記録する")
    imai.go(it.url("count", lot="2箱"))
    imai.look("step-one-open")
    imai.go(f"/d/{it.number}/aside/")
    imai.look("aside")
    kubota.go(it.url("seal", lot="1箱"))
    kubota.look()
    kubota.page.get_by_label("封がしてあった通数").fill("3")
    kubota.press("封を確かめた数を記録する")
    kubota.go(f"/d/{it.number}/")
    kubota.look("dispatch-boxes")
    kubota.go(f"/d/{it.number}/pass/")
    kubota.go(f"/d/{it.number}/pass/lot/2箱/")
    kubota.look()


def typing_from_paper(somebody: Callable[..., Somebody]) -> None:
    it, hara = MADE["certificate"], somebody("hara")
    hara.go(it.url("identify", "p0001"))
    hara.look("step-identify")
    hara.go(it.url("identify", "p0001") + "?paper=1")
    hara.look("on-paper")
    tsuda = somebody("tsuda")
    tsuda.go(it.url("identify", "p0001"))
    tsuda.follow("別の人がこの画面で行う")
    tsuda.look("second")
    tsuda.go(it.url("identify", "p0001"))
    tsuda.second_person("hara")
    tsuda.look("second-there")
    tsuda.page.get_by_label("紙に書いてある番号か生年月日").fill("昭和56年5月30日")
    tsuda.press("紙のとおりに入力した")
    tsuda.look("step-halted")


def leaving_and_coming_back(somebody: Callable[..., Somebody]) -> None:
    single, hara = MADE["single"], somebody("hara")
    hara.go(single.url("release", "p0001"))
    hara.look("release-by-hand")
    hara.page.get_by_text("照合していない").click()
    hara.page.get_by_label("差し出した通数").fill("1")
    hara.press("出したと記録する")
    hara.go(f"/d/{single.number}/pass/parcel/p0001/")
    hara.look()
    offices, tanabe = MADE["offices"], somebody("tanabe")
    tanabe.go(offices.url("return", "p0001"))
    tanabe.look("step-return")
    tanabe.page.get_by_label("返ってきたものの番号").fill(code(offices.number, 2))
    tanabe.press("番号を照合する")
    expect(tanabe.page.get_by_role("alert").first).to_be_visible()
    tanabe.go(f"/d/{offices.number}/course/")
    tanabe.look("course")
