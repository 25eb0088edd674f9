"""Slides, written part by part."""

import zipfile
from xml.sax.saxutils import escape

_SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_NAMES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = "application/vnd.openxmlformats-officedocument."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MILLIMETRE = 36_000
_TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)


def _text(text, tag="p"):
    return f"<{tag}:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></{tag}:txBody>"


def _place(x, y, width, height, tag="a"):
    left, top, wide, high = (round(v * _MILLIMETRE) for v in (x, y, width, height))
    return f'<{tag}:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></{tag}:xfrm>'


def _shape(number, name, place, text="", fill="", box=True):
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number - 1}"/><p:cNvSpPr{" txBox=" + chr(34) + "1" + chr(34) if box else ""}/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>{text}</p:sp>'
    )


def _grid(number, grid):
    width = 220 / len(grid[0])
    columns = "".join(f'<a:gridCol w="{round(width * _MILLIMETRE)}"/>' for _ in grid[0])
    rows = "".join(
        f'<a:tr h="{8 * _MILLIMETRE}">'
        + "".join(f"<a:tc>{_text(str(v), 'a')}<a:tcPr/></a:tc>" for v in row)
        + "</a:tr>"
        for row in grid
    )
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="Table {number - 1}"/><p:cNvGraphicFramePr/><p:nvPr/>'
        f"</p:nvGraphicFramePr>{_place(15, 60, 220, 8 * len(grid), 'p')}"
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f'<a:tbl><a:tblPr firstRow="1" bandRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def _slide(slide):
    shapes = []
    for i, line in enumerate(slide.get("lines", [])):
        shapes.append(_shape(len(shapes) + 2, "TextBox", _place(20, 20 + 14 * i, 200, 12), _text(line)))
    if slide.get("grid"):
        shapes.append(_grid(len(shapes) + 2, slide["grid"]))
    bars = [(18, 19 + 14 * slide["box"], 204, 13)] if slide.get("box") is not None else []
    for bar in bars + slide.get("bars", []):
        fill = _BLACK + f"<a:ln>{_BLACK}</a:ln>"
        shapes.append(_shape(len(shapes) + 2, "Rectangle", _place(*bar), fill=fill, box=False))
    show = ' show="0"' if slide.get("hidden") else ""
    return f"<p:sld {_NAMES}{show}><p:cSld><p:spTree>{_TREE}{''.join(shapes)}</p:spTree></p:cSld></p:sld>"


def _notes(text):
    body = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr>'
        f"</p:nvSpPr><p:spPr/>{_text(text)}</p:sp>"
    )
    return f"<p:notes {_NAMES}><p:cSld><p:spTree>{_TREE}{body}</p:spTree></p:cSld></p:notes>"


def _relations(*arrows):
    ends = "".join(f'<Relationship Id="rId{i}" Type="{_KINDS}{k}" Target="{t}"/>' for i, (k, t) in enumerate(arrows, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{ends}</Relationships>'


def _theme():
    colours = {
        "dk1": "000000",
        "lt1": "FFFFFF",
        "dk2": "1F497D",
        "lt2": "EEECE1",
        "hlink": "0000FF",
        "folHlink": "800080",
    }
    colours |= {f"accent{i}": "4F81BD" for i in range(1, 7)}
    order = ["dk1", "lt1", "dk2", "lt2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink"]
    scheme = "".join(f'<a:{k}><a:srgbClr val="{colours[k]}"/></a:{k}>' for k in order)
    fonts = "".join(
        f'<a:{k}><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/></a:{k}>'
        for k in ("majorFont", "minorFont")
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    formats = (
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
    )
    return (
        f'<a:theme {_NAMES} name="Office"><a:themeElements><a:clrScheme name="Office">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme><a:fmtScheme name="Office">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )


def _parts(slides):
    """Part below ppt/: (type of its content, text); the relations of a part beside it."""
    noted = [n for n, slide in enumerate(slides, 1) if slide.get("notes") is not None]
    tree = f"<p:cSld><p:spTree>{_TREE}</p:spTree></p:cSld>"
    first = [
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        *(("slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1)),
    ]
    if noted:
        first.append(("notesMaster", "notesMasters/notesMaster1.xml"))
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n + 1}"/>' for n in range(1, len(slides) + 1))
    notes_master = (
        f'<p:notesMasterIdLst><p:notesMasterId r:id="rId{len(first)}"/></p:notesMasterIdLst>' if noted else ""
    )
    yield (
        "presentation",
        "presentation.main",
        (
            f'<p:presentation {_NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>{notes_master}'
            f'<p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
        ),
        first,
    )
    yield (
        "slideMasters/slideMaster1",
        "slideMaster",
        (
            f"<p:sldMaster {_NAMES}>{tree}{_MAP}"
            '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>'
        ),
        [("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")],
    )
    yield (
        "slideLayouts/slideLayout1",
        "slideLayout",
        f'<p:sldLayout {_NAMES} type="blank">{tree}</p:sldLayout>',
        [("slideMaster", "../slideMasters/slideMaster1.xml")],
    )
    for n, slide in enumerate(slides, 1):
        notes = [("notesSlide", f"../notesSlides/notesSlide{n}.xml")] if n in noted else []
        yield f"slides/slide{n}", "slide", _slide(slide), [("slideLayout", "../slideLayouts/slideLayout1.xml"), *notes]
    if noted:
        yield (
            "notesMasters/notesMaster1",
            "notesMaster",
            f"<p:notesMaster {_NAMES}>{tree}{_MAP}</p:notesMaster>",
            [("theme", "../theme/theme2.xml")],
        )
    for n in noted:
        yield (
            f"notesSlides/notesSlide{n}",
            "notesSlide",
            _notes(slides[n - 1]["notes"]),
            [
                ("notesMaster", "../notesMasters/notesMaster1.xml"),
                ("slide", f"../slides/slide{n}.xml"),
            ],
        )
    for n in (1, 2) if noted else (1,):
        yield f"theme/theme{n}", "theme", _theme(), []


def pptx(path, slides):
    """Writes slides: dicts with lines, grid, notes, hidden, box (number of the line that is painted over), bars (in mm)."""
    files, types = {"_rels/.rels": _relations(("officeDocument", "ppt/presentation.xml"))}, []
    for name, kind, text, arrows in _parts(slides):
        files[f"ppt/{name}.xml"] = text
        folder, _, last = f"ppt/{name}".rpartition("/")
        if arrows:
            files[f"{folder}/_rels/{last}.xml.rels"] = _relations(*arrows)
        family = "" if kind == "theme" else "presentationml."
        types.append(f'<Override PartName="/ppt/{name}.xml" ContentType="{_TYPES}{family}{kind}+xml"/>')
    usual = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    files = {"[Content_Types].xml": f'<Types xmlns="{space}">{usual}{"".join(types)}</Types>'} | files
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 20, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + text)
