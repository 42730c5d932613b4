"""What people do with items, and what comes back by itself: pure functions over the store's views; today is given."""
