"""What is in a dispatch: its parcels, their items, the registered lists, what the viewer showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sekisho.gate.commands import AddParcels, Attach, ChangeSources, Open, Serve
from sekisho.gate.deciding.outcome import By, Decided, facts, no, no_such_step, takes_part, yes
from sekisho.gate.model import Json, Parcel, Unit
from sekisho.gate.procedure import LOT, Procedure
from sekisho.gate.roles import holds, role_for
from sekisho.gate.rules import Asked, refusal
from sekisho.gate.state import State
from sekisho.words import say


def opening(state: State, command: Open, by: By) -> Decided:
    """Decide on a new dispatch."""
    if state.n:
        return no("there", say("この案件はすでに起案されています。"), say("別の案件として起案してください。"))
    procedure = state.shelf.get(command.procedure)
    if procedure is None:
        return no(
            "there",
            say("その手順は登録されていません。"),
            say("sekisho procedure checkで確かめ、登録してから起案してください。"),
        )
    if not holds(by.actor, "drafter", command.department, by.day(state)):
        return no(
            "role_held",
            say("起案は、起案者の役割を今日この課で持つ人だけが行えます。"),
            say("役割を持つ人に頼むか、課長に役割の登録を頼んでください。"),
        )
    if not command.parcels:
        return no("there", say("宛先がひとつもありません。"), say("宛先の台帳から宛先を選んでください。"))
    wrong = _wrong(procedure, {}, command.parcels)
    return wrong or yes(
        by.event(
            "opened",
            procedure=procedure.digest,
            name=procedure.name,
            department=command.department,
            drill=command.drill,
            sources=dict(command.sources),
            parcels=[_told(one) for one in command.parcels],
        )
    )


def adding(state: State, command: AddParcels, by: By) -> Decided:
    """Decide on more recipients."""
    known = {key: content.parcel for key, content in state.contents.items()}
    wrong = takes_part(state, by, "drafter", "worker") or _wrong(state.procedure, known, command.parcels)
    if wrong:
        return wrong
    if not command.parcels:
        return no("there", say("足す宛先がありません。"), say("宛先の台帳から宛先を選んでください。"))
    leaves_with = {"dispatch": state.contents, "parcel": ()}.get(state.procedure.release.per)
    for one in command.parcels:
        with_it = state.lots.get(one.lot, ()) if leaves_with is None else leaves_with
        if any(key in state.gone for key in with_it):
            return no(
                "there",
                say("一緒に送るものの送出が、すでに始まっています。"),
                say("新しいロットか、新しい案件にしてください。"),
            )
    return yes(by.event("parcels_added", parcels=[_told(one) for one in command.parcels]))


def _told(parcel: Parcel) -> Json:
    return {
        "id": parcel.id,
        "recipient": parcel.recipient,
        "lot": parcel.lot,
        "pieces": parcel.pieces,
        "codes": dict(parcel.codes),
    }


def _wrong(procedure: Procedure, known: Mapping[str, Parcel], new: Iterable[Parcel]) -> Decided | None:
    added = list(new)
    ids = Counter(one.id for one in added)
    if any(count > 1 or key in known or not key for key, count in ids.items()):
        return no("there", say("同じ番号の送付物が二つあります。"), say("番号を付け直してください。"))
    lots: Counter[str] = Counter()
    for one in (*known.values(), *added):
        lots[one.lot] += one.pieces
    in_lots = any(step.per == "lot" for step in procedure.steps)
    if any(one.pieces < 1 for one in added) or (in_lots and any(not one.lot for one in added)):
        return no("there", say("通数かロットの無い送付物があります。"), say("すべての送付物をロットに分けてください。"))
    if in_lots and max(lots.values()) > LOT:
        return no(
            "there",
            say("ロットが{limit}通を超えています。", limit=LOT),
            say("{limit}通以下のロットに分けてください。", limit=LOT),
        )
    return None


def changing_sources(state: State, command: ChangeSources, by: By) -> Decided:
    """Decide on another version of a registered list; the same one again changes nothing."""
    outside = takes_part(state, by)
    if outside or dict(command.sources) == dict(state.sources):
        return outside or yes()
    return yes(by.event("sources_changed", sources=dict(command.sources)))


def attaching(state: State, command: Attach, by: By) -> Decided:
    """Decide on the items of a parcel."""
    step = state.procedure.by_id.get(command.step)
    if step is None or step.kind != "attach":
        return no_such_step()
    unit = Unit("parcel", command.parcel)
    role = role_for(state, step, unit, by.actor, by.day(state), command.deputy_of)
    ask = Asked(state, step, unit, role, by.actor, by.now, command.deputy_of)
    answer = refusal(ask)
    if answer is not None:
        return Decided(refusal=answer)
    digests = [one.digest for one in command.items]
    if not digests or len(set(digests)) != len(digests) or any(one.parts < 1 for one in command.items):
        return no(
            "there",
            say("資料が無いか、同じ資料が二度あるか、シートやページの無い資料があります。"),
            say("この宛先に送る資料を、一つずつ入れ直してください。"),
        )
    data = facts(ask, "enforced")
    for key in ("unit", "saw"):
        del data[key]
    items: list[Json] = [{"digest": one.digest, "parts": one.parts, "origin": one.origin} for one in command.items]
    return yes(by.event("attached", **data, parcel=command.parcel, items=items, about=list(command.about)))


def serving(state: State, command: Serve, by: By) -> Decided:
    """Decide on a sheet or page that the viewer has shown."""
    outside = takes_part(state, by)
    if outside:
        return outside
    content = state.contents.get(command.parcel)
    item = next((one for one in content.items if one.digest == command.item), None) if content else None
    if item is None or item.origin == "paper" or not 1 <= command.part <= item.parts:
        return no(
            "there", say("そのシートやページは、いまの資料にありません。"), say("案件のページを開き直してください。")
        )
    if (command.item, command.part) in state.served.get((by.actor.person, command.parcel), ()):
        return yes()
    return yes(by.event("served", parcel=command.parcel, item=command.item, part=command.part))
