"""A picture as a PDF of one page, so that the one program that draws for us draws it too.

Transparency is taken away: what a picture holds where it is transparent leaves with it, and is to be seen.
Sources: ISO 32000-2 7.4.4.4 (predictors), 7.4.8 (DCTDecode), 8.6.6.5 (DeviceN), 8.9.5 (images); PNG (third edition).
"""

import struct
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from sekisho.inspection.containers.pictures import jpeg_frame, picture_kind, png_data

_PNG_HEAD = 33
_HEAD_AREA = 65_536
_ADOBE = b"Adobe\x00"
_POINTS = 0.5
"""Of a pixel: drawn at 144 dpi, a picture keeps its own."""
_LARGEST_PAGE = 14_400.0
_LARGEST = 100_000
"""Pixels of a side; no camera, scanner or screen makes more."""
_GREY, _COLOUR, _PALETTE, _GREY_ALPHA, _COLOUR_ALPHA = 0, 2, 3, 4, 6
_JPEG_SPACES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_SAMPLES = {_GREY: 1, _COLOUR: 3, _PALETTE: 1, _GREY_ALPHA: 2, _COLOUR_ALPHA: 4}


def framed(data: bytes) -> bytes | None:
    """Return a PDF that shows the picture in ``data``, None where it is of a kind that is not drawn.

    Drawn are JPEG, and PNG that is not interlaced and does not move.
    """
    kind = picture_kind(data)
    try:
        if kind == "jpeg":
            return _of_jpeg(data)
        return _of_png(data) if kind == "png" and len(data) > _PNG_HEAD else None
    except struct.error:
        return None


def _of_jpeg(data: bytes) -> bytes | None:
    frame = jpeg_frame(data)
    if frame is None or frame.components not in _JPEG_SPACES:
        return None
    keys = Dictionary(ColorSpace=_JPEG_SPACES[frame.components], BitsPerComponent=8, Filter=Name.DCTDecode)
    if frame.components == 4 and _ADOBE in data[:4096]:
        keys.Decode = Array([1, 0] * 4)  # such a file counts its inks the other way round
    return _page(pikepdf.new(), data, keys, frame.width, frame.height)


def _of_png(data: bytes) -> bytes | None:
    width, height, depth, colours, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    pdf = pikepdf.new()
    space = _space(pdf, colours, data)
    moves = b"acTL" in data[:_HEAD_AREA]  # what its other frames show would not be seen
    if moves or interlaced or space is None or depth not in {1, 2, 4, 8, 16}:
        return None
    parameters = Dictionary(Predictor=15, Colors=_SAMPLES[colours], BitsPerComponent=depth, Columns=width)
    keys = Dictionary(ColorSpace=space, BitsPerComponent=depth, Filter=Name.FlateDecode, DecodeParms=parameters)
    return _page(pdf, png_data(data), keys, width, height)


def _space(pdf: pikepdf.Pdf, colours: int, data: bytes) -> pikepdf.Object | None:
    if colours == _PALETTE:
        return _palette(data)
    if colours == _GREY_ALPHA:
        return _without_last(pdf, ("G", "A"), Name.DeviceGray)
    if colours == _COLOUR_ALPHA:
        return _without_last(pdf, ("R", "G", "B", "A"), Name.DeviceRGB)
    return {_GREY: Name.DeviceGray, _COLOUR: Name.DeviceRGB}.get(colours)


def _palette(data: bytes) -> pikepdf.Object | None:
    at = data.find(b"PLTE", _PNG_HEAD, _PNG_HEAD + _HEAD_AREA)
    size = struct.unpack_from(">I", data, at - 4)[0] if at > 0 else 0
    palette = data[at + 4 : at + 4 + size]
    if not 0 < size <= 768 or size % 3 or len(palette) < size:
        return None
    return Array([Name.Indexed, Name.DeviceRGB, size // 3 - 1, pikepdf.String(palette)])


def _without_last(pdf: pikepdf.Pdf, channels: tuple[str, ...], space: pikepdf.Object) -> pikepdf.Object:
    """Return a space of colours that leaves the last channel out of account."""
    ranges = [0, 1] * len(channels)
    pop = pdf.make_stream(b"{pop}", FunctionType=4, Domain=Array(ranges), Range=Array(ranges[:-2]))
    return Array([Name.DeviceN, Array([Name("/" + channel) for channel in channels]), space, pop])


def _page(pdf: pikepdf.Pdf, data: bytes, keys: Dictionary, width: int, height: int) -> bytes | None:
    if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
        return None
    scale = min(_POINTS, _LARGEST_PAGE / max(width, height))
    wide, high = width * scale, height * scale
    keys.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": width, "/Height": height})
    stream = pdf.make_stream(data, keys)
    content = pdf.make_stream(f"q {wide:.4f} 0 0 {high:.4f} 0 0 cm /I Do Q".encode())
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, wide, high]),
        Resources=Dictionary(XObject=Dictionary(I=stream)),
        Contents=content,
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = BytesIO()
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()
