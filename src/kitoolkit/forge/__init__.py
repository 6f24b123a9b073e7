"""Sending entries in: to a forge over its interface, or to a git remote.

`common` says what is sent and what comes of it, `flow` in which order, and each forge has a module of its own.
"""
