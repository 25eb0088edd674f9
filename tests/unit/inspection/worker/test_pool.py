import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.worker.pool import Pool

HOSTILE = "tests.unit.inspection.worker.hostile:read"
SMALL = Limits(memory_bytes=400_000_000, seconds=1, seconds_per_megabyte=0)


def read(*deeds: str, reader: str = HOSTILE, limits: Limits = SMALL, jobs: int = 2) -> dict[str, Document]:
    files = [File(f"out/{number}.xlsx", deed.encode(), "open sesame") for number, deed in enumerate(deeds)]
    with Pool(jobs, limits, reader) as pool:
        return {file.path: document for file, document in pool.read(files)}


def why(document: Document) -> str:
    (unread,) = document.coverage.not_read
    assert (document.coverage.parts, document.coverage.read) == (1, 0)
    assert not unread.asks
    return unread.why.render()


def processes(parent: str = str(os.getpid())) -> set[str]:
    """Return the processes whose parent this one is, or another one, zombies too."""
    return set(Path(f"/proc/{parent}/task/{parent}/children").read_text().split())


def is_gone(process: str) -> bool:
    """Return whether a process has ended, at once or soon; a zombie has."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_good_files_come_back_whole_each_with_its_password() -> None:
    documents = read("one", "three")
    assert [d.texts[0].text for _, d in sorted(documents.items())] == ["3 open sesame 2", "5 open sesame 1"]


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("memory", "メモリの上限"),
        ("memory in c", "異常終了"),
        ("loop", "時間の上限"),
        ("deaf loop", "時間の上限"),
        ("exit", "異常終了"),
        ("exit at once", "異常終了"),
        ("abort", "異常終了したため、検査できませんでした（SIGABRT）"),
        ("kill", "SIGKILL"),
        ("crash", "SIGSEGV"),
        ("children", "SIGABRT"),
        ("fail", "（ValueError）"),
        ("recurse", "（RecursionError）"),
        ("lie", "異常終了"),
    ],
)
def test_a_worker_that_dies_is_told_by_how_and_the_next_file_goes_on(deed: str, told: str) -> None:
    documents = read(deed, "good")
    assert told in why(documents["out/0.xlsx"])
    assert "out/0.xlsx" in why(documents["out/0.xlsx"])
    assert documents["out/1.xlsx"].coverage.not_read == ()


def test_the_text_of_an_exception_is_never_told() -> None:
    assert "山田" not in why(read("fail")["out/0.xlsx"])


def test_an_answer_is_data_and_never_runs() -> None:
    read("lie")
    assert not Path("/tmp/sekisho-was-here").exists()  # noqa: S108  the place that the lie names


def test_what_cannot_be_answered_is_a_failure_of_the_reader() -> None:
    document = read("x", reader="tests.unit.inspection.worker.hostile:unpicklable")["out/0.xlsx"]
    assert "異常終了" in why(document) or "失敗" in why(document)


def test_a_reader_that_is_not_there_is_told() -> None:
    assert "ModuleNotFoundError" in why(read("x", reader="tests.no_such:read")["out/0.xlsx"])


def test_a_worker_that_sleeps_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.inspection.worker.pool._SPARE", 0.2)
    monkeypatch.setattr("sekisho.inspection.worker.pool._PATIENCE", 0.3)
    began = time.monotonic()
    assert "時間の上限" in why(read("sleep")["out/0.xlsx"])
    assert time.monotonic() - began < 5


def test_a_large_file_and_a_large_answer_pass() -> None:
    big = "x" * 30_000_000
    documents = read(big, big)
    assert {d.texts[0].text.split()[0] for d in documents.values()} == {"30000000"}


def test_files_inside_files_are_read_with_the_outer_password() -> None:
    documents = read("box:a.txt=abc,b.zip=box:c.txt=abcd", jobs=1)  # two at a time end in any order
    assert list(documents) == ["out/0.xlsx", "out/0.xlsx!/a.txt", "out/0.xlsx!/b.zip", "out/0.xlsx!/b.zip!/c.txt"]
    assert documents["out/0.xlsx!/b.zip!/c.txt"].texts[0].text.startswith("4 open sesame")
    assert [child.data for child in documents["out/0.xlsx"].children] == [b"", b""]


def test_two_files_of_one_name_inside_a_file_are_both_read() -> None:
    documents = read("box:a.txt=abc,a.txt=abcd,a.txt=abcde,.x=abc,.x=abc")
    inside = [name.partition("!/")[2] for name in documents][1:]
    assert sorted(inside) == sorted(["a.txt", "a (2).txt", "a (3).txt", ".x", ".x (2)"])
    assert [child.name for child in documents["out/0.xlsx"].children] == [
        "a.txt",
        "a (2).txt",
        "a (3).txt",
        ".x",
        ".x (2)",
    ]


def test_a_name_that_looks_like_a_file_inside_another_takes_nobodys_place() -> None:
    documents = read("box:b.zip=box:c.txt=abc,b.zip!/c.txt=abcd,=abcde")
    assert len(documents) == 5
    with Pool(1, SMALL, HOSTILE) as pool:
        taken = [file.path for file, _ in pool.read([File("a", b"box:b=xy")], taken=["a!/b"])]
    assert taken == ["a", "a!/b (2)"]


def test_too_deep_and_too_many_stop_in_the_outer_file() -> None:
    deep = read("box:b.zip=box:c.zip=box:d.txt=abc", limits=Limits(depth=1, seconds=1))
    assert list(deep) == ["out/0.xlsx", "out/0.xlsx!/b.zip"]
    (unread,) = deep["out/0.xlsx!/b.zip"].coverage.not_read
    assert (unread.part, unread.asks) == ("c.zip", False)
    assert deep["out/0.xlsx!/b.zip"].coverage.parts - deep["out/0.xlsx!/b.zip"].coverage.read == 1

    many = read("box:a=1,b=2,c=3", limits=Limits(members=2, seconds=1))
    assert len(many) == 3
    assert [unread.part for unread in many["out/0.xlsx"].coverage.not_read] == ["c"]

    large = read("box:a=12345,b=12345", limits=Limits(inflated_bytes=8, seconds=1))
    assert [unread.part for unread in large["out/0.xlsx"].coverage.not_read] == ["b"]


def test_nothing_is_left_behind() -> None:
    before, open_before = processes(), len(list(Path("/proc/self/fd").iterdir()))
    read("abort", "good", "children", "box:a=abort,b=good")
    assert processes() <= before
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_a_reading_that_is_given_up_leaves_nothing_and_the_pool_goes_on() -> None:
    before = processes()
    with Pool(2, SMALL, HOSTILE) as pool:
        for _ in pool.read([File("good", b"good"), File("sleep", b"sleep")]):
            break
        again = dict(pool.read([File("next", b"next")]))
        assert [file.path for file in again] == ["next"]
    assert processes() <= before


def test_the_pool_survives_the_death_of_its_server() -> None:
    before = processes()
    with Pool(1, SMALL, HOSTILE) as pool:
        reading = pool.read([File("one", b"good"), File("two", b"good"), File("three", b"good")])
        next(reading)
        (server,) = processes() - before
        os.kill(int(server), 9)
        rest = [document for _, document in reading]
    assert len(rest) == 2
    assert rest[-1].coverage.not_read == ()


def test_a_closed_pool_refuses() -> None:
    with pytest.raises(RuntimeError):
        next(Pool().read([File("a", b"a")]))


COUNTED = "tests.unit.inspection.worker.hostile:counted"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A file to which each reading adds a line."""
    path = tmp_path / "log"
    path.write_text("")
    return path


