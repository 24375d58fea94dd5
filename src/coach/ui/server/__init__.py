"""Serving the app: addresses, cookies, headers, files."""
