"""The API under ``/api/v1``: one router a file. A file added here is served and documented."""
