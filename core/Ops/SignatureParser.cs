using System.Globalization;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>
/// Reads TensorFlow's signature language (<c>core/framework/op_def_builder.cc</c>): <c>"values: N * T"</c>,
/// <c>"T: {float, double} = DT_FLOAT"</c>, <c>"strides: list(int) >= 4"</c>. A mistake here is a mistake in an op's
/// declaration, so it throws <see cref="FormatException"/>, which a test over the whole catalogue would meet.
/// </summary>
internal static class SignatureParser
{
    private static readonly DType[] numbers =
    [
        DType.Float32, DType.Float64, DType.Int32, DType.UInt8, DType.Int16, DType.Int8, DType.Complex64, DType.Int64,
        DType.BFloat16, DType.UInt16, DType.Complex128, DType.Float16, DType.UInt32, DType.UInt64,
    ];

    internal static ArgDef Arg(string text, IReadOnlyList<AttrDef> attrs)
    {
        var (name, type) = Split(text);
        if (type.StartsWith("Ref(", StringComparison.Ordinal))
            return Arg($"{name}: {type[4..^1]}", attrs) with { IsRef = true };
        if (type.Split('*') is [var number, var element])
            return Arg($"{name}: {element.Trim()}", attrs) with { NumberAttr = number.Trim() };
        if (attrs.FirstOrDefault(attr => attr.Name == type) is { } attr)
            return attr.IsList ? new ArgDef(name) { TypeListAttr = type } : new ArgDef(name) { TypeAttr = type };
        return DTypes.TryParse(type, out var dtype) ? new ArgDef(name) { DType = dtype } : throw new FormatException($"'{text}': unknown type");
    }

    internal static AttrDef Attr(string text)
    {
        var (name, rest) = Split(text);
        var (type, value) = Cut(rest, "=");
        var (kind, minimum) = Cut(type, ">=");
        var attr = Kind(name, kind) with { Minimum = minimum is null ? null : long.Parse(minimum, CultureInfo.InvariantCulture) };
        return value is null ? attr : attr with { Default = Default(attr, value) };
    }

    private static AttrDef Kind(string name, string kind)
    {
        if (kind.StartsWith("list(", StringComparison.Ordinal))
            return Kind(name, kind[5..^1].Trim()) with { IsList = true };
        if (kind.StartsWith('{'))
            return Choice(name, kind[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return kind switch
        {
            "int" => new AttrDef(name, AttrType.Int),
            "float" => new AttrDef(name, AttrType.Float),
            "bool" => new AttrDef(name, AttrType.Bool),
            "string" => new AttrDef(name, AttrType.Text),
            "type" => new AttrDef(name, AttrType.Type),
            "shape" => new AttrDef(name, AttrType.Shape),
            "tensor" => new AttrDef(name, AttrType.Tensor),
            "func" => new AttrDef(name, AttrType.Function),
            "numbertype" => new AttrDef(name, AttrType.Type) { AllowedDTypes = numbers },
            "realnumbertype" => new AttrDef(name, AttrType.Type) { AllowedDTypes = [.. numbers.Where(dtype => !dtype.IsComplex())] },
            _ => throw new FormatException($"'{name}: {kind}': unknown kind of attr"),
        };
    }

    private static AttrDef Choice(string name, string[] words) => words[0].StartsWith('\'')
        ? new AttrDef(name, AttrType.Text) { AllowedTexts = [.. words.Select(word => word.Trim('\''))] }
        : new AttrDef(name, AttrType.Type) { AllowedDTypes = [.. words.Select(ParseDType)] };

    private static object Default(AttrDef attr, string value)
    {
        if (!attr.IsList)
            return Element(attr, value);
        var words = value[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return attr.Type switch
        {
            AttrType.Int => words.Select(word => (long)Element(attr, word)).ToArray(),
            AttrType.Float => words.Select(word => (float)Element(attr, word)).ToArray(),
            AttrType.Bool => words.Select(word => (bool)Element(attr, word)).ToArray(),
            AttrType.Text => words.Select(word => (string)Element(attr, word)).ToArray(),
            AttrType.Type => words.Select(word => (DType)Element(attr, word)).ToArray(),
            AttrType.Shape => words.Select(word => (Shape)Element(attr, word)).ToArray(),
            AttrType.Tensor => Array.Empty<Tensor>(),
            _ => Array.Empty<FunctionReference>(),
        };
    }

    private static object Element(AttrDef attr, string word) => attr.Type switch
    {
        AttrType.Int => long.Parse(word, CultureInfo.InvariantCulture),
        AttrType.Float => float.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture),
        AttrType.Bool => word == "true",
        AttrType.Text => word.Trim('\''),
        AttrType.Type => ParseDType(word),
        AttrType.Shape => word == "[]" ? Shape.Scalar : Shape.UnknownRank,
        AttrType.Function => new FunctionReference(word.Trim('\'')),
        _ => throw new FormatException($"'{attr.Name}': a tensor attr has no default"),
    };

    private static DType ParseDType(string word) =>
        DTypes.TryParse(word, out var dtype) ? dtype : throw new FormatException($"'{word}' is no dtype");

    private static (string Name, string Type) Split(string text) => text.IndexOf(':') is > 0 and var colon
        ? (text[..colon].Trim(), text[(colon + 1)..].Trim())
        : throw new FormatException($"'{text}': expected 'name: type'");

    /// <summary>Cuts at the first mark; a <c>=</c> that is part of <c>>=</c> is none.</summary>
    private static (string Before, string? After) Cut(string text, string mark)
    {
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + 1, StringComparison.Ordinal))
        {
            if (mark.Length > 1 || at == 0 || text[at - 1] != '>')
                return (text[..at].Trim(), text[(at + mark.Length)..].Trim());
        }

        return (text, null);
    }
}
