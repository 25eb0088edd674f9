"""Files that are protected well, badly or not at all, and files within archives."""

from __future__ import annotations

from collections.abc import Callable

from written import letters, locks, papers
from written.bundle import Bundle, case, finding, stop
from written.layouts import plain
from written.people import Person, wareki
from written.sheets import Row, book_bytes, csv_bytes, openpyxl_book, xlsx, xlsx_other

WORD = "Sakura-no-hana-2026!"
KEY = {"passwords/k01.txt": f"{WORD}\n".encode()}
DEFAULT_WORD = "VelvetSweatshop"  # with this password Excel opens a file without asking
Maker = Callable[[list[Person]], bytes]


def _list(people: list[Person]) -> bytes:
    return xlsx(plain(people))


def _pdf(people: list[Person]) -> bytes:
    rows: list[Row] = [["氏名", "生年月日"], *([p.name, wareki(p.birth)] for p in people)]
    return papers.pdf_list(rows)


def _csv(people: list[Person]) -> bytes:
    return csv_bytes(plain(people).table(), "cp932")


def _word(people: list[Person]) -> bytes:
    return letters.docx(table=[["氏名", "生年月日"], *([p.name, wareki(p.birth)] for p in people)])


STRONG: dict[str, tuple[str, Maker]] = {
    "xlsx-agile": ("k01.xlsx", lambda own: locks.office_encrypted(_list(own), WORD)),
    "docx-agile": ("k01.docx", lambda own: locks.office_encrypted(_word(own), WORD)),
    "zip-aes": ("k01.zip", lambda own: locks.zip_aes({"一覧.csv": _csv(own)}, WORD)),
    "zip-aes-nested": (
        "k01.zip",
        lambda own: locks.zip_aes({"inner.zip": locks.zipped({"list.xlsx": _list(own)})}, WORD),
    ),
    "pdf-aes-256": ("k01.pdf", lambda own: papers.encrypted(_pdf(own), WORD, "owner")),
}


def _locked_sheets(people: list[Person]) -> bytes:
    book = openpyxl_book(plain(people))
    book.worksheets[0].protection.sheet = True
    book.worksheets[0].protection.password = WORD
    book.security.lockStructure = True
    book.security.workbookPassword = "kaisan"
    return book_bytes(book)


WEAK: dict[str, tuple[str, Maker]] = {
    "plain-xlsx": ("k01.xlsx", _list),
    "plain-docx": ("k01.docx", _word),
    "plain-csv": ("k01.csv", _csv),
    "plain-pdf": ("k01.pdf", _pdf),
    "plain-zip": ("k01.zip", lambda own: locks.zipped({"list.xlsx": _list(own)})),
    "zip-crypto": ("k01.zip", lambda own: locks.zip_raw({"園児一覧.xlsx": _list(own)}, password=WORD)),
    "zip-one-entry-open": (
        "k01.zip",
        lambda own: locks.zip_aes({"a.csv": _csv(own[:3])}, WORD, {"b.csv": _csv(own[3:])}),
    ),
    "pdf-owner-only": ("k01.pdf", lambda own: papers.encrypted(_pdf(own), "", "owner")),
    "pdf-rc4-128": ("k01.pdf", lambda own: papers.encrypted(_pdf(own), WORD, "owner", 3, False)),
    "pdf-rc4-40": ("k01.pdf", lambda own: papers.encrypted(_pdf(own), WORD, "owner", 2, False)),
    "default-password": ("k01.xlsx", lambda own: locks.office_encrypted(_list(own), DEFAULT_WORD)),
    "sheets-locked-only": ("k01.xlsx", _locked_sheets),
}


def _sent(slug: str, about: str, turn: int) -> Bundle:
    return Bundle(slug, "protection", about, channel=("email", "transfer")[turn % 2])


@case
def strong() -> list[Bundle]:
    """Well protected files whose password is given: honest, and with a stranger inside."""
    bundles = []
    for turn, (slug, (name, make)) in enumerate(STRONG.items()):
        good = _sent(f"strong-{slug}-honest", f"{slug}, the password is given", turn)
        good.parcel({f"out/{name}": make(good.of("K01"))}, password_file="passwords/k01.txt")
        bad = _sent(f"strong-{slug}-stranger", f"{slug}, the password is given, a stranger inside", turn)
        bad.parcel({f"out/{name}": make([*bad.of("K01"), bad.stranger()])}, password_file="passwords/k01.txt")
        for bundle in (good, bad):
            bundle.files |= KEY
        inner = {"zip-aes": "!/一覧.csv", "zip-aes-nested": "!/inner.zip!/list.xlsx"}.get(slug, "")
        bundles += [good.is_honest(), bad.must_find(stop("scope", bad.stranger(), f"out/{name}{inner}"))]
    return bundles


