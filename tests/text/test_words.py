"""Texts narrowed by words: in any case and order, anew or from the last hits, with what was found marked."""

from __future__ import annotations

from gluetui.text.words import WordIndex, marked

NAMES = ["b-orders", "A-Orders-Daily", "größe", "daily"]


def an_index(*texts: str) -> WordIndex:
    index = WordIndex()
    index.add(texts or NAMES)
    return index


def hits(index: WordIndex, filter_text: str) -> list[str]:
    index.narrow(filter_text)
    return [index.texts[place] for place in index.hits]


def test_a_text_is_left_that_holds_every_word_wherever_it_stands() -> None:
    index = an_index()
    assert hits(index, "") == NAMES
    assert hits(index, "daily ORDERS") == ["A-Orders-Daily"]
    assert hits(index, "GRÖSSE") == ["größe"]
    assert hits(index, "weekly") == []
    assert hits(index, "daily") == ["A-Orders-Daily", "daily"]


def test_a_filter_that_grew_looks_only_at_what_it_left_and_one_that_shrank_at_all() -> None:
    looked_at: list[str] = []

    class Watched(str):
        """A text that notes when a word is looked for in it."""

        def casefold(self) -> str:
            return self

        def __contains__(self, word: object) -> bool:
            looked_at.append(self)
            return super().__contains__(word)  # type: ignore[operator]

    index = WordIndex()
    index.add(map(Watched, ["orders", "daily", "order"]))
    for typed, among in (("ord", index.texts), ("order", ["orders", "order"]), ("or", index.texts)):
        looked_at.clear()
        assert hits(index, typed) == ["orders", "order"]
        assert looked_at == list(among)


def test_what_is_added_is_narrowed_by_the_filter_in_force_even_after_all_was_dropped() -> None:
    index = an_index()
    index.narrow("daily")
    index.add(["nightly", "daily-2"])
    assert [index.texts[place] for place in index.hits] == ["A-Orders-Daily", "daily", "daily-2"]
    index.clear()
    index.add(["x", "daily-3"])
    assert [index.texts[place] for place in index.hits] == ["daily-3"]


def test_a_text_is_found_by_itself_and_of_equal_ones_the_first() -> None:
    index = an_index("a", "b", "a")
    assert [index.entry(text, range(3)) for text in ("a", "b", "c", None)] == [0, 1, None, None]
    assert [index.entry(text, [1, 2]) for text in ("a", "b")] == [None, 0]
    assert "b" in index
    assert "c" not in index


def test_the_first_place_of_each_word_is_marked_and_the_text_stays_whole() -> None:
    line = marked("A-Orders-Daily", "daily ord", "name")
    assert [(span.text, span.role) for span in line] == [
        ("A-", "name"),
        ("Ord", "match"),
        ("ers-", "name"),
        ("Daily", "match"),
    ]


def test_a_text_whose_length_depends_on_its_case_or_its_accents_is_marked_at_its_own_letters() -> None:
    assert [(span.text, span.role) for span in marked("straße", "e")] == [("straß", ""), ("e", "match")]
    assert [(span.text, span.role) for span in marked("Cre\u0301me", "cré")] == [("Cre\u0301", "match"), ("me", "")]


def test_a_filter_finds_names_however_their_accents_were_written() -> None:
    names = ["Donne\u0301es", "Donn\u00e9es-2", "A\u030angstr\u00f6m", "Donnees"]
    index = an_index(*names)
    assert hits(index, "donn\u00e9es") == hits(index, "donne\u0301es") == names[:2]
    assert hits(index, "\u00c5NG") == [names[2]]
    assert hits(index, "donnees") == [names[3]]
