"""The composition of the site: settings, addresses, search and the commands that concern all of it.

Knows `strategy` and `consultation`; neither of them knows it.
"""
