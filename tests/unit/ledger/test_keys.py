import hashlib

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519, rsa

from sekisho.ledger.keys import fingerprint, is_protected, pair, private_key, public_key
from sekisho.ledger.model import LedgerError

SEED = bytes(range(32))
PRIVATE, PUBLIC = pair(SEED)
CLOSED, _ = pair(SEED, "開けゴマ")
PEM = serialization.Encoding.PEM


def pems(key: rsa.RSAPrivateKey | ed448.Ed448PrivateKey, form: serialization.PrivateFormat) -> tuple[bytes, bytes]:
    public = key.public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.private_bytes(PEM, form, serialization.NoEncryption()), public


def test_keys_of_another_kind_are_refused_by_name() -> None:
    of_rsa = rsa.generate_private_key(65537, 2048)
    for private, public in (
        pems(of_rsa, serialization.PrivateFormat.TraditionalOpenSSL),
        pems(of_rsa, serialization.PrivateFormat.PKCS8),
        pems(ed448.Ed448PrivateKey.generate(), serialization.PrivateFormat.PKCS8),
    ):
        with pytest.raises(LedgerError) as caught:
            private_key(private, None, name="a.pem")
        assert caught.value.sentence.render("en").startswith("a.pem is not an Ed25519 key")
        with pytest.raises(LedgerError) as caught:
            public_key(public, name="a.pub")
        assert caught.value.sentence.render("en").startswith("a.pub is not an Ed25519 key")


@pytest.mark.parametrize("pem", [b"", b"hello", PUBLIC, PRIVATE[:-40], b"\xff\xfe", PRIVATE.replace(b"M", b"%")])
def test_what_is_no_private_key_is_refused(pem: bytes) -> None:
    with pytest.raises(LedgerError) as caught:
        private_key(pem, None, name="a.pem")
    assert "a.pem" in caught.value.sentence.render()


@pytest.mark.parametrize("pem", [b"", b"hello", PRIVATE, CLOSED, PUBLIC[:-40], b"\xff\xfe"])
def test_what_is_no_public_key_is_refused(pem: bytes) -> None:
    with pytest.raises(LedgerError) as caught:
        public_key(pem, name="a.pub")
    assert "a.pub" in caught.value.sentence.render()


@pytest.mark.parametrize("password", [None, "", "開けごま"])
def test_a_protected_key_opens_by_its_password_alone(password: str | None) -> None:
    with pytest.raises(LedgerError) as caught:
        private_key(CLOSED, password, name="a.pem")
    assert "パスワード" in caught.value.sentence.render()


def test_a_key_comes_back_as_it_was_written() -> None:
    for pem, password in ((PRIVATE, None), (PRIVATE, "not needed"), (CLOSED, "開けゴマ")):
        key = private_key(pem, password, name="a.pem")
        assert key.private_bytes_raw() == SEED
        assert key.public_key().public_bytes_raw() == public_key(PUBLIC, name="a.pub").public_bytes_raw()
    assert (is_protected(PRIVATE), is_protected(CLOSED)) == (False, True)
    assert CLOSED.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


def test_the_fingerprint_is_that_of_the_file_of_the_public_key() -> None:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(SEED).public_key()
    # What stands before every Ed25519 key in DER (RFC 8410, 4 and 10.1).
    der = bytes.fromhex("302a300506032b6570032100") + key.public_bytes_raw()
    assert fingerprint(key) == hashlib.sha256(der).hexdigest()
