"""The sealed ballot box: codes, seal, open, definition. Bytes in, bytes out: no database, web, clock or person."""
