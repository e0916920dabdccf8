// Package order tells in which order Argo CD syncs an Application's objects. The engine that decides is Argo CD's own,
// with Argo CD's own health checks; only the cluster is made up: it has the kinds that the objects are of, and takes
// whatever is applied.
package order

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	stdsync "sync"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube/kubetest"
	"github.com/argoproj/argo-cd/v3/util/lua"
)

// mostRounds is far more than a sync of any number of waves takes; one that waits for something never ends.
const mostRounds = 200

// Wave is what is applied before anything of the next wave is.
type Wave struct {
	Wave int `json:"wave"`
	// Objects are `Kind/name` in the order in which they are applied; those of one kind are applied at once.
	Objects []string `json:"objects"`
}

// Controllers are what works on objects once they are applied.
type Controllers interface{ health.HealthOverride }

var (
	// Absent leaves everything as it was applied: what then has to become healthy never does, and a sync that waits for
	// it is an error.
	Absent Controllers = lua.ResourceHealthOverrides{}
	// Prompt makes everything healthy at once.
	Prompt Controllers = healthy{}
)

type healthy struct{}

func (healthy) GetResourceHealth(*unstructured.Unstructured) (*health.HealthStatus, error) {
	return &health.HealthStatus{Status: health.HealthStatusHealthy}, nil
}

// Of syncs the objects of one YAML stream into an empty cluster.
func Of(stream []byte, controllers Controllers) ([]Wave, error) {
	objects, err := kube.SplitYAML(stream)
	if err != nil {
		return nil, err
	}
	server := httptest.NewServer(kinds(objects))
	defer server.Close()
	config := &rest.Config{Host: server.URL}
	cluster := &cluster{}
	var waves []Wave
	hook := func(_ common.SyncPhase, wave int, _ bool) error {
		waves = append(waves, Wave{wave, cluster.appliedSince()})
		return nil
	}
	var phase common.OperationPhase
	var message string
	var results []common.ResourceSyncResult
	started := metav1.Now()
	for range mostRounds {
		// The controller makes a context anew for every round, from what is live then.
		state := sync.ReconciliationResult{Target: objects, Live: cluster.live(objects)}
		engine, cleanup, err := sync.NewSyncContext("revision", state, config, config, &recorder{cluster: cluster}, "argocd",
			sync.WithHealthOverride(controllers),
			sync.WithInitialState(phase, message, results, started),
			sync.WithSyncWaveHook(hook),
			sync.WithLogr(logr.Discard()))
		if err != nil {
			return nil, err
		}
		engine.Sync()
		cleanup()
		if phase, message, results = engine.GetState(); phase.Completed() {
			break
		}
	}
	if phase != common.OperationSucceeded {
		return nil, fmt.Errorf("the sync is %s: %s", phase, message)
	}
	return waves, nil
}

// cluster remembers what was applied, in order.
type cluster struct {
	lock    stdsync.Mutex
	applied []*unstructured.Unstructured
	told    int
}

func (c *cluster) apply(object *unstructured.Unstructured) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.applied = append(c.applied, object.DeepCopy())
}

// isThe tells whether an applied object is the target. The engine gives a namespace to everything; a cluster takes it from
// what is not namespaced.
func isThe(object, target *unstructured.Unstructured) bool {
	return object.GroupVersionKind() == target.GroupVersionKind() && object.GetName() == target.GetName() &&
		(target.GetNamespace() == "" || object.GetNamespace() == target.GetNamespace())
}

// appliedSince names what was applied since it was asked before; objects of one kind by name, since their order is chance.
func (c *cluster) appliedSince() []string {
	c.lock.Lock()
	defer c.lock.Unlock()
	names := []string{}
	for begin := c.told; begin < len(c.applied); {
		end := begin
		for end < len(c.applied) && c.applied[end].GetKind() == c.applied[begin].GetKind() {
			end++
		}
		var group []string
		for _, object := range c.applied[begin:end] {
			group = append(group, object.GetKind()+"/"+object.GetName())
		}
		slices.Sort(group)
		names = append(names, group...)
		begin = end
	}
	c.told = len(c.applied)
	return names
}

// live is for each target what is there of it.
func (c *cluster) live(targets []*unstructured.Unstructured) []*unstructured.Unstructured {
	c.lock.Lock()
	defer c.lock.Unlock()
	live := make([]*unstructured.Unstructured, len(targets))
	for i, target := range targets {
		for _, object := range c.applied {
			if isThe(object, target) {
				live[i] = object.DeepCopy()
				live[i].SetNamespace(target.GetNamespace())
			}
		}
	}
	return live
}

// recorder applies to the cluster what the engine would have kubectl apply.
type recorder struct {
	kubetest.MockKubectlCmd
	cluster *cluster
}

func (r *recorder) ManageResources(*rest.Config) (kube.ResourceOperations, func(), error) {
	return operations{&kubetest.MockResourceOps{}, r.cluster}, func() {}, nil
}

type operations struct {
	*kubetest.MockResourceOps
	cluster *cluster
}

func (o operations) ApplyResource(_ context.Context, object *unstructured.Unstructured, dryRun cmdutil.DryRunStrategy, _, _, _ bool, _ string) (string, error) {
	if dryRun == cmdutil.DryRunNone {
		o.cluster.apply(object)
	}
	return "", nil
}

// kinds answers discovery: every kind that an object is of is served, namespaced if the object is.
func kinds(objects []*unstructured.Unstructured) http.Handler {
	versions := map[string]*metav1.APIResourceList{}
	for _, object := range objects {
		kind := object.GroupVersionKind()
		version := kind.GroupVersion().String()
		if versions[version] == nil {
			versions[version] = &metav1.APIResourceList{TypeMeta: metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"}, GroupVersion: version}
		}
		resource, _ := meta.UnsafeGuessKindToResource(kind)
		versions[version].APIResources = append(versions[version].APIResources, metav1.APIResource{
			Name: resource.Resource, Kind: kind.Kind, Namespaced: object.GetNamespace() != "",
			Verbs: []string{"create", "delete", "get", "list", "patch", "update", "watch"},
		})
	}
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		version := strings.TrimPrefix(strings.TrimPrefix(request.URL.Path, "/apis/"), "/api/")
		list, ok := versions[version]
		if !ok {
			http.NotFound(response, request)
			return
		}
		response.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(response).Encode(list)
	})
}
