"""A table of ``bundle.toml`` read strictly: every key known, every value of its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sekisho.bundle.model import BundleError
from sekisho.japan.dates import parse_date
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Sequence

_MISSING = object()


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of the file. ``name`` is how it is written there: ``[sources]``; ``number`` counts ``[[parcel]]`` from 1."""

    values: Mapping[str, object]
    name: str = ""
    number: int = 0

    def where(self, key: str) -> Sentence:
        """Return how a person finds a key."""
        if self.number:
            return say("bundle.tomlの{number}番目の{table}の「{key}」", number=self.number, table=self.name, key=key)
        if self.name:
            return say("bundle.tomlの{table}の「{key}」", table=self.name, key=key)
        return say("bundle.tomlの「{key}」", key=key)

    def only(self, known: Sequence[str]) -> None:
        """Make sure that no key is unknown.

        Raises:
            BundleError: one is; names the nearest known key.

        """
        for key in self.values:
            if key not in known:
                near = get_close_matches(key.lower(), known, n=1, cutoff=0.0)
                raise BundleError(
                    say(
                        "{where}は知らない項目です。近いものは「{near}」です。使える項目: {known}",
                        where=self.where(key),
                        near=near[0] if near else known[0],
                        known=tuple(known),
                    )
                )

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text, without spaces around it; without ``default`` it must be there and must not be empty."""
        value = self.values.get(key, _MISSING)
        if value is _MISSING and default is not None:
            return default
        if value is _MISSING:
            raise self._absent(key)
        if not isinstance(value, str):
            raise self._wrong(key, say('文字列（"…"）'))
        if default is None and not value.strip():
            raise BundleError(say("{where}が空です。", where=self.where(key)))
        return value.strip()

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """Return a whole number that is not below ``least``."""
        value = self.values.get(key, _MISSING)
        if value is _MISSING and default is not None:
            return default
        if value is _MISSING:
            raise self._absent(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self._wrong(key, say("{least}以上の整数", least=least))
        return value

    def truth(self, key: str) -> bool:
        """Return ``true`` or ``false``, ``false`` where it is not said."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, say("true か false"))
        return value

    def day(self, key: str) -> date:
        """Return a date, which is one of TOML or a text in any form that offices write."""
        value = self.values.get(key, _MISSING)
        if value is _MISSING:
            raise self._absent(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        day = parse_date(value, compact=True) if isinstance(value, str) else None
        if day is None:
            raise self._wrong(key, say('日付（2026-11-24、"2026/11/24"、"令和8年11月24日"など）'))
        return day

    def texts(self, key: str, *, single: bool = False) -> tuple[str, ...]:
        """Return a list of texts, none of them empty; with ``single`` one text alone is a list of one."""
        value = self.values.get(key, [])
        if single and isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self._wrong(key, say('文字列の並び（["…", "…"]）'))
        return tuple(item.strip() for item in value)

    def one_of(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        """Return a text that is one of ``words``."""
        value = self.text(key, default)
        if value not in words:
            near = get_close_matches(value.lower(), words, n=1, cutoff=0.0)
            raise BundleError(
                say(
                    "{where}の「{value}」は使えません。近いものは「{near}」です。使える値: {words}",
                    where=self.where(key),
                    value=value,
                    near=near[0] if near else words[0],
                    words=tuple(words),
                )
            )
        return value

    def table(self, key: str, name: str) -> TomlTable:
        """Return a table inside, empty where it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, Mapping):
            raise self._wrong(key, say("{name}という表", name=name))
        return TomlTable(value, name)

    def tables(self, key: str, name: str) -> tuple[TomlTable, ...]:
        """Return a list of tables, empty where it is not there."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise self._wrong(key, say("{name}という表の並び", name=name))
        return tuple(TomlTable(item, name, number) for number, item in enumerate(value, start=1))

    def _absent(self, key: str) -> BundleError:
        return BundleError(say("{where}がありません。書き足してください。", where=self.where(key)))

    def _wrong(self, key: str, expected: Sentence) -> BundleError:
        return BundleError(
            say(
                "{where}の値が正しくありません。ここに書けるのは、{expected}です。",
                where=self.where(key),
                expected=expected,
            )
        )
