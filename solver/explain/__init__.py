"""Explanations: why a seat stays empty, why somebody sits in one, which facts clash. Told by the rules themselves."""
