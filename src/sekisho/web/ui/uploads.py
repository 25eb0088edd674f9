"""What is sent is written down as far as it may go, and no further: one who sends a disk full of data fills no disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from sekisho.web.installation import installation
from sekisho.web.store.files import TooLargeError


class CutOff(TemporaryUploadedFile):
    """A file that is larger than one may be: ``size`` is what was sent, of which only the beginning was written."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002  as Django has it
        """Give nothing: half a file is no file.

        Raises:
            TooLargeError: always.

        """
        raise TooLargeError(installation().options.upload_megabytes * 1_000_000)


class Bounded(TemporaryFileUploadHandler):
    """Writes an uploaded file to the temporary folder, up to the size that one may have."""

    def new_file(self, *told: Any, **named: Any) -> None:  # noqa: ANN401  as Django has it
        """Begin a file."""
        super().new_file(*told, **named)
        self._written, self._most = 0, installation().options.upload_megabytes * 1_000_000

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part, where the file may still be one."""
        if self._written <= self._most:
            super().receive_data_chunk(raw_data, start)
            self._written += len(raw_data)

    def file_complete(self, file_size: int) -> Any:  # noqa: ANN401  as Django has it
        """Return the file; one that is too large as such."""
        if file_size > self._most:
            self.file.__class__ = CutOff
        return super().file_complete(file_size)