def to_read(log: Path, *deeds: str) -> list[File]:
    return [File(f"out/{number}.xlsx", deed.encode(), str(log)) for number, deed in enumerate(deeds)]


def readings(log: Path) -> list[str]:
    return sorted(log.read_text().split())


def wait_for(log: Path, lines: int = 1) -> None:
    """Wait until so many readings have begun."""
    until = time.monotonic() + 10
    while len(readings(log)) < lines and time.monotonic() < until:
        time.sleep(0.01)


def said(document: Document) -> str:
    return document.texts[0].text.split()[0]


def test_a_file_begun_early_is_read_once(log: Path) -> None:
    files = to_read(log, "one", "three")
    with Pool(2, SMALL, COUNTED) as pool:
        pool.begin(files)
        documents = dict(pool.read(files))
    assert {file.path: said(document) for file, document in documents.items()} == {
        "out/0.xlsx": "3",
        "out/1.xlsx": "5",
    }
    assert readings(log) == ["out/0.xlsx", "out/1.xlsx"]


def test_what_was_begun_ends_while_another_file_is_read(log: Path) -> None:
    early, slow = to_read(log, "early", "after:")
    with Pool(1, SMALL, COUNTED) as pool:
        pool.begin([early])
        read = [(file.path, said(document)) for file, document in pool.read([slow, early])]
    assert read == [("out/1.xlsx", "6"), ("out/0.xlsx", "5")]
    assert readings(log) == ["out/0.xlsx", "out/1.xlsx"]


def test_what_was_begun_waits_for_a_later_reading(log: Path) -> None:
    early, slow = to_read(log, "early", "after:")
    with Pool(1, SMALL, COUNTED) as pool:
        pool.begin([early])
        assert [file.path for file, _ in pool.read([slow])] == ["out/1.xlsx"]
        assert [said(document) for _, document in pool.read([early])] == ["5"]
    assert readings(log) == ["out/0.xlsx", "out/1.xlsx"]


