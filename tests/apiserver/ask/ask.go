// Package ask puts requests to an API server and hands on what it says.
package ask

import (
	"context"
	"encoding/json"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
)

// Request is one request of HTTP, made by whoever may do everything or in somebody's place.
type Request struct {
	ID     uint64 `json:"id"`
	Method string `json:"method"`
	// Path is absolute, with its query.
	Path string `json:"path"`
	// ContentType is that of the body; empty is JSON.
	ContentType string          `json:"contentType"`
	Body        json.RawMessage `json:"body"`
	// User, if there is one, is impersonated, in these groups and those that everybody is in.
	User   string   `json:"user"`
	Groups []string `json:"groups"`
}

// Answer is what the server says to it.
type Answer struct {
	ID       uint64          `json:"id"`
	Code     int             `json:"code"`
	Body     json.RawMessage `json:"body"`
	Warnings []string        `json:"warnings"`
	// Error says why there is no answer.
	Error string `json:"error"`
}

// Server is an API server that can be asked.
type Server struct{ client *rest.RESTClient }

// New makes a client of a server.
func New(config *rest.Config) (*Server, error) {
	config = rest.CopyConfig(config)
	config.GroupVersion = &schema.GroupVersion{}
	config.NegotiatedSerializer = scheme.Codecs.WithoutConversion()
	config.WarningHandler = rest.NoWarnings{}
	client, err := rest.UnversionedRESTClientFor(config)
	return &Server{client}, err
}

// Do makes one request.
func (s *Server) Do(ctx context.Context, request Request) Answer {
	asked := s.client.Verb(request.Method).RequestURI(request.Path).SetHeader("Accept", "application/json")
	if len(request.Body) > 0 {
		if request.ContentType == "" {
			request.ContentType = "application/json"
		}
		asked = asked.SetHeader("Content-Type", request.ContentType).Body([]byte(request.Body))
	}
	if request.User != "" {
		asked = asked.SetHeader("Impersonate-User", request.User)
		asked = asked.SetHeader("Impersonate-Group", append([]string{"system:authenticated"}, request.Groups...)...)
	}
	answer := Answer{ID: request.ID}
	said := asked.Do(ctx).StatusCode(&answer.Code)
	body, err := said.Raw()
	for _, warning := range said.Warnings() {
		answer.Warnings = append(answer.Warnings, warning.Text)
	}
	if json.Valid(body) {
		answer.Body = body
	}
	if answer.Code == 0 && err != nil {
		answer.Error = err.Error()
	}
	return answer
}
