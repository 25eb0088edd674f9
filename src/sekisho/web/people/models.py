"""Tables of people. Each change is written together with an event in the stream of the person or department."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

ALIAS = 40


class Department(models.Model):
    """A section (課). ``code`` stands in events; ``short`` on a date stamp."""

    code = models.CharField(max_length=ALIAS, primary_key=True)
    name = models.CharField(max_length=60)
    short = models.CharField(max_length=6)

    class Meta:
        db_table = "people_department"


class Person(models.Model):
    """Somebody on the staff, or a contractor's. ``alias`` stands for them in events; people are told apart by staff number."""

    alias = models.CharField(max_length=ALIAS, primary_key=True)
    staff_number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    family = models.CharField(max_length=20)
    mail = models.CharField(max_length=254, blank=True)
    home_id: str | None
    home = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    next_home_id: str | None
    next_home = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    next_home_since = models.DateField(null=True)

    class Meta:
        db_table = "people_person"

    def home_on(self, on: date) -> Department | None:
        """Return the section of somebody on a day: who moves on 1 April stamps in the old one until then."""
        return self.next_home if self.next_home_since is not None and self.next_home_since <= on else self.home


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by what is typed at the sign-in."""


class Account(AbstractBaseUser):
    """A way to sign in. One person may have several; rules compare people, never accounts."""

    login = models.CharField(max_length=60, unique=True)
    person_id: str
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    pin = models.CharField(max_length=200, blank=True)
    temporary = models.BooleanField(default=False)
    """The password was made by another one, and is only good for making one's own."""
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "people_account"


class Post(models.Model):
    """A role in a department for some days; no department: a role that is held everywhere."""

    person_id: str
    department_id: str | None
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="posts")
    role = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "people_post"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="people_post_ends_after_it_begins",
            ),
        ]


class Deputy(models.Model):
    """Somebody who stands in for another one (代決) in one of their posts, for some days."""

    person_id: str
    post_id: int
    person = models.ForeignKey(Person, models.PROTECT, related_name="stands_in")
    post = models.ForeignKey(Post, models.PROTECT, related_name="deputies")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        db_table = "people_deputy"


class Training(models.Model):
    """A course or manual that a person has gone through, and until when that counts."""

    person_id: str
    person = models.ForeignKey(Person, models.PROTECT, related_name="training")
    course = models.CharField(max_length=80)
    done_on = models.DateField()
    until = models.DateField()

    class Meta:
        db_table = "people_training"
