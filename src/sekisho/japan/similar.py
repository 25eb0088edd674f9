"""TEMPORARY until the table comes."""

_P = "末未 土士 大太 裕祐 己巳 治冶 郎朗 徹撤"
_M: dict[str, frozenset[str]] = {}
for _a, _b in _P.split():
    _M[_a] = frozenset({_b})
    _M[_b] = frozenset({_a})


def similar_kanji(char: str) -> frozenset[str]:
    """Return."""
    return _M.get(char, frozenset())
