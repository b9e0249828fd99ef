return "another"
