"""The tests mirror the code. `support` holds what they share."""
