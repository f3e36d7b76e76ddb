package answer

// Sum adds what several goroutines send.
func Sum[T int | float64](parts ...T) T {
	sent := make(chan T)
	for _, part := range parts {
		go func() { sent <- part }()
	}
	var sum T
	for range parts {
		sum += <-sent
	}
	return sum
}
