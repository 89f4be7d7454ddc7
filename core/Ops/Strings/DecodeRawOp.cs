using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Numbers whose bytes strings hold.</summary>
public static class DecodeRawOp
{
    [Op("decode_raw", "io.decode_raw")]
    public static OpDef DecodeRaw { get; } = new()
    {
        Name = "DecodeRaw",
        Summary = "The bytes of strings as numbers of a dtype, in a last dim of their own; all strings must be of the same length. "
            + "Big-endian bytes are read with little_endian=false.",
        Inputs = ["bytes: string"],
        Outputs = ["output: out_type"],
        Attrs =
        [
            "out_type: {half, float, double, int32, uint16, uint8, int16, int8, int64, complex64, complex128, bool}",
            "little_endian: bool = true",
        ],
        Parameters = ["input_bytes: bytes", "out_type: out_type", "little_endian: little_endian = true"],
        Example = "decode_raw('text', uint8)",
        Shape = context => context.Output(0, context.Input(0).HasRank ? context.Input(0).Then(Shape.Of(Shape.Unknown)) : context.Input(0)),
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("out_type");
            var isSwapped = !builder.Attrs.Bool("little_endian");
            return step => Run(step, dtype, isSwapped);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Run(Step step, DType dtype, bool isSwapped)
    {
        var values = step.Input(0).Values<byte[]>();
        var length = Length(values, dtype);
        var output = step.Allocate(0, step.Input(0).Shape.Then(Shape.Of(length / dtype.Size())));
        for (var i = 0; i < values.Length && length > 0; i++)
        {
            var bytes = output.Bytes((long)i * length, length);
            values[i].CopyTo(bytes);
            if (isSwapped)
                Swap(bytes, dtype.IsComplex() ? dtype.Size() / 2 : dtype.Size());
        }
    }

    private static int Length(ReadOnlySpan<byte[]> values, DType dtype)
    {
        var length = values.Length == 0 ? 0 : values[0].Length;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Length != length)
            {
                throw StringElements.Invalid(
                    $"DecodeRaw requires input strings to all be the same size, but element {i} has size {values[i].Length} != {length}");
            }
        }

        return length % dtype.Size() == 0 ? length : throw StringElements.Invalid(
            $"Input to DecodeRaw has length {length} that is not a multiple of {dtype.Size()}, the size of {dtype.Name()}");
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        for (; bytes.Length > 0; bytes = bytes[size..])
            bytes[..size].Reverse();
    }
}
