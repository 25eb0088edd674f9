from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sekisho.bundle.model import Bundle, Parcel, Source, SourceKind, Sources
from sekisho.bundle.scopes import Allowed, allowed, consented
from sekisho.bundle.sources import load_source

DAY = date(2026, 11, 24)
SUBJECTS = "ID,氏名,クラス\nS1,山田,ばら\nS2,佐藤,ばら\nS3,鈴木,ゆり\n"


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Bundle]:
    def make(purpose: str = "", **texts: str) -> Bundle:
        loaded: dict[SourceKind, Source] = {}
        kinds: tuple[SourceKind, ...] = ("subjects", "recipients", "scope", "consents")
        for kind in kinds:
            if kind in texts:
                path = tmp_path / f"{kind}.csv"
                path.write_text(texts[kind], encoding="utf-8")
                loaded[kind] = load_source(kind, path, {}, read_workbook=lambda _: [])
        return Bundle(tmp_path, "t", "email", DAY, "none", (), Sources(**loaded), purpose=purpose)

    return make


def ids(found: Allowed | None) -> set[str]:
    assert found is not None
    assert set(found.fields) == found.subject_ids
    return set(found.subject_ids)


def test_nothing_to_judge_by(made: Callable[..., Bundle]) -> None:
    assert allowed(made(subjects=SUBJECTS), Parcel("K1")) is None
    assert allowed(made(), Parcel("K1")) is None
    assert allowed(made(recipients="ID,氏名\nK1,a\n"), Parcel("K1")) is None


@pytest.mark.parametrize("subjects", [(), ("S1",)])
def test_the_public_may_see_nobody(made: Callable[..., Bundle], subjects: tuple[str, ...]) -> None:
    bundle = made(subjects=SUBJECTS, scope="recipient_id,subject_id\nPUBLIC,S1\n")
    assert ids(allowed(bundle, Parcel("PUBLIC", subjects=subjects))) == set()


def test_a_recipient_without_rows_may_see_nobody(made: Callable[..., Bundle]) -> None:
    found = allowed(made(scope="recipient_id,subject_id\nK1,S1\n"), Parcel("K2"))
    assert ids(found) == set()
    assert found is not None
    assert not found.self_supplied


@pytest.mark.parametrize(
    ("dates", "in_force"),
    [
        ("2026-11-24,2026-11-24", True),
        ("2026-11-25,", False),
        (",2026-11-23", False),
        (",", True),
        ("2026-11-01,9999-12-31", True),
        ("令和8年11月24日,R8.11.24", True),
    ],
)
def test_both_days_of_a_scope_are_inclusive(made: Callable[..., Bundle], dates: str, in_force: bool) -> None:
    bundle = made(scope=f"recipient_id,subject_id,valid_from,valid_until\nK1,S1,{dates}\n")
    assert ids(allowed(bundle, Parcel("K1"))) == ({"S1"} if in_force else set())


def test_recipient_id_in_the_subjects_stands_for_the_scope_only_where_there_is_none(
    made: Callable[..., Bundle],
) -> None:
    subjects = "ID,氏名,園コード\nS1,山田,K1\nS2,佐藤,K2\n"
    assert ids(allowed(made(subjects=subjects), Parcel("K1"))) == {"S1"}
    bundle = made(subjects=subjects, scope="recipient_id,subject_id\nK1,S2\n")
    assert ids(allowed(bundle, Parcel("K1"))) == {"S2"}


def test_the_parcel_s_subjects_narrow_a_scope_and_never_widen_it(made: Callable[..., Bundle]) -> None:
    bundle = made(scope="recipient_id,subject_id\nK1,S1\nK1,S2\n")
    found = allowed(bundle, Parcel("K1", subjects=("S2", "S3")))
    assert found == Allowed(frozenset({"S2"}), {"S2": None}, self_supplied=False, expected=frozenset({"S2"}))


def test_without_a_scope_the_parcel_s_subjects_are_it(made: Callable[..., Bundle]) -> None:
    found = allowed(made(subjects=SUBJECTS), Parcel("K1", subjects=("S2",)))
    assert found == Allowed(frozenset({"S2"}), {"S2": None}, self_supplied=True, expected=frozenset({"S2"}))


