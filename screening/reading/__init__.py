"""Reading a source text into standards, whatever its layout: one file per thing recognised; pure."""
