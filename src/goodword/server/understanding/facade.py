"""What other apps may use of the reading models."""

from .actions import do_ask_reading, do_retrain, do_roll_back, do_set_learning
from .asking import MOST_ASKED, Asked, access_queue
from .evidence import Evidence, access_evidence
from .forgetting import do_forget_models
from .models import ModelVersion
from .queries import (
    LearningState,
    ReadingProgress,
    VersionComparison,
    access_comparison,
    access_learning,
    access_progress,
    access_version,
    access_versions,
)
from .readers import InForce, reader_of
from .sentences import reasons_in_words, task_name

__all__ = [
    "MOST_ASKED",
    "Asked",
    "Evidence",
    "InForce",
    "LearningState",
    "ModelVersion",
    "ReadingProgress",
    "VersionComparison",
    "access_comparison",
    "access_evidence",
    "access_learning",
    "access_progress",
    "access_queue",
    "access_version",
    "access_versions",
    "do_ask_reading",
    "do_forget_models",
    "do_retrain",
    "do_roll_back",
    "do_set_learning",
    "reader_of",
    "reasons_in_words",
    "task_name",
]
