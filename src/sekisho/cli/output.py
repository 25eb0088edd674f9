"""Where a command's answer goes: one text on standard output or into a file, reasons on standard error."""

from __future__ import annotations

import contextlib
import sys
from io import TextIOWrapper
from pathlib import Path

from sekisho.bundle.model import BundleError
from sekisho.words import Sentence, say


def write(text: str, out: Path | None, *, utf8: bool = False) -> None:
    """Write an answer. ``utf8``: whatever the terminal speaks; else what its encoding lacks becomes a question mark.

    Raises:
        BundleError: the file cannot be written.

    """
    if out is not None:
        try:
            out.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            raise BundleError(
                say(
                    "{file}に書き出せません（{reason}）。場所と権限を確かめてください。",
                    file=str(out),
                    reason=error.strerror,
                )
            ) from error
        return
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if utf8 else None, errors="replace")
    sys.stdout.write(text)
    sys.stdout.flush()


def write_reason(sentence: Sentence, lang: str, *, mask: bool = False) -> None:
    """Write on standard error why there is no answer."""
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")
    with contextlib.suppress(BrokenPipeError):
        print(sentence.render(lang, mask=mask), file=sys.stderr)
