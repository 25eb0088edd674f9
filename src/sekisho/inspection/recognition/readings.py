"""What single texts could say about persons: read once for all texts of a batch, in bulk."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sekisho.bundle.columns import Header, recognise_header
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.recognition.running import NameInside, find_names
from sekisho.inspection.recognition.search import MANY
from sekisho.japan.addresses import fold_address, fold_postal
from sekisho.japan.dates import find_dates, parse_date
from sekisho.japan.identifiers import fold_identifier, fold_identifiers
from sekisho.japan.kana import fold_kana
from sekisho.japan.mail import find_emails, fold_email
from sekisho.japan.names import alternates, fold_names, name_forms
from sekisho.japan.phones import find_phones, fold_phones

Owners = tuple[int, ...]

LONGEST_VALUE = 40
"""Characters up to which a text can be one value (a name, a number); what is longer is read as running text only."""
_DIGIT = re.compile(r"\d")
_LOT = re.compile(r"[市区町村].*\d|\d(?:番|丁目|号|[-－‐ー]\d)")
_KANA_WORD = re.compile(r"[ァ-ヺー゛゜ｦ-ﾟ\u3099\u309a]+|[ぁ-ゖー\u3099\u309a]+")
_COMPOUND = re.compile(
    r"[（(〔【\[［「『〈<＜《≪{｛/／\n\r\t|｜]|(?:様方?|さま|殿|氏|さん|君|くん|ちゃん|御中|先生|児)[\s\u3000]*$"
)
_WORDS = re.compile(r"[^\W\d_]{2}", re.UNICODE)
_TOKEN = re.compile(
    r"(?<![0-9A-Za-z０-９Ａ-Ｚａ-ｚ.,．，-])[0-9A-Za-z０-９Ａ-Ｚａ-ｚ][0-9A-Za-z０-９Ａ-Ｚａ-ｚ-]{2,30}(?![0-9A-Za-z０-９Ａ-Ｚａ-ｚ,，.-])"
)
_RUN = r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ-]{3,}"
"""Every token is such a run."""
FEWEST_DIGITS = 9
"""Of a phone."""
_COUNTED = re.compile(r"^[\s\u3000]*(?:円|年|月|日|件|人|名|枚|通|世帯|％|%|㎡|m|時|分|歳|才|点|号室|番地|丁目)")
_MONEY = re.compile(r"[¥￥〒$＄第][\s\u3000]*$")
_NUMBER_LABEL = re.compile(r"(?:番号|コード|ＩＤ|ID|No\.?|№|記号)[\s\u3000:：は]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Readings:
    """What the texts of a batch could say. Each table holds only the texts that meet the register."""

    register: Register
    names: Mapping[str, Owners] = field(default_factory=dict)
    identifiers: Mapping[str, Mapping[str, Owners]] = field(default_factory=dict)
    """For each of ``subject_id``, ``number``, ``phone``, ``email``: text -> owners, the text being this value whole."""
    inside: Mapping[str, tuple[NameInside, ...]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[tuple[str, str, Owners], ...]] = field(default_factory=dict)
    """Identifiers, phones and addresses of mail inside longer texts: (kind, value, owners)."""
    speaking: frozenset[str] = field(init=False)
    """Every text that points to somebody in one of the tables above."""

    def __post_init__(self) -> None:
        """Put together what speaks."""
        speaking = frozenset().union(self.names, self.inside, self.numbers, *self.identifiers.values())
        object.__setattr__(self, "speaking", speaking)

    def numbers_in(self, text: str, kind: str) -> Owners:
        """Return whom the numbers of one kind inside a text belong to."""
        return tuple({owner for found, _, owners in self.numbers.get(text, ()) if found == kind for owner in owners})

    def says_fact(self, text: str) -> bool:
        """Return whether a text is a value about a person rather than a heading."""
        return (
            text in self.names
            or any(text in owners for owners in self.identifiers.values())
            or day_of(text) is not None
            or len(_DIGIT.findall(text)) >= 3
            or bool(_LOT.search(text))
        )


def read_texts(register: Register, values: Sequence[str], running: Sequence[str]) -> Readings:
    """Read every text of a batch: ``values`` (cells) as one value and as running text, ``running`` as the latter.

    Both hold each text once.
    """
    short = [text for text in values if len(text) <= LONGEST_VALUE]
    wordy = [text for text in short if not _DIGIT.search(text)]
    digits = [text for text in short if _DIGIT.search(text) or "@" in text or "＠" in text]
    names = _names(register, wordy) | _names(
        register, [text for text in digits if _WORDS.search(text) and len(text) <= LONGEST_VALUE]
    )
    found = {kind: _whole(register, kind, digits) for kind in ("subject_id", "number", "phone", "email")}
    found["subject_id"] |= _whole(register, "subject_id", [text for text in wordy if text.isascii()])
    for kind in ("subject_id", "number"):
        # A core system's 宛名番号 may be either column of the register: a value that is somebody's under one counts.
        found[kind] = found["number" if kind == "subject_id" else "subject_id"] | found[kind]
    longer = [
        text
        for text in (*values, *running)
        if len(text) > 2 and _WORDS.search(text) and (text not in names or _COMPOUND.search(text))
    ]
    inside = find_names(register, longer, register.heads) if longer else {}
    whole = set().union(*found.values())
    numbers = _numbers(register, with_known_numbers(register, [t for t in (*values, *running) if t not in whole]))
    return Readings(register, names, found, inside, numbers)


def _numbers(register: Register, texts: Iterable[str]) -> dict[str, tuple[tuple[str, str, Owners], ...]]:
    seen = list(numbers_inside(texts))
    kinds = {kind for _, kind, _ in seen if register.knows(kind)}
    owners = {kind: register.owners(kind, (value for _, k, value in seen if k == kind)) for kind in kinds}
    result: dict[str, list[tuple[str, str, Owners]]] = {}
    for text, kind, value in seen:
        if value in owners.get(kind, {}):
            result.setdefault(text, []).append((kind, value, owners[kind][value]))
    return {text: tuple(found) for text, found in result.items()}


def with_known_numbers(register: Register, texts: Sequence[str]) -> Sequence[str]:
    """Return at least those of very many texts inside which a number or an address of mail could be somebody's.

    A token is a run of its characters with something else on either side, so the runs are compared as a column.
    """
    if len(texts) < MANY:
        return texts
    import polars as pl

    column = pl.Series(texts, dtype=pl.String)
    runs = pl.DataFrame({"run": column.str.extract_all(_RUN)}).with_row_index("text").explode("run").drop_nulls()
    runs = runs.filter(pl.col("run").str.contains(r"\d"))
    different = runs["run"].unique().to_list()
    keys = fold_identifiers(different)
    owned = register.owners("subject_id", keys).keys() | register.owners("number", keys).keys()
    known = pl.Series([run for run, key in zip(different, keys, strict=True) if key in owned], dtype=pl.String)
    found = column.str.contains("[@＠]") | pl.int_range(len(texts), eager=True).is_in(
        runs.filter(pl.col("run").is_in(known.implode()))["text"].implode()
    )
    if register.knows("phone"):
        found |= column.str.count_matches(r"\p{N}") >= FEWEST_DIGITS
    return column.filter(found).to_list()


def _names(register: Register, texts: Sequence[str]) -> dict[str, Owners]:
    keys = fold_names(texts)
    owners = register.owners("name", keys)
    found = {text: owners[key] for text, key in zip(texts, keys, strict=True) if key in owners}
    forms = [
        (text, form) for text in texts if text not in found and _COMPOUND.search(text) for form in name_forms(text)
    ]
    forms += [(text, key) for text in texts if text not in found and len(text) <= 12 for key in _alternates(text)]
    if forms:
        keys = fold_names([form for _, form in forms])
        owners = register.owners("name", keys)
        for (text, _), key in zip(forms, keys, strict=True):
            if key in owners:
                found.setdefault(text, owners[key])
    return found


@lru_cache(65536)
def _varies(char: str) -> bool:
    return bool(alternates(char))


def _alternates(text: str) -> tuple[str, ...]:
    return alternates(text) if any(char > "\u3400" and _varies(char) for char in text) else ()


def _whole(register: Register, kind: str, texts: Sequence[str]) -> dict[str, Owners]:
    if not register.knows(kind):
        return {}
    if kind == "email":
        keys = [fold_email(text) if "@" in text or "＠" in text else "" for text in texts]
    elif kind == "phone":
        keys = fold_phones(texts)
    else:
        keys = [key.removesuffix(".0") for key in fold_identifiers(texts)]
    owners = register.owners(kind, keys)
    return {text: owners[key] for text, key in zip(texts, keys, strict=True) if key in owners}


@lru_cache(200_000)
def day_of(text: str) -> date | None:
    """Return the date that a whole text is, also as eight digits."""
    if not _DIGIT.search(text) and "年" not in text:
        return None
    return parse_date(text, compact=True)


@lru_cache(100_000)
def address_of(text: str) -> str:
    """Return a text folded as an address."""
    return fold_address(text)


@lru_cache(100_000)
def kana_of(text: str) -> str:
    """Return a text folded as a reading."""
    return fold_kana(text)


@lru_cache(50_000)
def header_of(text: str) -> Header | None:
    """Return what a heading or label means, or None for a text that is none."""
    return recognise_header(text) if len(text) <= 30 else None


@lru_cache(50_000)
def postal_of(text: str) -> str:
    """Return the seven digits of a postal code, or an empty string."""
    return fold_postal(text)


def days_inside(text: str) -> set[date]:
    """Return the dates in running text."""
    return {day for _, _, day in find_dates(text)} if _DIGIT.search(text) or "年" in text else set()


def holds_kana(text: str) -> bool:
    """Return whether there is any kana in a text."""
    return bool(_KANA_WORD.search(text))


def kanas_inside(text: str) -> list[str]:
    """Return what may be the reading of a full name in running text: one word in kana, or two side by side."""
    words = [match[0] for match in _KANA_WORD.finditer(text)]
    pairs = [f"{one}　{other}" for one, other in itertools.pairwise(words)]
    return [kana for kana in (*words, *pairs) if len(kana_of(kana)) > 2]


def numbers_inside(texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (text, kind, folded value) for what could identify a person inside running text.

    A number counts as an identifier where it has a letter and four characters or more, seven digits or more, or the
    word 番号 or the like before it; never an amount, a count, a postal code or a date.
    """
    for text in texts:
        if "@" in text or "＠" in text:
            yield from ((text, "email", value) for _, _, value in find_emails(text))
        if not _DIGIT.search(text):
            continue
        yield from ((text, "phone", value) for _, _, value in find_phones(text))
        for match in _TOKEN.finditer(text):
            token = fold_identifier(match[0])
            before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 4]
            if is_identifying(token, match[0], labelled=bool(_NUMBER_LABEL.search(before))) and not (
                _COUNTED.search(after) or _MONEY.search(before)
            ):
                yield text, "subject_id", token
                yield text, "number", token


def is_identifying(token: str, raw: str, *, labelled: bool) -> bool:
    """Return whether a folded identifier can stand for a person without a heading that says so."""
    digits = sum(char.isdigit() for char in token)
    if not digits or day_of(raw) is not None:
        return False
    if labelled:
        return True
    if digits == len(token):
        return digits >= 7 and not postal_of(raw)
    return len(token) >= 4 and digits >= 2