@case
def weak() -> list[Bundle]:
    """Files for mail and transfer that anyone, or anyone with a little patience, could open."""
    bundles = []
    for turn, (slug, (name, make)) in enumerate(WEAK.items()):
        bundle = _sent(f"weak-{slug}", f"{slug} for email or transfer", turn)
        needs_key = slug in ("zip-crypto", "zip-one-entry-open", "pdf-rc4-128", "pdf-rc4-40")
        more = {"password_file": "passwords/k01.txt"} if needs_key else {}
        bundle.parcel({f"out/{name}": make(bundle.of("K01"))}, **more)
        bundle.files |= KEY if needs_key else {}
        bundles.append(bundle.must_find(stop("protection")).may_find(finding("protection", None)))
    usb = Bundle("weak-handover-in-file", "protection", "a handover whose policy asks for protected files")
    usb.settings["policy"] = {"protection": "in-file"}
    usb.parcel({"out/k01.xlsx": _list(usb.of("K01"))}).must_find(stop("protection", None, "out/k01.xlsx"))
    return [*bundles, usb]


@case
def no_password() -> list[Bundle]:
    """Protected files that nobody can look into."""
    bundles = []
    for slug in ("xlsx-agile", "zip-aes", "pdf-aes-256"):
        name, make = STRONG[slug]
        for given in ("missing", "wrong"):
            bundle = _sent(f"password-{given}-{slug}", f"{slug}; the password is {given}", len(slug))
            more = {"password_file": "passwords/k01.txt"} if given == "wrong" else {}
            bundle.parcel({f"out/{name}": make(bundle.of("K01"))}, **more)
            bundle.files |= {"passwords/k01.txt": b"another-word-entirely\n"} if more else {}
            bundle.must_find(stop("protection")).may_find(finding("unreadable", None), finding("protection", None))
            bundles.append(bundle.may_find(finding("scope", "ask"), finding("completeness", None)))
    return bundles


@case
def not_needed() -> list[Bundle]:
    """Files that need no protection of their own."""
    release = Bundle(
        "at-release-email", "protection", "the files are protected when they are released", channel="email"
    )
    release.settings["policy"] = {"protection": "at-release"}
    transfer = Bundle("at-release-transfer", "protection", "the same for a transfer", channel="transfer")
    transfer.settings["policy"] = {"protection": "at-release"}
    post = Bundle("plain-post", "protection", "paper by post", channel="post")
    bundles = []
    for bundle, name, make in ((release, "k01.xlsx", _list), (transfer, "k01.csv", _csv), (post, "k01.pdf", _pdf)):
        bundles.append(bundle.parcel({f"out/{name}": make(bundle.of("K01"))}).is_honest())
    several = Bundle("strong-two-recipients", "protection", "two mails, each with its own password", channel="email")
    for office in ("K01", "K02"):
        word = f"{office}-Hanami-no-yoru"
        data = locks.office_encrypted(xlsx_other(plain(several.of(office))), word)
        several.parcel({f"out/{office}.xlsx": data}, recipient=office, password_file=f"passwords/{office}.txt")
        several.files[f"passwords/{office}.txt"] = word.encode()
    usb = Bundle("handover-protected", "protection", "a handover on a medium, protected although nobody asked for it")
    usb.parcel(
        {"out/k01.zip": locks.zip_aes({"一覧.xlsx": _list(usb.of("K01"))}, WORD)}, password_file="passwords/k01.txt"
    )
    usb.files |= KEY
    return [*bundles, several.is_honest(), usb.is_honest()]


@case
def archives() -> list[Bundle]:
    """Archives, archives in archives, and names in CP932."""
    bundles = []
    for honest in (True, False):
        tail = "honest" if honest else "stranger"
        forms: dict[str, Callable[[bytes], bytes]] = {
            "nested": lambda data: locks.zipped({"b.zip": locks.zipped({"list.xlsx": data})}),
            "deep": lambda data: locks.zipped({"a/1.zip": locks.zipped({"2.zip": locks.zipped({"list.xlsx": data})})}),
            "cp932-name": lambda data: locks.zip_raw({"提出用/園児一覧表.xlsx": data}),
        }
        inner = {
            "nested": "b.zip!/list.xlsx",
            "deep": "a/1.zip!/2.zip!/list.xlsx",
            "cp932-name": "提出用/園児一覧表.xlsx",
        }
        for slug, pack in forms.items():
            bundle = Bundle(f"zip-{slug}-{tail}", "zip", f"an archive: {slug}")
            people = bundle.of("K01") if honest else [bundle.stranger(), *bundle.of("K01")]
            bundle.parcel({"out/k01.zip": pack(_list(people))}, complete=honest)
            if not honest:
                bundle.must_find(stop("scope", bundle.stranger(), f"out/k01.zip!/{inner[slug]}", sheet="名簿", row=2))
            bundles.append(bundle.is_honest() if honest else bundle)
    name = Bundle(
        "zip-cp932-entry-named-stranger", "zip", "the name of a file in the archive, in CP932, is a stranger's"
    )
    entry = f"通知書（{name.stranger().spaced('')}）.docx"
    name.parcel({"out/k01.zip": locks.zip_raw({entry: letters.docx(["別紙のとおりです。"])})})
    name.must_find(stop("scope", name.stranger(), f"out/k01.zip!/{entry}", part="file_name"))
    mixed = Bundle("zip-mixed-formats-honest", "zip", "a workbook, a letter, a PDF and a CSV in one archive")
    own = mixed.of("K01")
    files = {"一覧.xlsx": _list(own), "一覧.csv": _csv(own), "一覧.pdf": _pdf(own), "通知.docx": _word(own)}
    mixed.parcel({"out/k01.zip": locks.zip_raw(files)}, complete=True)
    return [*bundles, name, mixed.is_honest()]
