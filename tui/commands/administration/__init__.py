"""What the person does who keeps akquise running: set it up, ask whether it is well, let a night run."""
