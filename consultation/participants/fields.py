"""Fields that every form about people asks alike."""

from __future__ import annotations

from typing import Any

from django import forms


class EmailField(forms.EmailField):
    """An e-mail address as it is kept, of up to 254 characters. Messages that are given win over its own.

    The page says what is too long: a browser would cut off silently what was typed.
    """

    def __init__(
        self, *, label: str = "Your e-mail address", error_messages: dict[str, Any] | None = None, **options: Any
    ) -> None:
        messages = {
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.com",
            "max_length": "Enter an e-mail address of at most 254 characters",
        }
        options.setdefault("max_length", 254)
        options.setdefault("widget", forms.EmailInput(_ATTRIBUTES))
        super().__init__(label=label, error_messages=messages | (error_messages or {}), **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


_ATTRIBUTES = {"autocomplete": "email", "spellcheck": "false"}
