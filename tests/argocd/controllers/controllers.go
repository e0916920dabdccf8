// Package controllers is Argo CD's own application controller and ApplicationSet controller at work in a cluster, each with
// the account that Argo CD's installation made for it. They ask a repo-server that is given to them; in place of Redis
// there is memory.
package controllers

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/go-logr/logr"
	"github.com/sirupsen/logrus"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

const (
	// tokenSeconds is longer than any cluster of a test lives.
	tokenSeconds = 3600

	applicationAccount    = "argocd-application-controller"
	applicationSetAccount = "argocd-applicationset-controller"
)

// Options say where the controllers work.
type Options struct {
	// Kubeconfig is a file with which everything may be done. Only the accounts' tokens are asked for with it.
	Kubeconfig string
	// Namespace is the one in which Argo CD is installed.
	Namespace string
	// RepoServer is the address of a repo-server.
	RepoServer string
	// Repositories says for the URL of a repository which one stands for it. Others are refused.
	Repositories map[string]string
	// Folder is for files of their own.
	Folder string
	// Log is written by both of them.
	Log io.Writer
}

// Start starts both. They end with the context.
func Start(ctx context.Context, options Options) error {
	logrus.SetOutput(options.Log)
	logrus.SetFormatter(&logrus.JSONFormatter{})
	klog.SetOutput(options.Log)
	klog.LogToStderr(false)
	ctrl.SetLogger(logr.Discard())
	everything, err := clientcmd.BuildConfigFromFlags("", options.Kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(everything)
	if err != nil {
		return err
	}
	configuration := func(account string) (*rest.Config, error) {
		return asAccount(ctx, client, everything, options.Namespace, account)
	}
	repositories, err := connect(options.RepoServer, options.Repositories)
	if err != nil {
		return err
	}
	config, err := configuration(applicationAccount)
	if err != nil {
		return err
	}
	if err := fakeInCluster(config, options.Folder); err != nil {
		return err
	}
	if err := startApplications(ctx, config, options.Namespace, repositories); err != nil {
		return fmt.Errorf("the application controller: %w", err)
	}
	config, err = configuration(applicationSetAccount)
	if err != nil {
		return err
	}
	if err := startApplicationSets(ctx, config, options.Namespace, repositories); err != nil {
		return fmt.Errorf("the ApplicationSet controller: %w", err)
	}
	return nil
}

// asAccount is a client with the token of a service account, and nothing of the client that asked for it.
func asAccount(ctx context.Context, client kubernetes.Interface, everything *rest.Config, namespace, account string) (*rest.Config, error) {
	seconds := int64(tokenSeconds)
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds}}
	token, err := client.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, account, request, metav1.CreateOptions{})
	if err != nil {
		return nil, fmt.Errorf("the token of %s: %w", account, err)
	}
	config := rest.AnonymousClientConfig(everything)
	config.BearerToken = token.Status.Token
	return config, nil
}

// fakeInCluster makes the client the one by which Argo CD reaches its own cluster, for which it would else look into files of
// a pod.
func fakeInCluster(config *rest.Config, folder string) error {
	file := api.NewConfig()
	file.Clusters["own"] = &api.Cluster{
		Server:                   config.Host,
		CertificateAuthority:     config.CAFile,
		CertificateAuthorityData: config.CAData,
		TLSServerName:            config.ServerName,
	}
	file.AuthInfos["own"] = &api.AuthInfo{Token: config.BearerToken}
	file.Contexts["own"] = &api.Context{Cluster: "own", AuthInfo: "own"}
	file.CurrentContext = "own"
	path := filepath.Join(folder, "in-cluster")
	if err := clientcmd.WriteToFile(*file, path); err != nil {
		return err
	}
	if err := os.Setenv("KUBECONFIG", path); err != nil {
		return err
	}
	return os.Setenv(v1alpha1.EnvVarFakeInClusterConfig, "true")
}

// memory is how long what is known of an Application is kept.
const memory = time.Hour
