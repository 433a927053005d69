"""Saying that something on the site is wrong: what, on which page, and how anybody can know."""
