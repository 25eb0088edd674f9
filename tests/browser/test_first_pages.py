"""The first pages that somebody sees."""

from collections.abc import Callable

from tests.browser.somebody import Somebody


def test_signing_in(somebody: Callable[..., Somebody]) -> None:
    miura = somebody()
    miura.page.goto("/")
    miura.look("sign-in")
    miura.page.get_by_label("利用者名").fill("miura")
    miura.page.get_by_label("パスワード").fill("wrong")
    miura.press("サインイン")
    miura.sees("利用者名とパスワードの組み合わせが違います")
    miura.look()
    miura.sign_in("miura")
    miura.sees("いま待っているものはありません")
    miura.look()
    miura.go("/dispatches/")
    miura.look()
    miura.page.goto("/d/2026-0001/")
    miura.look()
