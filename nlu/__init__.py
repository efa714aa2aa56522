"""What people say, and how the assistant reads it: training data, values, graph components."""
