"""What is done in an installation before its office opens, so that a page can be seen in the middle of its work."""

from __future__ import annotations

from sekisho.web.running.worker import Worker


def work() -> int:
    """Do what is queued for the background until nothing is left."""
    Worker(batch=True).run()
    return 0


NAMES = ("相川 実", "石黒 澪", "上原 蓮", "江口 紬", "岡本 湊", "片山 葵", "木村 陽菜")


def lists_of(first: str, count: int, heading: str = "被保険者番号") -> list[tuple[str, str, str]]:
    """A list of made-up people: number, name, birth date."""
    rows = [(f"{first}{n:04}", NAMES[n], f"196{n}-0{n + 1}-1{n}") for n in range(count)]
    return [(heading, "氏名", "生年月日"), *rows]
