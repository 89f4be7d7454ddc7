using System.Globalization;
using System.Text.Json;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Schemas;

/// <summary>Attr values as graph files spell them.</summary>
internal static class AttrValueJson
{
    /// <summary>Writes one member of an object.</summary>
    internal static void Write(Utf8JsonWriter json, string name, object value)
    {
        json.WritePropertyName(name);
        if (value is not Array list)
        {
            Write(json, value);
            return;
        }

        json.WriteStartArray();
        foreach (var element in list)
            Write(json, element);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case DType dtype:
                json.WriteStringValue(dtype.Name());
                break;
            case Shape { HasRank: true } shape:
                WriteShape(json, shape);
                break;
            case FunctionReference function:
                json.WriteStringValue(function.Name);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteShape(Utf8JsonWriter json, Shape shape)
    {
        json.WriteStartArray();
        foreach (var dim in shape.Dims)
        {
            if (dim == Shape.Unknown)
                json.WriteStringValue("?");
            else
                json.WriteNumberValue(dim);
        }

        json.WriteEndArray();
    }
}
