"""What can be a Region and what can be an endpoint, said before anything is asked there."""

from __future__ import annotations

import pytest

from gluetui.glue.aws.regions import regions, why_no_region, why_no_url


@pytest.mark.parametrize(
    "text", ["what ever", "eu_west_1", "euwest1", "EU-WEST-1", "eu-west", "west-", "frankfurt", "1-2", "eu-west-1a", ""]
)
def test_a_text_of_another_form_is_no_region(text: str) -> None:
    assert "such as eu-west-1" in why_no_region(text)


@pytest.mark.parametrize("text", ["eu-west-1", "xx-new-9", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1"])
def test_a_region_need_not_be_known_to_botocore(text: str) -> None:
    assert why_no_region(text) == ""


def test_every_region_that_botocore_knows_has_the_form() -> None:
    assert [name for name in regions() if why_no_region(name)] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("glue", "https://glue would"),
        ("127.0.0.1:4566/x", "https://127.0.0.1:4566/x would"),
        ("htps://glue.example", "does not begin with https://"),
        ("ws://glue.example", "does not begin with https://"),
        ("//glue.example", "does not begin with https://"),
        ("https:glue.example", "does not begin with https://"),
        ("https://", "names no host"),
        ("https://:443", "names no host"),
        ("https://glue.example:http", "is no URL"),
        ("https://glue.example:70000", "is no URL"),
        ("https://[::1", "is no URL"),
        ("https://glue .example", "has a blank"),
    ],
)
def test_what_is_no_endpoint_is_told(text: str, why: str) -> None:
    assert why in why_no_url(text)


@pytest.mark.parametrize(
    "text", ["https://glue.example", "http://127.0.0.1:4566", "HTTPS://x/y", "http://[::1]:80", "https://u:p@h:1/"]
)
def test_an_endpoint_is_left_alone(text: str) -> None:
    assert why_no_url(text) == ""
