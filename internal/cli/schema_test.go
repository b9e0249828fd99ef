package cli_test

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/project/config"
)

const schemaFile = "../../luagen.schema.json"

// object is a JSON object.
type object = map[string]any

// schema is luagen.schema.json as it must be. Written out here, the rules in it cannot
// fall after the linter's.
func schema() object {
	text := func(description string) object {
		return object{"type": "string", "minLength": 1, "description": description}
	}
	words := func(description string) object {
		return object{"type": []any{"array", "null"}, "items": object{"type": "string", "minLength": 1}, "description": description}
	}
	rules := object{}
	for _, r := range lint.Rules() {
		levels := []any{"error", "warning", "hint", "note", "off"}
		if r.Fixed {
			levels = []any{r.Severity.String()}
		}
		rules[r.Name] = object{
			"enum":        levels,
			"default":     r.Severity.String(),
			"description": r.Doc.Title,
		}
	}
	return object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  "https://raw.githubusercontent.com/luagen/luagen/main/luagen.schema.json",
		"title":                "luagen.yaml",
		"description":          "Configuration of luagen, typed Go from annotated Redis Lua scripts",
		"type":                 []any{"object", "null"},
		"additionalProperties": false,
		"properties": object{
			"scripts": object{
				"description": "folders of scripts",
				"type":        []any{"array", "null"},
				"items": object{
					"type":                 "object",
					"additionalProperties": false,
					"required":             []any{"dir"},
					"properties": object{
						"dir":         text("folder of scripts, or folder/... for all below it, relative to this file"),
						"output":      text("folder of the generated package, relative to this file; default: dir"),
						"package":     object{"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$", "description": "name of the package; default: that of the output folder"},
						"interface":   object{"type": "boolean", "default": false, "description": "also generate the Querier interface and New, for mocks"},
						"unexported":  object{"type": "boolean", "default": false, "description": "begin the names of the generated functions and types with a small letter"},
						"parameters":  object{"type": "integer", "minimum": 0, "maximum": math.MaxInt32, "default": generator.DefaultParameters, "description": "most keys and arguments that a function takes as parameters before a struct takes their place"},
						"initialisms": words("words that Go names spell in capitals, beyond the usual ones"),
						"rename": object{
							"description":          "Go names for names of the scripts",
							"type":                 []any{"object", "null"},
							"additionalProperties": object{"type": "string", "pattern": "^[A-Z][A-Za-z0-9_]*$", "description": "the Go name, as it is exported: PostID"},
						},
					},
				},
			},
			"initialisms": words("words that Go names spell in capitals, for every folder"),
			"lint": object{
				"description":          "severities of lint rules",
				"type":                 []any{"object", "null"},
				"additionalProperties": false,
				"properties":           rules,
			},
			"targets": words("servers on which every script must run: redis>=6.2, redis-cluster, valkey, dragonfly, alibaba, upstash, elasticache-serverless, kvrocks"),
		},
	}
}

func TestSchemaIsCurrent(t *testing.T) {
	want, err := json.MarshalIndent(schema(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s is out of date; run: go test ./internal/cli -run TestSchema -update", schemaFile)
	}
}

// TestSchemaAgreesWithDecoder holds editors and luagen to one opinion.
func TestSchemaAgreesWithDecoder(t *testing.T) {
	compiled, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"",
		"scripts:\nlint:\ntargets:\ninitialisms:\n",
		"scripts:\n  - dir: ./scripts/...\n    output: gen\n    package: lua\n    interface: true\n    initialisms: [SKU]\n    rename: {uid: UserID}\n",
		"lint: {unused-arg: off, undeclared-key: error}\n",
		"targets: [redis>=6.2]\ninitialisms: [TTL]\n",
		"scripts:\n  - output: gen\n",
		"scripts:\n  - dir: ''\n",
		"scripts:\n  - dir: 5\n",
		"scripts:\n  - dir: a\n    interface: sometimes\n",
		"scripts:\n  - dir: a\n    unexported: true\n",
		"scripts:\n  - dir: a\n    unexported: 1\n",
		"scripts:\n  - dir: a\n    parameters: 0\n",
		"scripts:\n  - dir: a\n    parameters: -1\n",
		"scripts:\n  - dir: a\n    parameters: many\n",
		"scripts:\n  - dir: a\n    parameters: 1.5\n",
		"scripts:\n  - dir: a\n    package: my-pkg\n",
		"scripts:\n  - dir: a\n    rename: [b]\n",
		"scripts:\n  - dir: a\n    colour: red\n",
		"scripts: ./scripts\n",
		"target: [redis]\n",
		"targets: redis\n",
		"initialisms: ['']\n",
		"- a\n",
		"5\n",
	} {
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		invalid := compiled.Validate(plain(value))
		_, findings := config.Parse(config.FileName, []byte(text))
		if (invalid == nil) != (len(findings) == 0) {
			t.Errorf("%q: the schema says %v, the decoder %v", text, invalid, findings)
		}
	}
}

// plain gives YAML numbers the type that JSON has.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case uint64:
		return float64(v)
	}
	return v
}
