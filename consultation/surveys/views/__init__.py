"""The public pages of surveys, in the order in which somebody meets them: beginning, answering, afterwards."""
