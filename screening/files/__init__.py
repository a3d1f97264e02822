"""What lies on disk: strict YAML and JSON, the library of standards, checklists, applications."""
