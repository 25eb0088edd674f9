"""送出 as a person tells it: by which proof a unit left, and what proves it (labels scanned, files brought)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from sekisho.gate.model import Proof
from sekisho.gate.state import State
from sekisho.web.desk.actions.telling import Pen
from sekisho.web.desk.codes import is_code
from sekisho.web.desk.comparing import as_found, as_labelled, digests
from sekisho.web.desk.sending import can_send
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import StepForm
from sekisho.web.desk.steps.scan import NOT_READ
from sekisho.web.ui.language import later, shown
from sekisho.words import Sentence, say

ASK = say("どの証しで出しましたか")
PROOFS: Mapping[str, Sentence] = {
    "compared": say("出したものを照合した（証し：あとで照合）"),
    "stated": say("出したことを述べるだけで、照合していない（証し：申告）"),
}
CHOOSE = say("どちらの証しで出したかを選んでください。")
LABEL = say("封筒のラベルの番号")
LABELS = say("封筒のラベルの番号（一通に一行）")
SENT_COPY = say("送ったメールから保存したファイル")
LIVE = say("公開したページから保存したファイル")
POSTED = say("差し出した通数")


class Leaving(StepForm):
    """How a unit left: sent by the software, or taken out by a person, with what proves it.

    What is compared: labels where the parcels bear codes, files where they are files that were sent or published.
    """

    def prepare(self) -> None:
        """Ask for what the step and its channel want."""
        if not self.by_hand:
            return
        if len(self.proofs) > 1:
            choices = [(one, shown(PROOFS[one])) for one in self.proofs]
            errors = {"required": later(CHOOSE), "invalid_choice": later(CHOOSE)}
            self.fields["proof"] = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=errors)
        if "compared" in self.proofs and self.labelled:
            one = len(self.codes) == 1
            self.fields["labels"] = fields.text(LABEL, required=False) if one else fields.lines(LABELS, required=False)
        elif "compared" in self.proofs:
            web = self.at.seen.state.procedure.channel == "web"
            self.fields["brought"] = fields.files(LIVE if web else SENT_COPY, required=False)
        if self.counts and not self.begun:
            self.fields["posted"] = fields.number(POSTED)

    @property
    def by_hand(self) -> bool:
        """Whether a person takes it out: wherever the software cannot send it."""
        mail = self.at.seen.state.procedure.channel == "email"
        return not (mail and "sent" in self.at.step.proofs and can_send())

    @property
    def proofs(self) -> tuple[str, ...]:
        """The proofs that a person can give."""
        return tuple(one for one in self.at.step.proofs if one != "sent")

    @property
    def begun(self) -> bool:
        """Whether the release was begun already, and did not come to its end since something did not match."""
        leaving = self.at.seen.state.leaving.get(self.at.unit)
        return leaving is not None and leaving.phase == "started"

    @property
    def codes(self) -> Mapping[str, str]:
        """What the label of each parcel bears."""
        return {key: self.at.seen.addressees[key].code for key in self.at.keys}

    @property
    def labelled(self) -> bool:
        """Whether every parcel bears a code."""
        return bool(self.codes) and all(self.codes.values())

    @property
    def counts(self) -> bool:
        """Whether envelopes were sealed before, whose number is to be the same."""
        state = self.at.seen.state
        return any(one.kind == "seal" for one in state.procedure.before[self.at.step.id])

    @property
    def proof_field(self) -> forms.BoundField | None:
        """The choice of the proof, where there is one."""
        return self["proof"] if "proof" in self.fields else None

    @property
    def only_proof(self) -> Sentence:
        """The one proof there is."""
        return PROOFS[self.proofs[0]]

    @property
    def ask_proof(self) -> Sentence:
        """What the choice asks."""
        return ASK

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields below the choice."""
        return [self[one] for one in self.fields if one != "proof"]

    @property
    def proof(self) -> Proof:
        """The proof that was chosen, or the only one there is."""
        return cast("Proof", self.cleaned_data.get("proof") or self.proofs[0])

    def clean(self) -> dict[str, Any]:
        """Return what was typed; compared without anything to compare is not that."""
        found: dict[str, Any] = dict(self.cleaned_data)
        if not self.by_hand or self.errors or self.proof != "compared":
            return found
        if "labels" in self.fields:
            found["labels"] = fields.entries(found["labels"])
            if not found["labels"] or not all(map(is_code, found["labels"])):
                self.add_error("labels", shown(NOT_READ))
        elif not found.get("brought"):
            self.add_error("brought", shown(fields.NO_FILE))
        return found

    def found(self, state: State, pen: Pen) -> Mapping[str, str]:
        """Return what left of each parcel, as the gate compares it."""
        keys = list(self.codes)
        if self.proof != "compared":
            return {key: state.outgoing(key) for key in keys}
        if "labels" in self.fields:
            return as_labelled(state, self.codes, self.cleaned_data["labels"])
        return as_found(state, keys, digests(self.cleaned_data["brought"]), pen)
