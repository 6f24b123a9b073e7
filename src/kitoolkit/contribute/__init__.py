"""An entry on its way in: asked for, filled in, held against the rules and sent as an issue or a file."""
