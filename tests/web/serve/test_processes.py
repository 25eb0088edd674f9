"""Server and worker begin together and end together, whatever ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.web.serve.offices import Office
from tests.web.serve.processes import Served, environment, free_port, is_gone, run, until

from sekisho.web.options import Options

Open = Callable[..., Office]
Serve = Callable[[Options], Served]


def test_it_serves_with_a_worker_beside_on_either_database(office: Open, serve: Serve) -> None:
    opened = office()
    served = serve(opened.options)
    until(lambda: all(served.health().values()))
    number = opened.begun()
    opened.brought(number)
    from sekisho.web.desk.models import FileRow

    until(lambda: FileRow.objects.filter(dispatch=number, state="draft").exists())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_both_cleanly(on_sqlite: Open, serve: Serve, number: signal.Signals) -> None:
    served = serve(on_sqlite().options)
    worker = served.worker()
    status, said = served.end(number)
    assert status == 0
    assert "Traceback" not in said
    assert is_gone(worker)


def test_the_worker_does_not_outlive_a_server_that_was_killed(on_sqlite: Open, serve: Serve) -> None:
    served = serve(on_sqlite().options)
    worker = served.worker()
    os.kill(served.process.pid, signal.SIGKILL)
    until(lambda: is_gone(worker))


def test_a_worker_that_dies_is_started_again(on_sqlite: Open, serve: Serve) -> None:
    served = serve(on_sqlite().options)
    first = served.worker()
    os.kill(first, signal.SIGKILL)
    until(lambda: is_gone(first) and served._worker() not in {None, first})
    until(lambda: served.health()["worker"])


def test_what_is_wrong_is_said_before_anything_begins(on_sqlite: Open, tmp_path: Path) -> None:
    file = tmp_path / "sekisho.toml"
    file.write_text('organisation = "さくら野市"\nprot = 8000\n', encoding="utf-8")
    told = run("serve", "--config", str(file), env=environment(Options(data=str(tmp_path / "data"))))
    assert told.returncode == 2
    assert f"{file}:2" in told.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "line", ["port = 0", "port = 70000", "session_minutes = 0", 'address = "さくら野"', "upload_megabytes = -1"]
)
def test_a_value_that_is_none_is_said_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "sekisho.toml"
    file.write_text(f"# 庁内\n{line}\n", encoding="utf-8")
    told = run("serve", "--config", str(file), env=environment(Options(data=str(tmp_path / "data"))))
    assert (told.returncode, f"{file}:2" in told.stderr) == (2, True)


def test_a_secret_comes_from_a_file(on_sqlite: Open, serve: Serve, tmp_path: Path) -> None:
    opened = on_sqlite()
    place = tmp_path / "place"
    place.write_text(f"{opened.options.data}\n", encoding="utf-8")
    env = environment(opened.options) | {"SEKISHO_DATA_FILE": str(place)}
    del env["SEKISHO_DATA"]
    env["SEKISHO_SMTP_PASSWORD_FILE"] = str(tmp_path / "nothing")
    told = run("worker", env=env)
    assert told.returncode == 2
    assert "SEKISHO_SMTP_PASSWORD_FILE" in told.stderr


def test_an_address_of_a_database_is_not_told(tmp_path: Path) -> None:
    env = environment(Options()) | {"SEKISHO_DATA": "postgresql://kansho:himitsu@127.0.0.1:1/x?connect_timeout=1"}
    told = run("worker", env=env)
    assert told.returncode == 2
    assert "himitsu" not in told.stderr + told.stdout


def test_a_port_that_is_taken_is_said(on_sqlite: Open, serve: Serve, tmp_path: Path) -> None:
    served = serve(on_sqlite().options)
    told = run("serve", "--port", str(served.options.port), env=environment(served.options))
    assert told.returncode == 2
    assert str(served.options.port) in told.stderr


def test_a_worker_without_a_server_needs_data_that_are_there(tmp_path: Path) -> None:
    options = Options(data=str(tmp_path / "data"), key_file=str(tmp_path / "key"), port=free_port())
    told = run("worker", env=environment(options))
    assert told.returncode == 2
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_the_extra_it_says_what_to_install(command: str) -> None:
    program = "import sys; sys.modules['django'] = None; from sekisho.cli import main; main()"
    told = subprocess.run(
        [sys.executable, "-P", "-c", program, command], capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == 2
    assert "sekisho[web]" in told.stderr
