"""暗号化: a file for mail or transfer opens for nobody who lacks the password."""

import pytest
from tests.unit.inspection.checks.said import said, said_of

from sekisho.bundle.model import Channel, ProtectionPolicy
from sekisho.inspection.checks.protection import CHECK
from sekisho.inspection.model import Child, Cipher, Document, Part, Place, Protection
from sekisho.inspection.worked import OPEN, Terms, document, parcel_case, roster, sheet
from sekisho.words import say

OWN = sheet(roster("S0101"))
IN_FILE = Terms(channel="email", protection="in-file")
AES = Protection(Cipher.STRONG, "AES-256")
WEAK = Protection(Cipher.WEAK, "ZipCrypto")
CLOSED = Protection(Cipher.STRONG, "AES-256", opened=False)


def archive(*members: str, protection: Protection = OPEN) -> Document:
    return document(*(Child(name, b"", Place(Part.FILE)) for name in members), kind="zip", protection=protection)


# ---------------------------------------------------------------- passes


def test_passes_aes() -> None:
    assert said(CHECK, document(OWN, protection=AES), IN_FILE) == []


@pytest.mark.parametrize(
    ("channel", "policy"),
    [("email", "at-release"), ("transfer", "none"), ("handover", "none"), ("post", "none"), ("web", "none")],
)
@pytest.mark.parametrize("protection", [OPEN, AES, WEAK])
def test_passes_anything_that_opens_where_no_file_need_be_protected(
    channel: Channel, policy: ProtectionPolicy, protection: Protection
) -> None:
    assert said(CHECK, document(OWN, protection=protection), Terms(channel=channel, protection=policy)) == []


def test_passes_an_open_archive_of_protected_files() -> None:
    files = {
        "out/a.zip": archive("b.xlsx", "c.pdf"),
        "out/a.zip!/b.xlsx": document(OWN, protection=AES),
        "out/a.zip!/c.pdf": document(protection=AES),
    }
    assert said(CHECK, files, IN_FILE) == []


def test_passes_open_files_in_a_protected_archive() -> None:
    files = {"out/a.zip": archive("b.xlsx", protection=AES), "out/a.zip!/b.xlsx": document(OWN)}
    assert said(CHECK, files, IN_FILE) == []


def test_passes_loose_files() -> None:
    from dataclasses import replace

    assert said_of(CHECK, replace(parcel_case(document(OWN)), bundle=None)) == []


# ---------------------------------------------------------------- stops


def test_stops_a_file_that_anyone_could_open() -> None:
    assert said(CHECK, document(OWN), IN_FILE) == [("stop", "open", "file", None)]


def test_stops_a_weak_cipher_and_names_it() -> None:
    case = parcel_case(document(OWN, protection=WEAK), terms=IN_FILE)
    [finding] = CHECK.run(case)
    assert finding.rule == "weak"
    assert "ZipCrypto" in finding.message.render()


@pytest.mark.parametrize("terms", [IN_FILE, Terms(channel="handover"), Terms(channel="email", protection="at-release")])
def test_stops_a_file_that_could_not_be_opened_whatever_the_policy(terms: Terms) -> None:
    assert said(CHECK, document(protection=CLOSED), terms) == [("stop", "closed", "file", None)]


def test_stops_with_the_readers_own_reason() -> None:
    why = say("パスワードが違います。")
    case = parcel_case(document(protection=Protection(Cipher.STRONG, "AES", opened=False, why_not=why)))
    assert [finding.message for finding in CHECK.run(case)] == [why]


@pytest.mark.parametrize("inner", [OPEN, WEAK])
def test_stops_an_open_archive_in_which_one_file_is_open(inner: Protection) -> None:
    files = {
        "out/a.zip": archive("b.xlsx", "c.pdf"),
        "out/a.zip!/b.xlsx": document(OWN, protection=inner),
        "out/a.zip!/c.pdf": document(protection=AES),
    }
    assert said(CHECK, files, IN_FILE) == [("stop", "open", "file", None)]
