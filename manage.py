#!/usr/bin/env python
"""The door for people who run the site: `python manage.py help` lists the commands.

Settings are `lis_site.settings.local` unless DJANGO_SETTINGS_MODULE says otherwise (a deployment sets it to
`lis_site.settings.production`).
"""

import os
import sys


def main() -> int:
    """Run one command; return its exit code. A wrong setting or an unreachable database is one line of text."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.local")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        print(
            "Django is not installed in this Python. Run `make run`, or use .venv/bin/python.",
            file=sys.stderr,
        )
        return 1

    try:
        settings.INSTALLED_APPS  # noqa: B018 — loads the settings here, so that a missing one is reported below
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 1

    from django.db import OperationalError

    from lis_site.database_refusal import describe_refusal

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        refusal = describe_refusal(error)
        if refusal is None:
            raise
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
