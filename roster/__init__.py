"""The domain, its memory and its rules: people, courses, weeks, plans, feeds."""
