"""The incident note: the cause first, the chain, nothing that acts, nothing secret, nothing made up."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.note import LONGEST_CHAIN, incident_note
from tests.conftest import NOW
from tests.text import test_log_cause as log_cause
from tests.text.written_run import a_run


def chain(*runs: JobRun) -> Lineage:
    lineage = Lineage(runs[0].key)
    for run in runs:
        lineage.add(run)
    return lineage


def note(*runs: JobRun, region: str = "eu-west-1", others: tuple[JobRun, ...] = ()) -> str:
    return incident_note(runs[0], chain(*runs), others=others, now=NOW, zone=UTC, region=region)


def tokens(markdown: str) -> list[Token]:
    return [each for outer in MarkdownIt("gfm-like").parse(markdown) for each in (outer, *(outer.children or ()))]


FAILED = a_run(
    "report",
    "jr_2",
    ("load", "jr_1"),
    JobRunState="FAILED",
    ErrorMessage="Error Category: QUERY_ERROR; Failed Line Number: 42; Job aborted.\nCaused by: disk full\n",
)


def test_a_note_reads_from_what_happened_to_where_to_look() -> None:
    load = a_run("load", "jr_1", JobRunState="FAILED", ErrorMessage="no space\nleft")
    assert note(FAILED, load) == (
        """# AWS Glue: `report` `failed`

- Run: `jr_2`
- State: `FAILED`
- Started: `2026-11-20 01:30:00 UTC`
- Ended: `2026-11-20 01:40:00 UTC`
- Took: 9m 30s
- Trigger: *not returned*
- Region: `eu-west-1`

## Error

- Cause: `disk full`
- Category: `QUERY_ERROR`
- Line of the script: `42`

```text
Error Category: QUERY_ERROR; Failed Line Number: 42; Job aborted.
Caused by: disk full

```

## What differs from usual

Not compared: no other succeeded run of this job was at hand.

## Runs before it

- `report` `jr_2` · ✗ `FAILED` · started `2026-11-20 01:30:00 UTC` · took 9m 30s · `disk full`
  - `load` `jr_1` · ✗ `FAILED` · started `2026-11-20 01:30:00 UTC` · took 9m 30s · `no space`

## Where to look