def test_a_registered_person_may_see_their_own_data_and_is_not_expected(made: Callable[..., Bundle]) -> None:
    recipients = "recipient_id,氏名,subject_id\nG1,山田,S1\nG2,佐藤,\n"
    bundle = made(recipients=recipients, scope="recipient_id,subject_id\nG1,S2\nG2,S3\n")
    found = allowed(bundle, Parcel("G1"))
    assert ids(found) == {"S1", "S2"}
    assert found is not None
    assert found.expected == {"S2"}
    assert ids(allowed(bundle, Parcel("G2"))) == {"S3"}
    narrowed = allowed(bundle, Parcel("G1", subjects=("S1",)))
    assert narrowed is not None
    assert narrowed.subject_ids == narrowed.expected == {"S1"}
    assert ids(allowed(made(recipients=recipients), Parcel("G1"))) == {"S1"}


def test_fields_of_several_rows_are_united(made: Callable[..., Bundle]) -> None:
    scope = (
        "園コード,ID,項目\nK1,S1,氏名；生年月日\nK1,S1,住所\nK1,S2,個人番号\nK1,S2,\n"
        "K1,S3,氏;名、クラス\nK1,S4,\nK1,S4,氏名\nK1,S5,保護者氏名\n"
    )
    found = allowed(made(subjects=SUBJECTS, scope=scope), Parcel("K1"))
    assert found is not None
    assert found.fields["S1"] == {"name", "birth_date", "address"}
    assert found.fields["S2"] is not None
    assert found.fields["S2"] >= {"my_number", "name", "address", "クラス"}
    assert found.fields["S3"] == {"name", "クラス"}
    assert found.fields["S4"] is None
    assert found.fields["S5"] == {"保護者氏名"}


def test_nobody_has_consented_without_a_source(made: Callable[..., Bundle]) -> None:
    assert consented(made()) == {}


@pytest.mark.parametrize(
    ("row", "in_force"),
    [
        ("広報,,2026-11-24,", True),
        ("広報,,2026-11-25,", False),
        ("広報,,2026-01-01,2026-11-24", False),
        ("広報,,2026-01-01,2026-11-25", True),
        ("広報,,,", False),
        (",,2026-01-01,", True),
        ("入居者募集,,2026-01-01,", False),
        ("広 報,,2026-01-01,9999-12-31", True),
    ],
)
def test_a_consent_in_force_on_the_day_for_the_purpose(made: Callable[..., Bundle], row: str, in_force: bool) -> None:
    text = f"subject_id,purpose,fields,granted_on,withdrawn_on\nS1,{row}\n"
    assert consented(made("広報", consents=text)) == ({"S1": None} if in_force else {})


def test_a_consent_for_a_purpose_does_not_hold_where_none_is_named(made: Callable[..., Bundle]) -> None:
    text = "subject_id,purpose,granted_on\nS1,広報,2026-01-01\nS2,,2026-01-01\n"
    assert set(consented(made(consents=text))) == {"S2"}


def test_a_withdrawal_in_a_row_of_its_own_ends_what_was_granted_before(made: Callable[..., Bundle]) -> None:
    text = (
        "subject_id,granted_on,withdrawn_on\nS1,2025-01-01,\nS1,,2026-01-01\n"
        "S2,2025-01-01,\nS2,,2025-06-01\nS2,2026-01-01,\nS3,2025-01-01,\nS3,,2027-01-01\n"
    )
    assert set(consented(made(consents=text))) == {"S2", "S3"}


def test_a_list_of_names_alone_is_a_list_of_consents(made: Callable[..., Bundle]) -> None:
    assert consented(made(consents="subject_id,fields\nS1,氏名;住所\nS2,\n")) == {
        "S1": frozenset({"name", "address"}),
        "S2": None,
    }
    assert set(consented(made(consents="subject_id,withdrawn_on\nS1,\nS2,2026-01-01\n"))) == {"S1"}
