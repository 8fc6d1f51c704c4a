"""One table of secrets as people write them, held against every place that shows, copies, saves or logs a run."""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gluetui.glue.aws import call_log
from gluetui.glue.files.saving import cli_json, document
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks, mask_value, masked_run
from gluetui.glue.secrets.names import is_secret_name
from gluetui.glue.secrets.redaction import redacted
from gluetui.local.crash_report import write_report
from gluetui.text.note import incident_note
from gluetui.text.run_fields import telling_line
from tests.conftest import NOW
from tests.patience import bounded_work

S = "teal-newt-77q"
"""The secret of each value of the tables; in what is shown, @ stands for the dots."""


def dumped(value: object, times: int = 1) -> str:
    """JSON, as a string of JSON so many times more."""
    text = json.dumps(value)
    return text if times == 1 else dumped(text, times - 1)


JSON_WITHIN = [
    (dumped({"n": 3, "passwords": {"a": S, "b": [S, 41, None]}, "on": [1]}),
     dumped({"n": 3, "passwords": {"a": "@", "b": ["@", "@", None]}, "on": [1]})),
    (f'{{ "token" :\n\t"{S}" , "b":  2.50 }}', '{ "token" :\n\t"@" , "b":  2.50 }'),
    (dumped({"db": dumped({"Pwd": S, "user": "me"})}), dumped({"db": dumped({"Pwd": "@", "user": "me"})})),
    (dumped({"secret": [S]}, 4), dumped({"secret": ["@"]}, 4)),
    (f'{{"p\\u0061ssword": "{S}"}}', '{"p\\u0061ssword": "@"}'),
    (f"{{'creds': ('me', '{S}'), 'n': None}}", "{'creds': ('@', '@'), 'n': None}"),
    (f'{{"tokens": [{{"a": "{S}"}}], "n": 1}}', '{"tokens": [{"a": "@"}], "n": 1}'),
    (f'posted {{"credentials": {{"key": "{S}", "use', 'posted {"credentials": {"key": "@", "@'),
    (dumped([{"Name": "DB_PASSWORD", "Value": S}, {"Name": "HOST", "Value": "h"}]),
     dumped([{"Name": "DB_PASSWORD", "Value": "@"}, {"Name": "HOST", "Value": "h"}])),
    (dumped(["--user", "me", "--password", S, "--host", "h"]),
     dumped(["--user", "me", "--password", "@", "--host", "h"])),
    (f"https://h.example/?c={quote(dumped({'pwd': S, 'u': 'me'}))}",
     f"https://h.example/?c={quote(dumped({'pwd': '@', 'u': 'me'}), safe='@')}"),
    (base64.b64encode(dumped({"password": S}).encode()).decode(), "@"),
]  # fmt: skip

AFTER_A_SCHEME = [
    (f"Authorization: Bearer {S}", "Authorization: Bearer @"),
    (f"curl -H 'Authorization: token {S}' https://h.example", "curl -H 'Authorization: token @' https://h.example"),
    (dumped({"headers": {"Proxy-Authorization": f"Basic {S}"}, "n": 1}),
     dumped({"headers": {"Proxy-Authorization": "Basic @"}, "n": 1})),
    (f'authorization = Digest username="me", response="{S}"\nHost: h', "authorization = Digest @\nHost: h"),
    (f"{{Authorization=[ApiKey {S}], Accept=json}}", "{Authorization=[@], Accept=json}"),
    (f"GET /v1 with Bearer {S}{S} failed", "GET /v1 with Bearer @ failed"),
    (f"Cookie: sid={S}; theme=dark", "Cookie: @"),
]  # fmt: skip

BY_FORM = [
    ("the key ghs_16C7e42F292c6912E7710c838347Ae178B4a works", "the key @ works"),
    ("glpat-1a2b3c4d5e6f7g8h9i0j", "@"),
    ("https://h.example/x?private=glcbt-64_1a2b3c4d5e6f7g8h&n=1", "https://h.example/x?private=@&n=1"),
    ("xoxp-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy", "@"),
    ("models: sk-ant-api03-R2D2c3po-AbCdEf0123456789", "models: @"),
    ("https://maps.example/js?key=AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY&v=3", "https://maps.example/js?key=@&v=3"),
    ("github_pat_11BQ2W3E4R0t5y6u7i8o9p0_a1s2d3f4g5h6j7k8", "@"),
    ("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", "@"),
    ("dapi8f7e6d5c4b3a29180f1e2d3c4b5a6978", "@"),
    ("npm_1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R", "@"),
    ("hf_aBcDeFgHiJkLmNoPqRsTuVwXyZ012345", "@"),
    ("pypi-AgEIcHlwaS5vcmcCJGE1YjJjM2Q0", "@"),
    ("https://hooks.slack.com/workflows/T01AB2CD3/A04EF5GH6/7890", "https://hooks.slack.com/workflows/@"),
    ("https://b.example/k?X-Amz-Signature=1f2e3d4c5b6a&X-Amz-Expires=9", "https://b.example/k?X-Amz-Signature=@&X-Amz-Expires=9"),
]  # fmt: skip

