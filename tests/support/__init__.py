"""What the tests share: databases, a checking client, a browser."""
