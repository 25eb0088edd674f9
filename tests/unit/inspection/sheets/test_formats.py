import pytest

from sekisho.inspection.sheets.formats import (
    Shown,
    built_in,
    parse_format,
    plain_number,
    serial_day,
    show_number,
    show_text,
    whitens,
)


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("General", "10000001.0", "10000001"),
        ("G/標準", "5", "5"),
        ("#,##0", "1234567", "1234567"),
        ("0.00", "1.5", "1.5"),
        ("0%", "0.25", "0.25"),
        ("0.00E+00", "12345", "12345"),
        ("#,##0;[Red]-#,##0", "-5", "-5"),
        ('#,##0"円"', "1200", "1200円"),
        ('General"様"', "12", "12様"),
        ("[Red]0", "7", "7"),
        ('0"月"', "4", "4月"),
        ('"第"0"号"', "12", "第12号"),
        ("[$¥-411]#,##0", "1200", "¥1200"),
        ("_ * #,##0_ ", "15", "15"),
        ("0", "1.5", "1.5"),
        ("@", "12", "12"),
        ('0_);"(負)"0', "-3", "(負)3"),
        ('[=1]"男";[=2]"女"', "2", "女"),
        ('[=1]"男";[=2]"女";General', "3", "3"),
    ],
)
def test_what_is_no_date_and_no_mask_keeps_its_number(code: str, raw: str, shown: str) -> None:
    assert show_number(parse_format(code), raw) == Shown(shown)


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("00000000", "1234", "00001234"),
        ("00000000", "123456789012", "123456789012"),
        ("000\\-0000", "1001234", "100-1234"),
        ("000!-0000", "11234", "001-1234"),
        ("[<=999]000;[<=9999]000\\-00;000\\-0000", "1001234", "100-1234"),
        ("[<=999]000;[<=9999]000\\-00;000\\-0000", "100", "100"),
        ("[<=99999999]####\\-####;\\(00\\)\\ ####\\-####", "312345678", "(03) 1234-5678"),
        ("0000", "-12", "-0012"),
        ('"S"0000000', "123", "S0000123"),
        ("????", "12", "12"),
    ],
)
def test_digits_are_laid_into_the_mask(code: str, raw: str, shown: str) -> None:
    assert show_number(parse_format(code), raw) == Shown(shown)


@pytest.mark.parametrize(
    "code",
    [
        "yyyy/mm/dd",
        "yyyy-mm-dd",
        "m/d/yyyy",
        '[$-411]ggge"年"m"月"d"日"',
        "[$-411]ge.m.d",
        '[$-411]ggge"年"mm"月"dd"日";@',
        '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@',
        '[DBNum3][$-411]ggge"年"m"月"d"日"',
        "mmm-yy",
        'm"月"d"日"',
        "aaaa",
        built_in(14),
        built_in(30),
        built_in(57),
    ],
)
def test_every_calendar_becomes_an_iso_date(code: str) -> None:
    assert show_number(parse_format(code), "45620") == Shown("2024-11-24")


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("yyyy/m/d h:mm", "45620.5", "2024-11-24 12:00"),
        ("yyyy/m/d h:mm", "45620", "2024-11-24"),
        (built_in(22), "45620.25", "2024-11-24 06:00"),
        ("h:mm AM/PM", "0.75", "18:00"),
        ("[h]:mm", "1.5", "36:00"),
        (built_in(20), "0.5", "12:00"),
        ("yyyy/m/d", "-3", "-3"),
        ("yyyy/m/d", "99999999", "99999999"),
        ("h:mm", "-0.5", "-0.5"),
        ("yyyy/m/d", "0", "0"),
        ("yyyy/m/d", "not a number", "not a number"),
    ],
)
def test_times_and_what_lies_outside_the_calendar(code: str, raw: str, shown: str) -> None:
    assert show_number(parse_format(code), raw) == Shown(shown)


def test_serial_days() -> None:
    assert serial_day(1, from_1904=False) == "1900-01-01"
    assert serial_day(59, from_1904=False) == "1900-02-28"
    assert serial_day(60, from_1904=False) == "1900-02-29"
    assert serial_day(61, from_1904=False) == "1900-03-01"
    assert serial_day(0, from_1904=True) == "1904-01-01"
    assert serial_day(45620 - 1462, from_1904=True) == "2024-11-24"
    assert serial_day(10**9, from_1904=False) is None


@pytest.mark.parametrize("code", ["0;-0;;@", "0;;;", "#,##0;-#,##0;", ";;;"])
def test_a_zero_that_is_not_shown_is_nothing(code: str) -> None:
    assert show_number(parse_format(code), "0") == Shown("")


@pytest.mark.parametrize("code", [";;;", ";;", '"***"'])
def test_a_format_that_shows_nothing_hides_the_raw_number(code: str) -> None:
    assert show_number(parse_format(code), "123456789012") == Shown("123456789012", hidden=True)


def test_texts_in_formats() -> None:
    assert show_text(parse_format("0"), "山田") == Shown("山田")
    assert show_text(parse_format("0;-0;;@"), "山田") == Shown("山田")
    assert show_text(parse_format('@"様"'), "山田") == Shown("山田様")
    assert show_text(parse_format(";;;"), "山田") == Shown("山田", hidden=True)
    assert show_text(parse_format(';;;"非公開"'), "山田") == Shown("山田", hidden=True)
    assert show_text(parse_format(";;"), "山田") == Shown("山田")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("1", "1"), ("1.0", "1"), ("-0", "0"), ("1E+3", "1000"), ("0.1", "0.1"), ("0.30000000000000004", "0.3"),
        ("abc", "abc"), ("NaN", "NaN"), ("INF", "INF"), ("1E+300", "1E+300"), ("123456789012345", "123456789012345"),
    ],
)  # fmt: skip
def test_plain_numbers(raw: str, shown: str) -> None:
    assert plain_number(raw) == shown


def test_a_format_may_paint_white() -> None:
    assert whitens("[白]General")
    assert whitens("[White]0")
    assert not whitens("[赤]0")
    assert not whitens('"[白]"0')


def test_unknown_built_in_formats_are_general() -> None:
    assert built_in(999) == "General"
