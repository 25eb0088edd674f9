"""Who stands where, for files of which nothing says to whom they go: then there is nobody to judge, only to name."""

from collections.abc import Iterable, Iterator, Mapping

from sekisho.inspection.case import Inspected
from sekisho.inspection.model import Named
from sekisho.words import Personal, Sentence, say

_SEVERAL = 3
"""So many different names are told where it cannot be told which of several people is meant."""


def people_in(files: Iterable[Inspected], names: Mapping[str, str]) -> Iterator[Named]:
    """Yield whoever is named in ``files``, in reading order, each once for a place. ``names``: the registered ones."""
    for file in files:
        for mention in dict.fromkeys((mention.place, mention.candidates, mention.settled) for mention in file.mentions):
            place, candidates, settled = mention
            yield Named(file.path, place, settled, _who(candidates, settled, names))


def _who(candidates: tuple[str, ...], settled: str | None, names: Mapping[str, str]) -> Sentence:
    called = tuple(dict.fromkeys(Personal(names.get(one, one)) for one in candidates))[:_SEVERAL]
    if settled is not None:
        return say("{name}さん（{subject}）", name=called[0], subject=Personal(settled))
    if len(candidates) == 1:
        return say("{name}さんと同じ名前ですが、ほかの項目が台帳と違い、本人かどうか決められません。", name=called[0])
    return say("{names}さん（台帳にいる{count}人のうち、だれかは決められません）", names=called, count=len(candidates))
