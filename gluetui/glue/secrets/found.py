"""A secret found in a text: where it stands, with its quotes and without, and how it reads elsewhere."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import NamedTuple

DOTS = "••••••••"
"""Shown for a secret of any length."""

REMOVED = "[removed]"
"""Stands where a credential was in a text of another program; not AWS's word, hence the brackets."""

SCHEME = (
    r"(?:bearer|basic|digest|token|negotiate|ntlm|api-?key|key|hawk|o?auth|mac|dpop|aws|aws4-hmac-sha256|gssapi|splunk"
    r"|ssws|geniekey|sharedkey|sharedaccesssignature|googlelogin|vapid|scram-sha-\d{1,3}|signature)"
)
"""The schemes that stand before the credentials of an Authorization header."""

_AFTER_SCHEME = re.compile(rf"{SCHEME}[ \t]+(?P<secret>\S.*)", re.IGNORECASE | re.DOTALL)

_PART = re.compile(r"""(?<==)["']?(?=[^\s"',;]{0,64}\d)([^\s"',;=]{8,})""")
"""One of the parts of a cookie or of Digest's credentials that is long enough to be repeated elsewhere."""


class Found(NamedTuple):
    """The secret is `text[start:end]`; `outer` is what goes with it where nothing of a value may stay."""

    start: int
    end: int
    outer: tuple[int, int]
    encodings: int = 0
    """How often it is written as a string of JSON."""
    quote: str = ""
    """Put around its dots, so that JSON in which it was a number stays JSON."""


def plain_forms(found: str, encodings: int) -> tuple[str, ...]:
    """A secret as it was found and as it reads elsewhere: decoded, without its scheme, and a Basic one's password."""
    forms = [found]
    if encodings and "\\" in found:
        forms.append(_decoded(found, encodings))
    after = _AFTER_SCHEME.fullmatch(forms[-1])
    if after:
        forms.append(after["secret"])
    if "'" in found:
        forms.append(re.sub(r"""'\\*"'\\*"'""", "'", forms[-1]).rstrip("'"))
    if "=" in found:
        forms += _PART.findall(forms[-1])
    return (*forms, *_password_of_basic(forms[-1]))


def _decoded(text: str, encodings: int) -> str:
    for _ in range(encodings):
        try:
            text = json.loads(f'"{text}"', strict=False)
        except ValueError:
            break
    return text


def _password_of_basic(text: str) -> tuple[str, ...]:
    if not 8 <= len(text) <= 512:
        return ()
    try:
        user, colon, password = base64.b64decode(text, validate=True).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        return ()
    return (password,) if colon and user.isprintable() and password.isprintable() else ()
