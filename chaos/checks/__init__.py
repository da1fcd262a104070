"""The checkers: each looks at the record of a run and says what is wrong. No I/O."""
