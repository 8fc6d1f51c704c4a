"""What people have of a run, and what `gluetui open` makes of it: the run that it names, a choice, or nothing."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from gluetui.glue.files.listed_names import Found, found_in
from gluetui.glue.files.pasted import cut_id_in, run_ids_in
from gluetui.glue.files.references import parse_reference

ID = "jr_" + "0123456789abcdef" * 4
HOST = "https://eu-west-1.console.aws.amazon.com"
STUDIO = f"{HOST}/gluestudio/home?region=eu-west-1"
LOGS = f"{HOST}/cloudwatch/home?region=eu-west-1#logsV2:log-groups"
PORTAL = "https://d-9.awsapps.com/start/#/console?account_id=210987654321&destination="
ARN = "arn:aws:glue:eu-west-1:210987654321:job"
RUN_LINK = f"{STUDIO}#/job/nightly-load/run/{ID}"
EU = "eu-west-1"
ACCOUNT = "210987654321"

LISTED = [
    "nightly-load",
    "nightly load",
    "Copy to lake",
    "Copy",
    "O'Brien weekly",
    "O",
    "publish-prices",
    "prices",
    "run",
    "failed",
    "duration",
    "triggers",
    "Load, clean",
    "Load",
    "été/lac",
    "a b",
    "x",
    "Große Ladung",
    "stage.v2",
    "stage",
]
"""The jobs that AWS lists, some of them called as the words of alerts are."""


def meant(text: str) -> str:
    """Job, run, Region and account; the job by the listed names where the text leaves it open: "?" before a choice."""
    named = parse_reference(text)
    if named is None:
        return "nothing"
    found = Found(named.job_name)
    if not named.job_name and named.words:
        found = found_in(named.words, LISTED, begins=named.begins)
    job = found.job_name or "?" + "|".join(sorted(found.candidates))
    run = {"": "", ID: "run"}.get(named.run_id, named.run_id.replace(ID, "run"))
    return " · ".join(part for part in (job, run, named.region, named.account) if part)


def slack(url: str) -> str:
    return f"<{url}|the run>"


ADDRESSES = [
    (RUN_LINK, "nightly-load · run · eu-west-1"),
    (f"{STUDIO}#/job/Copy%20to%20lake/run/{ID}", "Copy to lake · run · eu-west-1"),
    (f"It broke: {STUDIO}#/job/Copy to lake/run/{ID} again", "Copy to lake · run · eu-west-1"),
    (f"{STUDIO}#/editor/job/Copy to lake/runs please", "Copy to lake · eu-west-1"),
    (f"{STUDIO}#/job/été/lac/run/{ID}", "été/lac · run · eu-west-1"),
    (f"{STUDIO}#/job/O'Brien weekly/run/{ID}", "O'Brien weekly · run · eu-west-1"),
    (f"[run]({STUDIO}#/job/a(b)/run/{ID})", "a(b) · run · eu-west-1"),
    (f"'{RUN_LINK}',", "nightly-load · run · eu-west-1"),
    (f"see {STUDIO}#/editor/job/stage for more", "stage · eu-west-1"),
    (f"see {STUDIO}#/editor/job/Copy tables", "?Copy · eu-west-1"),
    (f"{STUDIO}#/v2/etl-configuration/jobs/view/nightly%20load", "nightly load · eu-west-1"),
    (f"{STUDIO}#/v2/etl-configuration/jobs/view/nightly-load/details", "nightly-load · eu-west-1"),
    (f"#/job/nightly-load/run/{ID}", "nightly-load · run"),
    (f"console.aws.amazon.com/gluestudio/home?region=us-east-2#/job/x/run/{ID}", "x · run · us-east-2"),
    (f"{RUN_LINK}&state=x", "nightly-load · run · eu-west-1"),
    (f"{RUN_LINK[:-20]}", "nightly-load · eu-west-1"),
    (f"https://wiki.acme.org/x?id={ID}", "? · run"),
    (f"{STUDIO}#/job/run/{ID}", "? · run · eu-west-1"),
    (f"{STUDIO}#/job/run/run/{ID}", "run · run · eu-west-1"),
    (f"{HOST}/glue/home?region=eu-west-1#jobRun:jobName=a%20b;jobRunId={ID}", "a b · run · eu-west-1"),
    (
        f"https://{ACCOUNT}-k3x9.us-east-1.console.aws.amazon.com/gluestudio/home#/job/x/run/{ID}",
        f"x · run · us-east-1 · {ACCOUNT}",
    ),
    (
        f"https://console.amazonaws-us-gov.com/gluestudio/home?region=us-gov-west-1#/job/x/run/{ID}",
        "x · run · us-gov-west-1",
    ),
    (f"https://eusc-de-east-1.console.amazonaws-eusc.eu/gluestudio/home#/job/x/run/{ID}", "x · run · eusc-de-east-1"),
    (f"https://cn-north-1.console.amazonaws.cn/gluestudio/home#/job/x/run/{ID}", "x · run · cn-north-1"),
    (
        f"{LOGS}/log-group/$252Faws-glue$252Fjobs$252Ferror/log-events/nightly-load$252F{ID}",
        "nightly-load · run · eu-west-1",
    ),
    (f"{STUDIO}%23/job/a%20b/run/{ID}", "a b · run · eu-west-1"),
    (f"{STUDIO}%23%2Fjob%2Fa%2520b%2Frun%2F{ID}", "a b · run · eu-west-1"),
    (quote(RUN_LINK, safe=""), "nightly-load · run · eu-west-1"),
    (f"https://myapps.microsoft.com/x?u={quote(RUN_LINK, safe='')}", "nightly-load · run · eu-west-1"),
    (f"https://www.google.com/url?q={quote(RUN_LINK, safe='')}&sa=D", "nightly-load · run · eu-west-1"),
    (f"https://slack-redir.net/link?url={quote(quote(RUN_LINK, safe=''), safe='')}", "nightly-load · run · eu-west-1"),
    (
        f"https://nam02.safelinks.protection.outlook.com/?url={quote(RUN_LINK, safe='')}&data=05",
        "nightly-load · run · eu-west-1",
    ),
    (f"{PORTAL}{quote(RUN_LINK, safe='')}", f"nightly-load · run · eu-west-1 · {ACCOUNT}"),
    (f"{PORTAL}{RUN_LINK}", f"nightly-load · run · eu-west-1 · {ACCOUNT}"),
    (
        f"https://us-east-1.signin.aws/federation?Action=login&Destination={quote(RUN_LINK, safe='')}",
        "nightly-load · run · eu-west-1",
    ),
    (f"https://urldefense.com/v3/__{RUN_LINK.replace('#', '*')}__;Iw!!abc", "nightly-load · run · eu-west-1"),
    (slack(RUN_LINK), "nightly-load · run · eu-west-1"),
    (f"{slack(RUN_LINK.replace('?region', '?a=b&amp;region'))}", "nightly-load · run · eu-west-1"),
    (f'<a href="{RUN_LINK}">here</a>', "nightly-load · run · eu-west-1"),
]

COMMANDS = [
    (f"aws glue get-job-run --run-id {ID} \\\n  --region eu-west-1 --job-name 'a b'", "a b · run · eu-west-1"),
    (f'aws glue get-job-run ^\r\n --run-id {ID} ^\r\n --job-name "a b"', "a b · run"),
    (f"Get-GLUEJobRun -JobName 'a b' `\n -RunId {ID} -Region eu-west-1", "a b · run · eu-west-1"),
    (f"aws glue get-job-run –job-name=nightly-load –run-id={ID}", "nightly-load · run"),
    (f"aws glue get-job-run --job-name «a b» --run-id “{ID}”", "a b · run"),
    (f"aws glue get-job-run --job-name Copy to lake --run-id {ID}", "Copy to lake · run"),
    (f"it's aws glue get-job-run --job-name x --run-id {ID}", "x · run"),
    (f'$ aws glue start-job-run --job-name stage\n{{"JobRunId":\n "{ID}"}}', "stage · run"),
    (f"['s.py', '--JOB_NAME', 'Load, clean', '--JOB_RUN_ID', '{ID}', 'more']", "Load, clean · run"),
    (f"--JOB_NAME nightly-load --JOB_RUN_ID {ID} --TempDir s3://b/t", "nightly-load · run"),
    (f"`aws glue get-job-run --run-id {ID} --job-name nightly-load`", "nightly-load · run"),
    (f"aws glue get-job-run --job-name \u201ca b\u201d --run-id \u201d{ID}\u201d", "a b · run"),
    ("gluetui --job 'a b' --run jr_7", "a b · jr_7"),
    (f"""aws glue get-job-run --cli-input-json '{{"JobName": "a b", "RunId": "{ID}"}}'""", "a b · run"),
    ('aws glue get-job-runs --job-name "$JOB"', "nothing"),
    ("aws glue get-job-runs --job-name <job-name>", "nothing"),
]

LABELS = [
    (f"*Job Name:* `nightly-load`\n*Run:* `{ID}`", "nightly-load · run"),
    (f"Job name: Load, clean, run {ID}", "Load, clean · run"),
    (f"Job name: Load, clean failed, run {ID}", "Load, clean · run"),
    (f"Job Name: Copy to lake failed with run id {ID}", "Copy to lake · run"),
    (f"Job Name : Copy to lake\nId       : {ID}", "Copy to lake · run"),
    (f"Job Name:\n\n  Copy to lake\nRun ID:\n  {ID}", "Copy to lake · run"),
    (f"JobName=Copy to lake RunId={ID}", "Copy to lake · run"),
    (f"Job name: nightly-load. Run id: {ID}.", "nightly-load · run"),
    (f"jobname\uff1anightly load\n{ID}", "nightly load · run"),
    (f"| Job name | Run id | State |\n|---|---|---|\n| Copy to lake | {ID} | FAILED |", "Copy to lake · run"),
    (f"│ Job name │ Copy to lake │\n│ Run id │ {ID} │", "Copy to lake · run"),
    (f"State\tJob name\tRun id\nFAILED\tnightly load\t{ID}", "nightly load · run"),
    (f"<b>Job name:</b> nightly-load<br><b>Run:</b> {ID}", "nightly-load · run"),
    (f"Job: Copy to lake\nStatus: FAILED\n{ID}", "Copy to lake · run"),
    (f"client.get_job_run(JobName='O'Brien weekly', RunId='{ID}')", "O'Brien weekly · run"),
    (f"Glue job “nightly load” failed: {ID}", "nightly load · run"),
    (f"Glue job „nightly load“ failed: {ID}", "nightly load · run"),
    (f"“Job name”: “nightly load”, “Run id”: “{ID}”", "nightly load · run"),
    (f"\u2018JobName\u2019 = \u2018nightly load\u2019 {ID}", "nightly load · run"),
    (f"Glue job stage_orders run {ID} FAILED in eu-west-1", "stage_orders · run · eu-west-1"),
    (f"AWS Glue job pre-load.v2, job run id: {ID}", "pre-load.v2 · run"),
    (f"Glue job eu-west-2 run {ID}", "?run · run · eu-west-2"),
    (f"Glue job load-a (run {ID}) timed out", "load-a · run"),
    (f"«Job name»: «nightly load» {ID}", "nightly load · run"),
    (f'"nightly load" job failed: {ID}', "nightly load · run"),
    (f"Glue job 'O'Brien weekly' failed {ID}", "O'Brien weekly · run"),
    (f"Job\u00a0name:\u202fCopy\u2009to lake\u200b\nRun: \u200b{ID}\ufeff", "Copy to lake · run"),
    (f"Good morning, this is of tonight. Job name: Copy to l=\nake\nRun: {ID}", "Copy to lake · run"),
    (f"> Job name: nightly-load\n> Run: {ID[:40]}\n> {ID[40:]}", "nightly-load · run"),
    (
        f"Job name: nightly-load, in the Region eu-west-1, run: {ID[:20]}=\r\n{ID[20:]}",
        "nightly-load · run · eu-west-1",
    ),
    (
        f"Link:=20{HOST}/gluestudio/home?region=3Deu=\n-west-1#/job/nightly-lo=\nad/run/{ID[:30]}=\n{ID[30:]}",
        "nightly-load · run · eu-west-1",
    ),
    (f"{STUDIO}#/job/nightly-\nload/run/{ID}", "nightly-load · run · eu-west-1"),
    (f"Job: nightly-load FAILED\n{ID}", "nightly-load · run"),
    (f"Job: Copy to lake \u2013 FAILED\n{ID}", "Copy to lake · run"),
    (f"Job name: Copy to lake (prod)\nRun: {ID}", "Copy to lake · run"),
    (f"Job name: nightly load \u274c\nRun: {ID}", "nightly load · run"),
    (f"Job: nightly-load :x:\n{ID}", "nightly-load · run"),
    (f"{ARN}/nightly-load/{ID}", f"nightly-load · run · eu-west-1 · {ACCOUNT}"),
    (f"{ARN}/Copy to lake/run/{ID}", f"Copy to lake · run · eu-west-1 · {ACCOUNT}"),
    (f"{ARN}/nightly-load", f"nightly-load · eu-west-1 · {ACCOUNT}"),
    (f"{ARN}/Copy to lake", f"Copy to lake · eu-west-1 · {ACCOUNT}"),
    (
        f"on resource: arn:aws-cn:glue:cn-north-1:{ACCOUNT}:job/Tag & move with an explicit deny in a policy",
        f"Tag & move · cn-north-1 · {ACCOUNT}",
    ),
    (f"'{ARN}/Tag, move' is denied", f"Tag, move · eu-west-1 · {ACCOUNT}"),
    (f"{ARN}/Copy and tag the files {ID}", f"Copy · run · eu-west-1 · {ACCOUNT}"),
    (f"{ARN}/Copy tables {ID}", f"?Copy · run · eu-west-1 · {ACCOUNT}"),
]

SENTENCES = [
    (f"The Glue job, nightly-load, failed: {ID}", "nightly-load · run"),
    (f"Job run {ID} of Copy to lake failed", "Copy to lake · run"),
    (f"Copy to lake failed {ID}", "Copy to lake · run"),
    (f"*publish-prices* - `{ID}`", "publish-prices · run"),
    (f"nightly-load/{ID}", "nightly-load · run"),
    (f"Glue job O\u2019Brien weekly failed: {ID}", "O'Brien weekly · run"),
    (f"Glue job e\u0301te\u0301/lac failed in eusc-de-east-1: {ID}", "été/lac · run · eusc-de-east-1"),
    (f"INFO - Initializing AWS Glue Job: nightly-load. Wait for completion: True {ID}", "nightly-load · run"),
    (f"job nightly-load failed: {ID.upper()}", "nightly-load · run"),
    (f"Job nightly-load failed after publish-prices succeeded: {ID}", "nightly-load · run"),
    (f"prices failed after publish-prices succeeded: {ID}", "?prices|publish-prices · run"),
    (f"NIGHTLY-LOAD failed {ID}", "?nightly-load · run"),
    (f"Job run {ID} of job Copy parking zone failed", "?Copy · run"),
    (f"job nightly-load-v2 failed: {ID}", "?failed · run"),
    (f"Job unlisted-1 failed after publish-prices succeeded: {ID}", "?publish-prices · run"),
    (f"job Weekly nightly-load failed: {ID}", "?nightly-load · run"),
    (f"Job duration failed after nightly-load succeeded: {ID}", "?duration|nightly-load · run"),
    (f"Job duration of nightly-load: 0:02:47, run {ID}", "nightly-load · run"),
    (f"The job publish prices daily failed: {ID}", "?prices · run"),
    (f"Glue Job triggers successfully: JobRunId={ID}", "?triggers · run"),
    (f"Job duration: 0:02:47\n{ID}", "? · run"),
    (f"Exiting Job {ID} Run State: FAILED", "? · run"),
    (f"from us-east-1 to eu-west-1, job stage failed: {ID}", "stage · run"),
    (f"Job stage failed in orders-eu-west-1: {ID}", "stage · run"),
    (f"{ID}_attempt_2-driver", "? · run_attempt_2"),
    (f"/aws-glue/jobs/error {ID}-job-insights-rca-driver", "? · run"),
]

DOCUMENTS = [
    (
        json.dumps(
            {"detail": {"requestParameters": {"jobName": "a b"}, "responseElements": {"jobRunId": ID}, "awsRegion": EU}}
        ),
        "a b · run · eu-west-1",
    ),
    (
        json.dumps({"eventName": "GetJobRun", "awsRegion": EU, "requestParameters": {"jobName": "x", "runId": ID}}),
        "x · run · eu-west-1",
    ),
    (
        json.dumps({"region": EU, "account": ACCOUNT, "detail": {"context": {"jobName": "x", "jobId": ID}}}),
        f"x · run · eu-west-1 · {ACCOUNT}",
    ),
    (
        json.dumps({"Subject": "Alert", "Message": f"Glue job Copy to lake failed in eu-west-1: {ID}"}),
        "Copy to lake · run · eu-west-1",
    ),
    (
        json.dumps(
            {
                "Records": [
                    {"Sns": {"Message": json.dumps({"detail": {"jobName": "a b", "jobRunId": ID}, "region": EU})}}
                ]
            }
        ),
        "a b · run · eu-west-1",
    ),
    (json.dumps({"text": f"*x* broke {slack(RUN_LINK)}"}), "nightly-load · run · eu-west-1"),
    (
        json.dumps(
            {"resource": "startJobRun.sync", "parameters": json.dumps({"JobName": "a b"}), "output": {"JobRunId": ID}}
        ),
        "a b · run",
    ),
    (
        json.dumps(
            {"Trigger": {"Dimensions": [{"name": "JobName", "value": "a b"}, {"name": "JobRunId", "value": "ALL"}]}}
        ),
        "a b",
    ),
    (f"{{'job_name': 'a b', 'run_id': '{ID}'}}", "a b · run"),
    (f'{{"glueJobName": "a b", "glueJobRunId": "{ID}",}} // from the log', "a b · run"),
    (json.dumps({"job_name": "x", "error": f"run {ID} failed"}), "x · run"),
    (json.dumps([{"id": 7, "jobName": ""}, "text"]), "nothing"),
]

NOTHING = [
    "",
    "hello",
    "the job failed",
    "Job name:",
    "job name",
    "nightly-load",
    "glue job failed in eu-west-1",
    "my-etl-1",
    "https://jenkins.acme.org/job/nightly-load/12",
    "JobName=$JOB",
    "Job name: <name>",
    "Job name: {{ job }}",
    f"{STUDIO}#workflow:name=x",
    f"{STUDIO}#/jobs",
    f"Job nightly-load: {ID[:20]}…",
    "jr_",
    f"{ID}0",
    "{}",
    "[]",
    "[1",
    '"a"',
    "null",
    "sha jr_0123456789abcdef",
    "https://console.aws.amazon.com/s3/home?region=eu-west-1",
]


@pytest.mark.parametrize(("text", "says"), [*ADDRESSES, *COMMANDS, *LABELS, *SENTENCES, *DOCUMENTS])
def test_what_a_text_names_is_opened_or_left_to_the_user(text: str, says: str) -> None:
    assert meant(f" {text}\n") == says


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_that_names_nothing_opens_nothing(text: str) -> None:
    assert meant(text) == "nothing"


@pytest.mark.parametrize("text", [text for text, says in SENTENCES if not says.startswith("?")])
def test_without_a_listed_job_that_fits_no_name_is_made_up(text: str) -> None:
    named = parse_reference(text)
    assert named is not None
    assert found_in(named.words, ["Daily", "job", "glue", "etl-2"], begins=named.begins).job_name == ""


@pytest.mark.parametrize("text", [f"Alert {number}\n" * 40_000 for number in ("a", "jr_", "<")])
def test_a_run_is_found_far_within_a_long_text(text: str) -> None:
    assert meant(f"{text}\nGlue job nightly-load failed: {ID}\n{text}") == "nightly-load · run"


HOSTILE = [
    "jr_",
    "jr_a",
    "jr_\n",
    "<",
    "<https://",
    "</b ",
    "&amp;",
    "=\n",
    "> ",
    "https://#",
    "https://console.aws.amazon.com/#/job/a ",
    "?u=https%3A%2F%2F",
    "a=http%3A&",
    "#/",
    " \t",
    "--job-name ",
    "--job-name '",
    "--job-name \\\n",
    "--job-name $'\\x",
    "'\"",
    "^\n",
    "\u2018a",
    "job name: ",
    "job name:\n",
    "job 'a ",
    'job "',
    "*",
    "| ",
    "|job name",
    "arn:aws:glue:a:1:job/",
    "{'",
    '{"a":',
    "[[",
    "/* ",
    "// ",
    ",",
    "\\",
    "job ",
    "run jr_ ",
    "eu-west-1 ",
    "account ",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_is_read_for_ever(part: str) -> None:
    """A pattern that tries again and again takes hours here."""
    for text in (part * (300_000 // len(part)), f"Job name {part * 100_000}"[:300_000], part * 3_000 + ID):
        named = parse_reference(text)
        if named is not None and named.words:
            found_in(named.words, LISTED, begins=named.begins)


def test_many_listed_names_are_looked_through() -> None:
    names = [f"load-orders-{number}" for number in range(10_000)]
    assert found_in("job load-orders-77 failed jr_", names) == Found("load-orders-77")
    assert found_in("job load-orders failed jr_", names) == Found()


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        (f"Job x: {ID[:20]}…", ID[:20]),
        (f"{ID[:12]}, too", ID[:12]),
        (ID, ""),
        ("jr_", ""),
        (f"{ID[:30]}\n{ID[30:]}", ""),
    ],
)
def test_an_id_that_is_cut_is_told_from_a_whole_one(text: str, is_cut: str) -> None:
    assert cut_id_in(text) == is_cut


def test_several_runs_in_a_text_are_counted_and_attempts_of_one_are_not() -> None:
    other = ID.replace("0", "f")
    assert run_ids_in(f"{ID} and {other}, then {ID}_attempt_1") == [ID, other]
