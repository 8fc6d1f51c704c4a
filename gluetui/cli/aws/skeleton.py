"""The form of a call's parameters or answer, as `aws … --generate-cli-skeleton` prints it."""

from __future__ import annotations

import math
from typing import Any

EPOCH = "1970-01-01T00:00:00"


def skeleton(shape: Any, *, name: str = "", names_as_values: bool = False, within: tuple[str, ...] = ()) -> Any:
    """A shape of botocore's as the AWS CLI prints it: "" or the member's name for texts, 0, true, the epoch.

    Numbers keep to the model's minimum: of JobRun's Timeout it is 1, at which the AWS CLI's own
    `--generate-cli-skeleton output` stumbles (tried with 1.46 and 2.36).
    """

    def inner(member: Any, called: str = "") -> Any:
        return skeleton(member, name=called, names_as_values=names_as_values, within=(*within, shape.name))

    match shape.type_name:
        case "structure":
            if within.count(shape.name):
                return {}
            return {called: inner(member, called) for called, member in shape.members.items()}
        case "list":
            return [inner(shape.member, shape.member.name)]
        case "map":
            return {"KeyName": inner(shape.value)}
        case "integer" | "long":
            return max(0, math.ceil(shape.metadata.get("min", 0)))
        case "float" | "double":
            return max(0.0, float(shape.metadata.get("min", 0)))
        case "boolean":
            return True
        case "timestamp":
            return EPOCH
    if names_as_values:
        return name
    return next(iter(shape.enum), "") if shape.enum else ""
