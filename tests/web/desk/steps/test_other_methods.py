"""Ways to confirm and match that no shipped procedure uses: an organisation's own procedure may."""

from collections.abc import Callable

import pytest
from tests.web.city import City
from tests.web.desk.driving import Driven, book, text

from sekisho.gate.model import Unit
from sekisho.web import clock
from sekisho.web.desk import shelf
from sekisho.web.desk.parcels import Addressee

OWN = """
name = "single"
title = "箱ごとの照合"
channel = "post"
business = "48"

[[step]]
id = "attach"
kind = "attach"
title = "入れる"
by = ["worker"]
per = "parcel"

[[step]]
id = "inspect"
kind = "inspect"
title = "調べる"
by = ["engine"]
per = "parcel"

[[step]]
id = "approve"
kind = "approve"
title = "決裁する"
by = ["approver"]
differs_from = ["attach"]

[[step]]
id = "read"
kind = "confirm"
title = "番号を読み取る"
by = ["confirmer"]
per = "lot"
method = "scan"
differs_from = ["attach"]

[[step]]
id = "sheets"
kind = "confirm"
title = "紙を数える"
by = ["worker"]
per = "lot"
method = "count"

[[step]]
id = "match"
kind = "match"
title = "箱の中身を照合する"
by = ["encloser"]
per = "lot"

[[step]]
id = "release"
kind = "release"
title = "差し出す"
by = ["worker"]
per = "lot"
proofs = ["compared"]
"""
BOX = Unit("lot", "L1")


@pytest.fixture
def it(city: City, work: Callable[[], int]) -> Driven:
    """Two letters in a box, under a procedure of the organisation's own."""
    shelf.register(OWN.encode(), "single.toml", by="system", at=clock.now())
    to = [Addressee(f"B{n}", f"宛先 {n}", where=f"さくら野市{n}", lot="L1", about=(f"7{n}",)) for n in (1, 2)]
    made = Driven(city, work, "single", "asai", to)
    made.attach("tsuda", {f"p000{n}": (f"{n}.xlsx", book([("お知らせ",), ("本文", n)])) for n in (1, 2)})
    made.answer_all("tsuda")
    made.approve("uchida")
    return made


def codes(it: Driven) -> tuple[str, str]:
    return it.code("p0001"), it.code("p0002")


def test_every_code_of_a_box_is_read(it: Driven) -> None:
    one, two = codes(it)
    it.refused(422, "hara", "read", lot="L1", codes="")
    it.refused(422, "hara", "read", lot="L1", codes=f"{one}\n123")
    it.refused(403, "tsuda", "read", lot="L1", codes=f"{one}\n{two}")
    for wrong in (one, f"{one}\n{one}", f"{one}\n{two}\n{two}"):
        it.refused(409, "hara", "read", lot="L1", keeps=["mismatched"], codes=wrong)
        assert it.resume("tsuda", "read", lot="L1").status_code == 302
    it.do("hara", "read", lot="L1", codes=f"{two}\n\n {one[:4]} {one[4:]} \n")


def test_sheets_are_counted_by_hand(it: Driven) -> None:
    one, two = codes(it)
    it.do("hara", "read", lot="L1", codes=f"{one}\n{two}")
    page = it.page("tsuda", it.url("sheets", lot="L1"))
    asked = page.split('id="deed"')[1].split(">", 1)[1].split("</form>")[0]
    assert "2" not in text("<main>" + asked)
    it.refused(422, "tsuda", "sheets", lot="L1", number="二")
    it.refused(409, "tsuda", "sheets", lot="L1", keeps=["mismatched"], number="3")
    assert it.resume("hara", "sheets", lot="L1").status_code == 302
    it.do("tsuda", "sheets", lot="L1", number="２")


def boxed(it: Driven) -> tuple[str, str]:
    one, two = codes(it)
    it.do("hara", "read", lot="L1", codes=f"{one}\n{two}")
    it.do("tsuda", "sheets", lot="L1", number="2")
    return one, two


def scan(it: Driven, *read: str) -> int:
    """Scan at the page of the box."""
    url, held, answer = it.url("match", lot="L1"), "", None
    for one in read:
        answer = it.post("tsuda", url, saw=it.state.saw(BOX), held=held, code=one)
        held = f"{held} {one}".strip()
    assert answer is not None
    return int(answer.status_code)


def test_a_box_is_matched_piece_by_piece_and_by_its_business(it: Driven) -> None:
    one, two = boxed(it)
    assert scan(it, two, two, one) == 200
    assert it.events[-1] == "stamped"
    # 一通が合わないところで止まり、残りは読まない。
    assert scan(it, two, two, one, two) == 409
    assert it.events[-1] == "mismatched"
    assert it.resume("hara", "match", lot="L1").status_code == 302
    assert scan(it, one, one, two, two) == 200
    assert scan(it, one, one, two, two, "49") == 409
    assert it.resume("hara", "match", lot="L1").status_code == 302
    assert scan(it, one, one, one, one, "48") == 409
    assert it.resume("hara", "match", lot="L1").status_code == 302
    assert scan(it, one, one, two, two, "48") == 302
    assert it.state.done(it.procedure.by_id["match"], BOX)


def test_all_labels_of_a_box_and_no_other(it: Driven) -> None:
    one, two = boxed(it)
    assert scan(it, one, one, two, two, "48") == 302
    first = True
    for wrong in (one, f"{one}\n{two}\n{two}", f"{one}\n{one}"):
        kept = ["release_started", "mismatched"] if first else ["mismatched"]
        it.refused(409, "tsuda", "release", lot="L1", keeps=kept, labels=wrong)
        assert it.resume("hara", "release", lot="L1").status_code == 302
        assert "照合し直す" in text(it.page("tsuda", f"/d/{it.number}/"))
        first = False
    it.do("tsuda", "release", lot="L1", labels=f"{two}\n{one}")
    assert it.state.over
