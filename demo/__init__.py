"""Material for a first look: an organisation, fictional people and texts. It knows nothing of the application."""
