"""The commands of an administrator, one noun a file; each is registered by `nomination.cli`."""
