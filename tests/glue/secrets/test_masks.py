"""gluetui.glue.secrets.masks: no secret in any text or copy, and nothing else masked."""

from __future__ import annotations

import copy
import json
import random
import string
from typing import Any

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks, mask_value, masked_once, masked_run
from gluetui.glue.secrets.names import is_secret_name
from gluetui.glue.secrets.search import url_passwords
from gluetui.glue.secrets.table import URL_PASSWORD
from tests.patience import bounded_work

WORDS = """
    password passwd pwd secret token apikey api_key credential credentials auth bearer dsn connection_string
    connection-string private_key access-key jdbc_url dbpassword mysqlpasswd clientsecret authtoken
""".split()  # noqa: SIM905 - a list of this length is read as text
STEMS = ["", "db", "source", "prod", "my-app", "snowflake", "redshift_target"]
SECRET_TEXT = string.ascii_letters + string.digits + "!$%*+-./:<>?^_~|@#&;="


def generated_cases(count: int) -> list[tuple[str, str]]:
    """Names in the styles that people write, with values of 8 to 40 characters; the same ones each time."""
    draw = random.Random(20261120)
    cases = []
    for _ in range(count):
        words = [word for word in (draw.choice(STEMS), draw.choice(WORDS)) if word]
        parts = [part for word in words for part in word.replace("-", "_").split("_")]
        style = draw.choice(["_".join, "-".join, "".join, lambda each: each[0] + "".join(map(str.title, each[1:]))])
        name = style(parts)
        if style == "".join:
            name = "_".join(words)
        name = draw.choice([name, name.upper(), name + "_1"])
        value = "".join(draw.choices(SECRET_TEXT, k=draw.randint(8, 40)))
        cases.append((f"--{name}", value))
    return cases


CASES = generated_cases(200)


def test_two_hundred_generated_names_are_secret() -> None:
    assert len(CASES) == 200
    assert [name for name, _ in CASES if not is_secret_name(name)] == []


def test_two_hundred_generated_values_appear_in_no_text_and_no_copy() -> None:
    for name, value in CASES:
        raw = {
            "Arguments": {name: value, "--own": f"see {value}", "--empty": ""},
            "ErrorMessage": f"cannot sign in with {value}\nat line 3: '{value}'",
            "Tomorrow": [{"Deep": value}],
        }
        masked, count = masked_run(raw)
        assert value not in json.dumps(masked, ensure_ascii=False)
        assert count == 4
        assert mask_value(name, value) == DOTS
        assert value not in Masks(raw["Arguments"]).apply(f"a{value}b {value}")


@pytest.mark.parametrize(
    "name",
    [
        "--APIKey",
        "--APIkey",
        "--DBpwd",
        "--dbPassword",
        "--secretAccessKey",
        "--aws_access_key_id",
        "--connectionString",
        "--JDBCUrl",
        "--OAuthToken",
        "--spark.hadoop.secret.key",
        "--PASSWORD1",
        "--password=x",
    ],
)
def test_a_name_is_read_in_whole_words_in_every_spelling(name: str) -> None:
    assert is_secret_name(name)


NOT_SECRET = """
    --author --authors --bypass --tokenizer --compass_table --passenger-count --secretary --keyspace
    --username --key --primary_key --TempDir --JOB_NAME --job-language --enable-metrics --authority
    --secret-arn --secret-name --secretName --secret_id --secrets-manager-secret-name --password-secret-arn
    --enable-auto-scaling --extra-py-files --encryption-type --database --url
""".split()  # noqa: SIM905 - as above


@pytest.mark.parametrize("name", NOT_SECRET)
def test_other_names_are_not_secret(name: str) -> None:
    assert not is_secret_name(name)
    assert mask_value(name, "prod/mysql/reader") == "prod/mysql/reader"


def test_no_member_of_the_model_is_masked_by_its_name() -> None:
    model = botocore.session.get_session().get_service_model("glue").shape_for("JobRun")
    assert [name for name in model.members if is_secret_name(name)] == []


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf",
        "arn:aws-cn:kms:cn-north-1:111122223333:key/abc",
    ],
)
def test_an_arn_is_a_pointer_and_stays(value: str) -> None:
    assert mask_value("--db-secret", value) == value
    assert mask_value("--x", f"a={value} b") == f"a={value} b"


@pytest.mark.parametrize(
    "value",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "key ASIAIOSFODNN7EXAMPLE!",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    ],
)
def test_a_value_that_shows_itself_to_be_secret_is_masked_under_any_name(value: str) -> None:
    assert mask_value("--x", value) == DOTS
    assert value not in Masks({}).apply(f"it was {value}")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("postgres://me:hunter2@db/x", f"postgres://me:{DOTS}@db/x"),
        ("jdbc:mysql://me:p@ss@db:3306/x?a=b@c", f"jdbc:mysql://me:{DOTS}@db:3306/x?a=b@c"),
        ("https://me:p/w@host", f"https://me:{DOTS}@host"),
        ("https://:tok@host/simple", f"https://:{DOTS}@host/simple"),
        ("http://host:8080/path@v1", "http://host:8080/path@v1"),
        ("s3://bucket/a:b@c", "s3://bucket/a:b@c"),
        ("jdbc:x://h/db?user=me&password=abc&ssl=1", f"jdbc:x://h/db?user=me&password={DOTS}&ssl=1"),
        ('{"user": "me", "password": "a b"}', f'{{"user": "me", "password": "{DOTS}"}}'),
        ("a=1 --conf spark.x.secret.key=abc --conf b=2", f"a=1 --conf spark.x.secret.key={DOTS} --conf b=2"),
        ("author=me;tokenizer=fast", "author=me;tokenizer=fast"),
    ],
)
def test_only_the_secret_part_of_a_value_is_masked(value: str, shown: str) -> None:
    assert mask_value("--x", value) == shown


