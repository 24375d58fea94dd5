"""The server as visitors, browsers and strangers meet it: always a real child process."""
