"""Reports on how houses enliven their city centres: drafted together, frozen once, and kept for ever."""
