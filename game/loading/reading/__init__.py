"""Bytes of story files -> nodes with places, read with suspicion. `events` is the only file that knows the library `yaml`."""
