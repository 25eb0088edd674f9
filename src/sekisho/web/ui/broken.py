"""The page of what nobody foresaw: that something failed; or that the database or the disk cannot take anything now.

What failed was one transaction, of which nothing is kept; so the page may say that nothing of it is recorded.
"""

from __future__ import annotations

import errno
import sqlite3
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import bad_request

from sekisho.ledger.restore import ReadOnlyError
from sekisho.web.store.files import FullError
from sekisho.web.ui.typed import typed
from sekisho.words import Sentence, say

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_PG_DISK_FULL = "53100"
_WAIT_SECONDS = 30

BUSY = say("データベースが、いま書き込みを受け付けません。ほかの処理が長く続いているか、止まっています。")
FULL = say("サーバーのディスクがいっぱいで、何も書き込めません。")
BUSY_FIRST = say(
    "1分ほど待って、もう一度行ってください。続くときは、起きた時刻を情報セキュリティ担当に伝えてください。"
)
FULL_FIRST = say("情報セキュリティ担当に連絡してください。空きができるまで、もう一度行っても受け付けられません。")
READ_ONLY_FIRST = say(
    "情報セキュリティ担当に連絡してください。失われた分を sekisho ledger restored で証跡に書くと、また記録できます。見るだけのページは、いまも開けます。"
)
UNKNOWN = say(
    "1分ほど待ってください。送った操作が記録されたかどうかを案件のページで確かめ、されていなければ、もう一度行ってください。"
)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer what failed in a way that no view foresaw: 503 where it can be done later, else 500. No value of it is shown."""
    error = sys.exception()
    if is_full(error):
        return _unavailable(request, FULL, FULL_FIRST)
    if isinstance(error, (OperationalError, InterfaceError)):
        return _unavailable(request, BUSY, BUSY_FIRST)
    if isinstance(error, ReadOnlyError):
        return _unavailable(request, error.sentence, READ_ONLY_FIRST)
    return HttpResponse(render_to_string("500.html"), status=500)


def unfit(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is no request: 400; but 503 where the database took the act, or its refusal, and not who is signed in."""
    cause: BaseException | None = exception
    while cause is not None:
        if isinstance(cause, OperationalError):
            return _unavailable(request, BUSY, UNKNOWN)
        cause = cause.__cause__ or cause.__context__
    return bad_request(request, exception)


def is_full(error: BaseException | None) -> bool:
    """Return whether an error says that there is no room left, on the disk or in the database."""
    while error is not None:
        if isinstance(error, FullError) or (isinstance(error, OSError) and error.errno in _NO_ROOM):
            return True
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            return True
        if getattr(error, "sqlstate", None) == _PG_DISK_FULL:
            return True
        error = error.__cause__
    return False


def _unavailable(request: HttpRequest, why: Sentence, first: Sentence) -> HttpResponse:
    # Without anything that would ask the database: the names on a whole page's frame come from there.
    changed = request.method not in {"GET", "HEAD"} and first is not UNKNOWN
    context = {"why": why, "first": first, "changed": changed, "typed": typed(request), "again": _again(request)}
    text = render_to_string("503.html", context)
    return HttpResponse(text, status=503, headers={"Retry-After": str(_WAIT_SECONDS)})


def _again(request: HttpRequest) -> str:
    """Return the address of the page to ask for again; empty where the answer is to something that was sent."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else ""
