"""`sekisho ledger`: whether the log is still what was written, the log as one file, and checkpoints to keep elsewhere."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.signing import key_bytes, signing_key
from sekisho.ledger.model import LedgerError
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    from sekisho.ledger.checkpoint import Checkpoint
    from sekisho.ledger.notes import Notes
    from sekisho.ledger.store import Store
    from sekisho.ledger.verdict import Report


class VerifyFormat(StrEnum):
    """How the outcome is written."""

    TEXT = "text"
    JSON = "json"


DataOption = Annotated[Path | None, typer.Option("--data", help="関所のデータのフォルダ。")]
KeyOption = Annotated[
    list[Path] | None, typer.Option("--key", help="証跡点の署名を確かめる公開鍵。繰り返して指定できます。")
]
CheckpointOption = Annotated[
    list[Path] | None, typer.Option("--checkpoint", help="外で保管していた証跡点のファイル。繰り返して指定できます。")
]


def verify(
    file: Annotated[Path | None, typer.Argument(help="書き出した証跡のファイル。", show_default=False)] = None,
    data: DataOption = None,
    checkpoint: CheckpointOption = None,
    key: KeyOption = None,
    form: Annotated[
        VerifyFormat, typer.Option("--format", help="text（人が読む）、json（機械が読む）。")
    ] = VerifyFormat.TEXT,
    lang: LangOption = Lang.JA,
) -> int:
    """Verify, say what came of it, return 0 where nothing is wrong, 1 where anything is, 2 where nothing could be verified."""
    from sekisho.documents.ledger.verified import render, render_json

    try:
        report = _verified(file, data, _keys(key), _notes(checkpoint))
    except (BundleError, LedgerError) as error:
        if form is VerifyFormat.JSON:
            write(json.dumps({"error": error.sentence.render(lang.value)}, ensure_ascii=False) + "\n", None, utf8=True)
        write_reason(error.sentence, lang.value)
        return 2
    if form is VerifyFormat.JSON:
        write(render_json(report, lang=lang.value, own_keys=not key), None, utf8=True)
    else:
        write(render(report, lang=lang.value, own_keys=not key), None)
    return 0 if report.is_good else 1


def export(
    data: Annotated[Path, typer.Option("--data", help="関所のデータのフォルダ。")],
    out: Annotated[Path, typer.Option("--out", dir_okay=False, help="書き出すファイル。")],
    checkpoint: CheckpointOption = None,
    key: KeyOption = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Write the whole log into one file, return 0, or 2 where it could not be written."""
    from sekisho.ledger.export import export as lines

    try:
        keys, notes = _keys(key), _notes(checkpoint)
        _write_whole(out, lines(_store(data), keys, notes.rotations, notes.checkpoints))
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang.value)
        return 2
    return 0


