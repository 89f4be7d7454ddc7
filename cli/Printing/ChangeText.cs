using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GraphRun.Cli.Diagnostics;
using GraphRun.Formats.Stores;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Cli.Printing;

/// <summary>How much a variable changed, in words and in JSON.</summary>
internal static class ChangeText
{
    private const int LongestValue = 60;

    /// <summary><c>1 -> 2</c> for scalars, else maximum and mean of the absolute differences and their norm.</summary>
    /// <param name="before">Null when the variable is new.</param>
    /// <param name="after">Null when it was dropped.</param>
    public static string Of(Tensor? before, Tensor? after)
    {
        if (before is null || after is null)
            return after is null ? "dropped" : $"new: {Value(after)}";
        if (before.DType != after.DType || !before.Shape.Equals(after.Shape))
            return $"{before} -> {after}";
        if (before.Shape.IsScalar)
            return $"{Value(before)} -> {Value(after)}";
        return TensorChange.Between(before, after) is { } change
            ? $"max {Number(change.Maximum)}, mean {Number(change.Mean)}, norm {Number(change.Norm)}"
            : "changed";
    }

    /// <summary>The members <c>max</c>, <c>mean</c> and <c>norm</c>; none where the two have no difference.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Tensor? before, Tensor? after)
    {
        if (before is null || after is null || TensorChange.Between(before, after) is not { } change)
            return;
        WriteNumber(json, "max", change.Maximum);
        WriteNumber(json, "mean", change.Mean);
        WriteNumber(json, "norm", change.Norm);
    }

    /// <summary>A scalar as results print it, cut when it is long; dtype and shape of anything else.</summary>
    public static string Value(Tensor value)
    {
        if (!value.Shape.IsScalar)
            return value.ToString();
        var text = new ArrayBufferWriter<byte>();
        TensorText.Write(value, text);
        var shown = Snippet.Escape(Encoding.UTF8.GetString(text.WrittenSpan));
        return shown.Length <= LongestValue ? shown : $"{shown[..LongestValue]}...";
    }

    /// <summary>Four digits, for people.</summary>
    private static string Number(double value) => double.IsFinite(value)
        ? value.ToString("0.###e0", CultureInfo.InvariantCulture) is var small && Math.Abs(value) is > 0 and (< 1e-3 or >= 1e6)
            ? small
            : value.ToString("0.######", CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? "nan" : "inf";

    /// <summary>JSON has no words for what is not finite, so it is a string, as in results.</summary>
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, double.IsNaN(value) ? "NaN" : "Infinity");
    }
}
