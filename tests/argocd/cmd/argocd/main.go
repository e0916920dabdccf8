// Command argocd runs parts of Argo CD without a cluster, for questions about a plugin and its output.
//
//	argocd sidecar --plugin plugin.yaml=/path/of/the/command < requests > answers
//
// A request is for manifests, for a plugin's parameters, or for the Applications that ApplicationSets make. Requests and
// answers are lines of JSON (sidecar.Request, sidecar.Answer), put at once and answered as they come; the
// first line out is {"pluginServers":[…],"sockets":"…"}, the process ids of the cmp-servers and the folder of their
// sockets. It ends with its input.
//
//	argocd sync [--prompt] FILE...
//
// Each file is what an Application holds; for each there is a line [{"wave":…,"objects":[…]},…] (order.Wave), the order in
// which Argo CD would apply it to a cluster whose controllers do nothing, or with --prompt make everything healthy at once.
//
//	argocd controllers --kubeconfig FILE --plugin plugin.yaml=/path/of/the/command --repository URL=URL
//
// The application controller and the ApplicationSet controller work in a cluster, with that repo-server. The first line out is
// {}, once they do. It ends with its input.
//
//	argocd installation
//
// The manifests with which this version of Argo CD is installed, as a YAML stream.
//
//	argocd kustomize FOLDER
//
// What the Kustomize of this version of Argo CD makes of a folder, as a YAML stream.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"teamwright.dev/tests/argocd/judge"
	"teamwright.dev/tests/argocd/order"
	"teamwright.dev/tests/argocd/sidecar"
)

func main() {
	var err error
	switch args := os.Args[1:]; {
	case len(args) > 0 && args[0] == "sidecar":
		err = runSidecar(args[1:], os.Stdin, os.Stdout)
	case len(args) > 0 && args[0] == "sync":
		err = runSync(args[1:], os.Stdout)
	case len(args) > 0 && args[0] == "controllers":
		err = runControllers(args[1:], os.Stdin, os.Stdout)
	case len(args) == 1 && args[0] == "installation":
		err = runInstallation(os.Stdout)
	case len(args) == 2 && args[0] == "kustomize":
		err = runKustomize(args[1], os.Stdout)
	default:
		err = sidecar.Serve(args)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "argocd:", err)
		os.Exit(2)
	}
}

const pluginUsage = "a plugin.yaml, `FILE[=COMMAND]`, and the command to run in place of its own (repeatable)"

func addPlugin(plugins *[]sidecar.Plugin) func(string) error {
	return func(text string) error {
		file, command, _ := strings.Cut(text, "=")
		*plugins = append(*plugins, sidecar.Plugin{File: file, Command: command})
		return nil
	}
}

func runSidecar(args []string, stdin io.Reader, stdout io.Writer) error {
	var plugins []sidecar.Plugin
	flags := flag.NewFlagSet("argocd sidecar", flag.ContinueOnError)
	logs := flags.String("logs", "", "a `folder` for the servers' logs")
	flags.Func("plugin", pluginUsage, addPlugin(&plugins))
	if err := flags.Parse(args); err != nil {
		return err
	}
	argoCD, err := sidecar.Start(plugins, *logs)
	if err != nil {
		return err
	}
	defer argoCD.Stop()
	var writing sync.Mutex
	write := func(value any) {
		writing.Lock()
		defer writing.Unlock()
		// Whoever asked and does not listen any more ends the input as well.
		_ = json.NewEncoder(stdout).Encode(value)
	}
	write(map[string]any{"pluginServers": argoCD.PluginServers(), "sockets": argoCD.Sockets()})
	var asked sync.WaitGroup
	defer asked.Wait()
	lines := bufio.NewScanner(stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var request sidecar.Request
		if err := json.Unmarshal(lines.Bytes(), &request); err != nil {
			return fmt.Errorf("request: %w", err)
		}
		asked.Go(func() { write(argoCD.Ask(request)) })
	}
	return lines.Err()
}

func runSync(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("argocd sync", flag.ContinueOnError)
	isPrompt := flags.Bool("prompt", false, "controllers make everything healthy at once")
	if err := flags.Parse(args); err != nil {
		return err
	}
	controllers := order.Absent
	if *isPrompt {
		controllers = order.Prompt
	}
	for _, file := range flags.Args() {
		stream, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		waves, err := order.Of(stream, controllers)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := json.NewEncoder(stdout).Encode(waves); err != nil {
			return err
		}
	}
	return nil
}

func runInstallation(stdout io.Writer) error {
	text, err := judge.Installation()
	if err != nil {
		return err
	}
	_, err = stdout.Write(text)
	return err
}

func runKustomize(folder string, stdout io.Writer) error {
	made, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return err
	}
	stream, err := made.AsYaml()
	if err != nil {
		return err
	}
	_, err = stdout.Write(stream)
	return err
}
