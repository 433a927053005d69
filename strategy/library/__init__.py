"""The library: its list, its feed, and what it holds about a page of the strategy."""
