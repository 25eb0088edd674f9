"""One JSON value, one sequence of bytes (RFC 8785); and JSON read so strictly that it has one meaning only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

import rfc8785

quoted = json.encoder.encode_basestring
"""Return the canonical form of a text, as text. Half a character is not refused here."""
JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
DEEPEST = 32
"""Levels of nesting in what is kept: a fixed number, so that what one machine wrote no other one finds too deep."""
_DEEPEST = 200
HIGHEST = 2**53 - 1
"""The highest number that every program that reads JSON understands alike (RFC 8785, 3.2.2.3)."""
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


class AmbiguousError(ValueError):
    """A text is no JSON, or one that two programs may understand differently."""


def canonical(value: Any) -> bytes:  # noqa: ANN401  any value that JSON can hold
    """Return the canonical bytes of a value made of dict, list, str, int, float, bool and None.

    Raises:
        AmbiguousError: a number or a character in it has no canonical form, or it is too deep.

    """
    try:
        # The standard library writes most values to the same bytes, in a fifth of the time.
        return _WRITER.encode(_surely_alike(value, _DEEPEST)).encode("utf-8")
    except _DoubtError:
        return _by_the_standard(value)
    except ValueError as error:  # half a character
        raise AmbiguousError(type(error).__name__) from error


def written(value: JSON) -> tuple[str, Any]:
    """Return the canonical text of a value, and a copy of it as whoever reads the text will have it.

    Raises:
        AmbiguousError: as above; or it is nested more than ``DEEPEST`` levels deep, is of a kind that JSON has not, or has a
            number that not every program reads alike.

    """
    try:
        copy = _surely_alike(value, DEEPEST)
        text = _WRITER.encode(copy)
        text.encode("utf-8")
    except _DoubtError:
        text = _by_the_standard(_plain(value, DEEPEST)).decode("utf-8")
        copy = _READER.decode(text)
    except ValueError as error:
        raise AmbiguousError(type(error).__name__) from error
    return text, copy


def _by_the_standard(value: object) -> bytes:
    try:
        return rfc8785.dumps(cast("Any", value))
    except (ValueError, RecursionError) as error:
        raise AmbiguousError(type(error).__name__) from error


def _plain(value: JSON, room: int) -> JSON:
    """Return a value made of dict and list alone, which is what the canonical form can be made of."""
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    if not room:
        raise AmbiguousError("nested too deep")
    if isinstance(value, Mapping):
        return {key: _plain(inner, room - 1) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner, room - 1) for inner in value]
    raise AmbiguousError(type(value).__name__)


class _DoubtError(Exception):
    """The standard library may write a value otherwise than RFC 8785 does."""


def _surely_alike(value: object, room: int) -> Any:  # noqa: ANN401  what came in
    """Return a copy of a value that the standard library and RFC 8785 surely write alike.

    Raises:
        _DoubtError: it has numbers with a fraction, or of more than 53 bits; keys beyond ASCII, which are sorted otherwise
            (3.2.3); or what is none of dict, list, tuple and JSON's own values.

    """
    if type(value) is str or type(value) is bool or value is None:
        return value
    if type(value) is int and -HIGHEST <= value <= HIGHEST:
        return value
    if room and type(value) is dict:
        copy = {}
        for key, inner in value.items():
            if type(key) is not str or not key.isascii():
                raise _DoubtError
            # Most are texts: they are not asked again.
            copy[key] = inner if type(inner) is str else _surely_alike(inner, room - 1)
        return copy
    if room and (type(value) is list or type(value) is tuple):
        return [inner if type(inner) is str else _surely_alike(inner, room - 1) for inner in value]
    raise _DoubtError


def parsed(data: bytes) -> dict[str, object]:
    """Return the object of a JSON text in UTF-8, UTF-16 or UTF-32, with or without a byte order mark.

    Raises:
        AmbiguousError: it is no JSON object, is cut off, names a key twice in one object, or holds a number that is none.

    """
    try:
        value = json.loads(data, object_pairs_hook=_once_each, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise AmbiguousError(type(error).__name__) from error
    if not isinstance(value, dict):
        raise AmbiguousError("no object")
    return value


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise AmbiguousError("a key stands twice")
    return told


def _exact(digits: str) -> int:
    number = int(digits)
    if abs(number) > HIGHEST:
        raise AmbiguousError("a number too high")
    return number


def _refused(name: str) -> object:
    raise AmbiguousError(name)


_READER = json.JSONDecoder(parse_int=_exact)
