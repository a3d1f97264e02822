"""Pages: one router a file. A file added here is served; its ``ENTRY`` stands in the navigation."""
