module example.org/program

go 1.27

require example.org/answer v1.0.0
