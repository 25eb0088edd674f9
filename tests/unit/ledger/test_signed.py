"""First all that must not count as a good signature, then what an honest hand may do to a report."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.inspection.reports import CALM, FULL

from sekisho.documents.inspection.json import render
from sekisho.ledger.canonical import canonical
from sekisho.ledger.model import Checked, LedgerError
from sekisho.ledger.signed import check, sign

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2))
AT = datetime(2026, 11, 24, 10, 15, tzinfo=timezone(timedelta(hours=9)))
PLAIN = render(FULL)
SIGNED = sign(PLAIN, KEY, AT)
DATA = SIGNED.encode()


def checked(told: dict[str, object]) -> Checked:
    return check(json.dumps(told).encode(), None, name="r.json")


def told(**changes: object) -> dict[str, object]:
    """Return the signed report, with other fields of its signature."""
    report = json.loads(SIGNED)
    return {**report, "signature": {**report["signature"], **changes}}


def not_good(data: bytes) -> bool:
    """Return whether a report is refused, in one way or the other, also where the key is the expected one."""
    for expected in (None, KEY.public_key()):
        try:
            if check(data, expected, name="r.json").state == "good":
                return False
        except LedgerError:
            continue
    return True


# ---------------------------------------------------------------- what must not count


@settings(deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_one_byte_changed_is_seen_unless_the_report_still_says_the_same(at: int, flip: int) -> None:
    changed = bytearray(DATA)
    changed[at] ^= flip
    assert not_good(bytes(changed)) or json.loads(changed) == json.loads(DATA)


@settings(deadline=None)
@given(st.integers(0, len(DATA) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_bytes_put_in_or_taken_out_are_seen(at: int, into: bytes, out: int) -> None:
    changed = DATA[:at] + into + DATA[at + out :]
    assert not_good(changed) or json.loads(changed) == json.loads(DATA)


@settings(deadline=None)
@given(st.integers(0, len(DATA.rstrip()) - 1))
def test_a_report_that_is_cut_off_cannot_be_used(length: int) -> None:
    with pytest.raises(LedgerError):
        check(DATA[:length], None, name="r.json")


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "pass"},
        {"counts": {"stop": 0, "ask": 0, "note": 0}},
        {"findings": []},
        {"coverage": []},
        {"checks": []},
        {"seconds": 1},
        {"added": None},
        {"bundle": {"title": "", "channel": None, "files": []}},
    ],
)
def test_any_part_of_the_content_changed_is_seen(change: dict[str, object]) -> None:
    found = checked({**json.loads(SIGNED), **change})
    assert (found.state, found.content, found.signed_at) == ("changed", None, None)


def test_any_key_taken_out_is_seen() -> None:
    report = json.loads(SIGNED)
    for name in report.keys() - {"signature"}:
        assert checked({key: value for key, value in report.items() if key != name}).state == "changed"


def test_a_signature_of_another_report_does_not_count() -> None:
    other = json.loads(sign(render(CALM), KEY, AT))
    assert checked({**other, "signature": json.loads(SIGNED)["signature"]}).state == "changed"


def test_another_time_does_not_count() -> None:
    assert checked(told(signed_at="2026-11-25T10:15:00+09:00")).state == "changed"
    assert checked(told(note="")).state == "changed"


def test_another_key_does_not_count() -> None:
    found = check(DATA, OTHER.public_key(), name="r.json")
    assert (found.state, found.expected, found.content) == ("other_key", True, None)
    others = json.loads(sign(PLAIN, OTHER, AT))["signature"]
    swapped = told(public_key=others["public_key"], fingerprint=others["fingerprint"])
    assert checked(swapped).state == "changed"
    assert check(json.dumps(swapped).encode(), KEY.public_key(), name="r.json").state == "other_key"


def test_the_fingerprint_of_another_key_does_not_count_even_where_it_is_signed() -> None:
    public = KEY.public_key().public_bytes_raw()
    about = {**told()["signature"], "public_key": b64encode(public).decode(), "fingerprint": "0" * 64}  # type: ignore[dict-item]
    del about["value"]
    report = {**json.loads(PLAIN), "signature": about}
    about = {**about, "value": b64encode(KEY.sign(canonical(report))).decode()}
    assert checked({**report, "signature": about}).state == "damaged"


def test_a_report_without_a_signature_is_told_from_one_that_was_changed() -> None:
    for data in (PLAIN.encode(), json.dumps({**json.loads(PLAIN), "signature": None}).encode()):
        assert check(data, None, name="r.json") == Checked("missing")
        assert check(data, KEY.public_key(), name="r.json") == Checked("missing", expected=True)


@pytest.mark.parametrize("field", ["value", "public_key"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: None,
        lambda text: 1,
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text.rstrip("="),
        lambda text: text + "\n",
        lambda text: " " + text,
        lambda text: "%" + text[1:],
        lambda text: "あ" + text[1:],
        lambda text: b64encode(b64decode(text)[:-1]).decode(),
        lambda text: b64encode(b64decode(text) + b"\0").decode(),
    ],
)
def test_what_is_no_base64_or_of_another_length_does_not_count(field: str, spoil) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    text = told()["signature"][field]  # type: ignore[index]
    assert checked(told(**{field: spoil(text)})).state in {"damaged", "changed"}


def test_base64_has_one_spelling() -> None:
    # The last letter before the padding has bits to spare: another letter, the same bytes.
    value = told()["signature"]["value"]  # type: ignore[index]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    twin = value[:-3] + letters[letters.index(value[-3]) ^ 1] + "=="
    assert b64decode(twin) == b64decode(value)
    assert checked(told(value=twin)).state == "damaged"


@pytest.mark.parametrize("at", [None, 1, "", "yesterday", "2026-11-24T10:15:00", "2026-11-24"])
def test_a_time_that_is_none_does_not_count(at: object) -> None:
    assert checked(told(signed_at=at)).state == "damaged"


@pytest.mark.parametrize("signature", ["good", 1, [], True])
def test_a_signature_of_another_shape_does_not_count(signature: object) -> None:
    assert checked({**json.loads(PLAIN), "signature": signature}).state == "damaged"


@pytest.mark.parametrize("change", [{"type": "sekisho-report/2"}, {"algorithm": "none"}, {"algorithm": None}])
def test_a_form_that_is_not_known_cannot_be_judged(change: dict[str, object]) -> None:
    with pytest.raises(LedgerError) as caught:
        checked(told(**change))
    assert "r.json" in caught.value.sentence.render()


def test_a_key_that_stands_twice_is_refused() -> None:
    for doubled in ('{"verdict": "pass",' + SIGNED[1:], SIGNED.replace('"seconds"', '"seconds": 1, "seconds"')):
        with pytest.raises(LedgerError):
            check(doubled.encode(), None, name="r.json")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"error": "読めません"}',
        '{"verdict": "pass", "bundle": []}',
        '{"verdict": 1, "bundle": {"title": "", "files": []}}',
        '{"verdict": "pass", "bundle": {"title": null, "files": []}}',
        '{"verdict": "pass", "bundle": {"title": "", "files": [{"path": "a"}]}}',
        '{"verdict": "pass", "bundle": {"title": "", "files": [1]}}',
    ],
)
def test_what_is_no_report_is_refused_signed_or_not(text: str) -> None:
    for one in (text, sign(text, KEY, AT)):
        with pytest.raises(LedgerError):
            check(one.encode(), KEY.public_key(), name="r.json")


def test_only_an_unsigned_report_is_signed_and_with_a_time_that_says_where() -> None:
    for report, at in ((SIGNED, AT), (PLAIN, datetime(2026, 11, 24))):  # noqa: DTZ001  that is the point
        with pytest.raises(ValueError, match="unsigned"):
            sign(report, KEY, at)


# ---------------------------------------------------------------- what must count


@pytest.mark.parametrize(
    "hand",
    [
        lambda text: text.encode(),
        lambda text: json.dumps(json.loads(text)).encode(),
        lambda text: json.dumps(json.loads(text), indent="\t", sort_keys=True).encode(),
        lambda text: json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False).encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
        lambda text: text.strip().encode(),
        lambda text: text.replace('"seconds": 0.0', '"seconds": 0.00e0').encode(),
        lambda text: text.replace("/", "\\/").encode(),
    ],
)
def test_another_way_of_writing_the_same_counts(hand) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    data = hand(SIGNED)
    found = check(data, KEY.public_key(), name="r.json")
    assert (found.state, found.expected, found.signed_at) == ("good", True, AT)
    assert not check(data, None, name="r.json").expected


def test_what_is_told_of_a_good_report() -> None:
    content = check(DATA, None, name="r.json").content
    assert content is not None
    assert (content.title, content.verdict, content.loose) == (FULL.title, "stop", False)
    assert [(one.path, one.sha256) for one in content.files] == [(file.path, file.sha256) for file in FULL.files]


def test_a_signed_report_is_the_plain_one_with_one_more_key() -> None:
    assert SIGNED.startswith(PLAIN.rstrip()[:-1].rstrip())
    assert list(json.loads(SIGNED)) == [*json.loads(PLAIN), "signature"]
    assert {key: value for key, value in json.loads(SIGNED).items() if key != "signature"} == json.loads(PLAIN)
    assert sign(PLAIN, KEY, AT) == SIGNED


def test_a_name_that_is_no_text_is_signed_as_it_is_written() -> None:
    signed = sign(PLAIN.replace("out/a.xlsx", "out/\udcff.xlsx"), KEY, datetime(2026, 11, 24, tzinfo=UTC))
    assert "out/?.xlsx" in signed
    assert check(signed.encode(), None, name="r.json").state == "good"
