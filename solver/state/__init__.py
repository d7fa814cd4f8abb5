"""A federal state: many organisations that share people, planned together, with an honest bound for the whole.

The whole is cut into parts: clusters of neighbouring schools. A part is a pure function from JSON to JSON
(``solver.state.parts``), so a crew of processes on one machine or the job engine of the service can work on many at
once. ``solver.state.coordinator`` hands them out in rounds: prices for the hours of shared people, a bound out of them,
plans of clusters that never hold one person twice, and for each school a proof of its own cover.
"""
