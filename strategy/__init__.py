"""Content: what the strategy says. Wagtail pages, one file per kind; imports nothing of consultation."""
