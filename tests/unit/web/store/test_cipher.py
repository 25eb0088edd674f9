"""What was sealed for a place opens there and nowhere else, and only as it was sealed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from sekisho.web.store.cipher import Cipher, ForgedError

KEY = bytes(range(32))
CIPHER = Cipher(KEY)
CONTEXT = "person.name/3f9a"


@pytest.mark.parametrize("key", [b"", KEY[:16], KEY[:31], KEY + b"\0"])
def test_a_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Cipher(key)


@given(st.binary(max_size=40), st.data())
def test_no_changed_bit_opens(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(CIPHER.seal(plain, CONTEXT))
    place, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    sealed[place] ^= 1 << bit
    with pytest.raises(ForgedError):
        CIPHER.open(bytes(sealed), CONTEXT)


def test_nothing_shorter_or_longer_opens() -> None:
    sealed = CIPHER.seal(b"content", CONTEXT)
    for other in [*(sealed[:size] for size in range(len(sealed))), sealed + b"\0", sealed + sealed, b"\0" + sealed]:
        with pytest.raises(ForgedError):
            CIPHER.open(other, CONTEXT)


@given(st.text(max_size=20), st.text(max_size=20))
def test_it_opens_in_its_own_place_alone(here: str, there: str) -> None:
    sealed = CIPHER.seal(b"content", here)
    assert CIPHER.open(sealed, here) == b"content"
    if here != there:
        with pytest.raises(ForgedError):
            CIPHER.open(sealed, there)


@pytest.mark.parametrize(
    "other",
    [
        Cipher(bytes(32)),
        Cipher(CIPHER.derived("vault")),
        Cipher(CIPHER.derived("files")),
        Cipher(CIPHER.derived("values")),
    ],
)
def test_another_key_does_not_open_it(other: Cipher) -> None:
    with pytest.raises(ForgedError):
        other.open(CIPHER.seal(b"content", CONTEXT), CONTEXT)
    with pytest.raises(ForgedError):
        CIPHER.open(other.seal(b"content", CONTEXT), CONTEXT)


def test_the_key_itself_seals_nothing() -> None:
    sealed = CIPHER.seal(b"content", CONTEXT)
    bound = b"\1" + CONTEXT.encode()
    assert AESGCM(CIPHER.derived("values")).decrypt(sealed[1:13], sealed[13:], bound) == b"content"
    with pytest.raises(ForgedError):
        CIPHER.open(b"\1" + bytes(12) + AESGCM(KEY).encrypt(bytes(12), b"content", bound), CONTEXT)


def test_each_use_and_each_salt_has_a_key_of_its_own() -> None:
    uses, salts = ("values", "vault", "files", ""), (b"", b"\0", bytes(32), b"\1")
    keys = {CIPHER.derived(use, salt) for use in uses for salt in salts}
    # HMAC fills up a salt with zeros: of none, one zero and thirty-two, which no random salt is, there is one key.
    assert len(keys) == len(uses) * 2
    assert KEY not in keys
    assert {len(key) for key in keys} == {32}
    assert Cipher(KEY).derived("vault") == CIPHER.derived("vault")


@given(st.binary(max_size=200))
def test_what_is_sealed_opens(plain: bytes) -> None:
    assert CIPHER.open(CIPHER.seal(plain, CONTEXT), CONTEXT) == plain
    assert CIPHER.open(memoryview(CIPHER.seal(plain, CONTEXT)), CONTEXT) == plain


@given(st.text(max_size=50))
def test_a_text_comes_back(text: str) -> None:
    assert CIPHER.open_text(CIPHER.seal_text(text, CONTEXT), CONTEXT) == text


def test_what_is_no_text_is_none() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        CIPHER.seal_text("\ud800", CONTEXT)
    with pytest.raises(ForgedError):
        CIPHER.open_text(CIPHER.seal(b"\xff", CONTEXT), CONTEXT)


def test_no_two_are_alike_from_many_threads() -> None:
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda _: CIPHER.seal(b"content", CONTEXT), range(4000)))
    assert len({one[1:13] for one in sealed}) == len(sealed)
    assert {CIPHER.open(one, CONTEXT) for one in sealed} == {b"content"}
    assert {one[:1] for one in sealed} == {b"\1"}


def test_an_error_tells_the_place_and_nothing_else() -> None:
    sealed = CIPHER.seal_text("架空 花子", CONTEXT)
    with pytest.raises(ForgedError) as caught:
        CIPHER.open(sealed, "person.name/0000")
    assert caught.value.place == "person.name/0000"
    assert str(caught.value).startswith("person.name/0000: ")
    assert "架空" not in str(caught.value)


def test_the_form_stays_readable() -> None:
    """A value that an earlier version sealed, by the key above; every later version opens it."""
    sealed = bytes.fromhex("0114f91a6a3cb9a20000be33f0283ac9411ac8e0a0e355c93c26470b6d65156d646e96fc38e21612a1fc")
    assert CIPHER.open_text(sealed, CONTEXT) == "架空 花子"
