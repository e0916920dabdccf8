package judge

import (
	"context"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
)

// checkCreate takes an object through everything that a create request meets
// between admission and storage.
func checkCreate(doc *document, strategy rest.RESTCreateStrategy, object runtime.Object, v *verdict) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		v.problem("%v", err)
		return
	}
	// Kubernetes says of this only that two namespaces differ.
	if doc.namespace != "" && !strategy.NamespaceScoped() {
		v.problem("metadata.namespace: %s is not namespaced", doc.kind.Kind)
		return
	}
	rest.FillObjectMetaSystemFields(accessor)

	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	ctx = request.WithNamespace(ctx, doc.namespace)
	ctx = request.WithRequestInfo(ctx, requestInfo(doc))
	ctx = warning.WithWarningRecorder(ctx, v)
	addCauses(v, rest.BeforeCreate(strategy, ctx, object))
}

// requestInfo is what the declarative part of the validation reads to learn
// which version and resource it is looking at.
func requestInfo(doc *document) *request.RequestInfo {
	resource, _ := meta.UnsafeGuessKindToResource(doc.kind)
	return &request.RequestInfo{
		IsResourceRequest: true,
		Verb:              "create",
		APIGroup:          doc.kind.Group,
		APIVersion:        doc.kind.Version,
		Namespace:         doc.namespace,
		Resource:          resource.Resource,
		Name:              doc.name,
	}
}

// addCauses makes one problem of each field that an answer complains about.
func addCauses(v *verdict, err error) {
	if err == nil {
		return
	}
	var status apierrors.APIStatus
	if errors.As(err, &status) {
		if details := status.Status().Details; details != nil && len(details.Causes) > 0 {
			for _, cause := range details.Causes {
				v.problem("%s: %s", cause.Field, cause.Message)
			}
			return
		}
	}
	v.problem("%v", err)
}
