package controllers

import (
	"context"
	"errors"

	"github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	ctrl "sigs.k8s.io/controller-runtime"
	ctrlcache "sigs.k8s.io/controller-runtime/pkg/cache"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	appsetmetrics "github.com/argoproj/argo-cd/v3/applicationset/metrics"
	"github.com/argoproj/argo-cd/v3/applicationset/progressivesync"
	"github.com/argoproj/argo-cd/v3/applicationset/services"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/db"
	"github.com/argoproj/argo-cd/v3/util/settings"
)

// startApplicationSets is what the released command does with its defaults, without metrics, probes and webhooks.
func startApplicationSets(ctx context.Context, config *rest.Config, namespace string, repositories apiclient.Clientset) error {
	if err := v1alpha1.SetK8SConfigDefaults(config); err != nil {
		return err
	}
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(scheme); err != nil {
			return err
		}
	}
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:                 scheme,
		Metrics:                metricsserver.Options{BindAddress: "0"},
		HealthProbeBindAddress: "0",
		Cache:                  ctrlcache.Options{DefaultNamespaces: map[string]ctrlcache.Config{namespace: {}}},
	})
	if err != nil {
		return err
	}
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	database := db.NewDB(namespace, settings.NewSettingsManager(ctx, client, namespace), client)
	informer, err := settings.NewClusterInformer(client, namespace)
	if err != nil {
		return err
	}
	go informer.Run(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
		return errors.New("its clusters do not become known")
	}
	syncing := utils.NewCacheSyncingClient(manager.GetClient(), manager.GetCache())
	repositoryService := services.NewArgoCDService(database, true, repositories, false)
	metrics := appsetmetrics.NewApplicationsetMetrics(utils.NewAppsetLister(manager.GetClient()), nil,
		func(*v1alpha1.ApplicationSet) bool { return true })
	reconciler := &controllers.ApplicationSetReconciler{
		Generators: generators.GetGenerators(ctx, manager.GetClient(), client, namespace, repositoryService, dynamicClient,
			generators.SCMConfig{}, informer),
		Client: syncing,
		Scheme: scheme,
		//nolint:staticcheck // It is the recorder that the reconciler takes.
		Recorder:                     manager.GetEventRecorderFor("applicationset-controller"),
		Renderer:                     &utils.Render{},
		Policy:                       utils.Policies[""],
		EnablePolicyOverride:         true,
		KubeClientset:                client,
		ArgoDB:                       database,
		ArgoCDNamespace:              namespace,
		ApplicationSetNamespaces:     []string{namespace},
		Metrics:                      &metrics,
		MaxResourcesStatusCount:      5000,
		ClusterInformer:              informer,
		ConcurrentApplicationUpdates: 1,
	}
	reconciler.ProgressiveSyncManager = progressivesync.NewManager(syncing, manager.GetAPIReader(), reconciler)
	if err := reconciler.SetupWithManager(manager, false, 10); err != nil {
		return err
	}
	go func() {
		if err := manager.Start(ctx); err != nil {
			logrus.Fatalf("the ApplicationSet controller: %v", err)
		}
	}()
	return nil
}
