"""Keeps what is secret or personal out of the logs."""

import logging
import re

# /my/<token>/… is the address by which a person reaches their own booking or response, /review/<token>/… that of a
# draft to read: knowing it is the key.
_TOKEN = re.compile(r"(/(?:my|review)/)[^/\s]+")


class WithoutTokens(logging.Filter):
    """Replaces the token in every address that a log line mentions."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _TOKEN.sub(r"\1…", message)
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True