- [This run in the AWS console](https://console.aws.amazon.com/gluestudio/home?region=eu-west-1#/job/report/run/jr_2)
- Log, output: group `/aws-glue/jobs/output`, stream `jr_2`
- Log, errors: group `/aws-glue/jobs/error`, stream `jr_2`

Written 2026-11-20 02:30:00 UTC from what AWS Glue had answered by then; secrets are masked.
"""
    )


def test_what_is_not_known_is_said() -> None:
    listed = JobRun({"JobName": "a", "Id": "jr_1", "JobRunState": "FAILED"})
    text = incident_note(listed, now=NOW, zone=UTC)
    assert "AWS returned no ErrorMessage. The logs may say more." in text
    assert "- Started: *not returned*" in text
    assert "- Took: unknown" in text
    assert "## Runs before it\n\nNot asked for.\n" in text
    assert "region" not in text.lower()
    assert "No predecessors, no trigger" in note(a_run("a", "jr_1"))


def test_a_live_run_is_not_over() -> None:
    text = note(a_run("a", "jr_1", JobRunState="RUNNING"))
    assert "- Ended: the run is not over" in text
    assert "- Took: 1h 0m 0s so far" in text


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({}, "No predecessors, no trigger: started by hand, by an API caller, Step Functions or Airflow."),
        ({"TriggerName": "a*b`c"}, "No predecessors: trigger ``a*b`c`` is a schedule, on-demand or event trigger, "),
        ({"TriggerName": "<b>"}, "No predecessors: trigger `<b>` is a schedule"),
        ({"TriggerName": "# nightly"}, "No predecessors: trigger `# nightly` is"),
        ({"TriggerName": "[x](http://y)"}, "No predecessors: trigger `[x](http://y)` is"),
    ],
)
def test_why_a_run_has_no_predecessors_is_a_sentence_in_which_names_alone_are_code(
    members: dict[str, str], sentence: str
) -> None:
    assert f"\n\n{sentence}" in note(a_run("a", "jr_1", **{"TriggerName": "", "PreviousRunId": "", **members}))


def test_runs_that_are_not_loaded_are_named_with_the_reason() -> None:
    lineage = chain(a_run("a", "jr_3", ("b", "jr_2"), ("c", "jr_1")))
    lineage.fail(RunKey("b", "jr_2"), AwsError(ErrorKind.DENIED, "no `right`", "ask"))
    text = incident_note(a_run("a", "jr_3", ("b", "jr_2"), ("c", "jr_1")), lineage, now=NOW, zone=UTC)
    assert "  - `b` `jr_2` · not loaded: `` no `right` ``" in text
    assert "  - `c` `jr_1` · not loaded\n" in text


def test_a_cycle_and_a_diamond_are_marked_and_a_long_chain_is_cut() -> None:
    assert "- `a` `jr_1` · cycle" in note(a_run("a", "jr_1", ("b", "jr_0")), a_run("b", "jr_0", ("a", "jr_1")))
    count = LONGEST_CHAIN + 20
    runs = [a_run("a", f"jr_{number}", ("a", f"jr_{number + 1}")) for number in range(count)]
    text = note(*runs)
    assert "- and 21 more\n" in text
    assert "code_block" not in [token.type for token in tokens(text)]


def test_secrets_are_masked_everywhere() -> None:
    load = a_run("load", "jr_1", Arguments={"--db_password": "hunter2hunter2"})
    text = note(
        a_run(
            "report",
            "jr_2",
            ("load", "jr_1"),
            JobRunState="FAILED",
            TriggerName="with-hunter2hunter2",
            ErrorMessage="Caused by: no access with hunter2hunter2 or s3cr3t-token",
            Arguments={"--api_token": "s3cr3t-token"},
        ),
        load,
    )
    assert "hunter2hunter2" not in text
    assert "s3cr3t-token" not in text
    assert text.count("••••••••") >= 4


def test_a_secret_too_short_to_be_looked_for_elsewhere_is_masked_where_a_predecessors_error_names_it() -> None:
    load = a_run("load", "jr_1", JobRunState="FAILED", ErrorMessage="login failed: password=abc")
    text = note(a_run("report", "jr_2", ("load", "jr_1")), load)
    assert "login failed: password=••••••••" in text


_HOSTILE = st.text("`[]()<>!*_|#@ \n\\&~-ab:/.\x1b\u202e\x9b", max_size=60) | st.sampled_from(
    ["![x](http://evil)", "<img src=x onerror=y>", "</details>", "\n\n# title", "\x1b]52;c;x\x07", "[x]: http://evil"]
)


@given(job=_HOSTILE, error=_HOSTILE, trigger=_HOSTILE, group=_HOSTILE, state=_HOSTILE, value=_HOSTILE)
def test_nothing_from_aws_acts(job: str, error: str, trigger: str, group: str, state: str, value: str) -> None:
    members = {
        "JobRunState": state,
        "ErrorMessage": error,
        "TriggerName": trigger,
        "LogGroupName": group,
        "Arguments": {value or "--x": value},
    }
    before = a_run(job, "jr_1", JobRunState="FAILED", ErrorMessage=error)
    usual = a_run(job, "jr_0")
    text = note(a_run(job, "jr_2", (job, "jr_1"), **members), before, others=(usual,))
    assert all(character.isprintable() or character == "\n" for character in text)
    found = tokens(text)
    links = [token.attrs.get("href") for token in found if token.type == "link_open"]
    assert len(links) == 1
    assert str(links[0]).startswith("https://console.aws.amazon.com/gluestudio/home?region=eu-west-1#/job/")
    acting = {"image", "html_inline", "html_block", "em_open", "strong_open", "table_open", "s_open", "code_block"}
    words = [token.type for token in found if token.type in acting]
    # Our own "*not returned*" is the only emphasis.
    assert set(words) <= {"em_open"}
    assert words.count("em_open") == text.count("*not returned*") - sum(
        token.content.count("*not returned*") for token in found if token.type in ("code_inline", "fence")
    )
    headings = [token.tag for token in found if token.type == "heading_open"]
    assert headings == ["h1", "h2", "h2", "h2", "h2"]


def test_the_cause_in_the_log_goes_first_and_is_quoted() -> None:
    failed = log_cause.run(ErrorMessage="Job run failed.")
    known = log_cause.searched(log_cause.a_cause(text="`E`: [a](http://b)", whole="`E`: [a](http://b)"))
    text = incident_note(failed, now=NOW, zone=UTC, cause=known)
    assert "- Cause in the log: `` `E`: [a](http://b) ``\n- There: `curate_sales.py:87 · in error at " in text
    assert text.index("Cause in the log") < text.index("Job run failed.")
    assert "Cause in the log" not in incident_note(failed, now=NOW, zone=UTC, cause=KnownCause())
    nothing = incident_note(failed, now=NOW, zone=UTC, cause=log_cause.searched(None, log_cause.DENIED))
    assert "- Cause in the log: `The log was not read: denied.`\n- There: `the policy lacks logs:Get" in nothing
