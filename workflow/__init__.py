"""The rules of an emulation campaign: the process, its guards, the criteria, the count. No web, no database, no clock."""
