"""The process in which a search runs: ``python -m solver.child``; its worker can end it at any moment."""

from solver.order_service import serve
from solver.search import solve

if __name__ == "__main__":
    serve(solve)