def checkpoint(
    data: Annotated[Path, typer.Option("--data", help="関所のデータのフォルダ。")],
    key: Annotated[Path, typer.Option("--key", help="証跡点に署名する秘密鍵（sekisho report-key で作ったもの）。")],
    out: Annotated[
        Path,
        typer.Option("--out", dir_okay=False, help="証跡点を書き足すファイル。関所の外の場所に置いてください。"),
    ],
    key_password_file: Annotated[
        Path | None, typer.Option("--key-password-file", help="秘密鍵のパスワードを1行で書いたファイル。")
    ] = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Sign what the log is now and put it at the end of a file; 1 where the log contradicts what stands there, 2 unusable."""
    try:
        private = signing_key(key, key_password_file, lang.value)
        store = _store(data)
        earlier = _notes([out]) if out.exists() else _notes(None)
        if wrong := _contradiction(store, earlier, private.public_key(), out):
            write_reason(wrong, lang.value)
            return 1
        made = _signed(store, private)
        _put_at_the_end(out, made.to_json() + "\n")
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang.value)
        return 2
    write(made.to_line() + "\n", None, utf8=True)
    return 0


def _verified(file: Path | None, data: Path | None, keys: Sequence[Ed25519PublicKey], notes: Notes) -> Report:
    """Return the report on an export or on a store.

    Raises:
        BundleError: what was given cannot be read, or is not one of the two.
        LedgerError: the file is no export, or a key is needed.

    """
    from sekisho.ledger.export import verify_export
    from sekisho.ledger.trust import trust
    from sekisho.ledger.verify import verify as verified

    if (file is None) == (data is None):
        raise BundleError(
            say("書き出した証跡のファイルか、--data（関所のデータのフォルダ）のどちらか一つを指定してください。")
        )
    if file is not None:
        try:
            with file.open("rb") as opened:
                return verify_export(opened, keys, notes.checkpoints, notes.rotations, name=file.name)
        except OSError as error:
            raise BundleError(say("{file}を読めません。場所と権限を確かめてください。", file=str(file))) from error
    if notes.checkpoints and not keys:
        raise BundleError(say("証跡点の署名を確かめる公開鍵を --key で指定してください。"))
    store = _store(cast("Path", data))
    trusted = trust(store.origin, keys, notes.rotations)
    while True:
        size = store.size()
        report = verified(store.stored(), notes.checkpoints, trusted, size=size)
        # What others wrote meanwhile would be called inserted: then all is looked at once more.
        if report.is_good or store.size() == size:
            return report


def _store(data: Path) -> Store:
    """Return the store in a folder.

    Raises:
        BundleError: nothing is there, or what opens it is not installed.

    """
    # A folder that is not there would become a new, empty log, of which nothing is wrong.
    if not data.is_dir() or not any(data.iterdir()):
        raise BundleError(say("{file}に関所のデータがありません。データのフォルダを指定してください。", file=str(data)))
    return opened(data)


def opened(data: Path, *, create: bool = False) -> Store:
    """Return the store in a folder; ``create``: made where there is none.

    Raises:
        BundleError: what opens it is not installed.
        LedgerError: nothing is there, or it cannot be opened.

    """
    try:
        store = importlib.import_module("sekisho.web.store")
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith(("sekisho.web", "django")):
            raise
        raise BundleError(
            say(
                "--data を使うには追加の部品が要ります。pip install 'sekisho[web]' で入れてください。"
                "書き出した証跡のファイルなら、今のままで確かめられます。"
            )
        ) from error
    return cast("Store", store.open(data, create=create))


def _keys(files: Sequence[Path] | None) -> list[Ed25519PublicKey]:
    from sekisho.ledger.keys import public_key

    return [public_key(key_bytes(file), name=file.name) for file in files or ()]


def _notes(files: Sequence[Path] | None) -> Notes:
    from sekisho.ledger.notes import Notes, read_notes

    found = []
    for file in files or ():
        try:
            found.append(read_notes(file.read_bytes(), name=file.name))
        except OSError as error:
            raise BundleError(say("{file}を読めません。場所と権限を確かめてください。", file=str(file))) from error
    return Notes(
        tuple(one for notes in found for one in notes.checkpoints),
        tuple(one for notes in found for one in notes.rotations),
    )


def _contradiction(store: Store, earlier: Notes, key: Ed25519PublicKey, out: Path) -> Sentence | None:
    """Return what is wrong between a log and the checkpoints made before: nothing is signed over a rewritten history."""
    from sekisho.ledger.keys import fingerprint
    from sekisho.ledger.log import DamagedError
    from sekisho.ledger.restore import RewrittenError, lost
    from sekisho.ledger.trust import trust

    trusted, size = trust(store.origin, [key], earlier.rotations), store.size()
    # The newest one is enough: it was signed only after it was compared with the one before.
    newest = max((one for one in earlier.checkpoints if one.size <= size), key=lambda one: one.size, default=None)
    marks = [one for one in earlier.checkpoints if one.size > size or one is newest]
    if any(trusted.refusal(one) for one in marks):
        return say(
            "{file}に、この証跡とこの鍵のものではない証跡点があります。別のファイルに書き出すか、鍵の交代を書き足してください。",
            file=str(out),
        )
    if fingerprint(key) in trusted.until:
        return say("この鍵はもう交代しています。今の鍵を指定してください。")
    try:
        gap = lost(store, marks)
    except (RewrittenError, DamagedError):
        return say(
            "証跡が{file}の証跡点と違います。署名しません。sekisho ledger verify で確かめてください。", file=str(out)
        )
    if gap is not None:
        return say(
            "証跡が{file}の証跡点より短くなっています（今は{now}件、証跡点では{size}件）。署名しません。"
            "控えから戻したのなら、先に、失われたものを証跡に記録してください。",
            file=str(out),
            now=gap.kept,
            size=gap.lost[-1].size,
        )
    return None


def _signed(store: Store, key: Ed25519PrivateKey) -> Checkpoint:
    from sekisho.ledger.checkpoint import sign

    size = store.size()
    return sign(store.origin, size, store.root(size), key, datetime.now(UTC))


def _write_whole(out: Path, lines: Iterable[str]) -> None:
    """Write a file under another name first: half of an export must not stand where a whole one stood."""
    part = out.with_name(out.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as opened:
            opened.writelines(lines)
        part.replace(out)
    except OSError as error:
        raise _unwritten(out, error) from error
    finally:
        part.unlink(missing_ok=True)


def _put_at_the_end(out: Path, line: str) -> None:
    try:
        with out.open("ab") as opened:
            opened.write(line.encode("utf-8"))
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise _unwritten(out, error) from error


def _unwritten(out: Path, error: OSError) -> BundleError:
    return BundleError(
        say("{file}に書き出せません（{reason}）。場所と権限を確かめてください。", file=str(out), reason=error.strerror)
    )
