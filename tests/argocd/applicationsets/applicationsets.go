// Package applicationsets is Argo CD's ApplicationSet controller without a cluster: what it makes of the ApplicationSets that
// there are. The controller, its generators and its templates are Argo CD's, a repo-server answers the git generators, and
// what is created or changed must be right by the released definitions, as an API server asks. Made up is only where the
// objects lie.
package applicationsets

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/record"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/metrics"
	"github.com/argoproj/argo-cd/v3/applicationset/services"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	utilio "github.com/argoproj/argo-cd/v3/util/io"
	"github.com/argoproj/argo-cd/v3/util/settings"
)

// Request is what Argo CD meets.
type Request struct {
	// Objects are what lies in Argo CD's namespace. AppProjects, ApplicationSets and Applications are read, and others left out.
	Objects []unstructured.Unstructured `json:"objects"`
	// Servers are the addresses of the clusters that are registered, beside Argo CD's own.
	Servers []string `json:"servers"`
	// Repositories says for the URL of a repository which one answers in its place.
	Repositories map[string]string `json:"repositories"`
}

// Result is what lies there afterwards.
type Result struct {
	// Applications are in the order of their names.
	Applications []unstructured.Unstructured `json:"applications"`
	// Errors has a line for each ApplicationSet that tells of an error, by its name.
	Errors map[string]string `json:"errors"`
}

// Of asks the controller once about every ApplicationSet, in the order of their names, as after a commit that a webhook told of.
func Of(ctx context.Context, repoServer apiclient.RepoServerServiceClient, request Request) (Result, error) {
	store, sets, err := open(request.Objects)
	if err != nil {
		return Result{}, err
	}
	informer, err := settings.NewClusterInformer(nil, "")
	if err != nil {
		return Result{}, err
	}
	known := known{servers: request.Servers, repositories: request.Repositories}
	repositories := services.NewArgoCDService(known, true, connected{client: repoServer}, false)
	result := Result{Errors: map[string]string{}}
	for _, set := range sets {
		controller := controllers.ApplicationSetReconciler{
			Client:          store,
			Scheme:          store.Scheme(),
			Renderer:        &utils.Render{},
			Generators:      generators.GetGenerators(ctx, store, nil, set.Namespace, repositories, nil, generators.SCMConfig{}, informer),
			Recorder:        &record.FakeRecorder{},
			Metrics:         metrics.NewFakeAppsetMetrics(),
			ArgoDB:          known,
			ArgoCDNamespace: set.Namespace,
			ClusterInformer: informer,
			// The released controller's own defaults.
			Policy:                       utils.Policies[""],
			EnablePolicyOverride:         true,
			MaxResourcesStatusCount:      5000,
			ConcurrentApplicationUpdates: 1,
		}
		name := types.NamespacedName{Namespace: set.Namespace, Name: set.Name}
		_, err := controller.Reconcile(ctx, ctrl.Request{NamespacedName: name})
		if text, err := told(ctx, store, name, err); err != nil {
			return Result{}, err
		} else if text != "" {
			result.Errors[set.Name] = text
		}
	}
	result.Applications, err = applications(ctx, store)
	return result, err
}

// told is the error that the ApplicationSet's status tells of, or else the one that only the controller's log does.
func told(ctx context.Context, store client.Client, name types.NamespacedName, logged error) (string, error) {
	var set v1alpha1.ApplicationSet
	if err := store.Get(ctx, name, &set); err != nil {
		return "", err
	}
	for _, condition := range set.Status.Conditions {
		isError := condition.Type == v1alpha1.ApplicationSetConditionErrorOccurred
		if isError && condition.Status == v1alpha1.ApplicationSetConditionStatusTrue {
			return condition.Message, nil
		}
	}
	if logged != nil {
		return logged.Error(), nil
	}
	return "", nil
}

func applications(ctx context.Context, store client.Client) ([]unstructured.Unstructured, error) {
	var list v1alpha1.ApplicationList
	if err := store.List(ctx, &list); err != nil {
		return nil, err
	}
	slices.SortFunc(list.Items, func(one, other v1alpha1.Application) int { return cmp.Compare(one.Name, other.Name) })
	found := []unstructured.Unstructured{}
	for i := range list.Items {
		plain, err := asWritten(&list.Items[i])
		if err != nil {
			return nil, err
		}
		found = append(found, plain)
	}
	return found, nil
}

// asWritten is an object as a file would hold it: without what an API server adds.
func asWritten(object client.Object) (unstructured.Unstructured, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return unstructured.Unstructured{}, err
	}
	var plain unstructured.Unstructured
	if err := json.Unmarshal(text, &plain.Object); err != nil {
		return unstructured.Unstructured{}, err
	}
	plain.SetGroupVersionKind(v1alpha1.ApplicationSchemaGroupVersionKind)
	unstructured.RemoveNestedField(plain.Object, "status")
	unstructured.RemoveNestedField(plain.Object, "metadata", "resourceVersion")
	unstructured.RemoveNestedField(plain.Object, "metadata", "creationTimestamp")
	return plain, nil
}

// refreshed marks a set as a webhook does that tells of a commit: what was read before does not count.
func refreshed(set *v1alpha1.ApplicationSet) {
	if set.Annotations == nil {
		set.Annotations = map[string]string{}
	}
	set.Annotations[common.AnnotationApplicationSetRefresh] = "true"
}

// connected is a repo-server that is connected already.
type connected struct {
	client apiclient.RepoServerServiceClient
}

func (c connected) NewRepoServerClient() (utilio.Closer, apiclient.RepoServerServiceClient, error) {
	return utilio.NopCloser, c.client, nil
}

func unreadable(object unstructured.Unstructured, err error) error {
	return fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
}
