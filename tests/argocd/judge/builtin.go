package judge

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/resolver"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"

	// Each of these puts its group's types, defaults and conversions into the
	// scheme that the strategies above share.
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
)

// anyParam answers for the resolver of parameter kinds. The strategies ask it
// only to authorise a user, and here is none.
var anyParam = resolver.ResourceResolverFunc(func(kind schema.GroupVersionKind) (schema.GroupVersionResource, error) {
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	return resource, nil
})

// builtin lists the kinds by their exact stable version: the scheme also knows
// old ones, which an API server no longer serves.
var builtin = map[schema.GroupVersionKind]rest.RESTCreateStrategy{
	corev1.SchemeGroupVersion.WithKind("ConfigMap"):      configmap.Strategy,
	corev1.SchemeGroupVersion.WithKind("LimitRange"):     limitrange.Strategy,
	corev1.SchemeGroupVersion.WithKind("Namespace"):      namespace.Strategy,
	corev1.SchemeGroupVersion.WithKind("ResourceQuota"):  resourcequota.Strategy,
	corev1.SchemeGroupVersion.WithKind("Secret"):         secret.Strategy,
	corev1.SchemeGroupVersion.WithKind("Service"):        service.Strategy,
	corev1.SchemeGroupVersion.WithKind("ServiceAccount"): serviceaccount.Strategy,

	appsv1.SchemeGroupVersion.WithKind("Deployment"): deployment.Strategy,

	networkingv1.SchemeGroupVersion.WithKind("NetworkPolicy"): networkpolicy.Strategy,

	policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget"): poddisruptionbudget.Strategy,

	rbacv1.SchemeGroupVersion.WithKind("ClusterRole"):        clusterrole.Strategy,
	rbacv1.SchemeGroupVersion.WithKind("ClusterRoleBinding"): clusterrolebinding.Strategy,
	rbacv1.SchemeGroupVersion.WithKind("Role"):               role.Strategy,
	rbacv1.SchemeGroupVersion.WithKind("RoleBinding"):        rolebinding.Strategy,

	admissionv1.SchemeGroupVersion.WithKind("ValidatingAdmissionPolicy"):        validatingadmissionpolicy.NewStrategy(nil, anyParam),
	admissionv1.SchemeGroupVersion.WithKind("ValidatingAdmissionPolicyBinding"): validatingadmissionpolicybinding.NewStrategy(nil, nil, anyParam),
}

// strictDecoder refuses unknown and duplicate fields and tells `Spec` from
// `spec`, as the API server does under `fieldValidation=Strict`. It defaults
// and converts to the internal type, which is what the strategies take.
var strictDecoder = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()

func checkBuiltin(doc *document, strategy rest.RESTCreateStrategy, v *verdict) {
	object, _, err := strictDecoder.Decode(doc.json, nil, nil)
	if err != nil {
		strict, ok := runtime.AsStrictDecodingError(err)
		if !ok || object == nil {
			v.problem("%v", err)
			return
		}
		for _, err := range strict.Errors() {
			v.problem("%v", err)
		}
	}
	checkCreate(doc, strategy, object, v)
}
