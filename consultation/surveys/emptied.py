"""Lets whoever keeps something about what a response said hear that its words are gone: withdrawn, or erased."""

from __future__ import annotations

from collections.abc import Callable

from consultation.surveys.models import Response

type Listener = Callable[[Response], None]
_listeners: list[Listener] = []


def when_emptied(listener: Listener) -> None:
    """Call `listener(response)` in the transaction that takes its words. Register in `apps.ready()`."""
    if listener not in _listeners:
        _listeners.append(listener)


def say_emptied(response: Response) -> None:
    for listener in _listeners:
        listener(response)
