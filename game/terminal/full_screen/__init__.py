"""The game on the whole terminal: app -> fullscreen (prompt_toolkit) -> player -> screens, viewport -> frame, draw, tables."""
