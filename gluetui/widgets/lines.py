"""Lines drawn by Textual's line API: only those on the screen, each span in the colour of its role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple, Self

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gluetui.text.lines import Line
from gluetui.text.safe import shown_name
from gluetui.widgets.contrast import readable

CURSOR = "›"


class Look(NamedTuple):
    """A line as it is drawn."""

    line: Line
    is_cursor: bool = False
    mark: str = " "


class Lines(ScrollView):
    """A scrolling view of lines below some that do not scroll. A subclass counts the lines and draws each.

    The cursor stands on an *entry*, which has one line unless a subclass gives it more.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor"}

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.title = title
        self.border_title = Content(title)
        self.cursor = 0
        self._ahead: dict[int, Look] = {}
        """The next look of lines, by the row of the pane, if it was worked out and nothing has changed since."""
        self._fixed: list[Line] = []
        self._foot: list[Line] = []
        self._shown_subtitle = ""
        self._drawn_styles: dict[tuple[str, bool], Style] = {}
        self._drawn_width = 0
        self._looks: dict[int, Look] = {}
        """The last drawn look of each line, by the row of the pane."""

    def name_after(self, name: str) -> None:
        """Show the name of a job or another thing beside the pane's title; it is made safe here."""
        self.border_title = Content(f"{self.title} · {shown_name(name)}")

    # For subclasses.

    @property
    def entry_count(self) -> int:
        """How many entries there are."""
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        """How many lines all entries have."""
        return self.entry_count

    def entry_at(self, line: int) -> int:
        """The entry that a line belongs to; -1 for a line that belongs to none."""
        return line

    def lines_of(self, entry: int) -> range:
        """The lines of an entry."""
        return range(entry, entry + 1)

    def draw(self, line: int, width: int) -> Line:
        """One line, to be cut or filled to `width` cells."""
        raise NotImplementedError

    def fixed_lines(self, width: int) -> list[Line]:
        """The lines above the entries, which do not scroll."""
        return []

    def foot_lines(self, width: int) -> list[Line]:
        """The lines that stay in sight below the entries."""
        return []

    @property
    def count_text(self) -> str:
        """How many entries there are, in a few words."""
        return ""

    @property
    def subtitle(self) -> str:
        """The text in the border below."""
        return self.count_text

    # Size and position.

    @property
    def line_width(self) -> int:
        """Cells of a line, the cursor's mark included; one is left free, so that no text touches the scroll bar."""
        return max(0, self.scrollable_content_region.width - 1)

    @property
    def page_height(self) -> int:
        """Lines that can be seen at a time."""
        return max(1, self.size.height - len(self._fixed) - len(self._foot))

    @property
    def top(self) -> int:
        """The first line that is seen."""
        return self.scroll_offset.y

    def measure(self) -> None:
        """Bring scroll bars and fixed lines up to date."""
        width = max(0, self.line_width - 1)
        self._fixed, self._foot = self.fixed_lines(width), self.foot_lines(width)
        self._set_height(self.line_count + len(self._fixed) + len(self._foot))
        self.update_subtitle()

    def update_subtitle(self) -> None:
        """Bring the border below up to date."""
        if (subtitle := self.subtitle) != self._shown_subtitle:
            self._shown_subtitle = subtitle
            self.set_subtitle(subtitle)

    def set_subtitle(self, text: str) -> None:
        """Write into the border below; no other line is drawn again, as setting `border_subtitle` would have it."""
        self._border_subtitle = Content(text)
        self.refresh(Region(-1, self.size.height, self.outer_size.width, 1))

    def _set_height(self, height: int) -> None:
        """Set the height that scrolls; Textual lays the screen out anew only if a scroll bar comes or goes."""
        size, seen = Size(0, height), self.size.height
        if self.virtual_size.height == height:
            return
        if not seen or (self.virtual_size.height > seen) != (height > seen):
            self.virtual_size = size
            return
        self.set_reactive(Lines.virtual_size, size)
        self._scroll_update(size)
        self.scroll_to(y=min(self.top, max(0, height - seen)), animate=False, force=True)

    def scroll_to_line(self, line: int) -> None:
        """Make a line the first that is seen, as far as the lines below it fill the pane."""
        self.scroll_to(y=line, animate=False, force=True)

    def line_at(self, y: int) -> int | None:
        """The line that is drawn at row `y` of the widget, its border included; None where there is none."""
        line = y - self.gutter.top - len(self._fixed) + self.top
        return line if self.top <= line < min(self.line_count, self.top + self.page_height) else None

    def refresh_entry(self, entry: int) -> None:
        """Draw the lines of one entry again, and no others."""
        lines = self.lines_of(entry)
        self.refresh(Region(0, lines.start - self.top + len(self._fixed), self.size.width, len(lines)))

    def refresh_changed(self) -> None:
        """Draw the lines whose look has changed again, and no others."""
        width = self.line_width
        looks = ((y, self._look(y, width)) for y in range(self.size.height))
        changed = {y: look for y, look in looks if look != self._looks.get(y)}
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
        # After `refresh`, which empties it, and also where no line changed: looks of an earlier call are outdated.
        self._ahead = changed

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self._ahead = {}
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    # Drawing.

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters without the one that translates a terminal's own colours: a pane uses none of those."""
        return [each for each in super().get_line_filters() if not isinstance(each, ANSIToTruecolor)]

    def render_lines(self, crop: Region) -> list[Strip]:
        # Once for all lines: for a widget's size Textual searches the layout of the whole screen.
        self._drawn_width = self.scrollable_content_region.width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        look = self._looks[y] = self._ahead[y] if y in self._ahead else self._look(y, self._drawn_width - 1)
        return self._strip(*look)

    def _look(self, y: int, width: int) -> Look:
        if y < len(self._fixed):
            return Look(self._fixed[y])
        line = y - len(self._fixed) + self.top
        below = line - min(self.line_count, self.top + self.page_height)
        if below >= 0:
            return Look(self._foot[below] if below < len(self._foot) else [])
        drawn = self.draw(line, width - 1)
        entry = self.entry_at(line)
        if entry != self.cursor:
            return Look(drawn)
        # The start of an entry that is taller than the pane may be out of sight, its mark never is.
        return Look(drawn, True, CURSOR if line == max(self.lines_of(entry).start, self.top) else " ")

    def _strip(self, line: Line, is_cursor: bool, mark: str) -> Strip:
        segments = [Segment(mark, self._style("key", is_cursor))]
        segments.extend(Segment(text, self._style(role, is_cursor)) for text, role in line if text)
        filled = Strip(segments).adjust_cell_length(self._drawn_width, self._style("", is_cursor))
        return Strip(_joined(filled), self._drawn_width)

    def _style(self, role: str, is_cursor: bool) -> Style:
        style = self._drawn_styles.get((role, is_cursor))
        if style is None:
            base = self.get_component_styles("rows--cursor") if is_cursor else self.styles
            ground = self.background_colors[1] + base.background
            styles = self._role_styles(role)
            # Here, as a role's colour that can be read on the pane may be unreadable on the cursor's line.
            colours = Style.from_color(readable(styles.color, ground).rich_color, ground.rich_color)
            if is_cursor and base.text_style.reverse:
                # In a theme of the terminal's own colours a reversed cursor line has none of the roles', which would
                # be grounds of words; where the terminal has few, those of the states stay, for no other tells them.
                stays = styles.color.ansi is not None and not self.has_pseudo_class("ansi")
                shown = base.text_style + (Style.from_color(styles.color.rich_color) if stays else Style.null())
            else:
                shown = colours + styles.text_style
            style = self._drawn_styles[role, is_cursor] = shown
        return style

    def _role_styles(self, role: str) -> RenderStyles:
        """The stylesheet's rules for `.rows--ROLE`, looked up when the role is first drawn.

        Component classes are looked up all at once, for each pane at the start and at each change of focus.
        """
        node = DOMNode(classes=f"rows--{role or 'text'}")
        node._attach(self)
        self.app.stylesheet.apply(node)
        return node.styles

    def notify_style_update(self) -> None:
        self._drawn_styles.clear()
        super().notify_style_update()


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Joined segments of one ground that look the same: on blanks the colour of the text beside them is not seen.

    Each segment costs the terminal two colour sequences, which are longer than most texts.
    """
    joined: list[Segment] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last is None or not (last.style == segment.style or _is_blank(last) or _is_blank(segment)):
            joined.append(segment)
        elif _is_blank(last) and not (segment.style and segment.style.underline):
            joined[-1] = Segment(last.text + segment.text, segment.style)
        elif last.style == segment.style or not (last.style and last.style.underline):
            joined[-1] = Segment(last.text + segment.text, last.style)
        else:
            joined.append(segment)
    return joined


def _is_blank(segment: Segment) -> bool:
    return segment.text.isspace() and not (segment.style and segment.style.underline)
