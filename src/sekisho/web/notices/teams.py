"""Notices as an Adaptive Card, posted to the address of a Teams workflow (*when a webhook request is received*).

The address is a secret: whoever has it can write into the channel. It stands in no error and no result.
"""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence

from sekisho.web.desk.exits.messages import Lang
from sekisho.web.notices.notice import MOST, Notice, rest, title
from sekisho.words import Sentence, say

Json = Mapping[str, object]


def card(notices: Sequence[Notice], lang: Lang) -> Json:
    """Return the message with its card (Adaptive Cards 1.4): a title, and for each notice its number as a link."""
    more = rest(notices)
    lines = [f"[{one.number}]({one.url}) {one.sentence.render(lang)}" for one in notices[:MOST]]
    lines += [more.render(lang)] if more else []
    heading = {"type": "TextBlock", "text": title(notices).render(lang), "weight": "Bolder", "wrap": True}
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": lang,
        "body": [heading, *({"type": "TextBlock", "text": one, "wrap": True} for one in lines)],
    }
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": content}],
    }


class FailedError(Exception):
    """The channel has surely not got it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


class UnknownError(Exception):
    """It went out, and no answer came back."""


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A redirection would lead the notice to an address that nobody has set."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Go nowhere: a redirection is an answer that is not yes."""


def post(message: Json, url: str, *, timeout: float, proxy: str = "", ca: str = "") -> None:
    """Post a message to an https address, once. ``proxy``: the way out, where there is one; the environment is not asked.

    Raises:
        FailedError: the address could not be reached, or did not take it.
        UnknownError: no answer came.
        ValueError: the address is not https.

    """
    if not url.startswith("https://"):
        raise ValueError("a Teams workflow has an https address")
    body = json.dumps(message, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST")  # noqa: S310 - the target is https, and nothing else
    try:
        handlers = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca or None))
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({"https": proxy} if proxy else {}), handlers, _NoDetour
        )
        with opener.open(request, timeout=timeout):
            return
    except urllib.error.HTTPError as error:
        error.close()
        raise FailedError(say("Teams の窓口が受け付けませんでした（{code}）。", code=error.code)) from None
    except (urllib.error.URLError, FileNotFoundError, UnicodeError):
        raise FailedError(say("Teams の窓口につながりません。")) from None
    except (OSError, http.client.HTTPException):
        raise UnknownError from None
