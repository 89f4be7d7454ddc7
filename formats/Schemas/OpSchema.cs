using System.Text.Json;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Schemas;

/// <summary>The part of the schema that one op gives: the keys that a node of it may have.</summary>
internal static class OpSchema
{
    private static readonly string[] reserved = ["op", "inputs", "after", "device", "name"];

    /// <summary>Writes the definition <c>op.TYPE</c>.</summary>
    public static void Write(Utf8JsonWriter json, OpDef op)
    {
        json.WriteStartObject($"op.{op.Name}");
        json.WriteString("description", op.Summary);
        json.WriteStartObject("properties");
        json.WriteStartObject("op");
        json.WriteEndObject();
        foreach (var key in reserved.Skip(1))
            WriteReference(json, key, key);
        foreach (var attr in op.Signature.Attrs.Where(attr => !reserved.Contains(attr.Name)))
            WriteAttr(json, attr);
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }

    /// <summary>Writes "if the op has this name, then that definition holds".</summary>
    public static void WriteChoice(Utf8JsonWriter json, string type, string[] expressions)
    {
        json.WriteStartObject();
        json.WriteStartObject("if");
        json.WriteStartObject("properties");
        json.WriteStartObject("op");
        json.WriteStartArray("enum");
        foreach (var name in expressions.Prepend(type))
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        WriteReference(json, "then", $"op.{type}");
        json.WriteEndObject();
    }

    private static void WriteAttr(Utf8JsonWriter json, AttrDef attr)
    {
        json.WriteStartObject(attr.Name);
        if (attr.Default is { } value)
            AttrValueJson.Write(json, "default", value);
        if (!attr.IsList)
        {
            WriteElement(json, attr);
        }
        else
        {
            // One element may stand for a list of one.
            json.WriteStartArray("anyOf");
            json.WriteStartObject();
            WriteElement(json, attr);
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            WriteElement(json, attr);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteElement(Utf8JsonWriter json, AttrDef attr)
    {
        json.WriteStartArray("allOf");
        json.WriteStartObject();
        json.WriteString("$ref", $"#/definitions/{(attr with { IsList = false }).TypeName}");
        json.WriteEndObject();
        if (attr.AllowedTexts.Count + attr.AllowedDTypes.Count > 0)
            WriteAllowed(json, attr);
        json.WriteEndArray();
    }

    private static void WriteAllowed(Utf8JsonWriter json, AttrDef attr)
    {
        json.WriteStartObject();
        json.WriteStartArray("enum");
        foreach (var text in attr.AllowedTexts)
            json.WriteStringValue(text);
        foreach (var dtype in attr.AllowedDTypes)
            WriteDType(json, dtype);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDType(Utf8JsonWriter json, DType dtype)
    {
        json.WriteStringValue(dtype.Name());
        if (dtype is DType.Float32 or DType.Float64 or DType.Float16)
            json.WriteStringValue(dtype == DType.Float32 ? "float" : dtype == DType.Float64 ? "double" : "half");
    }

    private static void WriteReference(Utf8JsonWriter json, string name, string definition)
    {
        json.WriteStartObject(name);
        json.WriteString("$ref", $"#/definitions/{definition}");
        json.WriteEndObject();
    }
}
