"""The tracker of local strategies: its list and map, its files, its feed, and what staff do with it."""
