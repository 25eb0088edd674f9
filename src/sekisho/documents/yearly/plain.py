"""A report as JSON values and back: every dataclass of the model is an object with the names of its fields.

A field that holds its default is left out: so a field that a later version adds changes no digest of an earlier edition.
A sentence is an object too, so that it is the same sentence when it is read again: ``ja`` is what it says, ``say`` its text
in the catalogue, ``values`` what stands in its places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeAlias, cast, get_args, get_origin, get_type_hints

from sekisho.words import Sentence, Titled

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain]"

_EMPTY = Sentence("")


class UnknownShapeError(ValueError):
    """A JSON value is no report, or one of a later version; its text names the place."""


def to_plain(value: object) -> dict[str, Plain]:
    """Return a dataclass of the model as an object.

    Raises:
        UnknownShapeError: a sentence has a value that JSON cannot hold.

    """
    told: dict[str, Plain] = {}
    for field in fields(cast("Any", value)):
        one = getattr(value, field.name)
        if field.default is MISSING or one != field.default:
            told[field.name] = _plain(one)
    return told


def _plain(value: object) -> Plain:
    if isinstance(value, Sentence):
        values = {name: _value(one) for name, one in value.values}
        return {"ja": value.render("ja"), "say": value.text, "values": cast("Plain", values)}
    if is_dataclass(value):
        return to_plain(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return cast("Plain", value)


def _value(value: object) -> Plain:
    if isinstance(value, Titled):
        return {"titled": value.ja, "en": value.en}
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    if isinstance(value, Sentence | str | int):
        return str(value) if isinstance(value, str) else _plain(value)
    raise UnknownShapeError(f"a sentence with a value of {type(value).__name__}")


# ---------------------------------------------------------------- back


def from_plain(kind: Any, value: object, place: str = "") -> Any:  # noqa: ANN401  a class, and an object of it
    """Return the dataclass ``kind`` that an object stands for.

    Raises:
        UnknownShapeError: it has another shape: an unknown or missing key, a value of another kind, no such day.

    """
    if not isinstance(value, Mapping):
        raise UnknownShapeError(f"{place or 'the report'}: no object")
    known = {field.name: field for field in fields(kind)}
    if unknown := value.keys() - known.keys():
        raise UnknownShapeError(f"{place}.{min(unknown)}: unknown")
    if missing := {name for name, one in known.items() if one.default is MISSING} - value.keys():
        raise UnknownShapeError(f"{place}.{min(missing)}: missing")
    hints = _hints(kind)
    return kind(**{name: _back(hints[name], one, f"{place}.{name}") for name, one in value.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401  a class
    return get_type_hints(kind)


def _back(kind: Any, value: object, place: str) -> object:  # noqa: ANN401  a type, however it is written
    origin, kinds = get_origin(kind), get_args(kind)
    if origin is tuple:
        if not isinstance(value, list):
            raise UnknownShapeError(f"{place}: no list")
        return tuple(_back(kinds[0], one, f"{place}[{number}]") for number, one in enumerate(value))
    if origin is Literal:
        if isinstance(value, str) and value in kinds:
            return value
    elif origin is UnionType:
        return _of_several(kinds, value, place)
    elif is_dataclass(kind):
        return from_plain(kind, value, place)
    elif kind is date:
        return _day(value, place)
    elif type(value) is kind:
        return value
    raise UnknownShapeError(f"{place}: of another kind")


def _of_several(kinds: tuple[Any, ...], value: object, place: str) -> object:
    if Sentence in kinds:
        return value if isinstance(value, str) else _sentence(value, place)
    (kind,) = (one for one in kinds if one is not type(None))
    return _back(kind, value, place)


def _day(value: object, place: str) -> date:
    try:
        if isinstance(value, str) and len(value) == len("2026-11-20"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise UnknownShapeError(f"{place}: no day")


def _sentence(value: object, place: str) -> Sentence:
    match value:
        case {"ja": str(ja), "say": str(text), "values": dict(values), **rest} if not rest:
            told = replace(
                _EMPTY, text=text, values=tuple((name, _value_back(one, place)) for name, one in values.items())
            )
        case _:
            raise UnknownShapeError(f"{place}: no sentence")
    try:
        said = told.render("ja")
    except (LookupError, ValueError, AttributeError) as error:
        raise UnknownShapeError(f"{place}: a sentence without its values") from error
    if said != ja:
        raise UnknownShapeError(f"{place}: a sentence that says two things")
    return told


def _value_back(value: object, place: str) -> object:
    match value:
        case {"titled": str(ja), "en": str(en)}:
            return Titled(ja, en)
        case dict():
            return _sentence(value, place)
        case list():
            return tuple(_value_back(one, place) for one in value)
        case str() | int():
            return value
        case _:
            raise UnknownShapeError(f"{place}: no value of a sentence")
