"""Pictures people upload: checked, re-encoded without a trace of the file, described in words, shown by right."""
