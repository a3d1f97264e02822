"""Batch: applications of any number against one standard, in parts that are written whole or not at all.

``sources`` stream applications in, ``judging`` and ``cache`` judge each distinct thing once, ``parts`` hold
what came of it, ``running`` joins these over an executor (``local``, ``dask``), ``runs`` keeps it in the
record. Whatever the number of workers, the state of the cache and the interruptions: the same bytes.
"""

from __future__ import annotations

PART_SIZE = 500
"""Applications in a part: some seconds to minutes of work, and a few megabytes."""
