"""What people should know: what happened that concerns them, told inside and by mail, and what waits."""
