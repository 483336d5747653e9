"""Long work and questions in processes of their own, so that the app stays live."""
