"""What credential_process names runs without the UI's terminal; its failure is told by its own last words."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from gluetui.glue.aws import credential_programs
from gluetui.glue.aws.boto import Aws
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.text.safe import is_safe, one_line
from tests.aws_home import AwsHome

GOOD = """printf '{"Version":1,"AccessKeyId":"AKIDMADEUP","SecretAccessKey":"made-up"}'"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsHome:
    home = AwsHome(tmp_path, monkeypatch)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home.config_path))
    home.config(
        f"[profile vault]\\ncredential_process = {tmp_path}/bin/vault\\n"
        "[profile role]\\nrole_arn = arn:aws:iam::111122223333:role/r\\nsource_profile = vault\\n"
        "[profile none]\\ncredential_process =\\n".replace("\\n", "\n")
    )
    return home


def connected(profile: str = "vault", *, have_terminal: bool = False) -> Aws:
    aws = Aws(profile=profile, region="eu-west-1", endpoint_url="http://127.0.0.1:9")
    aws.programs.have_terminal = have_terminal
    aws.connect()
    return aws


def told(profile: str = "vault", *, have_terminal: bool = False) -> AwsError:
    with pytest.raises(AwsError) as raised:
        connected(profile, have_terminal=have_terminal)
    return raised.value


FAILURES = {
    "says why": ("echo 'vault is sealed' >&2; exit 2", "failed: vault is sealed"),
    "says nothing": ("exit 9", "failed: it ended with exit code 9"),
    "is ended": ("kill -9 $$", "failed: it was ended by SIGKILL"),
    "says much, then why": ("seq 1 2000 >&2; echo 'token expired' >&2; exit 1", "failed: token expired"),
    "is no UTF-8": (r"printf 'pas autoris\351\n' >&2; exit 1", "failed: pas autoris�"),
    "is coloured": (r"printf '\033[1;31mlocked\033[0m\n' >&2; exit 1", "failed: locked"),
    "names a secret": ("echo 'no: password=mauve-heron-9' >&2; exit 1", "failed: no: password=[removed]"),
    "acts": (r"printf 'x\033]52;c;eA==\007y' >&2; exit 1", "failed: x\x1b]52;c;eA==\x07y"),
    "asks on the terminal": ("read -r code </dev/tty || exit 1; " + GOOD, "/dev/tty"),
    "asks on stdin": ("read -r code || { echo 'no code given' >&2; exit 1; }; " + GOOD, "failed: no code given"),
    "hangs": ("echo 'Touch your key' >&2; sleep 600", "failed: Touch your key it did not end within 0.5 seconds"),
    "prints without end": ("exec yes", "failed: it printed more than 1,000,000 bytes"),
    "prints no text": ("head -c 300 /dev/urandom", "not JSON"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_program_that_gives_no_credentials_is_told_by_its_last_words(
    name: str, home: AwsHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, words = FAILURES[name]
    home.program("vault", script)
    if name == "hangs":
        monkeypatch.setattr(credential_programs, "LONGEST_PROGRAM", 0.5)
    error = told()
    assert error.kind is ErrorKind.SETUP
    assert words in error.cause
    assert "by hand" in error.next_step
    assert "mauve-heron-9" not in str(error) + error.detail
    assert is_safe(one_line(error.cause))


@pytest.mark.parametrize("have_terminal", [True, False])
def test_the_same_is_told_where_it_has_the_terminal(have_terminal: bool, home: AwsHome) -> None:
    for name in ("says why", "says nothing", "is ended", "is no UTF-8"):
        script, words = FAILURES[name]
        home.program("vault", script)
        assert words in told(have_terminal=have_terminal).cause


@pytest.mark.parametrize("kind", ["missing", "not executable", "no program named"])
def test_a_program_that_cannot_be_run_is_named(kind: str, home: AwsHome) -> None:
    if kind == "not executable":
        home.program("vault", GOOD).chmod(0o644)
    error = told("none" if kind == "no program named" else "vault")
    assert error.kind is ErrorKind.SETUP
    assert ("it names no program" if kind == "no program named" else "bin/vault") in error.cause


def test_the_program_of_a_profile_that_a_role_comes_from_is_run_alike(home: AwsHome) -> None:
    home.program("vault", "exit 9")
    aws = Aws(profile="role", region="eu-west-1")
    aws.programs.have_terminal = False
    with pytest.raises(AwsError) as raised:
        aws.call("glue", "GetJobRun", {"JobName": "a", "RunId": "b"})
    assert "it ended with exit code 9" in raised.value.cause


@pytest.mark.parametrize("chatter", ["", "echo 'using cached token' >&2; ", "sleep 3 & "])
def test_one_that_gives_credentials_is_used_whatever_it_says_or_leaves_behind(chatter: str, home: AwsHome) -> None:
    home.program("vault", chatter + GOOD)
    connected()


ASKS = """
import sys
from gluetui.glue.aws.boto import Aws
aws = Aws(profile="vault", region="eu-west-1")
aws.programs.have_terminal = sys.argv[1] == "True"
try:
    aws.connect()
except Exception as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("have_terminal", [True, False])
def test_on_the_command_line_it_may_ask_on_the_terminal_and_beside_the_ui_it_writes_nothing_there(
    have_terminal: bool, home: AwsHome
) -> None:
    home.program("vault", "printf 'Code: ' >/dev/tty || exit 1; read -r code </dev/tty; [ $code = 42 ] && " + GOOD)
    outer, inner = pty.openpty()
    login = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
    asking = [sys.executable, "-c", login, sys.executable, "-c", ASKS, str(have_terminal)]
    os.write(outer, b"42\n")
    done = subprocess.run(
        asking, stdin=inner, stdout=inner, stderr=subprocess.PIPE, start_new_session=True, check=False
    )
    os.close(inner)
    seen = os.read(outer, 4096)
    os.close(outer)
    assert (done.returncode, b"Code:" in seen) == ((0, True) if have_terminal else (1, False)), done.stderr
