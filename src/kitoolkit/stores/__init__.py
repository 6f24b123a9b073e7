"""A catalogue in a SPARQL store: asked over the web, and put there."""
