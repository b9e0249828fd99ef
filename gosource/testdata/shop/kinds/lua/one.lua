return "a file"
