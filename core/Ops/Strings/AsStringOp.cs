using System.Text;
using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Numbers as text.</summary>
public static class AsStringOp
{
    [Op("as_string", "strings.as_string")]
    public static OpDef AsString { get; } = new()
    {
        Name = "AsString",
        Summary = "Numbers in decimal as C's printf writes them: floats with six digits after the point, as 1.5e+00 with scientific, with six "
            + "significant digits at most with shortest; precision sets another number of digits, width and fill ('0', ' ', '+' or '-') as in "
            + "printf. Bools are true and false.",
        Inputs = ["input: T"],
        Outputs = ["output: string"],
        Attrs =
        [
            "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64, bool}",
            "precision: int = -1", "scientific: bool = false", "shortest: bool = false", "width: int = -1", "fill: string = ''",
        ],
        Example = "as_string([1.5, -2.0], precision=2)",
        Shape = ShapeRules.Unchanged,
        Kernel = builder =>
        {
            var format = NumberFormat.Of(builder.Attrs);
            return step => Run(step, format);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Run(Step step, NumberFormat format)
    {
        var input = step.Input(0);
        var output = step.Allocate(0, input.Shape).Writable<byte[]>();
        for (var i = 0; i < output.Length; i++)
            output[i] = Encoding.ASCII.GetBytes(Text(input, i, format));
    }

    private static string Text(Tensor input, int i, NumberFormat format) => input.DType switch
    {
        DType.Bool => format.Pad(input.Values<bool>()[i] ? "true" : "false"),
        DType.Float32 => format.Write(input.Values<float>()[i]),
        DType.Float64 => format.Write(input.Values<double>()[i]),
        DType.Float16 => format.Write((double)input.Values<Half>()[i]),
        DType.BFloat16 => format.Write((float)input.Values<BFloat16>()[i]),
        DType.UInt64 => format.Write((Int128)input.Values<ulong>()[i]),
        _ => format.Write((Int128)input.Integer(i)),
    };
}
