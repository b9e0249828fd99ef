module github.com/mediocregopher/radix/v4

go 1.24
