"""What people may do: one function is one intention in one transaction, and who acts is an argument."""
