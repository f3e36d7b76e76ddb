package main

// static int answer(int n) { return n * 2; }
import "C"
import "fmt"

func main() {
	fmt.Println(C.answer(21))
}
