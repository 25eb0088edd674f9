"""What the viewer shows of a file: opened once in the background, kept sealed, read part by part."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path, PurePath

from sekisho.bundle.tables import TEXTS
from sekisho.inspection.model import Cipher, Limits
from sekisho.inspection.showing.leaves import parts_of
from sekisho.inspection.showing.model import ShownFile
from sekisho.inspection.showing.show import stored
from sekisho.inspection.showing.stored import opened as opened_form
from sekisho.inspection.worker.pool import processors
from sekisho.web.desk.actions.files import not_opened, opened
from sekisho.web.desk.engine import SPARE
from sekisho.web.desk.models import FileRow
from sekisho.web.desk.parcels import file_told
from sekisho.web.installation import installation
from sekisho.words import LANGUAGES, Sentence, say

_MOST = 2_000_000_000


def open_file(file: str) -> None:
    """Open a file that was brought: keep what the viewer shows of it, or say why it cannot be shown."""
    row = FileRow.objects.filter(pk=file, state="reading").first()
    if row is None:
        return
    here = installation()
    told = file_told(row.told, here.cipher, file)
    with tempfile.TemporaryDirectory(prefix="sekisho-") as folder:
        path = Path(folder) / "file"
        here.files.write_to(row.blob, path)
        put = here.files.put(
            stored(path, told.name, told.password or None, Limits(), jobs=processors(SPARE)), most=_MOST
        )
    found = shown(put.id)
    problem = _problem(found, told.name)
    if problem:
        here.files.remove(put.id)
        not_opened(file, {lang: _together(problem, lang) for lang in LANGUAGES})
    else:
        opened(file, shown=put.id, parts=parts_of(found))


def _problem(found: ShownFile, name: str) -> tuple[Sentence, ...]:
    """Return why a file must not go in, and what to do: it is closed, or nothing at all of it can be looked at."""
    if not found.protection.opened:
        closed = say("パスワードで保護されていて開けません。開くパスワードを入れて、取り込み直してください。")
        return (found.protection.why_not or closed,)
    parts = found.every_part
    if any(one.row_count or one.aside_count or one.picture() is not None for one in parts):
        return ()
    reasons = [one.why for part in parts for one in part.not_shown if not one.asks]
    if not reasons and (found.format != "unknown" or found.protection.cipher is not Cipher.NONE):
        return ()
    if PurePath(name).suffix.lower() in TEXTS:
        advice = say("表計算ソフトで開いて確かめ、文字コードをUTF-8かShift_JISにして保存し直してください。")
    else:
        advice = say("元のファイルを開いて確かめ、保存し直してから、もう一度取り込んでください。")
    return (*reasons[:1], advice)


def _together(sentences: tuple[Sentence, ...], lang: str) -> str:
    """Return sentences one after the other; a reason of the engine may lack its full stop."""
    stop, between = ("。", "") if lang == "ja" else (".", " ")
    return between.join(one.render(lang).rstrip(stop) + stop for one in sentences)


def shown(blob: str) -> ShownFile:
    """Return what the viewer shows of a file; of the whole only its index is read, and the slices that are asked for.

    Raises:
        ForgedError, StoredFormError: it is not what was kept.

    """
    return opened_form(partial(installation().files.read_at, blob))