def test_a_password_in_a_url_is_masked_where_another_text_repeats_it() -> None:
    masks = Masks({"--source": "postgres://me:hunter2%2Ftwo@db/x"})
    assert masks.apply("bad password hunter2%2Ftwo, that is hunter2/two") == f"bad password {DOTS}, that is {DOTS}"


def test_the_parts_of_a_masked_value_are_secret_too() -> None:
    masks = Masks({"--db-credentials": '{"user": "me", "password": "hunter2two"}'})
    assert masks.apply("denied: hunter2two") == f"denied: {DOTS}"


def test_an_empty_value_is_visibly_empty() -> None:
    assert mask_value("--password", "") == ""


def test_a_short_secret_is_masked_in_its_place_but_blanks_no_other_text() -> None:
    masks = Masks({"--password": "a", "--token": "123", "--secret": "true", "--pwd": "data"})
    assert mask_value("--password", "a") == DOTS
    assert masks.apply("a bad database 123 true") == "a bad database 123 true"
    assert masks.apply("bad data, data_x") == f"bad {DOTS}, {DOTS}_x"


def test_a_longer_secret_goes_before_one_that_it_contains() -> None:
    assert Masks({"--pwd": "abcdefgh", "--token": "abcdefghijkl"}).apply("abcdefghijkl") == DOTS


def test_a_value_given_as_part_of_a_name_is_masked() -> None:
    masked, _ = masked_run({"Arguments": {"--password=hunter2two": "", "--author=me": ""}})
    assert masked == {"Arguments": {f"--password={DOTS}": "", "--author=me": ""}}


def test_a_copy_shares_nothing_with_the_answer_and_leaves_it_alone() -> None:
    raw: dict[str, Any] = {
        "Arguments": {"--password": "hunter2two", "--n": None, "--pin-token": 1234},
        "Credentials": {"User": "me", "Keys": ["one", "two"]},
        "PredecessorRuns": [{"JobName": "a"}],
        "Timeout": 60,
        "JobRunQueuingEnabled": True,
    }
    before = copy.deepcopy(raw)
    masked, count = masked_run(raw)
    assert raw == before
    assert masked["PredecessorRuns"] is not raw["PredecessorRuns"]
    assert masked["Arguments"] == {"--password": DOTS, "--n": None, "--pin-token": DOTS}
    assert masked["Credentials"] == {"User": DOTS, "Keys": [DOTS, DOTS]}
    assert (masked["Timeout"], masked["JobRunQueuingEnabled"]) == (60, True)
    assert count == 5


def test_masking_twice_changes_nothing_more() -> None:
    raw = {"Arguments": dict(CASES) | {"--url": "x://me:hunter2two@h"}, "ErrorMessage": CASES[0][1]}
    once, _ = masked_run(raw)
    assert masked_run(once) == (once, 0)


@given(st.lists(st.sampled_from(["x://", "me:", "p", "/", "?", "@", ":", " ", "//", "9", "h" * 300])).map("".join))
def test_passwords_in_urls_are_found_as_by_one_pattern_over_the_whole_text(text: str) -> None:
    wanted = [found.span("secret") for found in URL_PASSWORD.finditer(text)]
    assert [found.span("secret") for found in url_passwords(text)] == wanted


@pytest.mark.parametrize("name", ["failed", "reason", "x"])
def test_a_secret_behind_an_innocent_name_and_colon_is_masked(name: str) -> None:
    assert mask_value("ErrorMessage", f"login {name}: password=hunter2two, x=1") == (
        f"login {name}: password={DOTS}, x=1"
    )


def test_a_secret_that_is_a_word_of_aws_s_own_is_masked_in_its_place_only() -> None:
    raw = {"JobRunState": "FAILED", "Timeout": 5, "Arguments": {"--password": "FAILED", "--token": "Timeout"}}
    masked, count = masked_run(raw)
    assert masked == {**raw, "Arguments": {"--password": DOTS, "--token": DOTS}}
    assert count == 2


def test_a_run_is_masked_once_however_often_it_is_shown() -> None:
    run = JobRun({"Arguments": {"--password": "hunter2two"}})
    assert masked_once(run) is masked_once(run)
    assert masked_once(run) == masked_run(run.raw)


@pytest.mark.parametrize(
    "unit", ["://a:b", "x://a:bb@", "a=b;", "token=x;", "key: ", "eyJabcd.ab.", "-----BEGIN", "AKIA"]
)
def test_a_hostile_quarter_of_a_megabyte_is_no_more_work_than_its_size(unit: str) -> None:
    text = unit * (256 * 1024 // len(unit))
    with bounded_work():
        masked_run({"ErrorMessage": text, "Arguments": {f"--password{n}": f"hunter{n}two" for n in range(50)}})


def test_an_answer_that_nests_absurdly_deep_is_cut_with_dots() -> None:
    deep: Any = "hunter2two"
    for _ in range(5000):
        deep = [deep]
    masked, count = masked_run({"Tomorrow": deep})
    assert DOTS in str(masked)
    assert count == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(), each, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["--password", "--x", "Arguments", "ErrorMessage"]), JSON), st.text())
def test_any_answer_can_be_masked(raw: dict[str, Any], text: str) -> None:
    masked, count = masked_run(raw)
    assert masked.keys() == raw.keys()
    assert count >= 0
    assert isinstance(Masks(raw).apply(text), str)
    assert isinstance(mask_value(text, text), str)
