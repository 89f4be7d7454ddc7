using System.Text.Encodings.Web;
using System.Text.Json;
using GraphRun.Gradients;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Schemas;

/// <summary>The catalogue as JSON, for programs that want to know which ops there are.</summary>
public static class OpJson
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Writes all ops as one list, in ordinal order of their types.</summary>
    public static void WriteAll(Stream output)
    {
        using var json = new Utf8JsonWriter(output, options);
        json.WriteStartArray();
        foreach (var (type, _, _) in Catalogue.All)
            Write(json, Catalogue.Get(type));
        json.WriteEndArray();
        json.Flush();
        output.Write("\n"u8);
    }

    /// <summary>Writes one op: name, family, expressions, summary, inputs, outputs, attrs, example and whether it has a gradient.</summary>
    public static void Write(Stream output, OpDef op)
    {
        using var json = new Utf8JsonWriter(output, options);
        Write(json, op);
        json.Flush();
        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, OpDef op)
    {
        var (_, family, expressions) = Catalogue.All.First(entry => entry.Type == op.Name);
        json.WriteStartObject();
        json.WriteString("name", op.Name);
        json.WriteString("family", family);
        WriteTexts(json, "expressions", expressions);
        json.WriteString("summary", op.Summary);
        WriteArgs(json, "inputs", op.Signature.Inputs);
        WriteArgs(json, "outputs", op.Signature.Outputs);
        WriteAttrs(json, op);
        json.WriteString("example", op.Example);
        json.WriteBoolean("gradient", op.Gradient is not null && op.Gradient != GradientRules.Stop);
        json.WriteEndObject();
    }

    private static void WriteArgs(Utf8JsonWriter json, string name, IReadOnlyList<ArgDef> args)
    {
        json.WriteStartArray(name);
        foreach (var arg in args)
        {
            json.WriteStartObject();
            json.WriteString("name", arg.Name);
            if (arg.DType != DType.None)
                json.WriteString("dtype", arg.DType.Name());
            WriteOptional(json, "typeAttr", arg.TypeAttr);
            WriteOptional(json, "numberAttr", arg.NumberAttr);
            WriteOptional(json, "typeListAttr", arg.TypeListAttr);
            json.WriteBoolean("isRef", arg.IsRef);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAttrs(Utf8JsonWriter json, OpDef op)
    {
        json.WriteStartArray("attrs");
        foreach (var attr in op.Signature.Attrs)
        {
            json.WriteStartObject();
            json.WriteString("name", attr.Name);
            json.WriteString("type", attr.TypeName);
            json.WriteBoolean("isInferred", op.Signature.IsInferred(attr.Name));
            if (attr.Default is { } value)
                AttrValueJson.Write(json, "default", value);
            if (attr.Minimum is { } minimum)
                json.WriteNumber("minimum", minimum);
            if (attr.AllowedDTypes.Count + attr.AllowedTexts.Count > 0)
                WriteTexts(json, "allowed", attr.AllowedTexts.Concat(attr.AllowedDTypes.Select(dtype => dtype.Name())));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
