"""Frozen means frozen: what was published stays byte for byte, says so to anybody who asks, and tells no more than it may."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from openpyxl import load_workbook
from tests.unit.documents.yearly.paper import pages
from tests.web.city import PEOPLE, City
from tests.web.conftest import at as options_at

from sekisho.cli import report as cli
from sekisho.cli.ledger import verify
from sekisho.documents.yearly.digest import content_digest
from sekisho.documents.yearly.json import read_json, write_json
from sekisho.japan.dates import fiscal_year
from sekisho.ledger.notes import read_notes
from sekisho.web import clock, installation
from sekisho.web.installation import installation as here
from sekisho.web.places import checkpoint_key_file
from sekisho.web.register.actions import editions
from sekisho.web.register.models import EditionRow, Incident

YEAR = fiscal_year(clock.today())
PREVIEW, FORMS = f"/register/report/{YEAR}/", ("pdf", "xlsx", "csv", "json")
OUTLINE = "市外の園にデータを送る際に、他園の児童の情報を含むデータを送った。"
MEASURE = "起案者とは別の確認者が、送信の前に、抜き出した行を園児台帳と照合し、番号を記録する。"
SECRET = "避難先の住所が分かる書類を、元の住所に送った。"

Sign = Callable[[str], Client]


def text(answer: object) -> str:
    return re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))  # type: ignore[attr-defined]


def enter(client: Client, outline: str = OUTLINE, **more: str) -> str:
    told = {"department": "hoiku", "outline": outline, "failure": "others-included", "channel": "email"}
    answer = client.post("/register/new/", told | {"known_on": clock.today().isoformat()} | more)
    assert answer.status_code == 302, text(answer)
    return str(answer.url)


def measure(client: Client, incident: str) -> str:
    answer = client.post(f"{incident}measures/new/", {"text": MEASURE, "strength": "check"})
    assert answer.status_code == 302, text(answer)
    return str(answer.url)


def seen(client: Client) -> str:
    """Return the digest of the report that is on the screen; nothing where it cannot be published."""
    found = re.search(r'name="saw" value="([0-9a-f]{64})"', client.get(PREVIEW).content.decode())
    return found[1] if found else ""


def publish(client: Client, saw: str | None = None, note: str = "") -> object:
    return client.post(PREVIEW, {"saw": seen(client) if saw is None else saw, "note": note})


def main(answer: object) -> str:
    """Return what a page says, without the frame around it, in which a token is another one each time."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return page[page.index("<main") : page.index("</main>")]


@dataclass(frozen=True)
class Published:
    """An edition as anybody gets it."""

    page: str
    files: dict[str, bytes]


def published(number: int = 1) -> Published:
    anybody = Client(SERVER_NAME="localhost")
    files = {form: anybody.get(f"/report/{YEAR}/{number}/report.{form}").content for form in FORMS}
    return Published(main(anybody.get(f"/report/{YEAR}/{number}/")), files)


@pytest.fixture
def ishi(client_of: Sign) -> Client:
    return client_of("ishi")


@pytest.fixture
def first(ishi: Client) -> str:
    """The first edition, of an incident with a measure that rests on a step; return the address of the measure."""
    at = measure(ishi, enter(ishi))
    assert ishi.post(f"{at}tie/", {"to": "step|kindergartens-mail|trace"}).status_code == 302
    assert publish(ishi).status_code == 302  # type: ignore[attr-defined]
    return at


# ---------------------------------------------------------------- who, and by what was on the screen


def test_nobody_but_the_security_office_publishes(client_of: Sign, ishi: Client) -> None:
    enter(ishi)
    saw = seen(ishi)
    assert saw
    for login in ("toda", "miura", "ono", "tachi"):
        client = client_of(login)
        assert not seen(client)
        assert publish(client, saw).status_code == 403  # type: ignore[attr-defined]
        assert client.get(f"{PREVIEW}internal.json").status_code == 403
    assert Client(SERVER_NAME="localhost").post(PREVIEW, {"saw": saw}).status_code in {302, 403}
    assert not EditionRow.objects.exists()
    assert Client(SERVER_NAME="localhost").get(f"/report/{YEAR}/").status_code == 404


