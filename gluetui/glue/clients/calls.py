"""Calls of one service whose answers must have what they are about: what is missing is an error, not nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from gluetui.glue.aws.hooks import next_token
from gluetui.glue.errors.error import AwsError, BadAnswer

if TYPE_CHECKING:
    from gluetui.glue.aws.boto import Aws

Item = TypeVar("Item")


class Page(NamedTuple, Generic[Item]):
    """One page of a list; `next_token` is None on the last. `unreadable` entries were no JSON objects."""

    items: tuple[Item, ...]
    next_token: str | None
    unreadable: int = 0


class Calls:
    """One service's calls. Every method blocks, may be called from any thread, raises AwsError only."""

    def __init__(self, aws: Aws, service: str) -> None:
        self._aws = aws
        self._service = service

    def ask(self, operation: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The whole answer."""
        return self._aws.call(self._service, operation, asked)

    def object(self, operation: str, member: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The object that the answer is about."""
        value: dict[str, Any] = self.member(self.ask(operation, asked), member, dict, operation)
        return value

    def entries(
        self, operation: str, member: str, asked: Mapping[str, Any], token: str | None = None
    ) -> tuple[list[Any], str | None]:
        """The entries of one page, and where the next one begins: a page that leads to itself would never end."""
        answer = self.ask(operation, {**asked, "NextToken": token} if token else asked)
        following = next_token(answer)
        if token and following == token:
            raise self._same_page_again(operation, asked)
        return self.member(answer, member, list, operation), following

    def pages(self, operation: str, member: str, asked: Mapping[str, Any]) -> Iterator[list[Any]]:
        """The entries of all pages, page by page."""
        token: str | None = None
        seen: set[str] = set()
        while True:
            entries, token = self.entries(operation, member, asked, token)
            yield entries
            if not token:
                return
            if token in seen:
                raise self._same_page_again(operation, asked)
            seen.add(token)

    def member(self, answer: Mapping[str, Any], name: str, kind: type, operation: str) -> Any:
        """The member that an answer is about: where it is missing, nothing is known, which is not the same as empty."""
        value = answer.get(name)
        if not isinstance(value, kind):
            raise self._bad_answer(f"no {name}", operation, {})
        return value

    def _same_page_again(self, operation: str, asked: Mapping[str, Any]) -> AwsError:
        return self._bad_answer("its NextToken leads to the same page again", operation, asked)

    def _bad_answer(self, complaint: str, operation: str, asked: Mapping[str, Any]) -> AwsError:
        return self._aws.explain(BadAnswer(complaint), self._service, operation, asked)
