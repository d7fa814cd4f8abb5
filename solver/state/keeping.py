"""A school's arrays kept as a file beside its problem, so that the next process need not write them again.

Plain arrays and JSON text: reading them can run nothing.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter
from scipy.sparse import csr_array

from solver.state.arrays import Arrays
from solver.state.block import Block, Goal, Seat, Shared

_SHARED = TypeAdapter(dict[str, Shared])
_SEATS = TypeAdapter(tuple[Seat, ...])


def keep(block: Block, file: Path) -> None:
    """Write a block, whole or not at all."""
    arrays = block.arrays
    told = {
        "school": block.school,
        "seats": block.seats,
        "past": block.past,
        "constants": {key: goal.constant for key, goal in block.goals.items()},
        "shared": {identity: asdict(shared) for identity, shared in block.shared.items()},
    }
    beside = file.with_name(f".{file.name}.{os.getpid()}.npz")
    np.savez(
        beside,
        allow_pickle=False,
        told=np.array(json.dumps(told)),
        shape=np.array(arrays.matrix.shape),
        data=arrays.matrix.data,
        indices=arrays.matrix.indices,
        indptr=arrays.matrix.indptr,
        row_limits=np.stack([arrays.row_lowers, arrays.row_uppers]),
        limits=np.stack([arrays.lowers, arrays.uppers]),
        **{f"goal_{key}": goal.costs for key, goal in block.goals.items()},
    )
    beside.replace(file)


def kept(file: Path) -> Block | None:
    """Read a block; None where none was kept."""
    if not file.exists():
        return None
    with np.load(file, allow_pickle=False) as stored:
        told: dict[str, Any] = json.loads(str(stored["told"]))
        height, width = (int(length) for length in stored["shape"])
        matrix = csr_array((stored["data"], stored["indices"], stored["indptr"]), shape=(height, width))
        goals = {key: Goal(stored[f"goal_{key}"], constant) for key, constant in told["constants"].items()}
        arrays = Arrays(matrix, *stored["row_limits"], *stored["limits"])
    return Block(
        told["school"],
        arrays,
        _SEATS.validate_python(told["seats"]),
        _SEATS.validate_python(told["past"]),
        goals,
        _SHARED.validate_python(told["shared"]),
    )
