"""Reads AWS's good answers, whole and once, before botocore's parser can lose anything of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gluetui.glue.errors.error import BadAnswer, NotAws


def decode_once(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object) -> None:
    """botocore's `before-parse`: a good answer is decoded here, whole, and botocore's parser is left an empty body.

    The parser would drop members that the model does not know, and nulls, and would read an HTML page as
    an answer without a list.
    """
    if response_dict["status_code"] >= 300:
        return
    body = response_dict["body"]
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError) as error:
        if body.lstrip()[:1] == b"<":
            raise NotAws(body[:2000].decode("utf-8", "replace")) from error
        raise BadAnswer(f"{len(body)} bytes that are not whole JSON") from error
    if not isinstance(decoded, dict):
        raise BadAnswer("JSON that is not an object")
    customized_response_dict.update(decoded)
    response_dict["body"] = b""


def next_token(answer: Mapping[str, Any]) -> str | None:
    """Where the next page begins; None on the last."""
    token = answer.get("NextToken")
    return token if isinstance(token, str) and token else None
