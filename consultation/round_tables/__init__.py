"""Round tables: an event with seats. A place is booked without an account and held by a link sent by e-mail."""
