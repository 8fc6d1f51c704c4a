"""gluetui.glue.run.arguments: the job's own parameters, Glue's, and what each of Glue's is for."""

from __future__ import annotations

import pytest

from gluetui.glue.run.arguments import SPECIAL, argument_help, own_and_special


def test_arguments_keep_the_order_of_aws_within_their_kind() -> None:
    own, special = own_and_special({"--b": "1", "--TempDir": "s3://x/", "--a": "", "--conf": "x=y"})
    assert (list(own), list(special)) == (["--b", "--a"], ["--TempDir", "--conf"])


@pytest.mark.parametrize("arguments", [None, [], "x", {}])
def test_where_aws_returned_none_there_are_none(arguments: object) -> None:
    assert own_and_special(arguments) == ({}, {})


def test_the_letters_case_counts_as_it_does_for_glue() -> None:
    assert own_and_special({"--tempdir": "x"})[0] == {"--tempdir": "x"}


@pytest.mark.parametrize("name", SPECIAL)
def test_every_parameter_of_glue_is_explained_in_a_sentence(name: str) -> None:
    help_text = argument_help(name)
    assert help_text.startswith("A parameter of AWS Glue's own. ")
    assert help_text.endswith(".")
    assert len(help_text) > 50


def test_the_job_s_own_parameters_are_said_to_be_that() -> None:
    assert argument_help("--day") == "An argument of this run, for its script to read."
