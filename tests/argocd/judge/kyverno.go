package judge

import (
	"encoding/json"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/admissionregistration"
	"k8s.io/kubernetes/pkg/apis/admissionregistration/validation"
)

const kyvernoGroup = "policies.kyverno.io"

// kyvernoTwins names the admission policy of Kubernetes whose expressions a
// Kyverno policy writes in the same fields.
var kyvernoTwins = map[string]string{
	"ImageValidatingPolicy":           "ValidatingAdmissionPolicy",
	"NamespacedImageValidatingPolicy": "ValidatingAdmissionPolicy",
	"MutatingPolicy":                  "MutatingAdmissionPolicy",
	"NamespacedMutatingPolicy":        "MutatingAdmissionPolicy",
	"ValidatingPolicy":                "ValidatingAdmissionPolicy",
	"NamespacedValidatingPolicy":      "ValidatingAdmissionPolicy",
}

// sharedFields mean the same in both.
var sharedFields = []string{
	"failurePolicy", "matchConditions", "matchConstraints", "mutations",
	"reinvocationPolicy", "validations", "variables",
}

// checkExpressions compiles a Kyverno policy's expressions with the compiler of
// Kubernetes. Kyverno's schema takes any text for them, and its webhook, which
// does compile them, is not here.
func checkExpressions(doc *document, v *verdict) {
	twin, ok := kyvernoTwins[doc.kind.Kind]
	if !ok {
		return
	}
	written, _ := doc.object["spec"].(map[string]any)
	spec := map[string]any{}
	for _, key := range sharedFields {
		if value, ok := written[key]; ok {
			spec[key] = value
		}
	}
	text, err := json.Marshal(map[string]any{
		"apiVersion": "admissionregistration.k8s.io/v1", "kind": twin,
		"metadata": map[string]any{"name": doc.name}, "spec": spec,
	})
	if err != nil {
		v.problem("%v", err)
		return
	}
	object, _, err := strictDecoder.Decode(text, nil, nil)
	if _, strict := runtime.AsStrictDecodingError(err); object == nil || (err != nil && !strict) {
		// The definition has said what is wrong with such a shape.
		return
	}
	var errs field.ErrorList
	switch policy := object.(type) {
	case *admissionregistration.MutatingAdmissionPolicy:
		errs = validation.ValidateMutatingAdmissionPolicy(policy)
	case *admissionregistration.ValidatingAdmissionPolicy:
		errs = validation.ValidateValidatingAdmissionPolicy(policy)
	}
	for _, err := range errs {
		switch {
		// What is beside the expressions is Kyverno's to decide.
		case !strings.HasSuffix(err.Field, "xpression"):
		// Kyverno has functions and variables of its own.
		case strings.Contains(err.Detail, "undeclared reference"):
			v.warning("%v", err)
		default:
			v.problem("%v", err)
		}
	}
}
