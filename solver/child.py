"""The process in which a search runs: ``python -m solver.child``; its worker can end it at any moment."""

from solver import solve
from solver.order_service import serve

if __name__ == "__main__":
    serve(solve)
