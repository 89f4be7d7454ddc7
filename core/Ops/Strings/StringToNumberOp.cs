using System.Globalization;
using System.Text;
using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Numbers that strings spell.</summary>
public static class StringToNumberOp
{
    [Op("strings.to_number")]
    public static OpDef StringToNumber { get; } = new()
    {
        Name = "StringToNumber",
        Summary = "The numbers that strings spell in decimal, spaces around them allowed; inf and nan for floats. Anything else is an error, and so "
            + "is an integer that does not fit.",
        Inputs = ["string_tensor: string"],
        Outputs = ["output: out_type"],
        Attrs = ["out_type: {float, double, int32, int64} = DT_FLOAT"],
        Parameters = ["input: string_tensor", "out_type: out_type = float32"],
        Example = "strings.to_number(['1.5', '-2'])",
        Shape = ShapeRules.Unchanged,
        Kernel = builder => builder.Attrs.DType("out_type") switch
        {
            DType.Float32 => step => Read(step, Single),
            DType.Float64 => step => Read(step, Double),
            DType.Int32 => step => Read(step, text => Whole<int>(text)),
            _ => step => Read(step, text => Whole<long>(text)),
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private delegate T? Reader<T>(ReadOnlySpan<byte> text)
        where T : struct;

    private static void Read<T>(Step step, Reader<T> read)
        where T : unmanaged
    {
        var input = step.Input(0);
        var output = step.Allocate(0, input.Shape).Writable<T>();
        var values = input.Values<byte[]>();
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = read(StringElements.Strip(values[i]))
                ?? throw StringElements.Invalid($"StringToNumberOp could not correctly convert string: {StringElements.Show(values[i])}");
        }
    }

    private static T? Whole<T>(ReadOnlySpan<byte> text)
        where T : struct, System.Numerics.INumberBase<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static float? Single(ReadOnlySpan<byte> text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && char.IsAsciiDigit((char)LastOf(text))
            ? value
            : (float?)Special(text);

    private static double? Double(ReadOnlySpan<byte> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && char.IsAsciiDigit((char)LastOf(text))
            ? value
            : Special(text);

    // "1." ends with a point, "Infinity" with a letter; only digits and points end a number.
    private static byte LastOf(ReadOnlySpan<byte> text) => text.Length > 0 && text[^1] == '.' ? (byte)'0' : text.Length > 0 ? text[^1] : (byte)0;

    private static double? Special(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(text).ToLowerInvariant() switch
    {
        "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => null,
    };
}
