"""Telling people when a consultation opens and when there is news: who asked, confirmed, and may leave at any time."""
