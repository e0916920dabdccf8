package applicationsets

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/db"

	"teamwright.dev/tests/argocd/judge"
)

// open puts the objects where a controller finds them, and says which of them are ApplicationSets.
func open(objects []unstructured.Unstructured) (client.Client, []*v1alpha1.ApplicationSet, error) {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, nil, err
	}
	admission := admission{judge.New(judge.Options{})}
	builder := fake.NewClientBuilder().WithScheme(scheme).
		WithStatusSubresource(&v1alpha1.ApplicationSet{}).
		WithIndex(&v1alpha1.Application{}, ".metadata.controller", owner).
		WithInterceptorFuncs(interceptor.Funcs{Create: admission.create, Update: admission.update})
	var sets []*v1alpha1.ApplicationSet
	for _, object := range objects {
		read, err := typed(object)
		if err != nil {
			return nil, nil, unreadable(object, err)
		}
		if set, ok := read.(*v1alpha1.ApplicationSet); ok {
			// Whoever has an owner names its identity as well.
			set.UID = types.UID(set.Name)
			refreshed(set)
			sets = append(sets, set)
		}
		if read != nil {
			builder.WithObjects(read)
		}
	}
	slices.SortFunc(sets, func(one, other *v1alpha1.ApplicationSet) int { return cmp.Compare(one.Name, other.Name) })
	return builder.Build(), sets, nil
}

// typed is an object of one of Argo CD's kinds, or nothing.
func typed(object unstructured.Unstructured) (client.Object, error) {
	var into client.Object
	switch object.GroupVersionKind() {
	case v1alpha1.AppProjectSchemaGroupVersionKind:
		into = &v1alpha1.AppProject{}
	case v1alpha1.ApplicationSchemaGroupVersionKind:
		into = &v1alpha1.Application{}
	case v1alpha1.ApplicationSetSchemaGroupVersionKind:
		into = &v1alpha1.ApplicationSet{}
	default:
		return nil, nil
	}
	text, err := json.Marshal(object.Object)
	if err != nil {
		return nil, err
	}
	return into, json.Unmarshal(text, into)
}

// owner is the index by which the controller finds the Applications of an ApplicationSet.
func owner(object client.Object) []string {
	if controller := metav1.GetControllerOf(object); controller != nil && controller.Kind == v1alpha1.ApplicationSetSchemaGroupVersionKind.Kind {
		return []string{controller.Name}
	}
	return nil
}

// admission is what stands before the store.
type admission struct{ judge *judge.Judge }

func (a admission) create(ctx context.Context, store client.WithWatch, object client.Object, options ...client.CreateOption) error {
	if err := a.accept(object); err != nil {
		return err
	}
	return store.Create(ctx, object, options...)
}

func (a admission) update(ctx context.Context, store client.WithWatch, object client.Object, options ...client.UpdateOption) error {
	if err := a.accept(object); err != nil {
		return err
	}
	return store.Update(ctx, object, options...)
}

// accept is what an API server asks of an Application, by the released definition. Of all else the controller writes the status
// alone.
func (a admission) accept(object client.Object) error {
	application, ok := object.(*v1alpha1.Application)
	if !ok {
		return nil
	}
	plain, err := asWritten(application)
	if err != nil {
		return err
	}
	text, err := json.Marshal(plain.Object)
	if err != nil {
		return err
	}
	report, err := a.judge.Judge(judge.Source{Data: text})
	if err != nil {
		return err
	}
	if len(report.Problems) == 0 {
		return nil
	}
	problems := make([]string, len(report.Problems))
	for i, problem := range report.Problems {
		problems[i] = problem.Message
	}
	return apierrors.NewBadRequest(fmt.Sprintf("Application %q is invalid: %s", application.Name, strings.Join(problems, "; ")))
}

// known answers what the controller asks of Argo CD's settings. Any other question has no answer here, and panics.
type known struct {
	db.ArgoDB
	servers      []string
	repositories map[string]string
}

func (k known) GetCluster(_ context.Context, server string) (*v1alpha1.Cluster, error) {
	if server != v1alpha1.KubernetesInternalAPIServerAddr && !slices.Contains(k.servers, server) {
		return nil, fmt.Errorf("no cluster is registered as %q", server)
	}
	return &v1alpha1.Cluster{Server: server, Name: server}, nil
}

func (k known) GetRepository(_ context.Context, url, _ string) (*v1alpha1.Repository, error) {
	if other, ok := k.repositories[url]; ok {
		url = other
	}
	return &v1alpha1.Repository{Repo: url}, nil
}