def test_what_was_on_the_screen_decides(ishi: Client) -> None:
    at = enter(ishi)
    saw = seen(ishi)
    measure(ishi, at)
    for told in (saw, "", "0" * 64):
        answer = publish(ishi, told)
        assert answer.status_code == 409  # type: ignore[attr-defined]
    assert not EditionRow.objects.exists()
    assert publish(ishi).status_code == 302  # type: ignore[attr-defined]


def test_the_same_again_is_refused(ishi: Client, first: str) -> None:
    digest = EditionRow.objects.get().digest
    assert not seen(ishi)
    assert publish(ishi, digest, "念のため").status_code == 409  # type: ignore[attr-defined]
    assert EditionRow.objects.count() == 1


# ---------------------------------------------------------------- what changes later


def test_what_is_written_later_changes_no_byte(ishi: Client, client_of: Sign, first: str) -> None:
    before, incident = published(), f"/register/{YEAR}/1/"
    row = Incident.objects.get()
    more = {"department": "hoiku", "failure": "others-included", "known_on": clock.today().isoformat()}
    for path, told in (
        (f"{incident}edit/", more | {"outline": "書き直した概要。", "saw": str(row.n)}),
        (f"{first}edit/", {"text": "書き直した策。", "strength": "remind", "saw": str(row.n + 1)}),
        (f"{first}tie/", {"to": "check|kindergartens-mail|scope"}),
        (f"{first}write/", {"text": "あとから書いた実施状況。", "kind": "status"}),
        (f"{incident}write/", {"text": "あとから書いた評価。", "kind": "evaluation"}),
    ):
        assert ishi.post(path, told).status_code == 302, path
    enter(ishi, "あとから起きた事故。")
    assert published() == before
    text_now = text(ishi.get(PREVIEW))
    for said in ("書き直した概要。", "書き直した策。", "あとから書いた実施状況。", "あとから起きた事故。"):
        assert said in text_now
        assert said not in before.page


def test_a_second_edition_says_what_changed_and_the_first_leads_to_it(ishi: Client, first: str) -> None:
    before = published()
    told = {"text": "あとから書いた実施状況。", "kind": "status"}
    assert ishi.post(f"{first}write/", told).status_code == 302
    enter(ishi, "あとから起きた事故。")
    said = ("事故2を加えました。", "事故1の実施状況の文を改めました。")
    preview = text(ishi.get(PREVIEW))
    assert all(one in preview for one in said)
    assert publish(ishi, note="読みやすくしました。").status_code == 302  # type: ignore[attr-defined]
    second, newest = published(2), main(Client(SERVER_NAME="localhost").get(f"/report/{YEAR}/"))
    assert newest == second.page
    assert all(one in second.page for one in (*said, "読みやすくしました。", f'href="/report/{YEAR}/1/"'))
    assert set(read_json(second.files["json"]).edition.changes) == {"読みやすくしました。", *said}
    old = published(1)
    assert old.files == before.files
    assert "古い版です。" in old.page
    assert f'href="/report/{YEAR}/2/"' in old.page
    assert "あとから書いた" not in old.page
    assert "あとから起きた" not in old.page
    pdf = "".join(pages(second.files["pdf"]))
    assert "第2版" in pdf


