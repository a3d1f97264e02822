"""What `scripts/benchmark` measures of batches: each module one question, each answer ratios of one run."""
