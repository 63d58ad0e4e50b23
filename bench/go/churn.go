// The yardstick for connections that are made for one request: what a Go programmer writes first.
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	body := []byte(`{"code":-1,"msg":"已售罄","data":null}                                                                                                                                                                                                                                                                                                                                                       `)
	http.HandleFunc("/buy/ticket", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
