"""A pass or a check sheet as a part of a page: the sheet of paper (`article.a4`), to be put into the page's frame.

Every text in it is escaped, and it is well-formed XML too. It needs the office's style sheet and nothing else: no style of its own, no script, no address.
A page is as long as it has to be, so nothing is shortened and there is no annex.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.documents.passes import view as v
from sekisho.documents.passes.model import Pass
from sekisho.documents.passes.writing import view
from sekisho.documents.printing import code
from sekisho.documents.printing.markup import escaped as _text

_GATE = (
    '<svg class="road" viewBox="0 0 90 46" aria-hidden="true"><g transform="translate(17 0)">'
    '<path class="f-pale2 s-indigo" d="M13 17 20 21V46H13zM43 17 36 21V46H43z" stroke-width="1.5"/>'
    '<path class="f-indigo" d="M8 3H13V46H8zM43 3H48V46H43zM1 8H55V13.5H1z"/></g>'
    '<path class="s-indigo" d="M0 38H78" stroke-width="2.5"/><path class="f-indigo" d="M76 31 90 38 76 45z"/></svg>'
)
SEALS = 7
"""Gates in a row."""


def fragment(told: Pass, lang: str = "ja") -> str:
    """Return a pass, or a check sheet where it has not left yet, as one ``article``; ``lang`` is ``ja`` or ``en``.

    Raises:
        ValueError: there is nothing for the QR code to say, or too much.

    """
    return "\n".join(_article(view(told, lang, whole=True))) + "\n"


def _article(shown: v.View) -> Iterator[str]:
    w = shown.words
    yield f'<article class="a4" lang="{shown.lang}" aria-labelledby="paper-title">'
    yield from _top(shown)
    yield from _ends(shown)
    yield from _table(shown.left, ("", "num", "num", "num digest"))
    yield _after(filter(None, (*w.left_after, w.wrapper)), w.gap)
    if shown.has_left:
        yield from _gates(shown)
        yield from _counts(shown)
        yield from _table(shown.found)
        yield _after(w.found_after, w.gap)
        yield f"<h2>{_text(w.basis)}</h2>"
        yield from (f"<p>{_text(one)}</p>" for one in w.basis_lines)
    else:
        yield from _counts(shown)
        yield from _by_hand(shown)
    yield from _foot(shown)
    yield "</article>"


def _top(shown: v.View) -> Iterator[str]:
    w = shown.words
    kind = "" if shown.has_left else ' class="sheet-t"'
    yield f'<div class="a4-top"><div><h1{kind} id="paper-title">{_text(w.document)}</h1><p>{_text(w.under)}</p></div>'
    yield f'<div class="end-t"><p><b class="pass-no">{_text(w.number)}</b>　{_text(w.parcel)}</p>'
    yield "".join(f"<p>{_text(one)}</p>" for one in (w.title, w.when) if one) + "</div></div>"
    for word, reason in ((w.void, w.void_reason), (w.drill, w.drill_reason)):
        if word:
            yield f'<p class="across"><b>{_text(word)}</b>　{_text(reason)}</p>'


def _ends(shown: v.View) -> Iterator[str]:
    one, other = (
        f"<div><dt>{_text(end.label)}</dt><dd>{_text(end.name)}<small>{_text(end.more)}</small></dd></div>"
        for end in shown.ends
    )
    yield f'<dl class="to">{one}{_GATE}{other}</dl>'


def _table(table: v.TableView, kinds: tuple[str, ...] = ("", "")) -> Iterator[str]:
    yield f"<h2>{_text(table.title)}</h2>"
    if not table.rows:
        yield f"<p>{_text(table.none)}</p>"
        return
    yield f"<table><thead><tr>{_heads(table.heads)}</tr></thead><tbody>"
    for row in table.rows:
        first, *rest = (_text(one) for one in row.whole)
        cells = "".join(f'<td class="{kind}">{one}</td>' for one, kind in zip(rest, kinds, strict=True))
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table>"


def _heads(heads: Iterable[str]) -> str:
    return "".join(f'<th scope="col">{_text(one)}</th>' for one in heads)


def _after(sentences: Iterable[str], gap: str) -> str:
    return f'<p class="after">{_text(gap.join(sentences))}</p>'


# ---------------------------------------------------------------- gates and stamps


def _gates(shown: v.View) -> Iterator[str]:
    yield f"<h2>{_text(shown.words.gates)}</h2>"
    for first in range(0, len(shown.stages), SEALS):
        yield '<div class="seals">'
        for stage in shown.stages[first : first + SEALS]:
            yield f"<div><b>{_text(stage.number)} {_text(stage.kind)}</b>{_text(stage.title)}"
            yield f"<br/>{_text(stage.how)}" if stage.how else ""
            stamps = [stamp(deed.stamp) for deed in stage.deeds if deed.stamp]
            yield f'<div class="stamps">{"".join(stamps)}</div>' if len(stamps) > 1 else "".join(stamps)
            yield from (f"<div>{_deed(deed)}</div>" for deed in stage.deeds)
            yield "</div>"
        yield "</div>"
    yield f'<p class="after">{_text(shown.words.gates_note)}</p>'


def _deed(deed: v.DeedView) -> str:
    return "<br/>".join(_text(one) for one in (deed.who, deed.when, deed.marks) if one)


def stamp(one: v.StampView) -> str:
    """Return a date stamp as a picture: ring, two lines, section, day and surname; a line through it where it is void."""
    struck = '<path d="M6 62 62 6" stroke="currentColor" stroke-width="2.5"/>' if one.void else ""
    return (
        f'<svg class="stamp{" void" if one.void else ""}" viewBox="0 0 68 68" role="img" aria-label="{_text(one.label)}">'
        '<circle cx="34" cy="34" r="32" fill="none" stroke="currentColor" stroke-width="2"/>'
        '<path d="M3.5 25H64.5M3.5 44H64.5" stroke="currentColor" stroke-width="1.5"/>'
        f'<text x="34" y="19" font-size="{one.section_size}">{_text(one.section)}</text>'
        f'<text x="34" y="39.2" font-size="13.5">{_text(one.day)}</text>'
        f'<text x="34" y="58" font-size="{one.surname_size}">{_text(one.surname)}</text>{struck}</svg>'
    )


# ---------------------------------------------------------------- counts, and what is filled in by hand


def _counts(shown: v.View) -> Iterator[str]:
    counts = shown.counts
    if counts is None:
        return
    signs = (*counts.signs, "")
    heads = "".join(
        f'<th scope="col" class="c">{_text(label)}</th>' + (f'<td class="c">{sign}</td>' if sign else "")
        for label, sign in zip(counts.labels, signs, strict=True)
    )
    cells = "<td></td>".join(f'<td class="c"><b>{_text(one)}</b></td>' for one in counts.numbers)
    yield f"<h2>{_text(counts.title)}</h2>"
    yield f'<table><thead><tr>{heads}</tr></thead><tbody><tr class="h12mm">{cells}</tr></tbody></table>'
    if counts.note:
        yield f'<p class="after"><b>{_text(counts.note)}</b></p>'


def _by_hand(shown: v.View) -> Iterator[str]:
    w = shown.words
    number, step, count, doer, other, seal = (_text(one) for one in w.heads)
    yield f'<h2>{_text(w.steps)}</h2><table><thead><tr><th scope="col">{number}</th><th scope="col">{step}</th>'
    yield f'<th scope="col">{_text(w.how)}</th><th scope="col" class="c">{count}</th>'
    yield "".join(f'<th scope="col" class="c">{one}<br/>{seal}</th>' for one in (doer, other)) + "</tr></thead><tbody>"
    for stage in shown.stages:
        how = "<br/>".join(_text(one) for one in (stage.title, stage.how) if one)
        unit = _text(w.unit) if stage.counted else ""
        yield f'<tr class="hand"><td class="c num">{stage.number}</td><th scope="row"><b>{_text(stage.kind)}</b></th><td>{how}</td>'
        yield f'<td class="r">{unit}</td>' + "".join(f'<td class="c">{box}</td>' for box in _boxes(stage, w)) + "</tr>"
    yield f'</tbody></table><h2>{_text(w.odd)}</h2><div class="memo"></div>'
    right, wrong, by = (_text(one) for one in w.ticks)
    box = '<span class="box"></span>'
    yield f'<p class="after">{box} {right}　　{box} {wrong}　　{by} <span class="line"></span></p>'


def _boxes(stage: v.StageView, w: v.Words) -> Iterator[str]:
    """Give the two boxes of a step: who did it, or whose hand goes there; the second is for everybody after the first."""
    made = [deed for deed in stage.deeds if not deed.void]
    for place, roles in enumerate((stage.boxes[:1], stage.boxes[1:])):
        if place < len(made):
            deed = made[place]
            yield (stamp(deed.stamp) if deed.stamp else "") + f"<small>{_deed(deed)}</small>"
        elif roles:
            told = ("・".join(roles), w.on_screen if stage.screen else "")
            yield f"<small>{'　'.join(_text(one) for one in told if one)}</small>"
        else:
            yield "—"


def _foot(shown: v.View) -> Iterator[str]:
    size, dark = code.path(shown.code)
    yield (
        f'<div class="a4-foot"><svg viewBox="0 0 {size} {size}" role="img" aria-label="{_text(shown.words.code)}" '
        f'shape-rendering="crispEdges"><path class="f-white" d="M0 0h{size}v{size}H0z"/><path class="f-black" d="{dark}"/></svg><div>'
    )
    for label, one in shown.words.foot:
        yield f"<p>{f'<b>{_text(label)}</b>　' if label else ''}{_text(one)}</p>"
    yield "</div></div>"
