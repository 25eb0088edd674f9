import hashlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.gate.strategies import UNHURRIED, procedure_files, toml

from sekisho.gate.procedure import Problem, Procedure, ProcedureError, read

SHIPPED = sorted((Path(__file__).parents[3] / "src" / "sekisho" / "data" / "procedures").glob("*.toml"))
SMALL = """\
name = "small"          # 1
title = "小さな手順"
channel = "post"

[[step]]                # 5
id = "attach"
kind = "attach"
title = "資料をそろえる"
by = "worker"
per = "parcel"          # 10

[[step]]
id = "inspect"
kind = "inspect"
title = "調べる"
by = ["engine"]         # 16
"""


def form(text: str) -> tuple[Procedure, list[tuple[int, str]]]:
    procedure, problems = read(text.encode(), "small.toml")
    return procedure, [(problem.line, problem.sentence.render()) for problem in problems]


def refused(data: bytes) -> Problem:
    with pytest.raises(ProcedureError) as caught:
        read(data, "small.toml")
    assert caught.value.name == "small.toml"
    return caught.value.problems[-1]


def test_a_file_in_good_form_has_no_problems_and_is_known_by_its_bytes() -> None:
    procedure, problems = form(SMALL)
    assert problems == []
    assert procedure.digest == hashlib.sha256(SMALL.encode()).hexdigest()
    assert (procedure.name, procedure.channel, procedure.smallest_section) == ("small", "post", 2)
    attach, inspect = procedure.steps
    assert attach.by == ("worker",)  # one role may be written without brackets
    assert (attach.needs, inspect.needs) == ((), ("attach",))  # the step above, where nothing is said
    assert (attach.line, attach.at("per"), attach.at("paper")) == (5, 10, 5)
    assert inspect.deputy
    assert not inspect.paper


def test_a_step_that_needs_nothing_says_so() -> None:
    procedure, _ = form(SMALL + "needs = []\n")
    assert procedure.steps[1].needs == ()


def test_an_unknown_value_beside_a_known_one_is_the_only_one_that_is_told() -> None:
    _, problems = form(SMALL.replace('kind = "inspect"', 'kind = "inspekt"').replace("post", "email"))
    assert problems == [
        (
            14,
            "「kind」の「inspekt」は使えません。brief、attach、inspect、confirm、match、count、seal、report、approve、key、release、recheck、returnのどれかです。「inspect」のことですか。",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "調べる"', 'titel = "調べる"', 15, "「titel」という項目はありません。「title」のことですか。"),
        ('title = "調べる"', 'title = "調べる"\ncolour = 1', 16, "「colour」という項目はありません。書けるのはid、"),
        ('channel = "post"', 'chanel = "post"', 3, "「chanel」という項目はありません。「channel」のことですか。"),
        ('channel = "post"', 'channel = "fax"', 3, "「channel」の「fax」は使えません。email、post、"),
        ('channel = "post"\n', "", 1, "「channel」がありません。email、"),
        ('title = "小さな手順"', "title = 3", 2, "「title」は引用符で囲んだ文字"),
        ('title = "小さな手順"', 'title = " "', 2, "「title」がありません。一行書き足してください。"),
        ('id = "attach"', 'id = ""', 6, "「id」がありません。"),
        ('kind = "inspect"\n', "", 12, "「kind」がありません。brief、"),
        (
            'per = "parcel" ',
            'per = "parcels" ',
            10,
            "「parcels」は使えません。dispatch、lot、parcelのどれかです。「parcel」",
        ),
        ('by = ["engine"]', "by = [1]", 16, '「by」は ["…", "…"] の形で書いてください。'),
        ('by = ["engine"]', 'by = ["engine"]\npaper = "yes"', 17, "「paper」は true か false"),
        ('by = ["engine"]', 'by = ["engine"]\nsample = -1', 17, "「sample」は0以上の整数"),
        ('by = ["engine"]', 'by = ["engine"]\nsample = true', 17, "「sample」は0以上の整数"),
        ('by = ["engine"]', 'by = ["engine"]\nafter_days = [0]', 17, "「after_days」は [1, 30] のように"),
        ('by = ["engine"]', 'by = ["engine"]\nproofs = ["send"]', 17, "「sent」のことですか。"),
        ('by = ["engine"]', 'by = ["engine"]\nways = ["pigeon"]', 17, "「ways」の「pigeon」は使えません。phone、"),
    ],
)
def test_what_is_wrong_with_the_form_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert SMALL.count(old) == 1
    _, problems = form(SMALL.replace(old, new))
    assert any(place == line and words in sentence for place, sentence in problems), problems


def test_all_problems_are_told_at_once() -> None:
    _, problems = form(SMALL.replace("titl", "tital").replace("parcel", "pracel"))
    assert {line for line, _ in problems} >= {2, 8, 10, 15}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"name = 'a'\n[[step]]\nid = \"a\n", 3),
        (b"name = 'a'\nname = 'b'\n", 2),
        ("name = 'a'\ntitle = '手順'".encode("cp932"), 2),
        (b"name = 'a'\n", 1),
        (b"step = 'a'\n", 1),
        (b"step = []\n", 1),
        (b"", 1),
    ],
)
def test_what_is_no_procedure_at_all_is_refused_with_a_line(data: bytes, line: int) -> None:
    assert refused(data).line == line


def test_a_byte_order_mark_and_lines_of_windows_change_nothing_but_the_digest() -> None:
    procedure, problems = read(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode(), "small.toml")
    assert problems == ()
    assert procedure.steps == form(SMALL)[0].steps
    assert [step.line for step in procedure.steps] == [5, 12]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_files_are_in_good_form(path: Path) -> None:
    assert read(path.read_bytes(), path.name)[1] == ()


@UNHURRIED
@given(procedure_files())
def test_a_step_is_after_what_is_before_it_and_apart_is_mutual(data: bytes) -> None:
    procedure, _ = read(data, "made")
    for step in procedure.steps:
        for other in procedure.steps:
            assert (other in procedure.before[step.id]) == (step in procedure.after[other.id])
            assert (other.id in procedure.apart[step.id]) == (step.id in procedure.apart[other.id])


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ProcedureError):
        procedure, _ = read(data, "any.toml")
        assert procedure.steps


VALUES = st.sampled_from(["", "a", 0, -3, True, [], ["a"], [1], {"a": 1}, 1.5])


@given(st.dictionaries(st.sampled_from(["id", "kind", "by", "per", "needs", "ways", "blind", "after_days"]), VALUES))
def test_a_step_of_any_values_is_read_with_problems_and_never_fails(step: dict[str, object]) -> None:
    plain = {key: value for key, value in step.items() if not isinstance(value, dict)}
    read(toml({"name": "a", "title": "手順", "channel": "post"}, [plain]), "a.toml")
