"""Look-alikes held against the register: each clause once met, and the nearest pair that does not meet it."""

from written.lookalike import ins, mail, parcel_about, parcel_self, prt
from written.registers import add, heads, reg


def run():
    # 1. against the register ------------------------------------------------
    R = reg("B")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3, chome=2)
    add(R, "久我 友信", "くが とものぶ", "1988-09-02", 3, chome=2)
    parcel_about(
        "look-e-town-p",
        False,
        "A guardian's letter about a person whose full name is borne by a second person in the same town.",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3)
    add(R, "久我 友信", "くが とものぶ", "1988-09-02", 7)
    parcel_about(
        "look-e-othertown-h",
        True,
        "The namesake lives in another town and was born on another day: at most a note.",
        R,
        a,
    )
    R = reg("C")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3)
    add(R, "久我 友信", "くが とものぶ", "1988-09-02", 7)
    b, _ = mail(
        "look-e-othertown-mail-h",
        True,
        "A CP932 mailing: a namesake of one addressee is registered in another town (not in the mailing): at most a note.",
        R,
        ins(heads(R, 20), a, 9),
        fmt="cp932",
    )
    b.done()
    R = reg("C")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3, chome=1)
    add(R, "久我 友信", "くが とものぶ", "1988-09-02", 3, chome=1)
    b, _ = mail(
        "look-e-town-mail-p",
        False,
        "A CP932 mailing from a register without kana: a namesake of one addressee lives in the same town.",
        R,
        ins(heads(R, 20), a, 9),
        11,
        fmt="cp932",
    )
    b.done()
    R = reg("M")
    a = add(R, "久我 友信", "くが とものぶ", None, 5, chome=2)
    add(R, "久我 友信", "くが とものぶ", None, 5, chome=2)
    b, _ = mail(
        "look-e-town-nobirth-p",
        False,
        "A register of id, name and address only: namesakes in the same town.",
        R,
        ins(heads(R, 12), a, 4),
        6,
    )
    b.done()
    R = reg("B")
    a = add(R, "久我 航平", "くが こうへい", "1979-06-10", 2, chome=3)
    add(R, "久我 公平", "くが こうへい", "1979-11-03", 2, chome=3)
    parcel_self(
        "look-r-town-year-p",
        False,
        "The recipient is a registered person; another of the same reading, five months younger, lives in the same town.",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "久我 航平", "くが こうへい", "1979-06-10", 2, chome=3)
    add(R, "久我 公平", "くが こうへい", "1985-11-03", 2, chome=3)
    parcel_self(
        "look-r-town-six-years-h", True, "Same reading and same town, but six years apart: at most a note.", R, a
    )
    R = reg("B")
    a = add(R, "久我 航平", "くが こうへい", "1979-06-10", 2)
    add(R, "久我 公平", "くが こうへい", "1979-11-03", 8)
    parcel_self(
        "look-r-othertown-year-h",
        True,
        "Same reading, born within a year, but another town and household: at most a note.",
        R,
        a,
        "docx",
    )
    R = reg("B")
    a = add(R, "田仲 真帆", "たなか まほ", "1990-02-11", 6, chome=2)
    add(R, "仲田 真帆", "なかた まほ", "1990-07-23", 6, chome=2)
    b, _ = mail(
        "look-s-town-year-p",
        False,
        "Neighbouring characters swapped (田仲/仲田), same town, born within a year; the other is not in the mailing.",
        R,
        ins(heads(R, 15, 40), a, 6),
        8,
    )
    b.done()
    R = reg("B")
    a = add(R, "田仲 真帆", "たなか まほ", "1990-02-11", 6, chome=2)
    add(R, "仲田 真帆", "なかた まほ", "1999-07-23", 6, chome=2)
    b, _ = mail(
        "look-s-town-nine-years-h",
        True,
        "Swapped characters in the same town, but nine years apart and not in the same mailing: at most a note.",
        R,
        ins(heads(R, 15, 40), a, 6),
    )
    b.done()
    R = reg("B")
    a = add(R, "荻原 佑奈", "おぎわら ゆうな", "1995-05-30", 8, chome=1)
    add(R, "萩原 佑奈", "はぎわら ゆうな", "1995-12-12", 8, chome=1)
    prt(
        "look-g-town-year-print-p",
        False,
        "荻原/萩原 (one visually similar kanji, reading within one edit), same town, born within a year, in a print stream.",
        R,
        ins(heads(R, 10, 60), a, 5),
        "typst",
    )
    R = reg("B")
    a = add(R, "荻原 佑奈", "おぎわら ゆうな", "1995-05-30", 8)
    add(R, "萩原 佑奈", "はぎわら ゆうな", "1995-12-12", 1)
    prt(
        "look-g-othertown-print-h",
        True,
        "荻原/萩原 in different towns, only one of them in the print stream: at most a note.",
        R,
        ins(heads(R, 10, 60), a, 5),
        "typst",
    )
    R = reg("B")
    a = add(R, "綱島 里穂", "つなしま りほ", "1983-03-03", 4, chome=4)
    add(R, "網島 里穂", "あみしま りほ", "1983-08-19", 4, chome=4)
    parcel_about(
        "look-g-reading-far-h",
        True,
        "綱島 (つなしま) and 網島 (あみしま) look alike, but the readings are two edits apart: only D, and the birth dates differ.",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "岩波 優", "いわなみ ゆう", "1970-10-08", 1)
    add(R, "岩波 優子", "いわなみ ゆうこ", "1970-10-08", 5)
    b, _ = mail(
        "look-d-birth-p",
        False,
        "One edit of the name (優/優子) with the same birth date, in different towns.",
        R,
        ins(heads(R, 15, 80), a, 3),
        5,
        fmt="xlsx",
    )
    b.done()
    R = reg("B")
    a = add(R, "岩波 優子", "いわなみ ゆうこ", "1970-10-08", 1, chome=2)
    add(R, "岩波 優", "いわなみ ゆう", "1970-12-21", 1, chome=2)
    parcel_about(
        "look-d-town-h",
        True,
        "One edit of the name in the same town, but the birth dates differ: at most a note (and 岩波優 stands inside 岩波優子).",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3)
    add(R, "久我 友信", "くが とものぶ", "1961-04-18", 9)
    parcel_about(
        "look-e-birth-p", False, "A namesake with the same birth date in another town.", R, a, "pdf", scope=True
    )
    R = reg("B")
    a = add(R, "久我 航平", "くが こうへい", "1979-06-10", 2)
    add(R, "久我 公平", "くが こうへい", "1979-06-10", 8)
    parcel_self(
        "look-r-birth-p",
        False,
        "Same reading and same birth date, in different towns; the recipient is the registered person.",
        R,
        a,
        "docx",
    )
    R = reg("B")
    a = add(R, "田仲 真帆", "たなか まほ", "1990-02-11", 6)
    add(R, "仲田 真帆", "なかた まほ", "1990-02-11", 0)
    prt(
        "look-s-birth-print-p",
        False,
        "Swapped characters and the same birth date, in different towns, in a print stream.",
        R,
        ins(heads(R, 9, 100), a, 2),
    )
    R = reg("B")
    a = add(R, "荻原 佑奈", "おぎわら ゆうな", "1995-05-30", 8)
    add(R, "萩原 佑奈", "はぎわら ゆうな", "1995-05-30", 1)
    parcel_about("look-g-birth-p", False, "荻原/萩原 with the same birth date, in different towns.", R, a, scope=True)
    R = reg("B")
    a = add(R, "久我 勇気", "くが ゆうき", "1966-01-20", 7)
    add(R, "久我 友紀", "くが ゆうき", "1994-06-05", household=a)
    b, _ = mail(
        "look-r-household-p",
        False,
        "Father and daughter of one household share a reading.",
        R,
        ins(heads(R, 14, 120), a, 10),
        12,
        "subject_id name kana postal_code address",
    )
    b.done()
    R = reg("B")
    a = add(R, "久我 勇気", "くが ゆうき", "1966-01-20", 7, chome=1)
    add(R, "久我 友紀", "くが ゆうき", "1994-06-05", 7, chome=1)
    b, _f = mail(
        "look-r-not-household-h",
        True,
        "The same reading in the same town, 28 years apart and in different households: at most a note.",
        R,
        ins(heads(R, 14, 120), a, 10),
        cols="subject_id name kana postal_code address",
    )
    b.done()
    R = reg("B")
    a = add(R, "久我 未希", "くが みき", "2001-01-20", 7)
    add(R, "久我 末希", "くが まき", "2004-06-05", household=a)
    parcel_self(
        "look-g-household-p",
        False,
        "Sisters of one household, 未希/末希 (one similar kanji, readings one edit apart), three years apart.",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "久我 和美", "くが かずみ", "1975-01-20", 7)
    add(R, "久我 美和", "くが みわ", "1979-06-05", household=a)
    parcel_about(
        "look-s-household-p",
        False,
        "Sisters of one household, 和美/美和 (neighbouring characters swapped), four years apart.",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "久我 和美", "くが かずみ", "1975-01-20", 7, chome=3)
    add(R, "久我 美和", "くが みわ", "1979-06-05", 7, chome=3)
    parcel_about(
        "look-s-not-household-h",
        True,
        "和美/美和 in one town, four years apart, different households: at most a note.",
        R,
        a,
        "pdf",
    )
    R = reg("B")
    a = add(R, "髙森 友信", "たかもり とものぶ", "1950-04-18", 3, chome=2)
    add(R, "高森 友信", "たかもり とものぶ", "1978-09-02", 3, chome=2)
    parcel_self("look-e-fold-town-p", False, "髙森/高森 fold to one name; both live in the same town.", R, a)
    R = reg("C")
    a = add(R, "久我 航平", "くが こうへい", "1979-06-10", 2, chome=3)
    add(R, "久我 公平", "くが こうへい", "1979-11-03", 2, chome=3)
    parcel_about(
        "look-nokana-h",
        True,
        "A register without kana: 航平/公平 differ by a kanji that looks unlike, so only D, and the birth dates differ.",
        R,
        a,
    )
