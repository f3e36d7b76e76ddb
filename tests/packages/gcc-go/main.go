package main

import (
	"fmt"
	"sync"
)

func caught() (what interface{}) {
	defer func() { what = recover() }()
	panic("caught")
}

func main() {
	var wait sync.WaitGroup
	var lock sync.Mutex
	sum := 0
	for i := 0; i < 10; i++ {
		wait.Add(1)
		go func(i int) {
			defer wait.Done()
			lock.Lock()
			defer lock.Unlock()
			sum += i
		}(i)
	}
	wait.Wait()
	fmt.Println(sum, caught())
}
