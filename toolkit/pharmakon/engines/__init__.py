"""Engines: the same pure functions over many records, on one machine or on several."""
