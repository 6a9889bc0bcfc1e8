"""The Light on the Roof: a text adventure for the terminal, and a workshop for such stories."""

__version__ = "0.1.0"