DIALECTS = [
    (f"jdbc:oracle:oci8:app/{S}@prod.world", "jdbc:oracle:oci8:app/@@prod.world"),
    (f"sqlplus -s app/{S}@prod @run.sql", "sqlplus -s app/@@prod @run.sql"),
    (f"--host h --db-password '{S} and more' --port 1", "--host h --db-password '@' --port 1"),
    (f"mysql -h h -u me -p{S} orders", "mysql -h h -u me -p@ orders"),
    (f"CREATE USER me IDENTIFIED BY '{S}' PASSWORD EXPIRE", "CREATE USER me IDENTIFIED BY '@' PASSWORD EXPIRE"),
    (f'alter user me identified with sha2 as "{S}"', 'alter user me identified with sha2 as "@"'),
    (f"machine h.example login me password {S}\nmachine i", "machine h.example login me password @\nmachine i"),
    (f"curl -u me:{S} https://h.example", "curl -u me:@ https://h.example"),
    (f"fs.azure.account.key.acme.blob.core.windows.net={S}==", "fs.azure.account.key.acme.blob.core.windows.net=@"),
    (f"Endpoint=sb://n.example/;SharedAccessKeyName=Root;SharedAccessKey={S};EntityPath=q",
     "Endpoint=sb://n.example/;SharedAccessKeyName=Root;SharedAccessKey=@;EntityPath=q"),
    (f"https://acme.blob.core.windows.net/in?sp=r&sig={S}%3D&se=2027", "https://acme.blob.core.windows.net/in?sp=r&sig=@&se=2027"),
    (f"Driver=ODBC;Uid=me;Pwd={{{S};}}}}x}};Encrypt=yes", "Driver=ODBC;Uid=me;Pwd={@};Encrypt=yes"),
    (f"Map(url -> jdbc:x://h, password -> {S}, user -> me)", "Map(url -> jdbc:x://h, password -> @, user -> me)"),
    (f'.option("password", "{S}").load()', '.option("password", "@").load()'),
    (f"<property><name>ConnectionPassword</name><value>{S}</value></property>",
     "<property><name>ConnectionPassword</name><value>@</value></property>"),
    (f"--x <pwd>{S}</pwd>", "--x <pwd>@</pwd>"),
]  # fmt: skip

SHOWN = [*JSON_WITHIN, *AFTER_A_SCHEME, *BY_FORM, *DIALECTS]

NAMES = """
    --sftp_pass --pass --PGPASS --etlPw --pw_2 --sap_creds --teams_webhook --webhook_url --gitlab_pat --session_cookie
    --hash_salt --senha_banco --Passwort --account_key --storageAccountKey --encryption-key --hmac_key --SIGNING_KEY
    --ssh_key --fernet_key --openai_key --contraseña --jwt --signingkey --datadog_api_key
""".split()  # noqa: SIM905 - a list of this length is read as text

HARMLESS_NAMES = """
    --s3_key --partition_key --primary_key --sort_key --foreign_key --merge_keys --token_column --auth_type
    --password_file --credentials_path --key_name --compass --bypass --spatial --patch --pat_id --file_pat --first_pass
    --max_tokens --tokens_per_batch --use_auth --salt_buckets --sacred_texts --public_key --encryption_key_id
    --kms_key --cookie_policy
""".split()  # noqa: SIM905 - as above

