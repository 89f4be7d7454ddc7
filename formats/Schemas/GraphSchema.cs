using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Schemas;

/// <summary>The JSON Schema (draft-07) of graph files, for editors: it completes and checks op types and attrs, from the catalogue.</summary>
public static class GraphSchema
{
    private const string NamePattern = "^[A-Za-z0-9.][A-Za-z0-9_.\\-/>]*$";

    /// <summary>What stands in the schema as it is written here, around what the catalogue gives.</summary>
    private const string Frame =
        """
        "node": {
          "description": "An expression, a literal, {op: ...}, {expr: ...} or {scope: ...}",
          "anyOf": [
            {"type": ["string", "number", "boolean", "array"]},
            {"allOf": [{"type": "object", "required": ["op"]}, {"$ref": "#/definitions/operation"}]},
            {"type": "object", "required": ["expr"], "properties": {
              "expr": {"type": ["string", "number", "boolean"], "description": "An expression such as x @ w + b"},
              "name": {"$ref": "#/definitions/name"},
              "after": {"$ref": "#/definitions/after"},
              "device": {"$ref": "#/definitions/device"}
            }, "additionalProperties": false},
            {"type": "object", "required": ["scope"], "properties": {
              "scope": {"$ref": "#/definitions/nodes"},
              "name": {"$ref": "#/definitions/name"}
            }, "additionalProperties": false}
          ]
        },
        "nodes": {
          "description": "Nodes by name, in declaration order, or a list of nodes with a name",
          "anyOf": [
            {"type": "object", "propertyNames": {"$ref": "#/definitions/name"}, "additionalProperties": {"$ref": "#/definitions/node"}},
            {"type": "array", "items": {"allOf": [{"type": "object", "required": ["name"]}, {"$ref": "#/definitions/node"}]}}
          ]
        },
        "outputs": {
          "description": "What a run prints that asks for nothing else",
          "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}},
            {"type": "object", "propertyNames": {"$ref": "#/definitions/name"}, "additionalProperties": {"type": "string"}}
          ]
        },
        "function": {
          "type": "object", "required": ["returns"], "properties": {
            "nodes": {"$ref": "#/definitions/nodes"},
            "returns": {"$ref": "#/definitions/outputs"},
            "description": {"type": "string"}
          }, "additionalProperties": false
        },
        "inputs": {
          "description": "References such as x, split:1, ^check, or literals; a mapping gives them by the names of the op's inputs",
          "anyOf": [{"type": ["string", "number", "boolean", "array", "object"]}]
        },
        "after": {
          "description": "Nodes that must have run before",
          "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
        },
        "device": {"type": "string", "description": "TensorFlow's device, kept but not used"},
        "int": {"type": ["integer", "string"]},
        "float": {"anyOf": [{"type": "number"}, {"type": "string"}]},
        "bool": {"type": ["boolean", "string"]},
        "string": {"type": ["string", "number", "boolean"]},
        "func": {"type": "string", "description": "A function of this file"},
        "shape": {
          "description": "Sizes of dims; ? or a name for a size that is not known",
          "anyOf": [{"type": "string"}, {"type": "array", "maxItems": 32, "items": {"anyOf": [{"type": "integer", "minimum": -1}, {"type": "string"}]}}]
        },
        "tensor": {
          "description": "A literal, or {file: NAME.npy}",
          "anyOf": [
            {"type": ["number", "boolean", "string", "array"]},
            {"type": "object", "required": ["file"], "properties": {"file": {"type": "string"}}, "additionalProperties": false}
          ]
        },
        """;

    /// <summary>Writes the schema, indented, with LF at its end.</summary>
    public static void Write(Stream output)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };
        using var json = new Utf8JsonWriter(output, options);
        json.WriteStartObject();
        json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
        json.WriteString("title", "GraphRun graph file, version 1");
        WriteTopLevel(json);
        json.WriteStartObject("definitions");
        WriteFrame(json);
        WriteName(json);
        WriteDTypes(json);
        WriteOperation(json);
        foreach (var (type, _, _) in Catalogue.All)
            OpSchema.Write(json, Catalogue.Get(type));
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteTopLevel(Utf8JsonWriter json)
    {
        using var top = JsonDocument.Parse(
            """
            {
              "type": "object", "required": ["graphrun", "nodes"], "additionalProperties": false, "properties": {
                "$schema": {"type": "string"},
                "graphrun": {"const": 1, "description": "The version of the format"},
                "name": {"$ref": "#/definitions/name"},
                "description": {"type": "string"},
                "seed": {"type": "integer", "description": "The seed of random ops"},
                "nodes": {"$ref": "#/definitions/nodes"},
                "outputs": {"$ref": "#/definitions/outputs"},
                "import": {"type": ["string", "array"], "description": "Libraries whose functions the file calls"},
                "functions": {"type": "object", "additionalProperties": {"$ref": "#/definitions/function"}},
                "tests": {}
              }
            }
            """);
        foreach (var member in top.RootElement.EnumerateObject())
            member.WriteTo(json);
    }

    private static void WriteFrame(Utf8JsonWriter json)
    {
        using var frame = JsonDocument.Parse($"{{{Frame.TrimEnd().TrimEnd(',')}}}");
        foreach (var member in frame.RootElement.EnumerateObject())
            member.WriteTo(json);
    }

    private static void WriteName(Utf8JsonWriter json)
    {
        json.WriteStartObject("name");
        json.WriteString("type", "string");
        json.WriteString("pattern", NamePattern);
        json.WriteNumber("maxLength", 256);
        json.WriteEndObject();
    }

    private static void WriteDTypes(Utf8JsonWriter json)
    {
        json.WriteStartObject("type");
        json.WriteStartArray("enum");
        foreach (var name in DTypes.Names.Concat(["float", "double", "half"]))
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A node with an op: the op's name decides which attrs it has.</summary>
    private static void WriteOperation(Utf8JsonWriter json)
    {
        json.WriteStartObject("operation");
        json.WriteStartObject("properties");
        json.WriteStartObject("op");
        json.WriteStartArray("enum");
        foreach (var (type, _, expressions) in Catalogue.All)
        {
            foreach (var name in expressions.Prepend(type))
                json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("allOf");
        foreach (var (type, _, expressions) in Catalogue.All)
            OpSchema.WriteChoice(json, type, expressions);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
