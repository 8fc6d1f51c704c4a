"""Text from AWS within Markdown is text, whatever it holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gluetui.text.note import block, code
from gluetui.text.safe import many_lines, one_line

ACTING = "[a](http://x) ![b](http://y) <script>x</script> <http://z> **b** www.example.com @all a`b``c |"


def types(markdown: str) -> list[str]:
    """Every token, those inside a line too."""
    found = [token for outer in MarkdownIt("gfm-like").parse(markdown) for token in (outer, *(outer.children or ()))]
    return [token.type for token in found]


@given(st.text(min_size=1) | st.text("`[]()<>!*_|#@ \n\\&~-", min_size=1))
def test_a_code_span_holds_any_text_and_nothing_else_comes_of_it(text: str) -> None:
    markdown = code(text)
    assert types(f"a {markdown} b") == ["paragraph_open", "inline", "text", "code_inline", "text", "paragraph_close"]
    inline = MarkdownIt("gfm-like").parse(f"a {markdown} b")[1]
    assert (inline.children or ())[1].content.strip(" ") == one_line(text).strip(" ")


@given(st.text() | st.text("`~[]()<>! \n\t"))
def test_a_block_holds_any_text(text: str) -> None:
    markdown = block(text, longest=10_000)
    assert types(f"{markdown}\n\nafter") == ["fence", "paragraph_open", "inline", "text", "paragraph_close"]
    assert MarkdownIt("gfm-like").parse(markdown)[0].content == many_lines(text) + "\n"


def test_what_acts_elsewhere_does_not_in_code() -> None:
    assert "link_open" in types(ACTING)
    assert types(code(ACTING)) == ["paragraph_open", "inline", "code_inline", "paragraph_close"]


def test_no_text_says_so() -> None:
    assert code("") == "*not returned*"


def test_a_long_block_is_cut_and_says_its_size() -> None:
    assert block("x" * 5_000, longest=10) == "```text\nxxxxxxxxxx\n```\n\nCut here: the whole text has 4.9 KB."