HARMLESS = [
    "Access denied for user 'etl'@'10.0.0.1' (using password: YES)",
    "Access denied for user 'etl'@'%' (using password: NO)",
    '{"s3_key": "in/orders.csv", "primary_key": ["id", "day"], "token_column": "user_token", "auth_type": "basic"}',
    "--partition_key order_id --token_column user_token --password_file s3://bucket/pw.txt --auth_type basic",
    "root\n |-- token: string (nullable = true)\n |-- password: string (nullable = true)",
    "cannot resolve 'token' given input columns: [id, token, struct<password:string,salt:bigint>]",
    "Error loading SSO Token: Token for corp does not exist",
    "the option --password is required, --token must not be empty",
    "psql -U etl -p 5432 orders; mkdir -p /tmp/x; docker run --user 1000:1000 x",
    "tokens: [], secrets={}, passwords = null, 'creds': {}, \"api_keys\": [ ]",
    '{"credentials": {"arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"}}',
    "GetSecretValue: secret my/x was not found",
    "SELECT token, password AS p FROM users WHERE id = 7",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf",
    "jdbc:oracle:thin:@//db.example:1521/ORCL, ask me@corp.example",
    "risk-assessment of task-force-2024-lists, sk-SK, glue-job, pypi-mirror, github_actions",
    "rows identified by order_id; hf_daily_orders_of_the_customers_by_day; github_patches; the default login is by SSO",
    "https://h.example:8443/a/b@v2?page=1#top",
    "",
]


@pytest.mark.parametrize(("value", "shown"), SHOWN)
def test_the_secret_goes_and_the_rest_stays_as_it_was_written(value: str, shown: str) -> None:
    assert mask_value("--x", value).replace(DOTS, "@") == shown


@pytest.mark.parametrize("name", NAMES)
def test_the_names_that_people_use_are_those_of_secrets(name: str) -> None:
    assert mask_value(name, S) == DOTS
    assert mask_value("--x", f"a=1;{name.lstrip('-')}={S};b=2").replace(DOTS, "@") == f"a=1;{name.lstrip('-')}=@;b=2"


@pytest.mark.parametrize("name", HARMLESS_NAMES)
def test_a_name_that_only_resembles_one_hides_nothing(name: str) -> None:
    assert mask_value(name, "in/orders.csv") == "in/orders.csv"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays_in_masks_and_in_redaction(text: str) -> None:
    assert mask_value("--x", text) == text
    assert Masks({}).apply(text) == text
    assert redacted(text) == text or "@" in text  # Any address may be one with a password.


@pytest.mark.parametrize(("value", "shown"), SHOWN)
def test_no_secret_is_in_any_place(value: str, shown: str, tmp_path: Path) -> None:
    before, _, after = shown.partition("@")
    secret = S if S in value else value[len(before) : len(value) - len(after)]
    # A part of a secret is not looked for elsewhere; the value itself is.
    said = secret if S not in value or value.replace(S, "@") == shown else "nothing"
    run = JobRun({
        "JobName": "load", "Id": "jr_1", "JobRunState": "FAILED", "Arguments": {"--x": value, "--y": "1"},
        "ErrorMessage": f"Py4JJavaError: it said {said}\n{value}", "Tomorrow": {"Deep": [value]},
    })  # fmt: skip
    error = TypeError(value)
    call_log.start(tmp_path / "log")
    call_log.note("settings", value)
    call_log.stop()
    places = {
        "copy": cli_json(run)[0],
        "saved": document([run], masked=True),
        "note": incident_note(run, now=NOW, zone=UTC),
        "list": telling_line(run),
        "log": (tmp_path / "log").read_text(),
        "report": write_report(error, keys=[value]).read_text("utf-8"),
        "redacted": redacted(value),
    }
    assert [place for place, text in places.items() if secret in text] == []


# Generated.

HARMLESS_WORDS = st.text("abcdefghij klmn_opq.rstuvw/xyz0123456789é", min_size=1, max_size=12)
SECRETS = st.text("abcdefghxyzABCXYZ0123456789!$%*+-._~^?#", min_size=6, max_size=24).map(lambda text: f"q{text}Z7")
INNOCENT_NAMES = st.sampled_from(["user", "host", "s3_key", "partition_key", "n", "token_type", "retries", "a b"])
SECRET_NAMES = st.sampled_from(["password", "dbPass", "api_key", "creds", "AUTH_TOKEN", "client secret", "Passwort"])
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | HARMLESS_WORDS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(INNOCENT_NAMES, each, max_size=3),
    max_leaves=6,
)


