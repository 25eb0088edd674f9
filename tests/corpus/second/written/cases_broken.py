"""Files that cannot be inspected, and bundles that cannot be read."""

from __future__ import annotations

from collections.abc import Callable

from written import letters, locks, papers
from written.bundle import Bundle, ask, case, finding, stop
from written.layouts import plain, titled
from written.sheets import Row, csv_bytes, repack, xlsx

FILE = "out/k01.xlsx"
SCAN = ["さくら野市長　様", "申請書", "にじいろ幼稚園"]


def bomb(levels: int = 5, copies: int = 12, leaf: int = 60_000_000) -> bytes:
    """An archive of some kilobytes that unpacks to more than any disk holds."""
    data = locks.zipped({"0.csv": bytes(leaf)})
    for level in range(levels):
        data = locks.zipped({f"{level}-{n}.zip": data for n in range(copies)})
    return data


@case
def unreadable() -> list[Bundle]:
    """Corrupt and unknown files stop."""
    good = xlsx(plain(Bundle("seed", "x", "x").of("K01")))
    letter, paper = letters.docx(["別紙"]), papers.pdf_pages(papers.lines(SCAN))
    files: dict[str, tuple[str, bytes]] = {
        "xlsx-truncated": (FILE, good[: len(good) // 2]),
        "xlsx-empty": (FILE, b""),
        "xlsx-is-text": (FILE, "これは表ではありません\r\n".encode("cp932")),
        "docx-broken-xml": ("out/k01.docx", repack(letter, {"word/document.xml": ("</w:body>", "")})),
        "pdf-truncated": ("out/k01.pdf", paper[:400]),
        "zip-corrupt": ("out/k01.zip", b"PK\x03\x04" + bytes(range(256))),
        "unknown-format": ("out/k01.jtd", b"\x00\x9f\x12JTDOC" + bytes(range(200)) * 4),
        "csv-binary": ("out/k01.csv", b"\x81\xff\x00\xfe\x90\x80\xa0\xfd,\x85\xff\r\n" * 20),
        "corrupt-in-zip": ("out/k01.zip", locks.zipped({"ok.xlsx": good, "ng.xlsx": good[:900]})),
        "zip-bomb": ("out/k01.zip", bomb()),
    }
    bundles = []
    for slug, (path, data) in files.items():
        bundle = Bundle(f"unreadable-{slug}", "unreadable", f"a file that cannot be inspected: {slug}")
        file = {} if path.endswith(".zip") else {"file": path}
        bundle.parcel({path: data}).must_find(stop("unreadable") | file).may_find(
            finding("unreadable", None), finding("scope", "ask")
        )
        if slug == "corrupt-in-zip":
            bundle.people = Bundle("seed", "x", "x").people
        bundles.append(bundle)
    return bundles


@case
def pictures() -> list[Bundle]:
    """Pictures and scans without a text layer ask."""
    image = papers.picture(SCAN)
    document = letters.letter(["次のとおり受け付けました。"])
    letters.picture(document, papers.image_bytes(image, "PNG"), "")
    files = {
        "png": ("out/scan.png", papers.image_bytes(image, "PNG")),
        "jpeg": ("out/写真.jpg", papers.image_bytes(image, "JPEG")),
        "tiff-fax": ("out/fax.tif", papers.image_bytes(image, "TIFF")),
        "scanned-pdf": ("out/scan.pdf", papers.scanned(image)),
        "scan-in-docx": ("out/k01.docx", letters.docx_bytes(document)),
    }
    bundles = []
    for slug, (path, data) in files.items():
        bundle = Bundle(f"picture-{slug}", "picture", f"a picture that no program can read: {slug}")
        bundle.parcel({path: data}).must_find(ask("unreadable", None, None if "docx" in slug else path))
        bundles.append(bundle)
    bundles[-1].must[-1].pop("file", None)
    layer = Bundle("picture-scanned-pdf-with-text", "picture", "a scan with its text layer")
    layer.parcel({"out/scan.pdf": papers.scanned(image, SCAN)}).may_find(ask("hidden"), ask("unreadable"))
    return [*bundles, layer.is_honest()]


def _parcel(bundle: Bundle) -> Bundle:
    return bundle.parcel({FILE: xlsx(titled(bundle.of("K01")))})


def _missing(bundle: Bundle) -> Bundle:
    _parcel(bundle).parcels[0]["files"].append("out/k01-2.xlsx")
    return bundle.fails("out/k01-2.xlsx")


def _upwards(bundle: Bundle) -> Bundle:
    _parcel(bundle).parcels[0]["files"] = ["../outside.xlsx"]
    return bundle.fails("../outside.xlsx")


def _absolute(bundle: Bundle) -> Bundle:
    _parcel(bundle).parcels[0]["files"] = ["/etc/hostname"]
    return bundle.fails("/etc/hostname")


def _link(bundle: Bundle) -> Bundle:
    _parcel(bundle).parcels[0]["files"].append("out/link.xlsx")
    bundle.links["out/link.xlsx"] = "k01.xlsx"
    return bundle.fails("out/link.xlsx")


def _twice(bundle: Bundle) -> Bundle:
    _parcel(bundle).parcels[0]["files"].append(FILE)
    return bundle.fails(FILE)


def _key(bundle: Bundle) -> Bundle:
    bundle.settings["chanel"] = "handover"
    return _parcel(bundle).fails("chanel")


def _parcel_key(bundle: Bundle) -> Bundle:
    _parcel(bundle).parcels[0]["recipiant"] = "K01"
    return bundle.fails("recipiant")


def _recipient(bundle: Bundle) -> Bundle:
    return bundle.parcel({FILE: xlsx(titled(bundle.of("K01")))}, recipient="K09").fails("K09")


def _empty_scope(bundle: Bundle) -> Bundle:
    bundle.with_scope_source()
    bundle.scope = (bundle.scope or [])[:1]
    return _parcel(bundle).fails("scope.csv")


def _subject_twice(bundle: Bundle) -> Bundle:
    bundle.people.append(bundle.people[2])
    return _parcel(bundle).fails("subjects.csv", bundle.people[2].id, str(len(bundle.people) + 1))


def _recipient_twice(bundle: Bundle) -> Bundle:
    rows: list[Row] = bundle.recipients or []
    rows.append(["K02", "ひばり幼稚園分園", "幼稚園", "b@k02.example.jp"])
    return _parcel(bundle).fails("recipients.csv", "K02", str(len(rows)))


def _subject_twice_xlsx(bundle: Bundle) -> Bundle:
    bundle.source_format = "xlsx"
    bundle.people.insert(5, bundle.people[0])
    return _parcel(bundle).fails("subjects.xlsx", bundle.people[0].id, "7")


def _undecodable(bundle: Bundle) -> Bundle:
    rows = [["subject_id", "name", "recipient_id"], *([p.id, p.name, p.office] for p in bundle.people)]
    data = csv_bytes(rows, "utf-8").replace(bundle.people[3].name.encode(), b"\x81\xff\xfe\x80")
    bundle.files["sources/subjects.csv"] = data
    return _parcel(bundle).fails("subjects.csv")


def _no_name(bundle: Bundle) -> Bundle:
    bundle.columns = [c for c in bundle.columns if c not in ("name", "kana")]
    return _parcel(bundle).fails("subjects.csv")


def _no_id(bundle: Bundle) -> Bundle:
    bundle.columns = ["name", "birth_date", "recipient_id"]
    return _parcel(bundle).fails("subjects.csv")


def _no_source(bundle: Bundle) -> Bundle:
    bundle.settings["sources"] = {"consents": "sources/syodaku.csv"}
    return _parcel(bundle).fails("sources/syodaku.csv")


def _no_bundle_toml(bundle: Bundle) -> Bundle:
    bundle.files["bundle.tom"] = b"format = 1\n"
    bundle.files["bundle.toml"] = "format = 1\ntitle = 「送付」\n".encode()
    return bundle.fails("bundle.toml")


def _channel(bundle: Bundle) -> Bundle:
    bundle.channel = "fax"
    return _parcel(bundle).fails("fax")


BROKEN: dict[str, Callable[[Bundle], Bundle]] = {
    "missing-file": _missing,
    "path-upwards": _upwards,
    "path-absolute": _absolute,
    "symlink": _link,
    "same-file-twice": _twice,
    "unknown-key": _key,
    "unknown-parcel-key": _parcel_key,
    "unknown-recipient": _recipient,
    "empty-scope": _empty_scope,
    "subject-id-twice": _subject_twice,
    "subject-id-twice-xlsx": _subject_twice_xlsx,
    "recipient-id-twice": _recipient_twice,
    "undecodable-csv": _undecodable,
    "no-name-column": _no_name,
    "no-id-column": _no_id,
    "missing-source": _no_source,
    "broken-toml": _no_bundle_toml,
    "unknown-channel": _channel,
}


@case
def broken() -> list[Bundle]:
    """Bundles with an error that ends the run with exit status 2."""
    return [
        change(Bundle(f"error-{slug}", "error", f"an error in the bundle: {slug}")) for slug, change in BROKEN.items()
    ]
