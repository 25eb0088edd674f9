"""Layers (optional content): what a switched-off layer holds is found, and a shown one hides nothing."""

import pikepdf
import pytest
from tests.unit.inspection.readers.pdf_files import SECRET, changed, hidden_texts, lines, made, opened

from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers import pdf as reader


def _layered(*, on: bool) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("控え")))
        off = pikepdf.Array([] if on else [group])
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=off, Order=[group]))
        page = pdf.pages[0]
        page.obj.Resources.Properties = pikepdf.Dictionary(L=group)
        page.contents_add(b"/OC /L BDC", prepend=True)
        page.contents_add(b"EMC")

    return changed(made(lambda c: c.drawString(60, 510, SECRET)), change)


def test_a_layer_that_is_shown_hides_nothing() -> None:
    document = opened(_layered(on=True))
    assert hidden_texts(document) == {}
    assert [SECRET] in lines(document)


def test_without_a_copy_to_compare_with_a_hidden_layer_is_still_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_all_layers", lambda _: b"no pdf")
    assert hidden_texts(opened(_layered(on=False))) == {Hiding.NO_INK: [SECRET]}


def test_text_of_a_layer_that_is_switched_off_is_found() -> None:
    document = opened(_layered(on=False))
    assert hidden_texts(document) == {Hiding.LAYER_OFF: [SECRET]}
    assert {grid.place.part for grid in document.grids if grid.hidden} == {Part.LAYER}
    assert ("Layer", "控え") in [(text.name, text.text) for text in document.texts if text.place.part is Part.PROPERTY]
