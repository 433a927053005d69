"""Only what Django, Wagtail or a library does not have."""
