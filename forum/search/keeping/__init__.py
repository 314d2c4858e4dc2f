"""From a saved object to the index, and keeping the index whole, whichever engine holds it."""
