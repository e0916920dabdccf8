package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"teamwright.dev/tests/argocd/controllers"
	"teamwright.dev/tests/argocd/sidecar"
)

func runControllers(args []string, stdin io.Reader, stdout io.Writer) error {
	var plugins []sidecar.Plugin
	options := controllers.Options{Repositories: map[string]string{}}
	flags := flag.NewFlagSet("argocd controllers", flag.ContinueOnError)
	logs := flags.String("logs", "", "a `folder` for the servers' logs")
	flags.StringVar(&options.Kubeconfig, "kubeconfig", "", "a `file` with which everything may be done")
	flags.StringVar(&options.Namespace, "namespace", "argocd", "the `namespace` in which Argo CD is installed")
	flags.Func("plugin", pluginUsage, addPlugin(&plugins))
	flags.Func("repository", "the URL of a repository and of one that stands for it, `URL=URL` (repeatable)", func(text string) error {
		of, standIn, found := strings.Cut(text, "=")
		if !found {
			return fmt.Errorf("%q names one URL", text)
		}
		options.Repositories[of] = standIn
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return err
	}
	argoCD, err := sidecar.Start(plugins, *logs)
	if err != nil {
		return err
	}
	defer argoCD.Stop()
	options.RepoServer = argoCD.RepoServer()
	options.Folder, err = os.MkdirTemp("", "controllers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(options.Folder)
	file := os.DevNull
	if *logs != "" {
		file = filepath.Join(*logs, "controllers.log")
	}
	// It is written to until this process has ended.
	log, err := os.Create(file)
	if err != nil {
		return err
	}
	options.Log = log
	// Where the loggers write that Argo CD's engine makes of its own.
	stderr := os.Stderr
	os.Stderr = log
	defer func() { os.Stderr = stderr }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if err := controllers.Start(ctx, options); err != nil {
		return err
	}
	if err := json.NewEncoder(stdout).Encode(struct{}{}); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, stdin)
	return err
}
