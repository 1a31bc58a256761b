"""Boards of responsibility of trades: made by the safety office, hung with a photo, looked at from time to time."""
