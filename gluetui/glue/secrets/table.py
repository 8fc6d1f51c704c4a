"""What shows itself to be a secret by its form alone: tokens, URLs, dialects of credentials; one row a form."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from gluetui.glue.secrets.found import SCHEME

URL_PASSWORD = re.compile(
    r"(?<=[A-Za-z0-9]://)(?P<before>[^\s/:@]{0,256}:)"
    r"(?P<secret>[^\s/?#]{1,512}(?=@)|(?!\d{1,5}[/?#])\S{1,512}?(?=@))"
)
"""The password of scheme://user:password@host; the second form allows an unescaped / ? or # in it."""

URL_PASSWORD_REACH = 256 + 1 + 512
"""Characters from :// to the @ at most."""


class Form(NamedTuple):
    """A form of a secret; where its pattern has a group `secret`, the rest of the match is no part of it."""

    holds: tuple[str, ...]
    """A text, in lower case, with none of these has no match of the pattern, which takes longer to say so."""
    pattern: str
    hides_value: bool = False
    """Whether an argument with it is hidden whole: a secret key often stands beside its id."""
    needs: str = ""
    """What a match has besides; every line of Spark's that names its place holds "login", as in logInfo."""

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled when the first text comes: the first picture has none."""
        return _compiled(self.pattern)


def _token(*holds: str, begins: str, then: str) -> Form:
    """Tokens that begin so; the rest is long and has a digit, unlike ordinary words."""
    return Form(holds, rf"(?<![\w-])(?:{begins})(?=[\w.-]{{0,64}}\d){then}")


FORMS: tuple[Form, ...] = (
    Form(("akia", "asia", "abia", "acca"), r"(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}", True),
    Form(
        ("-----begin",),
        r"-----BEGIN(?! CERT| PUBLIC)[\s\S]*?(?:-----END[^-]*-----|\Z)",
        True,
    ),
    Form(("eyj",), r"(?<![\w-])eyJ[\w-]{4,}\.[\w-]{2,}(?:\.[\w-]*)*", True),
    _token("gh", "github_pat_", "npm_", "hf_", begins="gh[oprsu]_|github_pat_|npm_|hf_", then=r"\w{20,}"),
    Form(("hf_",), r"(?<![\w-])hf_(?=[A-Z]*[a-z])(?=[a-z]*[A-Z])[A-Za-z]{30,40}(?!\w)"),
    _token("shpat_", "dop_v1_", "glsa_", begins="shpat_|dop_v1_|glsa_", then=r"\w{20,}"),
    _token("gl", "xapp-", "sk-", begins="gl(?:pat|dt|rt|cbt|ptt|soat|ft)-|xapp-|sk-", then=r"[\w-]{16,}"),
    _token("hvs.", "ya29.", "aiza", begins=r"hvs\.|ya29\.|AIza", then=r"[\w-]{16,}"),
    _token("xox", begins=r"xox[a-z][.-]", then=r"[\w.-]{10,}"),
    _token(
        "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", begins="[rs]k_(?:live|test)_|whsec_", then=r"\w{16,}"
    ),
    _token("dapi", begins="dapi", then=r"[0-9a-f]{16,}(?:-\d)?"),
    _token("pypi-", begins="pypi-", then=r"(?=[\w-]{0,64}[A-Z])[\w-]{16,}"),
    _token("sg.", begins=r"SG\.", then=r"[\w-]{16,}\.[\w-]{16,}"),
    Form(
        ("bearer", "basic"),
        r"(?i)\b(?:bearer|basic)\s{1,8}(?=\S{0,512}[\d=])(?=\S{0,512}[a-z])(?P<secret>[\w.~+/=-]{8,})",
    ),
    Form(
        ("identified",),
        r"(?i)\bidentified\s{1,4}(?:with\s{1,4}\S{1,64}\s{1,4})?(?:by|as)\s{1,4}(?:password\s{1,4})?"
        r"(?P<quote>['\"])"
        r"(?P<secret>[^\n]{1,256}?)(?=(?P=quote))",
    ),
    Form(
        ("login",),
        r"(?i)\b(?:machine\s{1,8}\S{1,128}|default)\s{1,8}login\s{1,8}\S{1,128}\s{1,8}password\s{1,8}(?P<secret>\S{1,256})",
        needs="password",
    ),
    Form(("hooks.slack.com/",), r"(?i)hooks\.slack\.com/(?:services|workflows|triggers)/(?P<secret>[\w/%-]{8,})"),
    Form(("/api/webhooks/",), r"(?i)discord(?:app)?\.com/api/webhooks/(?P<secret>[\w/%-]{8,})"),
    Form(("webhook.office.com/",), r"(?i)webhook\.office\.com/(?P<secret>[\w/%@-]{8,})"),
    Form(("telegram.org/bot",), r"(?i)api\.telegram\.org/bot(?P<secret>\d{4,}:[\w-]{8,})"),
    Form(
        ("sig=", "signature=", "credential="),
        r"(?i)(?<![\w-])(?:sig|(?:x-(?:amz|goog)-)?signature|x-(?:amz|goog)-credential)=(?P<secret>[^\s\"'\\&;,<>]{8,})",
    ),
    Form(
        ("oracle:", "sqlplus", "sqlldr", "pdp", "userid="),
        r"(?i)(?:jdbc:oracle:\w{1,9}:|\b(?:sqlplus|sqlldr|impdp|expdp)\s{1,4}(?:-\w{1,9}\s{1,4})?|\buserid=[\"']?)"
        r"[^\s/@:\"']{1,128}/(?P<secret>\"[^\"\n]{1,256}\"(?=@)|[^\s\"']{1,256}(?=@))",
    ),
    Form(
        (" -p", "sshpass"),
        r"(?i)(?:\s(?:-u|--user|--username)[ =]?[^\s=]{1,128}\s(?:[^\n;|&]{0,256}?\s)??|\bsshpass\s{1,4})"
        r"-p(?:\s{1,4}(?!-|\d{1,5}(?:\s|\Z))|(?=[^\s-]))(?P<secret>'[^']{1,256}'|\"[^\"]{1,256}\"|[^\s\"']{1,256})",
    ),
    Form(
        ("-u", "-user"),
        r"(?i)(?<![\w-])(?:-u|--user|--proxy-user)(?:=|\s{1,4})(?P<quote>[\"'])?(?!\d+:\d+\b)[^\s\"':/]{1,128}:(?!//)"
        r"(?P<secret>(?(quote)[^\n]{1,256}?(?=(?P=quote)(?:\s|\Z|[\\\"]{0,64}[,}\])]))|[^\s\"']{1,256})|[^\s\"']{1,256})",
    ),
)
"""Forms that no harmless value has, in arguments as in the texts of other programs."""

FORMS_HOLD = tuple(dict.fromkeys(part for form in FORMS for part in form.holds))

ADDRESSES = (
    # A password may hold "/" and "@" unescaped: with a ":" before it all goes up to the last "@".
    r'(?<=://)(?:[^\s/@"<>]{0,256}:[^\s"<>]{0,256}|[^\s/"<>]{0,256})@',
    r"""(?<![^\s"'(=,])[^\s:/@"'(=,]{1,256}:[^\s@/"']{1,256}@""",
)
"""Who signs in, in the addresses of other programs; in a run's own values this would hit an address in its text."""

GUESSES = (
    # Of an address whose password is not escaped, urllib3 takes what is before the first "/" for the host.
    r"(?i)failed to parse: (?:host )?(?P<secret>'[^\n]{0,999}')(?= is not| contains)",
    r"AWS4-HMAC-SHA256 +Credential.*",
    # A secret key is 40 characters of Base64, a token 100 or more, of mixed kinds. Run ids are 64 of hex.
    r"(?<![A-Za-z0-9/+])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])(?=[A-Za-z/+]*\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])",
    r"(?<![\w/+-])(?=[a-z0-9/+_-]*[A-Z])(?=[A-Z0-9/+_-]*[a-z])(?=[A-Za-z/+_-]*\d)[\w/+-]{100,}={0,2}",
)
"""Forms for the texts of other programs alone: a run's own paths and ids may look so."""

AUTHORIZATION_WITH_PARTS = re.compile(r"(?i)(?:digest|o?auth|hawk|mac|aws4-hmac-sha256|signature|scram-\S{1,20}) ")
"""Schemes whose credentials are a list up to the end of the line."""

SCHEME_OF_HEADER = re.compile(rf"(?i){SCHEME}[ \t]+(?=\S)")

KEPT_WORDS = frozenset(
    """
    a access already an and argument array at authentication authorization bigint binary bool boolean but by cannot
    column could date denied does double empty error expected expired failed failure false field flag for found from
    given has have if in incorrect int integer invalid is it login long map may mismatch missing must no none not null
    of on option or provided required should string struct the timestamp to true unable undefined unexpected unknown
    use varchar was were when with wrong yes
    """.split()  # noqa: SIM905 - a list of this length is read as text
)
"""Words of messages and schemas: after "password: " or "--token " they are prose."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
