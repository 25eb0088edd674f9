"""What the desk advises on a finding is for whoever works in an office: nobody there writes a bundle.toml."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

from tests.web.city import City
from tests.web.desk.driving import Driven, book, text

import sekisho.inspection
from sekisho.web.desk.parcels import Addressee
from sekisho.web.desk.queries.findings import OWN_ADVICE


def test_a_finding_says_what_an_office_can_do(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "clinic-lists", "hirano", [Addressee("C1", "さくら医院", where="1-1")])
    it.attach(
        "nishi", {"p0001": ("一覧.xlsx", book([("被保険者番号", "氏名"), ("1", "見本 太郎"), ("2", "見本 花子")]))}
    )
    listed = it.page("nishi", f"/d/{it.number}/findings/")
    links = set(re.findall(rf'href="(/d/{it.number}/findings/p0001/[^"]+)"', listed))
    pages = [text(it.page("nishi", one)) for one in links]
    assert any("提供範囲の台帳（だれをどの宛先に見せてよいか）を登録して検査し直すか" in one for one in pages)
    assert not any("toml" in one for one in pages)


def test_no_other_finding_of_the_engine_speaks_of_the_file() -> None:
    """One that comes new needs a sentence of the desk's own."""
    spoken = [
        node.value
        for path in Path(sekisho.inspection.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "say"
        for node in call.args[:1]
        if isinstance(node, ast.Constant) and ".toml" in str(node.value)
    ]
    assert len(spoken) == len(OWN_ADVICE)
