"""Language: sentences with exact spans, words with their grammar, and who did what in each clause."""
