"""What is to be done in the background, queued in the same transaction as what it is about."""

from __future__ import annotations

from typing import Literal

from django.utils.module_loading import import_string


def later(work: Literal["inspect", "read", "send", "list_columns", "cut"], about: int | str) -> None:
    """Queue a task of `sekisho.web.desk.tasks`: it is there as soon as what it is about is, and never before."""
    import_string(f"sekisho.web.desk.tasks.{work}").enqueue(
        about
    )  # by name: the tasks call the actions that queue them
