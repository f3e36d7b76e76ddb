package main

import "testing"

func TestRoundTrip(t *testing.T) {
	if roundTrip("text") != "text" {
		t.Fail()
	}
}
