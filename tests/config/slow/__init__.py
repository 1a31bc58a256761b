"""An app of the tests: a job slow enough to be killed in the middle."""
