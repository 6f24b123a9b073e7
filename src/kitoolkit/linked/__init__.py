"""Entries and concepts as linked data, and back."""
