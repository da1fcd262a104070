"""The process: its port, its workers, their background tasks, and the servers of development."""
