"""Behaviour: what the public can do. One folder per service; knows strategy, and strategy never knows it."""
