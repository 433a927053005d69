"""A real PostgreSQL 18 that arrives as a Python wheel: for the demo and the tests, never for production.

`server` starts and stops it; `base` is the Django database engine that starts it at the first connection (Django
asks for a module of that name). Used only when DATABASE_URL is not set.
"""