@pytest.mark.parametrize("asked", ["after it was begun", "when it is done"])
def test_other_bytes_than_those_that_were_begun_are_read_anew(log: Path, asked: str) -> None:
    begun = File("out/0.xlsx", b"old", str(log))
    with Pool(2, SMALL, COUNTED) as pool:
        pool.begin([begun])
        if asked == "when it is done":
            wait_for(log)
        [(file, document)] = pool.read([File("out/0.xlsx", b"newer", str(log))])
    assert (file.data, said(document)) == (b"newer", "5")


def test_another_password_is_read_anew() -> None:
    with Pool(2, SMALL, HOSTILE) as pool:
        pool.begin([File("out/0.xlsx", b"one", "closed")])
        [(_, document)] = pool.read([File("out/0.xlsx", b"one", "open")])
    assert document.texts[0].text.split()[1] == "open"


def test_two_files_of_the_same_bytes_are_two_readings(log: Path) -> None:
    (file,) = to_read(log, "one")
    with Pool(2, SMALL, COUNTED) as pool:
        pool.begin([file])
        assert [said(document) for _, document in pool.read([file, file])] == ["3", "3"]
    assert readings(log) == ["out/0.xlsx", "out/0.xlsx"]


@pytest.mark.parametrize("deed", ["good", "sleep", "abort", "children"])
def test_what_was_begun_and_never_asked_for_is_not_left_behind(deed: str) -> None:
    before, open_before = processes(), len(list(Path("/proc/self/fd").iterdir()))
    with Pool(1, SMALL, HOSTILE) as pool:
        pool.begin([File("begun", deed.encode())])
        assert [file.path for file, _ in pool.read([File("other", b"good")])] == ["other"]
    with Pool(2, SMALL, HOSTILE) as pool:
        pool.begin([File("begun", deed.encode())])
    assert processes() <= before
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_no_more_files_are_begun_than_there_are_workers(log: Path) -> None:
    files = to_read(log, *["x" * (number + 1) for number in range(5)])
    taken: list[str] = []

    def one_by_one() -> Iterator[File]:
        for file in files:
            taken.append(file.path)
            yield file

    with Pool(2, SMALL, COUNTED) as pool:
        pool.begin(one_by_one())
        pool.begin(one_by_one())
        assert taken == ["out/0.xlsx", "out/1.xlsx"]
        assert sorted(said(document) for _, document in pool.read(files)) == ["1", "2", "3", "4", "5"]
    assert readings(log) == [file.path for file in files]


@pytest.mark.parametrize(("deed", "told"), [("abort", "SIGABRT"), ("loop", "時間の上限"), ("fail", "（ValueError）")])
def test_a_worker_that_dies_early_is_told_when_its_file_is_asked_for(deed: str, told: str) -> None:
    begun, good = File("out/0.xlsx", deed.encode()), File("out/1.xlsx", b"good")
    with Pool(1, SMALL, HOSTILE) as pool:
        pool.begin([begun])
        documents = {file.path: document for file, document in pool.read([good, begun])}
    assert documents["out/1.xlsx"].coverage.not_read == ()
    assert told in why(documents["out/0.xlsx"])
    assert "out/0.xlsx" in why(documents["out/0.xlsx"])


def test_what_was_begun_and_sleeps_is_ended_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.inspection.worker.pool._SPARE", 0.2)
    monkeypatch.setattr("sekisho.inspection.worker.pool._PATIENCE", 0.3)
    begun = File("out/0.xlsx", b"sleep")
    with Pool(1, SMALL, HOSTILE) as pool:
        pool.begin([begun])
        [(_, document)] = pool.read([begun])
    assert "時間の上限" in why(document)


def test_what_is_inside_a_file_that_was_begun_is_read(log: Path) -> None:
    (box,) = to_read(log, "box:a.txt=abc,b.txt=abcd")
    with Pool(2, SMALL, COUNTED) as pool:
        pool.begin([box])
        read = [file.path for file, _ in pool.read([box])]
    assert sorted(read) == ["out/0.xlsx", "out/0.xlsx!/a.txt", "out/0.xlsx!/b.txt"]
    assert readings(log) == sorted(read)


def test_the_death_of_the_server_takes_what_was_begun_and_the_pool_goes_on(log: Path) -> None:
    (begun,) = to_read(log, "sleep")
    before = processes()
    with Pool(1, SMALL, COUNTED) as pool:
        pool.begin([begun])
        wait_for(log)
        (server,) = processes() - before
        (worker,) = processes(server)
        os.kill(int(server), 9)
        documents = {file.path: document for file, document in pool.read([begun, File("out/1.xlsx", b"x", str(log))])}
    assert "SIGKILL" in why(documents["out/0.xlsx"])
    assert said(documents["out/1.xlsx"]) == "1"
    assert is_gone(worker)


def test_a_closed_pool_begins_nothing() -> None:
    with pytest.raises(RuntimeError):
        Pool().begin([File("a", b"a")])
