"""暗号化: a file for mail or transfer opens for nobody who lacks the password, and the inspection could open it.

What it looks for
    Where the policy asks for files that are already protected: a file that anyone could open, or one with a weak or old
    cipher (ZipCrypto, RC4, XOR, an owner password alone). Everywhere: a file whose password was not given or is wrong,
    so that nobody could look into it.

Why it stops
    A measure of FY2023 incident 1 is a password on the data; and a file that was closed before it was inspected was
    not inspected.

What it cannot see
    How good the password is, and by which way it travels.

What to do
    Protect with AES (Excel's own password, an AES zip), give the password to the inspection in ``password_file``, and
    send it to the recipient another way; or let Sekisho protect the files when it releases them.

Options
    ``[policy] protection`` of the bundle, ``password_file`` of the parcel.
"""

from collections.abc import Iterator

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.model import Cipher, Finding, Protection
from sekisho.words import Sentence, say


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        protection = file.document.protection
        if not protection.opened:
            yield CHECK.finding(
                case,
                file,
                "stop",
                "closed",
                protection.why_not or say("パスワードが分からないため、中を検査できませんでした。"),
                say("送付物の password_file にパスワードのファイルを書いて、検査し直してください。"),
            )
        elif case.bundle and case.bundle.protection == "in-file" and not file.inside:
            yield from _openness(case, file)


def _openness(case: ParcelCase, file: Inspected) -> Iterator[Finding]:
    protection = file.document.protection
    if protection.cipher is Cipher.NONE and not _members_are_protected(case, file):
        yield CHECK.finding(
            case,
            file,
            "stop",
            "open",
            say("パスワードがなく、だれでも開けるファイルです。"),
            say("パスワードで保護するか、方針を at-release にして、送出のときに関所が保護するようにしてください。"),
        )
    elif protection.cipher is Cipher.WEAK:
        yield CHECK.finding(
            case,
            file,
            "stop",
            "weak",
            say("弱い、または古い方式で保護されています（{method}）。", method=protection.method or "?"),
            say("AES で保護し直してください。"),
        )


def _members_are_protected(case: ParcelCase, file: Inspected) -> bool:
    """Return whether an open archive holds nothing but files that are each protected well."""
    if file.document.format != "zip":
        return False
    members = [other for other in case.files if other.path.startswith(file.path + "!/")]
    leaves = [m for m in members if "!/" not in m.path[len(file.path) + 2 :]]
    return bool(leaves) and all(leaf.document.protection.cipher is Cipher.STRONG for leaf in leaves)


def _idle(case: ParcelCase) -> Sentence | None:
    protected = any(file.document.protection.cipher is not Cipher.NONE for file in case.files)
    if protected or case.bundle is None or case.bundle.protection != "none":
        return None
    return say("ファイルを保護して送るものではなく、保護されたファイルもないため、検査の対象ではありません。")


CHECK = Check("protection", say("暗号化"), (), _run, idle=_idle)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    mail, own = worked.Terms(channel="email", protection="in-file"), worked.sheet(worked.roster("S0101"))
    aes, zipcrypto = Protection(Cipher.STRONG, "AES-256 (agile)"), Protection(Cipher.WEAK, "ZipCrypto")
    closed = Protection(Cipher.STRONG, "AES-256 (agile)", opened=False)

    def made(protection: Protection, terms: worked.Terms) -> ParcelCase:
        return worked.parcel_case(worked.document(own, protection=protection), terms=terms)

    return (
        worked.Stops("a workbook for mail that anyone could open", made(worked.OPEN, mail)),
        worked.Stops("a weak cipher", made(zipcrypto, mail)),
        worked.Stops("a file whose password was not given, by whatever way", made(closed, worked.Terms(channel="handover"))),
        worked.Passes("AES with a password that the inspection knows", made(aes, mail)),
        worked.Passes("an open file that Sekisho protects when it releases it", made(worked.OPEN, worked.Terms(channel="email", protection="at-release"))),
    )  # fmt: skip
