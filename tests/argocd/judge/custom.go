package judge

import (
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apihelpers"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
)

// customKind is one served version of a custom resource, ready to judge.
type customKind struct {
	structural *structuralschema.Structural
	strategy   rest.RESTCreateStrategy
	// deprecation is what the API server would warn of on every request.
	deprecation string
}

// customKind compiles a definition once. It answers nil when no definition has
// that group and kind in a version that is served.
func (j *Judge) customKind(kind schema.GroupVersionKind) (*customKind, error) {
	if known, ok := j.custom[kind]; ok {
		return known, nil
	}
	definition, err := findDefinition(kind.GroupKind())
	if err != nil {
		return nil, err
	}
	var compiled *customKind
	if definition != nil {
		if compiled, err = compile(definition, kind); err != nil {
			return nil, fmt.Errorf("definition %s: %w", definition.Name, err)
		}
	}
	j.custom[kind] = compiled
	return compiled, nil
}

// compile follows the order in which the API server prepares a definition.
func compile(definition *apiextensionsv1.CustomResourceDefinition, kind schema.GroupVersionKind) (*customKind, error) {
	version := servedVersion(definition, kind.Version)
	if version == nil {
		return nil, nil
	}
	written, err := apihelpers.GetSchemaForVersion(definition, version.Name)
	if err != nil {
		return nil, err
	}
	var props apiextensions.CustomResourceValidation
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(written, &props, nil); err != nil {
		return nil, err
	}
	structural, err := structuralschema.NewStructural(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	if err := defaulting.PruneDefaults(structural); err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	subresources := &apiextensions.CustomResourceSubresources{}
	if version.Subresources != nil {
		if err := apiextensionsv1.Convert_v1_CustomResourceSubresources_To_apiextensions_CustomResourceSubresources(version.Subresources, subresources, nil); err != nil {
			return nil, err
		}
	}
	compiled := &customKind{
		structural: structural,
		strategy: customresource.NewStrategy(
			crdserverscheme.NewUnstructuredObjectTyper(),
			definition.Spec.Scope == apiextensionsv1.NamespaceScoped,
			kind, validator, nil, structural,
			subresources.Status, subresources.Scale, version.SelectableFields),
	}
	if version.Deprecated {
		compiled.deprecation = fmt.Sprintf("%s %s is deprecated", kind.GroupVersion(), kind.Kind)
		if version.DeprecationWarning != nil {
			compiled.deprecation = *version.DeprecationWarning
		}
	}
	return compiled, nil
}

func servedVersion(definition *apiextensionsv1.CustomResourceDefinition, name string) *apiextensionsv1.CustomResourceDefinitionVersion {
	for i := range definition.Spec.Versions {
		if version := &definition.Spec.Versions[i]; version.Name == name && version.Served {
			return version
		}
	}
	return nil
}

// check does to an object what the API server does: read its metadata strictly,
// prune, default, and create. What pruning takes away was lost on the author,
// so it is a problem here.
func (k *customKind) check(doc *document, v *verdict) {
	object, err := doc.content()
	if err != nil {
		v.problem("%v", err)
		return
	}
	if k.deprecation != "" {
		v.warning("%s", k.deprecation)
	}
	_, _, unknown, err := objectmeta.GetObjectMetaWithOptions(object.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		v.problem("metadata: %v", err)
		return
	}
	unknown = append(unknown, pruning.PruneWithOptions(object.Object, k.structural, true,
		structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, k.structural)
	wrong, embedded := objectmeta.CoerceWithOptions(nil, object.Object, k.structural, false,
		objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	for _, path := range append(unknown, embedded...) {
		v.problem("unknown field %q", path)
	}
	if wrong != nil {
		v.problem("%v", wrong)
		return
	}
	defaulting.Default(object.Object, k.structural)
	checkCreate(doc, k.strategy, object, v)
}
