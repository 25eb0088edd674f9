"""What is done about people. Each act is a plain row and an event, in one transaction; the event names nobody."""

from sekisho.web.people.actions.accounts import (
    change_password,
    change_pin,
    close_account,
    open_account,
    reopen_account,
    reset_password,
    take_pin_away,
    unlock_account,
)
from sekisho.web.people.actions.departments import add_department, rename_department
from sekisho.web.people.actions.filling import FillingError, fill
from sekisho.web.people.actions.moving import move_people
from sekisho.web.people.actions.persons import add_person, change_person
from sekisho.web.people.actions.posts import end_deputy, end_post, give_post, name_deputy
from sekisho.web.people.actions.training import record_training, record_trainings, withdraw_training
from sekisho.web.people.rules import SYSTEM

__all__ = [
    "SYSTEM",
    "FillingError",
    "add_department",
    "add_person",
    "change_password",
    "change_person",
    "change_pin",
    "close_account",
    "end_deputy",
    "end_post",
    "fill",
    "give_post",
    "move_people",
    "name_deputy",
    "open_account",
    "record_training",
    "record_trainings",
    "rename_department",
    "reopen_account",
    "reset_password",
    "take_pin_away",
    "unlock_account",
    "withdraw_training",
]
