package controllers

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	utilio "github.com/argoproj/argo-cd/v3/util/io"
)

// repoServer is one that is connected, and that fetches from the repositories which stand for others.
type repoServer struct {
	client apiclient.RepoServerServiceClient
}

// NewRepoServerClient answers the one connection, which nobody closes.
func (r repoServer) NewRepoServerClient() (utilio.Closer, apiclient.RepoServerServiceClient, error) {
	return utilio.NopCloser, r.client, nil
}

// connect exchanges what a request says of where a repository is, and nothing else: the Applications and what is made of them
// keep the URLs that they have. A repository for which nothing stands would be fetched from the internet, and is refused.
func connect(address string, repositories map[string]string) (apiclient.Clientset, error) {
	exchange := func(ctx context.Context, method string, request, reply any, connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
		if asked, ok := request.(interface{ GetRepo() *v1alpha1.Repository }); ok && asked.GetRepo() != nil {
			repository := asked.GetRepo()
			standIn, known := repositories[repository.Repo]
			if !known {
				return fmt.Errorf("no repository stands for %s", repository.Repo)
			}
			written := repository.Repo
			repository.Repo = standIn
			// Who asked may hold the same object.
			defer func() { repository.Repo = written }()
		}
		return invoke(ctx, method, request, reply, connection, options...)
	}
	connection, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithUnaryInterceptor(exchange),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(apiclient.MaxGRPCMessageSize)))
	if err != nil {
		return nil, err
	}
	return repoServer{apiclient.NewRepoServerServiceClient(connection)}, nil
}
