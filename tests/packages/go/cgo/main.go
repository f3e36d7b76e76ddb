package main

// #include <stdlib.h>
import "C"
import (
	"fmt"
	_ "net" // whose resolver asks the C library
)

func main() {
	fmt.Println(C.abs(-42))
}
