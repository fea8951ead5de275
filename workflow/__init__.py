"""The rules of an emulation campaign: process, guards, criteria, count. No web, no database, no clock."""
