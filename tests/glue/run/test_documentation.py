"""The documentation in botocore's model as plain text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.documentation import plain_text


def test_documentation_is_cleaned_of_its_html() -> None:
    html = (
        "<p>One &amp; <code>two</code>,  see <a href='x'>here</a>.</p> <p>List:</p> <ul> <li> <p>a</p> </li>"
        " <li>b</li> </ul> <p>1 &lt; 2</p><script>alert(1)</script>"
    )
    assert plain_text(html) == "One & two, see here.\n\nList:\n• a\n• b\n\n1 < 2"
    assert plain_text("") == ""
    assert plain_text("no tags") == "no tags"


@given(st.text() | st.text("<>/pliul &;!-\"'="))
def test_any_documentation_can_be_cleaned(html: str) -> None:
    assert isinstance(plain_text(html), str)
