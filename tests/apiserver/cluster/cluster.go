// Package cluster is the part of a Kubernetes cluster that judges requests: etcd, the API server and the controllers that
// its admission relies on, all of them the released ones, on loopback. There are no nodes, so that pods stay pending.
package cluster

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// patience is far more than a start takes, also on a machine that builds something else.
const patience = 3 * time.Minute

// Start runs a cluster that keeps its files in a folder, until the context ends. The client may do everything.
func Start(ctx context.Context, folder string) (*rest.Config, error) {
	storage, err := startEtcd(folder)
	if err != nil {
		return nil, fmt.Errorf("etcd: %w", err)
	}
	config, err := startAPIServer(ctx, folder, storage)
	if err != nil {
		return nil, fmt.Errorf("kube-apiserver: %w", err)
	}
	// Whoever asks many things at once means it.
	config.QPS = -1
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	isReady := func(ctx context.Context) (bool, error) {
		return client.RESTClient().Get().AbsPath("/readyz").Do(ctx).Error() == nil, nil
	}
	if err := wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, patience, true, isReady); err != nil {
		return nil, fmt.Errorf("kube-apiserver does not become ready: %w", err)
	}
	if err := startControllers(ctx, config); err != nil {
		return nil, fmt.Errorf("controllers: %w", err)
	}
	return config, nil
}