@st.composite
def documents_with(draw: st.DrawFn, secret: str) -> str:
    """A document with the secret under a secret's name, as such or within a list or object, in JSON in JSON."""
    value: Any = draw(st.sampled_from([secret, [secret, 1], {"user": {"any": secret}}, [[{"x": secret}]]]))
    document: Any = {"a": draw(DOCUMENTS), draw(SECRET_NAMES): value, "z": draw(DOCUMENTS)}
    for _ in range(draw(st.integers(0, 4))):
        how = draw(
            st.sampled_from([lambda d: [d, 1], lambda d: {"inner": d}, json.dumps, lambda d: {"s": json.dumps(d)}])
        )
        document = how(document)
    indent = draw(st.sampled_from([None, 1, 4]))
    return json.dumps(document, indent=indent, ensure_ascii=draw(st.booleans()))


@given(st.data(), st.text(min_size=6, max_size=20).map(lambda text: f"q{text}Z7"))
def test_no_secret_that_is_put_into_generated_json_is_in_any_output(data: st.DataObject, secret: str) -> None:
    text = data.draw(documents_with(secret))
    raw = {"Arguments": {"--x": text}, "ErrorMessage": f"failed: {secret}\nfor {text}"}
    masked = masked_run(raw)[0]
    written = json.dumps(secret)[1:-1]
    assert DOTS in masked["Arguments"]["--x"]
    for shown in (*masked["Arguments"].values(), masked["ErrorMessage"], redacted(text)):
        assert secret not in shown and written not in shown


@given(st.data(), SECRETS)
def test_no_secret_in_a_url_a_header_or_a_command_line_is_in_any_output(data: st.DataObject, secret: str) -> None:
    name = data.draw(st.sampled_from(["password", "pwd", "api_key", "db_pass"]))
    escaped = quote(secret, safe="")
    text = data.draw(st.sampled_from([
        f"postgresql://me:{escaped}@db.example:5432/x", f"jdbc:mysql://db.example/x?user=me&{name}={escaped}&ssl=true",
        f"jdbc:sqlserver://db.example;user=me;{name}={secret};encrypt=true",
        f"jdbc:oracle:thin:me/{secret}@//db:1521/X",
        f"Authorization: Bearer {secret}", f"X-Api-Key: {secret}", f"run --{name} {shlex.quote(secret)} --host h",
        f"run --{name}={shlex.quote(secret)} --host h", f"mysql -u me -p{secret} db", f"curl -u me:{secret} https://h",
        f"a.b.{name}={secret}", f"{name}: {secret}", f"{{user=me, {name}={secret}}}", f"{name}={{{secret}}};x=1",
    ]))  # fmt: skip
    masked = masked_run({"Arguments": {"--x": text}, "ErrorMessage": f"failed with {secret} or {escaped}"})[0]
    for shown in (masked["Arguments"]["--x"], masked["ErrorMessage"], redacted(text)):
        assert secret not in shown and escaped not in shown


@given(st.dictionaries(INNOCENT_NAMES, DOCUMENTS), st.sampled_from([None, 1, 3]), st.integers(1, 3))
def test_a_generated_harmless_document_comes_out_unchanged(
    document: dict[str, Any], indent: int | None, times: int
) -> None:
    text = json.dumps(document, indent=indent)
    for _ in range(times - 1):
        text = json.dumps({"body": text})
    assume(not is_secret_name(text))
    assert mask_value("--x", text) == text
    assert redacted(text) == text
    masked, changed = masked_run({"Arguments": {"--x": text}, "Tomorrow": document})
    assert (masked, changed) == ({"Arguments": {"--x": text}, "Tomorrow": document}, 0)


@given(st.dictionaries(st.sampled_from(["--x", "--conf", "--password"]), st.text()), st.text())
def test_masking_and_redacting_any_text_twice_changes_nothing_more(arguments: dict[str, str], text: str) -> None:
    once = masked_run({"Arguments": arguments, "ErrorMessage": text})[0]
    assert masked_run(once) == (once, 0)


HOSTILE = [
    '{"password":', '{"password":[', "token: [", '\\"', "\\", 'password="', "--password ", "-u a:", "%253A",
    "password%3D", "password=[", "password={", "-u 'a:b'",
    '"Authorization": "', "Cookie: a;", "<name>", "bearer ", "sqlplus ", "W3s", '("password",', "password=}",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("hide", [lambda text: masked_run({"ErrorMessage": text}), redacted])
def test_a_hostile_quarter_of_a_megabyte_takes_no_time(unit: str, hide: Callable[[str], object]) -> None:
    with bounded_work():
        hide(unit * (256 * 1024 // len(unit)))
