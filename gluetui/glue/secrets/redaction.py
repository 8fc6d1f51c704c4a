"""Credentials taken out of text that AWS or another program wrote: messages, reasons, addresses, lines of a log."""

from __future__ import annotations

import re
from functools import cache

REMOVED = "[removed]"
"""Stands where a credential was; not AWS's word, hence the brackets."""


def redacted(text: str) -> str:
    """The text without key ids, secret keys, tokens, passwords, Authorization and user:password@ of URLs."""
    for pattern, instead in _secrets():
        text = pattern.sub(instead, text)
    return text


@cache
def _secrets() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns and their replacements, compiled when the first text comes: the first picture has none."""
    return (
        # A password may hold "/" and "@" unescaped: with a ":" before it all goes up to the last "@".
        (re.compile(r'://(?:[^\s/@"<>]{0,256}:[^\s"<>]{0,256}|[^\s/"<>]{0,256})@'), "://"),
        (re.compile(r"""(?<![^\s"'(=,])[^\s:/@"'(=,]{1,256}:[^\s@/"']{1,256}@"""), ""),
        # Of an address whose password is not escaped, urllib3 takes what is before the first "/" for the host.
        (re.compile(r"(?i)(failed to parse: (?:host )?)'[^\n]{0,999}'(?= is not| contains)"), rf"\1{REMOVED}"),
        (re.compile(r"(?i)(authorization\b[\\\"']*\s*[:=]).*"), rf"\1 {REMOVED}"),
        (re.compile(r"AWS4-HMAC-SHA256 +Credential.*"), REMOVED),
        (re.compile(r"(?i)\b(bearer|basic)\s+(?=\S*[\d=])[\w.~+/=-]{8,}"), rf"\1 {REMOVED}"),
        (
            re.compile(
                r"(?i)((?:secret[-_ ]?(?:access[-_ ]?)?key|access[-_ ]?key(?:[-_ ]?id)?|api[-_]?key"
                r"|client[-_]?secret|pass(?:word|wd|phrase)|(?:session|security|access|refresh|id|auth)[-_]?token"
                r"|\b(?:secret|token|credential|signature)(?=[\\\"']*=|[\\\"']+\s*:))"
                r"[\\\"']*\s*[:=]\s*)(?:\"[^\"]*\"|'[^']*'|[^\s,;&}]+)"
            ),
            rf"\1{REMOVED}",
        ),
        (re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{8,}"), REMOVED),
        (re.compile(r"\beyJ[\w-]{8,}\.[\w.-]+"), REMOVED),
        (re.compile(r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\Z)"), REMOVED),
        # A secret key is 40 characters of Base64, a token 100 or more, of mixed kinds. Run ids are 64 of hex.
        (
            re.compile(
                r"(?<![A-Za-z0-9/+])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])(?=[A-Za-z/+]*\d)"
                r"[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])"
            ),
            REMOVED,
        ),
        (
            re.compile(
                r"(?<![\w/+-])(?=[a-z0-9/+_-]*[A-Z])(?=[A-Z0-9/+_-]*[a-z])(?=[A-Za-z/+_-]*\d)[\w/+-]{100,}={0,2}"
            ),
            REMOVED,
        ),
    )