def test_an_edition_stays_after_a_restart_and_when_what_writes_it_is_another(
    ishi: Client, first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published()
    connections.close_all()
    monkeypatch.setattr(editions, "_WRITERS", {form: lambda _report: b"another version" for form in FORMS})
    installation.begin(options_at(tmp_path / "city", organisation="かえで野市", report_contact="0000"))
    assert published() == before


# ---------------------------------------------------------------- whether it is the one


@pytest.fixture
def command(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run `sekisho report YEAR --verify FILE` on the installation of the test."""
    monkeypatch.setenv("SEKISHO_KEY_FILE", str(tmp_path / "city" / "key" / "data.key"))

    def ran(file: Path, year: int = YEAR) -> int:
        return cli.command(year, verify=file, data=str(tmp_path / "city" / "data"))

    return ran


@pytest.fixture
def files(first: str, tmp_path: Path) -> dict[str, Path]:
    """The files of the first edition, as somebody saved them."""
    found = {form: tmp_path / f"saved.{form}" for form in FORMS}
    for form, data in published().files.items():
        found[form].write_bytes(data)
    return found


def test_a_file_that_cannot_be_read_ends_with_2(
    command: Callable[..., int], files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(tmp_path / "nowhere.pdf") == 2
    assert command(tmp_path) == 2
    assert "公表したときのまま" not in "".join(capsys.readouterr())


def test_one_changed_byte_ends_with_1(
    command: Callable[..., int], files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form, path in files.items():
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        (tmp_path / f"changed.{form}").write_bytes(data)
        assert command(tmp_path / f"changed.{form}") == 1, form
    assert command(files["pdf"], YEAR - 1) == 1
    assert "公表したときのまま" not in "".join(capsys.readouterr())


def test_each_file_as_it_was_published_ends_with_0(
    command: Callable[..., int], files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for form, path in files.items():
        assert command(path) == 0
        said = capsys.readouterr().err
        assert "公表したときのまま" in said
        assert f"第1版（{clock.today().isoformat()}公表）の{form}" in said
        assert EditionRow.objects.get().digest in said


def _content(row: EditionRow) -> None:
    row.content = bytes(row.content).replace(OUTLINE.encode(), "何も起きなかった。".encode())


def _whole_content(row: EditionRow) -> None:
    """Change what it says, and its digest with it, as somebody does who knows how it is made."""
    told = read_json(bytes(row.content))
    told = replace(told, rows=(replace(told.rows[0], outline="何も起きなかった。"),))
    row.content, row.digest = write_json(told).encode(), content_digest(told)


def _edition(row: EditionRow) -> None:
    """Change only what it says of itself: that is not in its digest."""
    told = json.loads(bytes(row.content))
    told["edition"]["published_on"] = "2020-01-01"
    row.content = json.dumps(told, ensure_ascii=False).encode()


def _digest(row: EditionRow) -> None:
    row.digest = "0" * 64


def _moment(row: EditionRow) -> None:
    row.published_at = row.published_at.replace(year=2020)


def _kept(row: EditionRow) -> None:
    """Put another file in the place of the one that is given away, and its sum into the row."""
    put = here().files.put([b"%PDF-1.7 another"], most=100)
    row.files = {**row.files, "pdf": {"id": put.id, "sha256": put.sha256.hex(), "size": put.size}}


def _kept_quietly(row: EditionRow) -> None:
    put = here().files.put([b"%PDF-1.7 another"], most=100)
    row.files = {**row.files, "pdf": {**row.files["pdf"], "id": put.id}}


def _gone(row: EditionRow) -> None:
    here().files.remove(row.files["csv"]["id"])


@pytest.mark.parametrize("change", [_content, _whole_content, _edition, _digest, _moment, _kept, _kept_quietly, _gone])
def test_nothing_is_as_published_once_somebody_changed_the_row_or_a_kept_file(
    change: Callable[[EditionRow], None],
    command: Callable[..., int],
    files: dict[str, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    row = EditionRow.objects.get()
    change(row)
    row.save()
    for form, path in files.items():
        assert command(path) == 1, form
    said = "".join(capsys.readouterr())
    assert "公表したときのまま" not in said
    assert "証跡と合いません" in said


def test_an_edition_that_was_taken_away_is_not_as_published(
    command: Callable[..., int], files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    EditionRow.objects.all().delete()
    assert [command(one) for one in files.values()] == [1] * len(FORMS)
    assert "公表したときのまま" not in "".join(capsys.readouterr())


def test_the_checkpoint_in_the_edition_holds_against_the_log(
    first: str, files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = read_json(files["json"].read_bytes()).edition
    [point] = read_notes(edition.checkpoint.encode(), name="").checkpoints
    assert edition.code == point.to_line()
    data, key = tmp_path / "city" / "data", checkpoint_key_file(here().options)
    public = key.with_name(f"{key.name}.pub")
    connections.close_all()
    for name, told in (("note.json", edition.checkpoint), ("code.txt", edition.code)):
        (tmp_path / name).write_text(f"{told}\n", encoding="utf-8")
        assert verify(data=data, checkpoint=[tmp_path / name], key=[public]) == 0, name
    other = json.loads(edition.checkpoint)
    other["size"] += 1
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    assert verify(data=data, checkpoint=[tmp_path / "other.json"], key=[public]) != 0


# ---------------------------------------------------------------- what is not told


def everything(found: Published) -> Iterator[str]:
    """Return all that an edition says in each of its forms, as a reader can get at it."""
    yield found.page
    yield "".join(pages(found.files["pdf"]))
    book = load_workbook(io.BytesIO(found.files["xlsx"]))
    yield " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    yield found.files["csv"].decode("utf-8-sig")
    yield found.files["json"].decode()


def test_of_a_withheld_incident_nothing_is_told_but_its_number_and_why(ishi: Client, first: str) -> None:
    at = enter(ishi, SECRET, department="shogai", failure="wrong-recipient", channel="post", withheld="on")
    told = measure(ishi, at)
    assert ishi.post(f"{told}write/", {"text": "封をする前に住所を確かめた。", "kind": "status"}).status_code == 302
    assert publish(ishi).status_code == 302  # type: ignore[attr-defined]
    for said in everything(published(2)):
        bare = re.sub(r"\s", "", re.sub(r"<[^>]+>", "", unescape(said)))
        assert "まだ公表していません" in bare
        assert "本人の安全などのため" in bare
        for hidden in ("避難先", "障害福祉", "封をする前", "wrong-recipient"):
            assert hidden not in bare
        assert bare.count(re.sub(r"\s", "", MEASURE)) <= 1
    rows = read_json(published(2).files["json"]).rows
    assert [one.number for one in rows] == ["1", "2"]
    assert (rows[1].department, rows[1].outline, rows[1].measures, rows[1].status) == ("", "", (), ())
    inside = json.loads(ishi.get(f"{PREVIEW}internal.json").content)
    assert "避難先" not in json.dumps(inside, ensure_ascii=False)


def test_no_name_of_anybody_is_told(ishi: Client, first: str) -> None:
    for said in everything(published()):
        assert not any(one.name in said or one.name.replace(" ", "") in said for one in PEOPLE)


def test_the_page_in_english(ishi: Client, first: str) -> None:
    before, anybody = published(), Client(SERVER_NAME="localhost")
    anybody.cookies["sekisho_language"] = "en"
    answer = anybody.get(f"/report/{YEAR}/1/")
    page = answer.content.decode()
    assert '<html lang="en">' in page
    told = text(answer)
    assert OUTLINE in told  # what somebody wrote stays as it is
    own = re.sub(r"\s", "", told.replace(OUTLINE, "").replace(MEASURE, ""))
    for japanese in ("版", "再発防止策", "実施状況", "確定値", "対象"):
        assert japanese not in own
    assert published() == before


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("broken", ["content", "file"])
def test_an_edition_that_is_not_what_was_published_is_not_shown(broken: str) -> None:
    """Nobody reads something else under the name of an edition: a page says that it does not agree."""
    row = EditionRow.objects.get()
    if broken == "content":
        told = bytes(row.content).replace("他園".encode(), "自園".encode())
        assert told != bytes(row.content)
        EditionRow.objects.filter(pk=row.pk).update(content=told)
        address = f"/report/{row.year}/1/"
    else:
        here().files.remove(row.files["csv"]["id"])
        address = f"/report/{row.year}/1/report.csv"
    answer = Client(SERVER_NAME="localhost").get(address)
    assert answer.status_code == 409
    assert "公表したときのものと合いません" in answer.content.decode()
