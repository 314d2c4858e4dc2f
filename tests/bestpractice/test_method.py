"""The method: where you are, what serves a step, the whole as one document."""
