"""The field for an e-mail address that all forms share."""

import pytest
from django import forms

from consultation.participants.fields import EmailField


class _Form(forms.Form):
    email = EmailField()
    other = EmailField(label="Theirs", required=False, error_messages={"invalid": "Enter theirs"})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter your e-mail address"),
        ("ann at example.com", "Enter an e-mail address in the right form, like name@example.com"),
        (f"{'a' * 250}@example.com", "Enter an e-mail address of at most 254 characters"),
    ],
)
def test_says_how_to_mend_what_is_wrong(typed, said):
    assert said in _Form({"email": typed}).errors["email"]


def test_messages_of_a_form_win_over_its_own():
    assert _Form({"email": "ann@example.com", "other": "x"}).errors == {"other": ["Enter theirs"]}


def test_the_browser_cuts_nothing_off():
    html = str(_Form()["email"])
    assert "maxlength" not in html
    assert 'autocomplete="email"' in html
    assert 'spellcheck="false"' in html
