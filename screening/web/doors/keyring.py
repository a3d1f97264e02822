"""The key that forms are signed with: kept in the store, so that a form outlives a restart of the server."""

from __future__ import annotations

import secrets
from contextlib import suppress
from threading import Lock

from screening.errors import StoreError
from screening.web.settings import WebSettings

NAME = "web"
KEY_BYTES = 32


class Keyring:
    """The key of one server; where there is no store yet it is in memory, and goes into the store once made.

    Only a team's server makes a store of itself: one person may check texts and leave no file behind.
    """

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._made, self._kept = secrets.token_hex(KEY_BYTES), False
        self._looking = Lock()

    def key(self) -> str:
        """The key; blocks while a database answers."""
        if not self._kept:
            with self._looking, suppress(StoreError):
                self._made, self._kept = self._from_store(), True
        return self._made

    def _from_store(self) -> str:
        from screening.stores.opening import open_accounts

        book = open_accounts(self._settings.store, create=self._settings.team)
        try:
            return book.key(NAME, self._made)
        finally:
            book.close()
