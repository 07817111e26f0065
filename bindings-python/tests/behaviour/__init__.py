"""What runs the cases of `behaviour/`; the README there says what they mean."""
