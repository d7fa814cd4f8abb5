"""Two ways to write down what a person can do on one day: in pairs, or as whole days.

Both are made from the same statements of ``solver.rules``: which two stretches clash, and how many sessions a day
holds.
Pairs are few and small: best for cover and promises. Whole days know their minutes of waiting and travel exactly: best
for the balance.
"""
