"""The read side: noun phrases. Every list starts from what its reader may see."""
