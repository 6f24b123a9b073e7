"""Forges that answer as the real ones do, on loopback: real HTTP, with what they hold in memory.

Each was written from the published description of its interface, named in its module, not from our client.
"""
