"""Forms: what a page may send, checked field by field. No rules of the process here."""
