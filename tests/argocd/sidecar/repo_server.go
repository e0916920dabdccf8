package sidecar

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/argoproj/argo-cd/v3/reposerver"
	"github.com/argoproj/argo-cd/v3/reposerver/cache"
	"github.com/argoproj/argo-cd/v3/reposerver/metrics"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	cacheutil "github.com/argoproj/argo-cd/v3/util/cache"
	"github.com/argoproj/argo-cd/v3/util/git"
)

// serveRepositories is Argo CD's repo-server on a port of loopback, which is written to stdout. Its cache is in memory
// in place of Redis; everything else is as the released command sets it up by default.
func serveRepositories(isNarrowed bool, stdout io.Writer) error {
	quantity := func(text string) resource.Quantity { return resource.MustParse(text) }
	bytes := func(text string) int64 { value := quantity(text); return value.ToDec().Value() }
	constants := repository.RepoServerInitConstants{
		PauseGenerationAfterFailedGenerationAttempts: 3,
		PauseGenerationOnFailureForMinutes:           60,
		SubmoduleEnabled:                             true,
		MaxCombinedDirectoryManifestsSize:            quantity("10M"),
		StreamedManifestMaxTarSize:                   bytes("100M"),
		StreamedManifestMaxExtractedSize:             bytes("1G"),
		HelmManifestMaxExtractedSize:                 bytes("1G"),
		HelmRegistryMaxIndexSize:                     bytes("1G"),
		OCIManifestMaxExtractedSize:                  bytes("1G"),
		CMPUseManifestGeneratePaths:                  isNarrowed,
		EnableBuiltinGitConfig:                       true,
	}
	memory := cache.NewCache(cacheutil.NewCache(cacheutil.NewInMemoryCache(24*time.Hour)), 24*time.Hour, 3*time.Minute, 10*time.Second)
	server, err := reposerver.NewServer(metrics.NewMetricsServer(), memory, nil, constants, git.NoopCredsStore{}, "", true)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(stdout, listener.Addr()); err != nil {
		return err
	}
	return server.CreateGRPC().Serve(listener)
}
