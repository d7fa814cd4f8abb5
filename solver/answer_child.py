"""The process in which questions are answered, one after another: ``python -m solver.answer_child``.

It stays warm, because loading what a search needs takes longer than most answers. Whoever started it ends it when it
is overdue, and replaces it when it has grown.
"""

from solver.asked import ANSWERS
from solver.question_service import serve

if __name__ == "__main__":
    serve(ANSWERS)
