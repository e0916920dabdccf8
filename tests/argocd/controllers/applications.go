package controllers

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/argoproj/argo-cd/v3/controller"
	"github.com/argoproj/argo-cd/v3/controller/sharding"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	appclientset "github.com/argoproj/argo-cd/v3/pkg/client/clientset/versioned"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/argo"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	cacheutil "github.com/argoproj/argo-cd/v3/util/cache"
	"github.com/argoproj/argo-cd/v3/util/cache/appstate"
	kubeutil "github.com/argoproj/argo-cd/v3/util/kube"
	"github.com/argoproj/argo-cd/v3/util/settings"
)

// startApplications is what the released command does with its defaults, but for its metrics, which are on loopback, and what
// it remembers, which is in memory.
func startApplications(ctx context.Context, config *rest.Config, namespace string, repositories apiclient.Clientset) error {
	if err := v1alpha1.SetK8SConfigDefaults(config); err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	applications, err := appclientset.NewForConfig(config)
	if err != nil {
		return err
	}
	var applicationController *controller.ApplicationController
	settingsManager := settings.NewSettingsManager(ctx, client, namespace, settings.WithRepoOrClusterChangedHandler(func() {
		applicationController.InvalidateProjectsCache()
	}))
	shards, err := sharding.GetClusterSharding(client, settingsManager, "legacy", false)
	if err != nil {
		return err
	}
	applicationController, err = controller.NewApplicationController(
		namespace,
		settingsManager,
		client,
		applications,
		repositories,
		nil,
		appstate.NewCache(cacheutil.NewCache(cacheutil.NewInMemoryCache(memory)), memory),
		kubeutil.NewKubectl(),
		120*time.Second,
		0,
		60*time.Second,
		0,
		&wait.Backoff{Duration: 2 * time.Second, Factor: 3, Cap: 5 * time.Minute},
		0,
		3*time.Minute,
		0,
		0,
		nil,
		nil,
		nil,
		20,
		false,
		shards,
		nil,
		nil,
		false,
		false,
		normalizers.IgnoreNormalizerOpts{},
		argo.DefaultEnableEventList(),
		false,
	)
	if err != nil {
		return err
	}
	applicationController.GetMetricsServer().Addr = "127.0.0.1:0"
	go applicationController.Run(ctx, 20, 10, 1)
	return nil
}
