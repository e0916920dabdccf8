package sidecar

import (
	"fmt"
	"io"
	"os"

	"github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
)

// The servers are children of this program that it starts from its own file.
const (
	cmpServer  = "cmp-server"
	repoServer = "repo-server"
	// isNarrowed makes the repo-server send what an Application's annotation names, in place of the whole repository.
	isNarrowed = "--plugin-use-manifest-generate-paths"
)

// Serve makes this process one of the servers, if the arguments say so. A server ends when its standard input does:
// none is left behind by a parent that dies.
func Serve(args []string) error {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	switch {
	case len(args) == 2 && args[0] == cmpServer:
		command := commands.NewCommand()
		command.SetArgs([]string{"--config-dir-path", args[1]})
		return command.Execute()
	case len(args) == 1 && args[0] == repoServer:
		return serveRepositories(false, os.Stdout)
	case len(args) == 2 && args[0] == repoServer && args[1] == isNarrowed:
		return serveRepositories(true, os.Stdout)
	}
	return fmt.Errorf("no server takes %q", args)
}
