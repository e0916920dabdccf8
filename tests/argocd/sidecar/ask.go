package sidecar

import (
	"context"
	"time"

	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"

	"teamwright.dev/tests/argocd/applicationsets"
)

// Request is what the application controller asks for an Application.
type Request struct {
	ID int `json:"id"`
	// Repository is the URL of a git repository, and Revision one of its revisions; `HEAD` if it is empty.
	Repository string `json:"repository"`
	Revision   string `json:"revision"`
	// Application is the Application's name and Namespace its destination's namespace.
	Application string `json:"application"`
	Namespace   string `json:"namespace"`
	// Path and Plugin are those of the Application's source.
	Path   string                            `json:"path"`
	Plugin *v1alpha1.ApplicationSourcePlugin `json:"plugin"`
	// Refresh is a hard refresh, which no cache answers.
	Refresh bool `json:"refresh"`
	// GeneratePaths is the annotation `argocd.argoproj.io/manifest-generate-paths`; with it the repository is narrowed.
	GeneratePaths string `json:"generatePaths"`
	// Seconds is the time that the controller gives, 60 by default as in a controller.
	Seconds float64 `json:"seconds"`
	// Announcements asks for the plugin's parameters, as the user interface does, in place of manifests.
	Announcements bool `json:"announcements"`
	// ApplicationSets asks what the ApplicationSet controller makes, in place of manifests.
	ApplicationSets *applicationsets.Request `json:"applicationSets"`
}

// Answer is what the controller gets.
type Answer struct {
	ID int `json:"id"`
	// Manifests are the objects as JSON texts, with the tracking that Argo CD adds.
	Manifests       []string                           `json:"manifests"`
	Announcements   []*apiclient.ParameterAnnouncement `json:"announcements,omitempty"`
	ApplicationSets *applicationsets.Result            `json:"applicationSets,omitempty"`
	// Error is the text that the user interface shows behind `Failed to load target state: failed to generate manifest
	// for source 1 of 1: `.
	Error string `json:"error"`
	// Milliseconds is how long the answer took.
	Milliseconds float64 `json:"milliseconds"`
}

// Ask puts one request. Any number may be put at once.
func (s *Sidecar) Ask(request Request) Answer {
	seconds := request.Seconds
	if seconds == 0 {
		seconds = 60
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(seconds*float64(time.Second)))
	defer cancel()
	connection := s.whole
	if request.GeneratePaths != "" {
		connection = s.narrowed
	}
	client := apiclient.NewRepoServerServiceClient(connection)
	answer := Answer{ID: request.ID, Manifests: []string{}}
	var err error
	begin := time.Now()
	switch {
	case request.ApplicationSets != nil:
		var result applicationsets.Result
		result, err = applicationsets.Of(ctx, client, *request.ApplicationSets)
		answer.ApplicationSets = &result
	case request.Announcements:
		answer.Announcements, err = announcements(ctx, client, request)
	default:
		answer.Manifests, err = manifests(ctx, client, request)
	}
	answer.Milliseconds = float64(time.Since(begin).Microseconds()) / 1000
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}

func manifests(ctx context.Context, client apiclient.RepoServerServiceClient, request Request) ([]string, error) {
	revision := request.Revision
	if revision == "" {
		revision = "HEAD"
	}
	response, err := client.GenerateManifest(ctx, &apiclient.ManifestRequest{
		Repo:                            &v1alpha1.Repository{Repo: request.Repository},
		Revision:                        revision,
		NoCache:                         request.Refresh,
		NoRevisionCache:                 request.Refresh,
		AppLabelKey:                     common.LabelKeyAppInstance,
		AppName:                         request.Application,
		Namespace:                       request.Namespace,
		ApplicationSource:               source(request),
		KubeVersion:                     "1.34.1",
		ApiVersions:                     []string{"v1", "v1/Namespace", "apps/v1", "apps/v1/Deployment"},
		TrackingMethod:                  string(v1alpha1.TrackingMethodAnnotation),
		ProjectName:                     "platform",
		ProjectSourceRepos:              []string{"*"},
		AnnotationManifestGeneratePaths: request.GeneratePaths,
	})
	if err != nil {
		return []string{}, err
	}
	// Of nothing there is no list.
	return append([]string{}, response.Manifests...), nil
}

func announcements(ctx context.Context, client apiclient.RepoServerServiceClient, request Request) ([]*apiclient.ParameterAnnouncement, error) {
	response, err := client.GetAppDetails(ctx, &apiclient.RepoServerAppDetailsQuery{
		Repo:           &v1alpha1.Repository{Repo: request.Repository},
		Source:         source(request),
		AppName:        request.Application,
		NoCache:        request.Refresh,
		TrackingMethod: string(v1alpha1.TrackingMethodAnnotation),
	})
	if err != nil || response.Plugin == nil {
		return nil, err
	}
	return response.Plugin.ParametersAnnouncement, nil
}

func source(request Request) *v1alpha1.ApplicationSource {
	return &v1alpha1.ApplicationSource{RepoURL: request.Repository, Path: request.Path, TargetRevision: "HEAD", Plugin: request.Plugin}
}
