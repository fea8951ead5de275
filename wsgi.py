"""The application for a WSGI server: `gunicorn wsgi:app`."""

from nomination import create_app

app = create_app()
