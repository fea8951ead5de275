"""The write side: verbs. Each call is one transaction: lock, load, check, write, audit, commit."""
