"""What people call each kind of file, and whether a file's name says something else than its content."""

from typing import Final

from sekisho.inspection.model import Misnamed
from sekisho.words import Sentence, say

KINDS: Final = {
    "xlsx": say("Excel ブック（.xlsx）"),
    "xls": say("Excel 97-2003 ブック（.xls）"),
    "xlsb": say("Excel バイナリ ブック（.xlsb）"),
    "ods": say("OpenDocument 表計算（.ods）"),
    "docx": say("Word 文書（.docx）"),
    "doc": say("Word 97-2003 文書（.doc）"),
    "odt": say("OpenDocument 文書（.odt）"),
    "rtf": say("リッチテキスト文書（.rtf）"),
    "jtd": say("一太郎文書（.jtd）"),
    "pptx": say("PowerPoint プレゼンテーション（.pptx）"),
    "ppt": say("PowerPoint 97-2003 プレゼンテーション（.ppt）"),
    "odp": say("OpenDocument プレゼンテーション（.odp）"),
    "pdf": say("PDF ファイル"),
    "csv": say("文字だけのファイル（csv・txt など）"),
    "text": say("文字だけのファイル"),
    "json": say("JSON ファイル"),
    "xml": say("XML ファイル"),
    "html": say("ウェブページ（html）"),
    "eml": say("メール（.eml）"),
    "msg": say("Outlook のメール（.msg）"),
    "zip": say("zip ファイル"),
    "7z": say("7z で圧縮したファイル"),
    "rar": say("rar で圧縮したファイル"),
    "lzh": say("lzh で圧縮したファイル"),
    "gz": say("gzip で圧縮したファイル"),
    "bz2": say("bzip2 で圧縮したファイル"),
    "xz": say("xz で圧縮したファイル"),
    "cab": say("cab で圧縮したファイル"),
    "tar": say("tar でまとめたファイル"),
    "picture": say("画像ファイル"),
    "vsdx": say("Visio 図面（.vsdx）"),
    "epub": say("電子書籍（.epub）"),
    "exe": say("プログラム（.exe など）"),
    "parquet": say("Parquet 形式のデータ"),
    "sqlite": say("SQLite データベース"),
    "access": say("Access データベース"),
    "pgp": say("PGP で暗号化したファイル"),
    "ps": say("PostScript ファイル"),
    "ole": say("種類の分からない古い形式の Office ファイル"),
    "ooxml-protected": say("パスワードで保護された Office ファイル"),
}
"""By the words of ``kind_of``. What is empty, a scrap, a lock file or unknown has no name here."""

_PICTURES: Final = (
    "jpg",
    "jpeg",
    "jpe",
    "jfif",
    "png",
    "gif",
    "bmp",
    "tif",
    "tiff",
    "webp",
    "heic",
    "heif",
    "emf",
    "wmf",
)
_PROMISES: Final[dict[str, str]] = {
    **dict.fromkeys(("xlsx", "xlsm", "xltx", "xltm", "xlam"), "xlsx"),
    **dict.fromkeys(("xls", "xlt", "xla"), "xls"),
    "xlsb": "xlsb",
    **dict.fromkeys(("ods", "ots"), "ods"),
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), "docx"),
    **dict.fromkeys(("doc", "dot"), "doc"),
    **dict.fromkeys(("odt", "ott"), "odt"),
    "rtf": "rtf",
    "jtd": "jtd",
    **dict.fromkeys(("pptx", "pptm", "ppsx", "ppsm", "potx", "potm"), "pptx"),
    **dict.fromkeys(("ppt", "pps", "pot"), "ppt"),
    **dict.fromkeys(("odp", "otp"), "odp"),
    "pdf": "pdf",
    **dict.fromkeys(("csv", "tsv", "tab", "txt", "text"), "csv"),
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
    "eml": "eml",
    "msg": "msg",
    "zip": "zip",
    **{kind: kind for kind in ("7z", "rar", "lzh", "gz", "cab", "tar", "vsdx", "exe")},
    **dict.fromkeys(_PICTURES, "picture"),
}
"""What a name's ending promises. An ending that is not here promises nothing."""

BINARY_EXTENSIONS: Final = frozenset(end for end, kind in _PROMISES.items() if kind not in {"csv", "html", "eml"})
"""Endings under which nobody writes plain text."""

_OPENS_TEXT: Final = frozenset({"xls", "doc", "rtf", "html", "eml"})
"""Whose programs take plain text as well. To any other it is a broken file, which nobody who gets it can open."""

_ALSO: Final = {
    # A password turns these into another kind of file without another name.
    "xlsx": {"ooxml-protected"},
    "docx": {"ooxml-protected"},
    "pptx": {"ooxml-protected"},
    "xlsb": {"ooxml-protected"},
    "csv": {"text"},
    # A program that unpacks itself is an archive as well.
    "exe": {"zip"},
}


def extension_of(path: str) -> str:
    """Return the ending of a name in lower case, empty where it has none."""
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    return extension.strip().lower() if dot and stem else ""


def misnamed(kind: str, path: str) -> Misnamed | None:
    """Return what a name promises and what the file is instead; None where they agree or one of them says nothing."""
    extension = extension_of(path)
    promised = _PROMISES.get(extension)
    if promised is None or kind not in KINDS or kind == promised or kind in _ALSO.get(promised, ()):
        return None
    before = path[: -len(extension) - 1] if extension else path
    if extension == "zip" and _PROMISES.get(extension_of(before)) == kind:
        return None  # 名簿.xlsx.zip, which is the workbook itself: the name says both
    sentence = say(
        "名前（.{extension}）では{promised}ですが、中身は{kind}です。",
        extension=extension,
        promised=KINDS[promised],
        kind=KINDS[kind],
    )
    return Misnamed(sentence, opens=kind != "csv" or promised in _OPENS_TEXT)


def no_reader(kind: str, size: int) -> Sentence:
    """Return why a file of ``kind`` and ``size`` bytes is not read."""
    if kind == "empty":
        return say("0 バイトのファイルです")
    if kind == "scrap":
        return say("中身が{size}バイトしかないファイルです", size=size)
    if kind == "lock":
        return say("だれかが文書を開いている間だけ Office が置く作業用のファイルで、送るものではありません")
    if kind == "picture":
        return say("画像のファイルで、中の文字は読めません")
    if kind in KINDS:
        return say("{format}は、中を検査できません", format=KINDS[kind])
    return say("何の形式か分からないファイルです")


_TO_DO: Final = {
    **dict.fromkeys(("empty", "scrap"), say("作り直すか、要らなければ送付物から外してください。")),
    "lock": say("送付物から外し、元の文書を閉じて保存してから検査し直してください。"),
    **dict.fromkeys(
        ("doc", "odt", "rtf", "jtd"), say("元のソフトで開き、Word 文書（.docx）か PDF で保存し直してください。")
    ),
    **dict.fromkeys(("ppt", "odp"), say("元のソフトで開き、PowerPoint（.pptx）か PDF で保存し直してください。")),
    **dict.fromkeys(
        ("7z", "rar", "lzh", "gz", "bz2", "xz", "cab", "tar"),
        say("展開して、中のファイルを一つずつ、または zip に固め直して入れてください。"),
    ),
    "text": say("一覧や文章なら、.csv か .txt の名前にしてから検査し直してください。"),
    "exe": say("プログラムは送らず、中身を xlsx・docx・pdf・csv・zip のどれかで入れてください。"),
}


def to_do(kind: str) -> Sentence | None:
    """Return what to do with a file of ``kind`` that is not read; None where the usual advice will do."""
    return _TO_DO.get(kind)
