"""Hand-over of functions: programmes, tasks, their schedule, signatures and readiness."""
