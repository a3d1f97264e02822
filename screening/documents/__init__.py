"""Documents into source texts: one file per format, chosen by content and then by name."""
