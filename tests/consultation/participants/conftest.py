import pytest

from tests.consultation.participants.factories import lay_mail_templates


@pytest.fixture
def hello(settings, tmp_path):
    """The template "test/hello"."""
    lay_mail_templates(settings, tmp_path)
