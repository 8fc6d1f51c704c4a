"""Characters that look like a space or like nothing; AWS takes them for parts of a name or an id."""

from __future__ import annotations

BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Characters that look like a space and are none: no-break, thin, ideographic."""

UNSEEN = "\ufeff\u200b\u200c\u200e\u200f\u2060\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters without a width that programs put between others: breaks, marks of direction, byte order marks."""

_AROUND = f"{BLANKS}{UNSEEN}\u180e \t\r\n\f\v\u0085\u2028\u2029"


def trimmed(text: str) -> str:
    """A run's id as it was meant: no blank, seen or unseen, belongs to its ends."""
    return text.strip(_AROUND)
