package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"

	"example.org/answer"
)

func roundTrip(text string) string {
	reader, writer := io.Pipe()
	go func() {
		packed := gzip.NewWriter(writer)
		io.WriteString(packed, text)
		packed.Close()
		writer.Close()
	}()
	unpacked, err := gzip.NewReader(reader)
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	io.Copy(&out, unpacked)
	return out.String()
}

func main() {
	fmt.Fprintln(os.Stdout, answer.Sum(20, 21, 1), roundTrip("hello"))
}
