"""Mutation testing: one thing in a module is changed, and its tests must notice. See `python -m tests.mutation --help`."""
