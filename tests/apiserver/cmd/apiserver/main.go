// Command apiserver runs the API server of Kubernetes and answers requests to it, without nodes.
//
//	apiserver [--minutes N] [--log FILE] < requests > answers
//
// Requests and answers are lines of JSON (ask.Request, ask.Answer), put at once and answered as they come; the first line out
// is {"kubeconfig": "…"}, a file for other clients, with which they may do everything. It ends with its input, or when its
// time is over.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/klog/v2"

	"teamwright.dev/tests/apiserver/ask"
	"teamwright.dev/tests/apiserver/cluster"
)

func main() {
	minutes := flag.Int("minutes", 15, "how long it runs at most")
	log := flag.String("log", os.DevNull, "a `file` for what the servers log")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(*minutes)*time.Minute)
	defer cancel()
	if err := in(ctx, *log); err != nil {
		fmt.Fprintln(os.Stderr, "apiserver:", err)
		os.Exit(2)
	}
}

// in keeps what the servers write out of sight.
func in(ctx context.Context, log string) error {
	logs, err := os.Create(log)
	if err != nil {
		return err
	}
	defer logs.Close()
	settings := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(settings)
	if err := settings.Parse([]string{"--logtostderr=false", "--stderrthreshold=FATAL"}); err != nil {
		return err
	}
	klog.SetOutput(logs)
	folder, err := os.MkdirTemp("", "apiserver-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	return run(ctx, folder, os.Stdin, os.Stdout)
}

func run(ctx context.Context, folder string, stdin io.Reader, stdout io.Writer) error {
	config, err := cluster.Start(ctx, folder)
	if err != nil {
		return err
	}
	kubeconfig := filepath.Join(folder, "kubeconfig")
	if err := clientcmd.WriteToFile(everything(config), kubeconfig); err != nil {
		return err
	}
	server, err := ask.New(config)
	if err != nil {
		return err
	}
	var writing sync.Mutex
	write := func(value any) {
		writing.Lock()
		defer writing.Unlock()
		// Whoever asked and does not listen any more ends the input as well.
		_ = json.NewEncoder(stdout).Encode(value)
	}
	write(map[string]string{"kubeconfig": kubeconfig})
	ended := make(chan error, 1)
	go func() { ended <- answer(ctx, server, stdin, write) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func answer(ctx context.Context, server *ask.Server, stdin io.Reader, write func(any)) error {
	var asked sync.WaitGroup
	defer asked.Wait()
	lines := bufio.NewScanner(stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var request ask.Request
		if err := json.Unmarshal(lines.Bytes(), &request); err != nil {
			return fmt.Errorf("request: %w", err)
		}
		asked.Go(func() { write(server.Do(ctx, request)) })
	}
	return lines.Err()
}

// everything is the kubeconfig of this client.
func everything(config *rest.Config) api.Config {
	return api.Config{
		Clusters: map[string]*api.Cluster{"test": {
			Server:                   config.Host,
			CertificateAuthorityData: config.CAData,
			TLSServerName:            config.ServerName,
		}},
		AuthInfos:      map[string]*api.AuthInfo{"everything": {Token: config.BearerToken}},
		Contexts:       map[string]*api.Context{"test": {Cluster: "test", AuthInfo: "everything"}},
		CurrentContext: "test",
	}
}
